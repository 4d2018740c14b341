"""What the pages that list things show: a chapter, the news of the edition, acronyms, editions."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from guide_pipeline.model.guide import Acronym, Rate, sort_key
from guide_site.render.context import RateNews, SheetNews, SiteContext
from guide_site.render.wording import EVENTS

CHANGES_NAME = "changements.json"
KEY_RATES = 6
_MANY = 120
"""A chapter with more sheets than this shows their titles only."""


def chapter_view(context: SiteContext, slug: str) -> Mapping[str, Any]:
    """The sheets of a chapter by folder, and the chapters before and after it."""
    listing = context.lists[slug]
    chapters = context.guide.chapters
    index = chapters.index(listing.chapter)
    return {
        "listing": listing,
        "events": context.events,
        "summaries": len(listing.sheets) <= _MANY,
        "previous": chapters[index - 1] if index else None,
        "next": chapters[index + 1] if index + 1 < len(chapters) else None,
    }


@dataclass(frozen=True, slots=True)
class ChapterNews:
    """What the edition changed in one chapter."""

    slug: str
    title: str
    sheets: tuple[SheetNews, ...]


@dataclass(frozen=True, slots=True)
class News:
    """Everything that the page of news shows but the editions' own names: its key is made of this."""

    first: bool
    """True for the base corpus, which changes nothing."""
    counts: tuple[tuple[str, int], ...]
    """How many sheets of each kind of change."""
    key_rates: tuple[RateNews, ...]
    """The figures that matter most, among those that change."""
    chapters: tuple[ChapterNews, ...]
    """In the guide's order; a chapter that is gone comes last."""
    rates: tuple[RateNews, ...]


def news_view(context: SiteContext, _: str) -> Mapping[str, Any]:
    """The news of the edition, and where to read those of the others."""
    return {
        "edition": context.edition,
        "earlier": tuple(reversed(context.editions[:-1])),
        "news": news_of(context),
    }


def news_of(context: SiteContext) -> News:
    """What the edition changed, by chapter, the most useful first."""
    order = {chapter.slug: index for index, chapter in enumerate(context.guide.chapters)}
    titles = context.markup.chapters
    items = sorted(context.news.sheets, key=lambda item: order.get(item.chapter, len(order)))
    groups = groupby(items, key=lambda item: item.chapter)
    return News(
        first=len(context.editions) == 1,
        counts=tuple(Counter(item.kind for item in items).items()),
        key_rates=_key_rates(context),
        chapters=tuple(ChapterNews(slug, titles.get(slug, slug), tuple(sheets)) for slug, sheets in groups),
        rates=context.news.rates,
    )


def by_weight(
    items: Iterable[RateNews], rates: Mapping[str, Rate], cited: Mapping[str, int]
) -> tuple[RateNews, ...]:
    """Rates that change, the most useful first: those that the editor put on the home page, in that order, then those
    that most sheets cite (`cited`, by id)."""

    def weight(item: RateNews) -> tuple[bool, int, int]:
        rank = rates[item.rate].rank if item.rate in rates else 0
        return rank == 0, rank, -cited.get(item.rate, 0)

    return tuple(sorted(items, key=weight))


def _key_rates(context: SiteContext) -> tuple[RateNews, ...]:
    cited = {rate: len(sheets) for rate, sheets in context.citations.items()}
    return by_weight(context.news.rates, context.guide.rates, cited)[:KEY_RATES]


def acronyms_view(context: SiteContext, _: str) -> Mapping[str, Any]:
    """Acronyms by first letter."""

    def letter(acronym: Acronym) -> str:
        first = sort_key(acronym.shown)[:1].upper()
        return first if first.isalpha() else "0-9"

    acronyms = sorted(context.guide.acronyms.values(), key=lambda a: (letter(a), sort_key(a.shown), a.id))
    return {"letters": tuple((key, tuple(group)) for key, group in groupby(acronyms, key=letter))}


def editions_view(context: SiteContext, _: str) -> Mapping[str, Any]:
    """Editions, latest first."""
    return {"editions": tuple(reversed(context.editions))}


def changes_json(context: SiteContext) -> bytes:
    """The sheets that the edition added or changed, by what it did to them: the script marks the column with it.

    A file of its own and not a part of sheets' pages: a mark there would change the page of each neighbour of a
    sheet that changes, then change it back in the next edition.
    """
    groups = (
        {
            "genre": kind,
            "nom": name,
            "fiches": [key for key, event in context.events.items() if event == kind],
        }
        for kind, name in EVENTS.items()
        if kind != "suppression"
    )
    found = [group for group in groups if group["fiches"]]
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode()
