"""What the pages that list things show: a chapter, the news of the edition, acronyms, editions."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from guide_pipeline.model.guide import Acronym, sort_key
from guide_site.render.context import SheetNews, SiteContext

_MANY = 120
"""A chapter with more sheets than this shows their titles only."""


def chapter_view(context: SiteContext, slug: str) -> Mapping[str, Any]:
    """The sheets of a chapter by folder, and the chapters before and after it."""
    listing = context.lists[slug]
    chapters = context.guide.chapters
    index = chapters.index(listing.chapter)
    return {
        "listing": listing,
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


def news_view(context: SiteContext, _: str) -> Mapping[str, Any]:
    """What the edition changed, by chapter in the guide's order; a chapter that is gone comes last."""
    order = {chapter.slug: index for index, chapter in enumerate(context.guide.chapters)}
    titles = context.markup.chapters
    items = sorted(context.news.sheets, key=lambda item: order.get(item.chapter, len(order)))
    groups = groupby(items, key=lambda item: item.chapter)
    return {
        "edition": context.edition,
        "first": len(context.editions) == 1,
        "chapters": tuple(
            ChapterNews(slug, titles.get(slug, slug), tuple(sheets)) for slug, sheets in groups
        ),
        "rates": context.news.rates,
    }


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
