"""What the script of the pages adds, and that without it nothing is missing. Pages are read from files."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from guide_site.render.assets import asset_paths
from tests.render.conftest import context_for, guide_of, read_sheets

from .axe import findings
from .pages import write_tree

Open = Callable[..., Page]
Theme = Literal["light", "dark"]


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tree of the small guide on disk."""
    return write_tree(context_for(guide_of(read_sheets())), tmp_path_factory.mktemp("pages"))


@pytest.fixture
def visit(browser: Browser, tree: Path) -> Iterator[Open]:
    """Opens a page of the tree; what it complains of fails the test."""
    complaints: list[str] = []
    contexts = []

    def go(
        path: str, *, javascript: bool = True, width: int = 1366, touch: bool = False, theme: Theme = "light"
    ) -> Page:
        context = browser.new_context(
            java_script_enabled=javascript,
            viewport={"width": width, "height": 768},
            reduced_motion="reduce",
            has_touch=touch,
            color_scheme=theme,
            permissions=["clipboard-read", "clipboard-write"],
        )
        contexts.append(context)
        tab = context.new_page()
        tab.on("console", lambda m: complaints.append(m.text) if m.type in ("error", "warning") else None)
        tab.on("pageerror", lambda error: complaints.append(str(error)))
        tab.goto(f"file://{tree}/{path}")
        return tab

    yield go
    for context in contexts:
        context.close()
    assert complaints == []


SHEET = "fiches/allocation-rentree.html"


def test_cases_are_tabs_that_the_keyboard_moves_through(visit: Open) -> None:
    page = visit(SHEET)
    first, second = page.get_by_role("tab").all()
    expect(first).to_have_attribute("aria-selected", "true")
    expect(page.get_by_text("Remplissez le formulaire.")).to_be_hidden()
    first.focus()
    page.keyboard.press("ArrowRight")
    expect(second).to_be_focused()
    expect(page.get_by_role("tabpanel", name="Vous n'êtes pas allocataire")).to_be_visible()
    expect(page.get_by_text("Rien à faire.", exact=True)).to_be_hidden()
    page.keyboard.press("Home")
    expect(first).to_have_attribute("aria-selected", "true")


def test_cases_meant_to_be_read_in_turn_stay_so(visit: Open) -> None:
    page = visit(SHEET)
    expect(page.get_by_text("Patientez.")).to_be_visible()
    expect(page.get_by_text("Réclamez.")).to_be_visible()


def test_an_address_opens_the_case_that_holds_its_place(visit: Open) -> None:
    page = visit(f"{SHEET}#pieces")
    expect(page.get_by_text("certificat")).to_be_in_viewport()
    page.get_by_role("navigation", name="Sur cette page").get_by_role(
        "link", name="Vous êtes allocataire"
    ).click()
    expect(page.get_by_text("certificat")).to_be_hidden()


def test_paper_shows_every_case(visit: Open) -> None:
    page = visit(SHEET)
    page.emulate_media(media="print")
    for text in ("Rien à faire.", "Remplissez le formulaire."):
        expect(page.get_by_text(text, exact=True)).to_be_visible()
    expect(page.get_by_role("heading", name="Vous n'êtes pas allocataire")).to_be_visible()
    expect(page.get_by_label("Rechercher dans le guide")).to_be_hidden()


def test_without_script_everything_is_there(visit: Open) -> None:
    page = visit(SHEET, javascript=False)
    for text in ("Rien à faire.", "Remplissez le formulaire."):
        expect(page.get_by_text(text, exact=True)).to_be_visible()
    expect(page.get_by_role("tab")).to_have_count(0)
    expect(page.get_by_role("link", name="423,48").first).to_have_attribute("title", "Allocation de rentrée "
        "scolaire, 6 à 10 ans\u00a0: 423,48\u00a0€, depuis le 1er\u00a0avril\u00a02025 (Instruction de 2025)")  # fmt: skip


def test_slash_goes_to_the_search(visit: Open) -> None:
    page = visit(SHEET)
    page.keyboard.press("/")
    expect(page.get_by_label("Rechercher dans le guide")).to_be_focused()
    expect(page.get_by_label("Rechercher dans le guide")).to_have_value("")


def test_sections_have_an_address_to_copy(visit: Open) -> None:
    page = visit(SHEET)
    link = page.get_by_role("link", name="Copier l'adresse de « Montants »")
    expect(link).to_have_attribute("href", "#montants")


def test_contents_are_open_beside_the_text_and_folded_on_a_phone(visit: Open) -> None:
    contents = '.sommaire a[href="#montants"]'
    expect(visit(SHEET).locator(contents)).to_be_visible()
    phone = visit(SHEET, width=390)
    expect(phone.locator(contents)).to_be_hidden()
    phone.get_by_text("Sur cette page").click()
    expect(phone.locator(contents)).to_be_visible()


