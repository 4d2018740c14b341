"""The guide as it stood on a day: the edition in force then, with the rates in force that very day.

Rates are taken as they are known today: a value published late, or corrected since, is the one that held. The words
are those of the edition, for nobody could have read others.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path

from guide_pipeline.build.context import site_context
from guide_pipeline.editions.store import EditionStore
from guide_site.render.context import SiteContext
from guide_site.render.pages import render_page
from guide_site.render.plan import find_page
from guide_site.web.trees import About


def edition_on(day: date, editions: Iterable[About]) -> About | None:
    """The edition in force on a day: the last one whose own day had come. None before the first."""
    return max((e for e in editions if e.date <= day), key=lambda e: e.number, default=None)


def dated_page(root: Path, edition: int, latest: int, day: date, path: str) -> bytes | None:
    """The page at `path` of an edition as of `day`, rates as the edition `latest` knows them; None when there is none."""
    store = EditionStore(root)
    stamps = [store.paths.manifest(number).stat().st_mtime_ns for number in (edition, latest)]
    context = _context(root, edition, latest, day, (stamps[0], stamps[1]))
    plan = find_page(context, path)
    return None if plan is None else render_page(context, plan)


@lru_cache(maxsize=4)
def _context(root: Path, edition: int, latest: int, day: date, stamps: tuple[int, int]) -> SiteContext:
    """`stamps` tell an edition that was made anew under the same number."""
    context = _edition(root, edition, stamps[0])
    newer = _edition(root, latest, stamps[1]).guide.rates
    rates = {key: newer.get(key, rate) for key, rate in context.guide.rates.items()}
    return replace(context, guide=replace(context.guide, date=day, rates=rates))


@lru_cache(maxsize=4)
def _edition(root: Path, number: int, _stamp: int) -> SiteContext:
    store = EditionStore(root)
    manifest = store.manifest(number)
    return site_context(store, manifest, store.guide(manifest))
