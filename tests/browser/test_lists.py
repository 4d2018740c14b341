"""What the edition did to sheets, on every list of sheets; the reader's menu on a phone."""

import re

from playwright.sync_api import Page, expect

from .conftest import sign_in


def at(page: Page, address: str, name: str = "agnes") -> None:
    page.goto(address)
    sign_in(page, name)


def test_the_chapter_and_the_results_say_which_sheets_changed(page: Page) -> None:
    at(page, "/chapitres/famille.html")
    lines = page.locator(".fiches > li")
    expect(lines.filter(has_text="Mariage").locator(".evenement")).to_have_text("Modifiée")
    expect(lines.filter(has_text="Pacs").locator(".evenement")).to_have_text("Nouvelle")
    page.goto("/recherche?q=mariage")
    first = page.locator(".resultats > li").first
    expect(first.locator("h2")).to_have_text(re.compile(r"Mariage\s+Modifiée"))


def test_the_column_beside_a_sheet_says_which_changed(page: Page, javascript: bool) -> None:
    at(page, "/fiches/allocation.html")
    column = page.get_by_role("navigation", name="Chapitre et fiches")
    expect(column.get_by_role("link", name="Mariage")).to_have_count(1)
    if not javascript:
        expect(column.locator(".evenement")).to_have_count(0)
        return
    expect(column.get_by_role("link", name="Mariage Modifiée")).to_be_visible()
    expect(column.get_by_role("link", name="Pacs Nouvelle")).to_be_visible()
    # Kept as long as the tab: the next sheet doesn't ask again.
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/fiches/pacs.html")
    expect(column.get_by_role("link", name="Mariage Modifiée")).to_be_visible()
    assert not [url for url in asked if url.endswith("changements.json")]


def test_an_older_edition_has_its_own_marks(page: Page, javascript: bool) -> None:
    at(page, "/fiches/mariage.html")
    column = page.get_by_role("navigation", name="Chapitre et fiches")
    if javascript:
        expect(column.locator(".evenement").first).to_be_visible()
    page.goto("/editions/0/fiches/mariage.html")
    page.wait_for_load_state("networkidle")
    expect(column.get_by_role("link", name="Mariage", exact=True)).to_be_visible()
    expect(column.locator(".evenement")).to_have_count(0)


def test_the_menu_of_an_administrator_is_one_line_of_a_phone(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    at(page, "/", "ada")
    frame = page.locator(".cadre")
    box = frame.bounding_box()
    assert box is not None and box["height"] < 75
    menu = page.get_by_role("navigation", name="Votre compte")
    expect(menu.get_by_role("link", name="Rapports")).to_be_hidden()
    menu.locator("summary").focus()
    page.keyboard.press("Enter")
    for name in ("Rapports", "Recherches", "Comptes", "Mes fiches", "Mon compte"):
        page.keyboard.press("Tab")
        expect(menu.get_by_role("link", name=name)).to_be_focused()
    page.keyboard.press("Tab")
    expect(menu.get_by_role("button", name="Se déconnecter")).to_be_focused()
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_the_menu_is_a_row_of_links_where_there_is_room(page: Page) -> None:
    at(page, "/", "ada")
    menu = page.get_by_role("navigation", name="Votre compte")
    expect(menu.locator("summary")).to_be_hidden()
    expect(menu.get_by_role("link", name="Rapports")).to_be_visible()
    box = page.locator(".cadre").bounding_box()
    assert box is not None and box["height"] < 45
