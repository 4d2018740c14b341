"""The news of an edition by chapter, as feed and digest tell them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from guide_pipeline.editions.store import EditionStore
from guide_site.personal.since import edition_news
from guide_site.render.context import RateNews, SheetNews


@dataclass(frozen=True, slots=True)
class ChapterNews:
    """What an edition did in one chapter."""

    slug: str
    title: str
    sheets: tuple[SheetNews, ...]


@dataclass(frozen=True, slots=True)
class EditionChapters:
    """What an edition did."""

    edition: int
    label: str
    day: date
    guide: str
    """Title of the guide."""
    chapters: tuple[ChapterNews, ...]
    """In the guide's order, only those that changed; one that is gone comes last."""
    rates: tuple[RateNews, ...]


def edition_chapters(store: EditionStore, edition: int, wanted: Collection[str] = ()) -> EditionChapters:
    """The news of an edition; with `wanted` (slugs), of these chapters only. Rates are for all."""
    manifest, news = store.manifest(edition), edition_news(store, edition)
    titles = {chapter.slug: chapter.title for chapter in manifest.chapters}
    slugs = dict.fromkeys((*titles, *(item.chapter for item in news.sheets)))
    chapters = (
        ChapterNews(slug, titles.get(slug, slug), tuple(item for item in news.sheets if item.chapter == slug))
        for slug in slugs
        if not wanted or slug in wanted
    )
    return EditionChapters(
        edition=edition,
        label=manifest.label,
        day=manifest.date,
        guide=manifest.title,
        chapters=tuple(chapter for chapter in chapters if chapter.sheets),
        rates=news.rates,
    )
