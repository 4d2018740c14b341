"""How heavy each template is as a browser receives it: computed from what it asks for, each part packed, and not timed."""

import gzip

import pytest
from playwright.sync_api import Browser, Page, Response

from .templates import LINK, PAGES, TEMPLATES

FIRST_VIEW, NEXT_VIEW = 60_000, 15_000
"""Bytes: a page with all it asks for, and a page when the style sheet, the script and the letters are kept."""
_ALONE = TEMPLATES["report.html"][1]
"""Reports are read whole, by those who review: their weight is the batch's."""


def packed(answer: Response) -> int:
    body = answer.body()
    return len(body) if answer.url.endswith(".woff2") else len(gzip.compress(body, 6, mtime=0))


@pytest.mark.parametrize(
    ("reader", "address"), [(r, a) for r, a in PAGES if a not in _ALONE], ids=lambda value: value
)
def test_a_page_is_light(
    browser: Browser, site: str, invitation: str, tabs: dict[str, Page], reader: str, address: str
) -> None:
    context = browser.new_context(base_url=site, storage_state=tabs[reader].context.storage_state())
    tab = context.new_page()
    answers: list[Response] = []
    tab.on("response", lambda answer: answers.append(answer))
    tab.goto(invitation if address == LINK else address)
    tab.wait_for_load_state("networkidle")
    sizes = {answer.url: packed(answer) for answer in answers if answer.status in (200, 404)}
    kept = [url for url in sizes if "/assets/" in url]
    assert kept and len(sizes) > len(kept)
    assert sum(sizes.values()) <= FIRST_VIEW, sizes
    assert sum(size for url, size in sizes.items() if url not in kept) <= NEXT_VIEW, sizes
    context.close()
