"""The one real browser of the tests: Debian's Chromium, driven by Playwright."""

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def chromium() -> str:
    """Where Chromium is: GUIDE_CHROMIUM, or on the path."""
    names = (os.environ.get("GUIDE_CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome")
    found = next((path for name in names if name and (path := shutil.which(name))), None)
    if found is None:
        pytest.skip("Chromium est absent : apt-get install chromium, ou GUIDE_CHROMIUM=…")
    return found


PATIENCE = 20_000
"""Milliseconds that a page has to become what a test expects: it may share one slow processor with many others."""


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """One browser for all tests (a process can drive one engine only); each test gets a context of its own."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as engine:
        browser = engine.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield browser
        browser.close()
