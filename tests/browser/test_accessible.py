"""Every template, in light and dark: nothing for axe-core to find, nothing wider than the screen at 400 %."""

import pytest
from playwright.sync_api import Page, expect

from .axe import findings

AGENT = (
    "/",
    "/chapitres/famille.html",
    "/fiches/allocation.html",
    "/fiches/mariage.html",
    "/nouveautes.html",
    "/baremes.html",
    "/baremes/autres.html",
    "/sigles.html",
    "/editions.html",
    "/a-propos.html",
    "/editions/0/fiches/allocation.html",
    "/le/2025-10-01/fiches/allocation.html",
    "/recherche?q=mariage",
    "/recherche?q=introuvablement",
    "/comparer/mariage?de=0&a=1",
    "/compte",
    "/fiches/inconnue.html",
)
ADMIN = (
    "/comptes",
    "/comptes/compte/agnes",
    "/comptes/compte/agnes/suppression",
    "/rapports/",
    "/rapports/2026-02/",
    "/rapports/2026-02/report.html",
)
OPEN = ("/connexion",)


PAGES = [*(("agnes", a) for a in AGENT), *(("ada", a) for a in ADMIN), *(("", a) for a in OPEN)]
EVERY_PAGE = pytest.mark.parametrize(("reader", "address"), PAGES, ids=[address for _, address in PAGES])


@pytest.mark.parametrize("theme", ["light", "dark"])
@EVERY_PAGE
def test_axe_finds_nothing(tabs: dict[str, Page], reader: str, address: str, theme: str) -> None:
    tab = tabs[reader]
    tab.set_viewport_size({"width": 1366, "height": 768})
    tab.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    tab.goto(address)
    assert findings(tab) == []


@EVERY_PAGE
def test_a_page_at_400_percent_does_not_scroll_sideways(
    tabs: dict[str, Page], reader: str, address: str
) -> None:
    """1280 pixels at 400 % are 320 (WCAG 1.4.10)."""
    tab = tabs[reader]
    tab.set_viewport_size({"width": 320, "height": 256})
    tab.goto(address)
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
    tab.locator(".corps abbr").first.focus()
    expect(tab.get_by_role("tooltip")).to_be_visible()
    tab.get_by_text("Autre date").click()
    assert findings(tab) == []


@EVERY_PAGE
def test_nothing_moves_for_those_who_asked_for_stillness(
    tabs: dict[str, Page], reader: str, address: str
) -> None:
    tab = tabs[reader]
    tab.goto(address)
    moving = tab.evaluate("""[...document.querySelectorAll("*")].filter(e => {
        const s = getComputedStyle(e);
        return s.animationName !== "none" || parseFloat(s.transitionDuration) > 0 || s.scrollBehavior === "smooth";
    }).map(e => e.outerHTML.slice(0, 80))""")
    assert moving == []
