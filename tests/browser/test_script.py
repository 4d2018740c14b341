"""What the script of the pages adds, and that without it nothing is missing. Pages are read from files."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from guide_site.render.pages import render_page
from guide_site.render.plan import plan_pages
from tests.render.conftest import context_for, guide_of, read_sheets

Open = Callable[..., Page]


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tree of the small guide on disk."""
    root = tmp_path_factory.mktemp("pages")
    context = context_for(guide_of(read_sheets()))
    for plan in plan_pages(context):
        file = root / plan.path
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(render_page(context, plan))
    return root


@pytest.fixture
def visit(browser: Browser, tree: Path) -> Iterator[Open]:
    """Opens a page of the tree; what it complains of fails the test."""
    complaints: list[str] = []
    contexts = []

    def go(path: str, *, javascript: bool = True, width: int = 1366) -> Page:
        context = browser.new_context(
            java_script_enabled=javascript, viewport={"width": width, "height": 768}, reduced_motion="reduce"
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


@pytest.mark.parametrize("path", ["index.html", SHEET, "chapitres/prestations.html", "baremes.html"])
@pytest.mark.parametrize("width", [320, 390, 800, 1366])
def test_no_page_is_wider_than_the_screen(visit: Open, path: str, width: int) -> None:
    page = visit(path, width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
