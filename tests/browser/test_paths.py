"""What readers do, in a real browser on a real server: revisions, dates, editions, paper, the keyboard."""

import io
import re

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from .conftest import sign_in


def at(page: Page, address: str) -> None:
    """The page at an address, signed in as an agent."""
    page.goto(address)
    sign_in(page, "agnes")


def test_the_changes_of_the_last_update_are_a_link_away_or_a_key(page: Page, javascript: bool) -> None:
    at(page, "/fiches/mariage.html")
    expect(page.locator(".revision")).to_contain_text(
        "Modifiée par l'édition 1 du 1er\u00a0janvier\u00a02026"
    )
    if javascript:
        page.keyboard.press("m")
        expect(page.locator(".corps ins").first).to_be_visible()
        expect(page.get_by_role("button", name="Voir les modifications")).to_have_attribute(
            "aria-pressed", "true"
        )
        page.keyboard.press("m")
        expect(page.locator(".corps ins")).to_have_count(0)
        expect(page.locator(".corps .revu").first).to_be_visible()
        page.get_by_role("region", name="Cette fiche à travers les éditions").get_by_role(
            "link", name="Comparer"
        ).click()
    else:
        page.get_by_role("link", name="Voir les modifications").click()
    expect(page).to_have_url(re.compile(r"/comparer/mariage\?de=0&a=1"))
    expect(page.locator("main ins").first).to_be_visible()


def test_any_two_editions_of_a_sheet_are_compared(page: Page) -> None:
    at(page, "/fiches/mariage.html")
    page.get_by_role("button", name="Voir la différence").click()
    expect(page).to_have_url(re.compile(r"/comparer/mariage\?de=0&a=1"))
    page.get_by_label("De l'édition").select_option("1")
    page.get_by_role("button", name="Voir la différence").click()
    expect(page.get_by_text("La fiche est la même dans ces deux éditions.")).to_be_visible()


def test_the_guide_at_a_date_from_the_page_one_reads(page: Page) -> None:
    at(page, "/fiches/allocation.html")
    expect(page.get_by_role("link", name="480")).to_be_visible()
    page.get_by_text("Autre date", exact=True).click()
    page.get_by_label("Le guide et ses barèmes au").fill("2025-12-31")
    page.get_by_role("button", name="Lire", exact=True).click()
    expect(page).to_have_url(re.compile(r"/le/2025-12-31/fiches/allocation\.html$"))
    expect(page.get_by_text("Vous lisez le guide à la date du 31\u00a0décembre\u00a02025.")).to_be_visible()
    expect(page.get_by_role("link", name="474,37")).to_be_visible()
    page.get_by_role("link", name="mariage", exact=True).first.click()
    expect(page).to_have_url(re.compile(r"/le/2025-12-31/fiches/mariage\.html"))


def test_every_sheet_of_paper_says_its_edition_and_its_day(page: Page) -> None:
    at(page, "/fiches/allocation.html")
    page.locator(".corps").evaluate("e => { for (let i = 0; i < 6; i++) e.append(e.cloneNode(true)); }")
    paper = PdfReader(io.BytesIO(page.pdf(format="A5", prefer_css_page_size=False))).pages
    assert len(paper) >= 3
    for sheet in paper:
        assert "Édition 1 · à jour au 1er janvier 2026" in re.sub(r"\s+", " ", sheet.extract_text())


@pytest.mark.parametrize("address", ["/", "/fiches/allocation.html"])
def test_the_keyboard_alone_reaches_content_search_and_menu(page: Page, address: str) -> None:
    at(page, address)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Aller au contenu")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.goto(address)
    seen = set()
    for _ in range(20):
        page.keyboard.press("Tab")
        seen.add(page.evaluate("document.activeElement.textContent.trim() || document.activeElement.name"))
    assert {"Mon compte", "Se déconnecter", "Petit guide", "q", "Nouveautés"} <= seen
