"""The page in a browser: keys from change to change, links into folded parts."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from guide_pipeline.report.model import ChangeReport
from guide_pipeline.report.write import write_report

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def page(report: ChangeReport, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """The report, open in Chromium."""
    folder = tmp_path_factory.mktemp("rapport")
    write_report(report, folder)
    page = browser.new_page(viewport={"width": 1200, "height": 800})
    page.goto(Path(folder / "report.html").as_uri())
    yield page
    page.close()


def current(page: Page) -> str:
    return page.locator(".courant").inner_text()


def test_keys_go_from_change_to_change_and_back(page: Page) -> None:
    page.keyboard.press("j")
    first = current(page)
    page.keyboard.press("j")
    second = current(page)
    assert "mars" in first and second != first
    page.keyboard.press("k")
    assert current(page) == first
    assert page.locator(".courant").count() == 1


def test_a_link_to_a_folded_change_unfolds_it(page: Page) -> None:
    link = page.locator("#montant td a").first
    target = page.locator(link.get_attribute("href") or "")
    assert not target.is_visible()
    link.click()
    target.wait_for(state="visible")


def test_both_states_stand_side_by_side(page: Page) -> None:
    button = page.get_by_role("button", name="Avant et après côte à côte")
    button.click()
    panes = page.locator("#fiche-allocation .volet")
    old, new = (panes.nth(number).inner_text() for number in (0, 1))
    assert "mars 2024" in old and "11 478" in old and "14 000" not in old
    assert "mars 2025" in new and "14 000" in new and "11 478" not in new
    assert not page.locator("#fiche-allocation .texte:not(.volet)").is_visible()
    page.keyboard.press("j")
    assert page.locator(".volet .courant").count() == 1
    button.click()
    assert not panes.first.is_visible()


def test_nothing_sticks_out_of_a_narrow_screen(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
