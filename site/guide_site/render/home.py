"""What the home page shows: the chapters and their first subjects, what changed, the figures most cited."""

from collections import Counter
from dataclasses import dataclass
from itertools import islice

from guide_pipeline.model.guide import Chapter, RateValue, Unit
from guide_site.render.context import EditionNews, RateNews, SheetNews, SiteContext
from guide_site.render.navigation import ChapterList

SUBJECTS = 4
FIGURES = 8
NEWS = 8


@dataclass(frozen=True, slots=True)
class Subject:
    """A folder or a sheet, as a subject of its chapter."""

    title: str
    path: str


@dataclass(frozen=True, slots=True)
class ChapterCard:
    """A chapter on the home page."""

    chapter: Chapter
    sheets: int
    subjects: tuple[Subject, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A rate with its value in force."""

    rate: str
    label: str
    unit: Unit
    period: str
    value: RateValue


@dataclass(frozen=True, slots=True)
class Home:
    """Everything on the home page, and nothing else: its key is made of this."""

    chapters: tuple[ChapterCard, ...]
    sheets: int
    first: bool
    """True for the base corpus, which changes nothing."""
    news: tuple[SheetNews, ...]
    """The first of them."""
    rates: tuple[RateNews, ...]
    counts: tuple[tuple[str, int], ...]
    """How many sheets of each kind of change."""
    figures: tuple[Figure, ...]
    """The key figures that the editor chose; without a choice, the rates that most sheets cite."""


def home_of(context: SiteContext) -> Home:
    """What the home page of an edition shows."""
    news: EditionNews = context.news
    counts = Counter(item.kind for item in news.sheets)
    return Home(
        chapters=tuple(_card(listing) for listing in context.lists.values()),
        sheets=len(context.guide.facts),
        first=len(context.editions) == 1,
        news=news.sheets[:NEWS],
        rates=news.rates,
        counts=tuple(counts.items()),
        figures=_figures(context),
    )


def _card(listing: ChapterList) -> ChapterCard:
    page = f"chapitres/{listing.chapter.slug}.html"
    named = [Subject(folder.title, f"{page}#{folder.anchor}") for folder in listing.folders if folder.title]
    loose = [Subject(fact.title, f"fiches/{fact.id}.html") for fact in listing.sheets if not fact.folder]
    return ChapterCard(listing.chapter, len(listing.sheets), tuple((*named, *loose)[:SUBJECTS]))


def _figures(context: SiteContext) -> tuple[Figure, ...]:
    rates = context.guide.rates
    chosen = sorted((rate for rate in rates.values() if rate.rank), key=lambda rate: (rate.rank, rate.id))
    cited = {rate: len(facts) for rate, facts in context.citations.items() if rate in rates}
    usual = [rates[key] for key in sorted(cited, key=lambda key: (-cited[key], key))]
    figures = (
        Figure(rate.id, rate.label, rate.unit, rate.period, value)
        for rate in chosen or usual
        if (value := rate.at(context.guide.date))
    )
    return tuple(islice(figures, FIGURES))