def test_a_bubble_explains_an_acronym_to_the_keyboard_the_pointer_and_the_finger(visit: Open) -> None:
    page = visit(SHEET)
    bubble = page.get_by_role("tooltip")
    acronym = page.locator(".corps abbr[tabindex]").first
    acronym.focus()
    expect(bubble).to_have_text("Caisse d'allocations familiales")
    expect(acronym).to_have_attribute("aria-describedby", "_bulle")
    page.keyboard.press("Escape")
    expect(bubble).to_be_hidden()
    expect(acronym).to_have_attribute("title", "Caisse d'allocations familiales")
    acronym.hover()
    expect(bubble).to_be_visible()
    bubble.hover()
    expect(bubble).to_be_visible()


def test_a_bubble_says_since_when_a_figure_holds_and_by_which_text(visit: Open) -> None:
    page = visit(SHEET)
    page.locator("a.bareme").first.hover()
    expect(page.get_by_role("tooltip")).to_contain_text(
        "423,48\u00a0€, depuis le 1er\u00a0avril\u00a02025 (Instruction de 2025)"
    )
    expect(page.get_by_role("link", name="Toutes ses valeurs")).to_have_attribute(
        "href", re.compile("baremes/prestations.html#ars")
    )


def test_a_finger_reads_the_bubble_before_it_follows_the_link(visit: Open) -> None:
    page = visit(SHEET, width=390, touch=True)
    page.locator("a.bareme").first.tap()
    expect(page.get_by_role("tooltip")).to_contain_text("depuis le")
    page.get_by_role("link", name="Toutes ses valeurs").tap()
    expect(page).to_have_url(re.compile(r"baremes/prestations\.html"))


def test_the_contents_list_follows_the_reading(visit: Open) -> None:
    page = visit(SHEET)
    contents = page.get_by_role("navigation", name="Sur cette page")
    page.locator("#montants").evaluate("section => section.scrollIntoView()")
    expect(contents.locator("a[href='#montants']")).to_have_attribute("aria-current", "true")


def test_a_passage_is_copied_with_its_source(visit: Open) -> None:
    page = visit(SHEET)
    page.locator("#montants > h2").hover()
    page.get_by_role("button", name="Copier le passage « Montants » avec sa source").click()
    expect(page.get_by_role("status").filter(has_text="copiés")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("Montants")
    assert "Guide d'essai, « Allocation de rentrée scolaire », Montants" in copied
    assert "iche à jour au 1er\u00a0septembre\u00a02025" in copied
    assert copied.endswith("fiches/allocation-rentree.html#montants")


def test_bars_stand_in_the_margin_of_what_changed(visit: Open) -> None:
    page = visit(SHEET)
    marked = page.locator(".corps .revu").first
    bar = marked.evaluate(
        "e => [getComputedStyle(e, '::before').width, getComputedStyle(e, '::before').left]"
    )
    assert bar[0] == "4px"
    assert float(bar[1].removesuffix("px")) < 0
    expect(page.get_by_text("Une barre en marge marque ce qui a changé.")).to_be_visible()


def test_headers_of_a_long_table_stay_in_sight(visit: Open) -> None:
    page = visit(SHEET)
    heads = page.locator(".tableau thead")
    assert heads.first.evaluate("e => getComputedStyle(e).position") == "sticky"
    assert page.locator(".tableau").first.evaluate("e => getComputedStyle(e).overflowX") == "auto"


def test_keys_of_one_letter_can_be_turned_off(visit: Open) -> None:
    page = visit("a-propos.html")
    page.get_by_label("Raccourcis d'une seule touche").uncheck()
    page.locator("h1").click()
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).not_to_be_focused()


def test_lines_of_text_are_65_to_75_characters(visit: Open) -> None:
    """On average, over the full lines of a long paragraph."""
    page = visit(SHEET)
    letters = asset_paths()["texte.woff2"]
    count = page.evaluate(
        """async letters => {
        document.fonts.add(await new FontFace("Lettres", `url(../${letters})`).load());
        const p = document.createElement("p");
        p.style.fontFamily = "Lettres";
        p.textContent = "Les ressources du foyer sont celles de l'avant-dernière année civile, après abattements. ".repeat(20);
        document.querySelector(".corps").append(p);
        const lines = p.getBoundingClientRect().height / parseFloat(getComputedStyle(p).lineHeight);
        return p.textContent.length / Math.round(lines);
    }""",
        letters,
    )
    assert 65 <= count <= 75


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(
    "path", [SHEET, "fiches/demenager.html", "baremes/prestations.html", "chapitres/logement.html"]
)
def test_axe_finds_nothing_in_rich_content(visit: Open, path: str, theme: str) -> None:
    assert findings(visit(path, theme=theme)) == []


@pytest.mark.parametrize("path", ["index.html", SHEET, "chapitres/prestations.html", "baremes.html"])
@pytest.mark.parametrize("width", [320, 390, 800, 1366])
def test_no_page_is_wider_than_the_screen(visit: Open, path: str, width: int) -> None:
    page = visit(path, width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
