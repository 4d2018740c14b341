"""How heavy pages are: every sheet of the shipped corpus, as a browser receives it, computed and not timed."""

import gzip
from collections.abc import Iterator
from datetime import date

import pytest

from guide_pipeline.model.elements import elements_of
from guide_pipeline.readers.config import read_config
from guide_pipeline.readers.corpus import read_corpus
from guide_site.render.assets import asset_bytes, asset_paths
from guide_site.render.context import EditionInfo, HistoryEntry, SiteContext
from guide_site.render.pages import render_page
from guide_site.render.plan import PageKind, plan_pages
from tests.conftest import REPOSITORY

FIRST_VIEW, NEXT_VIEW = 60_000, 15_000
"""Bytes: a sheet with all its assets, and a sheet once they are kept."""
_LOADED = ("guide.css", "guide.js", "icone.svg", "texte.woff2")


def packed(data: bytes) -> int:
    return len(gzip.compress(data, 6, mtime=0))


@pytest.fixture(scope="module")
def shipped() -> SiteContext:
    """The corpus as a seventh edition that has just changed every part of every sheet."""
    guide = read_corpus(REPOSITORY, read_config(REPOSITORY)).guide
    editions = tuple(
        EditionInfo(n, f"Mise à jour numéro {n} de l'année", date(2026, n + 1, 1)) for n in range(7)
    )

    def past(sheet: str) -> Iterator[HistoryEntry]:
        for edition in editions:
            bars = (
                tuple(range(sum(1 for _ in elements_of(guide.load(sheet)))))
                if edition is editions[-1]
                else ()
            )
            yield HistoryEntry(edition.number, edition.label, edition.date, "modification", bars)

    return SiteContext(guide, editions, {sheet: tuple(past(sheet)) for sheet in guide.facts})


def test_sheets_are_light_and_their_assets_too(shipped: SiteContext) -> None:
    sizes = {
        plan.path: packed(render_page(shipped, plan))
        for plan in plan_pages(shipped)
        if plan.kind is PageKind.SHEET
    }
    heaviest = max(sizes, key=lambda path: sizes[path])
    frame_and_menu = 1_500
    assets = sum(
        packed(asset_bytes(name)) if not name.endswith("woff2") else len(asset_bytes(name))
        for name in _LOADED
    )
    assert sizes[heaviest] + frame_and_menu <= NEXT_VIEW, (heaviest, sizes[heaviest])
    assert sizes[heaviest] + frame_and_menu + assets <= FIRST_VIEW, (heaviest, sizes[heaviest], assets)


def test_one_style_sheet_one_script_and_nothing_else_is_asked_for(shipped: SiteContext) -> None:
    plan = next(plan for plan in plan_pages(shipped) if plan.kind is PageKind.SHEET)
    page = render_page(shipped, plan).decode()
    assert page.count('rel="stylesheet"') == 1
    assert page.count("<script") == 1
    used = [name for name, path in asset_paths().items() if path in page]
    fonts = [
        name
        for name in asset_paths()
        if asset_paths()[name].partition("/")[2].encode() in asset_bytes("guide.css")
    ]
    assert sorted((*used, *fonts)) == sorted(_LOADED)
