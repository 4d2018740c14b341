"""Every template as a browser shows it: how heavy it is, nothing for axe-core to find in light and dark, nothing wider
than the screen at 400 %, nothing that moves for those who asked for stillness.

A page is opened once for all its tests, by a browser that keeps nothing yet: tests of a page follow one another.
"""

import gzip
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, Response

from guide_pipeline import report
from guide_site import web
from guide_site.render.assets import TEMPLATES

from . import templates
from .axe import findings
from .departure import leave, sign_on
from .pictures import ADDRESSES
from .templates import LEAVING, LINK, PAGES, PARTS

_FOLDERS = (TEMPLATES, Path(report.__file__).parent / "templates", Path(web.__file__).parent / "templates")

_ALONE = templates.TEMPLATES["report.html"][1]
"""Reports have a style sheet and a script of their own beside them."""
FIRST_VIEW, NEXT_VIEW = 60_000, 15_000
"""Bytes: a page with all it asks for, and a page when the style sheet, the script and the letters are kept."""


@dataclass(frozen=True)
class Shown:
    """A page, and the packed sizes of all that it asked for, by address."""

    address: str
    tab: Page
    sizes: Mapping[str, int]


def test_no_template_is_forgotten() -> None:
    on_disk = {file.name for folder in _FOLDERS for file in folder.glob("*.html")}
    assert on_disk == {*templates.TEMPLATES, *PARTS}
    assert set(ADDRESSES) == set(templates.TEMPLATES)


@pytest.fixture(scope="module", params=PAGES, ids=[address for _, address in PAGES])
def shown(
    request: pytest.FixtureRequest, tabs: dict[str, Page], departures: str, invitation: str
) -> Iterator[Shown]:
    """A page as its reader opens it, once its script has done what it does when it has time."""
    reader, address = request.param
    tab = tabs[reader]
    tab.set_viewport_size({"width": 1366, "height": 768})
    tab.emulate_media(color_scheme="light")
    tab.evaluate("sessionStorage.clear()")
    tab.context.new_cdp_session(tab).send("Network.clearBrowserCache")
    answers: list[Response] = []

    def note(answer: Response) -> None:
        answers.append(answer)

    tab.on("response", note)
    if address == LEAVING:
        sign_on(tab, departures)
        bodies = leave(tab)
    else:
        tab.goto(invitation if address == LINK else address)
        bodies = {}
    tab.evaluate("() => new Promise(done => requestIdleCallback(done))")
    tab.wait_for_load_state("networkidle")
    tab.remove_listener("response", note)
    bodies = bodies or {answer.url: answer.body() for answer in answers if answer.status in (200, 404)}
    yield Shown(address, tab, {url: _packed(url, body) for url, body in bodies.items()})


def _packed(url: str, body: bytes) -> int:
    return len(body) if url.endswith(".woff2") else len(gzip.compress(body, 6, mtime=0))


def test_a_page_is_light(shown: Shown) -> None:
    """Computed from what it asks for, each part packed, and not timed."""
    kept = [url for url in shown.sizes if "/assets/" in url]
    assert len(shown.sizes) > len(kept) and (kept or shown.address in _ALONE)
    assert sum(shown.sizes.values()) <= FIRST_VIEW, shown.sizes
    assert sum(size for url, size in shown.sizes.items() if url not in kept) <= NEXT_VIEW, shown.sizes


def test_nothing_moves_for_those_who_asked_for_stillness(shown: Shown) -> None:
    moving = shown.tab.evaluate("""[...document.querySelectorAll("*")].filter(e => {
        const s = getComputedStyle(e);
        return s.animationName !== "none" || parseFloat(s.transitionDuration) > 0 || s.scrollBehavior === "smooth";
    }).map(e => e.outerHTML.slice(0, 80))""")
    assert moving == []


def test_axe_finds_nothing_in_light_and_dark(shown: Shown) -> None:
    _unfold(shown.tab, "main details")
    for theme in ("light", "dark"):
        shown.tab.emulate_media(color_scheme="dark" if theme == "dark" else "light")
        assert findings(shown.tab) == [], theme


def test_a_page_at_400_percent_does_not_scroll_sideways(shown: Shown) -> None:
    """1280 pixels at 400 % are 320 (WCAG 1.4.10)."""
    shown.tab.set_viewport_size({"width": 320, "height": 256})
    _unfold(shown.tab, "details")
    assert shown.tab.evaluate("document.documentElement.scrollWidth") == 320


def _unfold(tab: Page, boxes: str) -> None:
    tab.evaluate("boxes => { for (const box of document.querySelectorAll(boxes)) box.open = true; }", boxes)
