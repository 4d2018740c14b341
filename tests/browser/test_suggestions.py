"""Suggestions below the search field: typed, chosen with the keyboard, gone when they must be."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from .conftest import _context, sign_in


@pytest.fixture
def agent(browser: Browser, site: str) -> Iterator[Page]:
    """An agent, signed in, with JavaScript."""
    context = _context(browser, site, javascript=True)
    tab = context.new_page()
    complaints: list[str] = []
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    tab.goto("/")
    sign_in(tab, "agnes")
    yield tab
    context.close()
    assert complaints == []


def test_arrows_choose_and_enter_goes(agent: Page) -> None:
    agent.keyboard.press("/")
    agent.keyboard.insert_text("pac")
    field, lines = agent.locator("#_q"), agent.locator(".suggestions [role=option]")
    expect(lines.first).to_be_visible()
    expect(field).to_have_attribute("aria-expanded", "true")
    agent.keyboard.press("ArrowDown")
    expect(lines.first).to_have_attribute("aria-selected", "true")
    chosen = lines.first.get_attribute("id")
    assert chosen and field.get_attribute("aria-activedescendant") == chosen
    target = lines.first.get_attribute("data-adresse")
    agent.keyboard.press("Enter")
    agent.wait_for_url(f"**{target}")


def test_escape_closes_and_enter_searches(agent: Page) -> None:
    agent.fill("#_q", "pacs")
    expect(agent.locator(".suggestions")).to_be_visible()
    agent.keyboard.press("Escape")
    expect(agent.locator(".suggestions")).to_be_hidden()
    agent.keyboard.press("Enter")
    agent.wait_for_url("**/recherche?q=pacs")
    first = agent.locator(".resultats h2 a").first
    first.focus()
    agent.keyboard.press("ArrowUp")
    expect(agent.locator("#_q")).to_be_focused()


def test_what_is_typed_is_shown_as_text(agent: Page) -> None:
    agent.fill("#_q", "<img src=x onerror=alert(1)>")
    agent.fill("#_q", "pacs")
    expect(agent.locator(".suggestions [role=option]").first).to_be_visible()
    expect(agent.locator(".suggestions img")).to_have_count(0)
