"""Every template, in light and dark: nothing for axe-core to find, nothing wider than the screen at 400 %."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from guide_pipeline import report
from guide_site import web
from guide_site.render.assets import TEMPLATES

from . import templates
from .axe import findings
from .pictures import ADDRESSES
from .templates import EVERY_PAGE, LINK, PARTS, PASSED_THROUGH

_FOLDERS = (TEMPLATES, Path(report.__file__).parent / "templates", Path(web.__file__).parent / "templates")


def test_no_template_is_forgotten() -> None:
    on_disk = {file.name for folder in _FOLDERS for file in folder.glob("*.html")}
    assert on_disk == {*templates.TEMPLATES, *PARTS, *PASSED_THROUGH}
    assert set(ADDRESSES) == set(templates.TEMPLATES)


@pytest.fixture
def tab(tabs: dict[str, Page], reader: str, address: str, invitation: str) -> Page:
    """The page at an address."""
    found = tabs[reader]
    found.goto(invitation if address == LINK else address)
    return found


@EVERY_PAGE
def test_axe_finds_nothing_in_light_and_dark(tab: Page, reader: str, address: str) -> None:
    tab.set_viewport_size({"width": 1366, "height": 768})
    for box in tab.locator("main details").all():
        box.evaluate("box => { box.open = true; }")
    for theme in ("light", "dark"):
        tab.emulate_media(color_scheme="dark" if theme == "dark" else "light")
        assert findings(tab) == [], theme


@EVERY_PAGE
def test_a_page_at_400_percent_does_not_scroll_sideways(tab: Page, reader: str, address: str) -> None:
    """1280 pixels at 400 % are 320 (WCAG 1.4.10)."""
    tab.set_viewport_size({"width": 320, "height": 256})
    for box in tab.locator("details").all():
        box.evaluate("box => { box.open = true; }")
    assert tab.evaluate("document.documentElement.scrollWidth") == 320


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1366, 390])
def test_axe_finds_nothing_in_what_the_script_opens(tabs: dict[str, Page], theme: str, width: int) -> None:
    tab = tabs["agnes"]
    tab.set_viewport_size({"width": width, "height": 768})
    tab.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    tab.goto("/fiches/mariage.html")
    tab.keyboard.press("m")
    expect(tab.locator(".corps ins").first).to_be_visible()
    assert findings(tab) == []
    tab.goto("/fiches/allocation.html")
    tab.locator(".corps abbr[tabindex]").first.focus()
    expect(tab.get_by_role("tooltip")).to_be_visible()
    tab.get_by_text("Autre date").click()
    assert findings(tab) == []


@EVERY_PAGE
def test_nothing_moves_for_those_who_asked_for_stillness(tab: Page, reader: str, address: str) -> None:
    moving = tab.evaluate("""[...document.querySelectorAll("*")].filter(e => {
        const s = getComputedStyle(e);
        return s.animationName !== "none" || parseFloat(s.transitionDuration) > 0 || s.scrollBehavior === "smooth";
    }).map(e => e.outerHTML.slice(0, 80))""")
    assert moving == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_what_forms_answer(tabs: dict[str, Page], theme: str, tmp_path: Path) -> None:
    """Messages, refusals, secrets that are shown once."""
    people = tmp_path / "comptes.csv"

    def import_list(text: str) -> None:
        people.write_text(text, "utf-8")
        ada.goto("/comptes/import")
        ada.get_by_label("Fichier CSV").set_input_files(people)
        ada.get_by_role("button", name="Voir ce que cela ferait").click()

    def is_sound(tab: Page, said: str) -> None:
        expect(tab.locator("main .message").first).to_contain_text(said)
        assert findings(tab) == [], said

    ada, lise, out = tabs["ada"], tabs["lise"], tabs[""]
    for tab in (ada, lise, out):
        tab.set_viewport_size({"width": 390, "height": 844})
        tab.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    import_list("compte;role\nzoe;chef\n")
    is_sound(ada, "La liste est à corriger")
    import_list("compte;nom\nzoe;Zoé\n")
    is_sound(ada, "Cette liste ferait ceci")
    ada.goto("/comptes/compte/luc")
    ada.get_by_role("button", name="Nouveau mot de passe").click()
    is_sound(ada, "Mot de passe de luc")
    lise.goto("/mes-fiches/reglages#flux")
    lise.get_by_role("button", name="Faire une nouvelle clé").click()
    is_sound(lise, "Adresse de votre flux")
    out.goto("/connexion")
    out.get_by_label("Nom de compte").fill("personne")
    out.get_by_label("Mot de passe").fill("une phrase")
    out.get_by_role("button", name="Se connecter").click()
    is_sound(out, "")
