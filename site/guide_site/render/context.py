"""What a tree of pages is made from: a guide, its past, what the edition changed; and what follows from them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from markupsafe import Markup, escape

from guide_pipeline.markup.context import MarkupContext, context_of
from guide_pipeline.model.facts import SheetFacts
from guide_pipeline.model.guide import Guide, RateValue, Unit, sort_key
from guide_site.render.navigation import ChapterList, Place, chapter_lists, places
from guide_site.render.sheet_core import SheetCore
from guide_site.render.sidebar import Sidebar, shown, sidebar
from guide_site.render.themes import Theme, themes_of


@dataclass(frozen=True, slots=True)
class EditionInfo:
    """An edition as readers name it."""

    number: int
    label: str
    date: date


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """What an edition did to a sheet."""

    edition: int
    label: str
    date: date
    kind: str
    """As in `guide_pipeline.editions.codec.SheetEvent`: 'ajout', 'modification'…"""
    bars: tuple[int, ...] = ()
    """Of the last one: the parts of the sheet that it changed, as `guide_pipeline.model.elements` numbers them."""


@dataclass(frozen=True, slots=True)
class SheetNews:
    """A sheet that the edition added, changed, moved, renamed or removed."""

    kind: str
    """As in `HistoryEntry`."""
    sheet: str
    title: str
    chapter: str
    """Slug of its chapter (of the last one it had, for a sheet that was removed)."""
    summary: str = ""
    """The change in a sentence, plain text."""


@dataclass(frozen=True, slots=True)
class RateNews:
    """A rate that the edition changed. None as value: there was none, or there is none any more."""

    rate: str
    label: str
    unit: Unit
    before: RateValue | None
    after: RateValue | None


@dataclass(frozen=True, slots=True)
class EditionNews:
    """What the edition changed, in the guide's order. Empty for edition 0."""

    sheets: tuple[SheetNews, ...] = ()
    rates: tuple[RateNews, ...] = ()


Cores = Callable[[str], SheetCore | None]
"""The core of a sheet that was made already, by the sheet's id; None: it is to be made."""


def no_cores(sheet_id: str) -> None:
    """The `Cores` of who has made none."""


@dataclass(frozen=True)
class SiteContext:
    """All that the pages of one edition show. Derived parts are computed once, when first asked for.

    (No slots: `cached_property` keeps its value in the instance.)
    """

    guide: Guide
    editions: tuple[EditionInfo, ...]
    """Oldest first, up to this one."""
    history: Mapping[str, tuple[HistoryEntry, ...]] = field(default_factory=dict)
    """By sheet id, oldest first."""
    news: EditionNews = EditionNews()
    cores: Cores = no_cores

    @property
    def edition(self) -> EditionInfo:
        """The edition whose pages these are."""
        return self.editions[-1]

    @cached_property
    def events(self) -> Mapping[str, str]:
        """What the edition did to a sheet, by its id: 'ajout', 'modification'…"""
        return {item.sheet: item.kind for item in self.news.sheets}

    @cached_property
    def backlinks(self) -> Mapping[str, tuple[SheetFacts, ...]]:
        """The sheets that link to a sheet, by its id, in the guide's order."""
        found: dict[str, dict[str, SheetFacts]] = {}
        for fact in self.guide.facts.values():
            for target, _ in fact.links:
                if target and target != fact.id:
                    found.setdefault(target, {})[fact.id] = fact
        return {target: tuple(sources.values()) for target, sources in found.items()}

    @cached_property
    def citations(self) -> Mapping[str, tuple[SheetFacts, ...]]:
        """The sheets that cite a rate, by its id, in the guide's order."""
        found: dict[str, list[SheetFacts]] = {}
        for fact in self.guide.facts.values():
            for rate in fact.rates:
                found.setdefault(rate, []).append(fact)
        return {rate: tuple(facts) for rate, facts in found.items()}

    @cached_property
    def themes(self) -> Mapping[str, Theme]:
        """The rates of each theme, by the theme's slug."""
        return themes_of(self.guide)

    @cached_property
    def lists(self) -> Mapping[str, ChapterList]:
        """The sheets of each chapter by folder, by the chapter's slug."""
        return chapter_lists(self.guide)

    @cached_property
    def places(self) -> Mapping[str, Place]:
        """Where each sheet stands in its chapter, by its id."""
        return places(self.lists)

    @cached_property
    def names(self) -> Mapping[str, Markup]:
        """The titles of sheets as HTML, by id."""
        return {fact.id: shown(fact.title) for fact in self.guide.facts.values()}

    @cached_property
    def chapter_names(self) -> Mapping[str, Markup]:
        """The titles of chapters as HTML, by slug."""
        return {chapter.slug: shown(chapter.title) for chapter in self.guide.chapters}

    @cached_property
    def acronym_lines(self) -> Mapping[str, tuple[int, str]]:
        """The line of each acronym at the foot of sheets, by its id, after its rank among all."""
        acronyms = sorted(self.guide.acronyms.values(), key=lambda a: (sort_key(a.shown), a.id))
        return {
            a.id: (rank, f"<div><dt>{escape(a.shown)}</dt> <dd>{shown(a.expansion)}</dd></div>\n")
            for rank, a in enumerate(acronyms)
        }

    def sidebar(self, place: Place) -> Sidebar:
        """The column that the sheets of a folder share."""
        key = place.list.chapter.slug, place.folder.anchor
        if key not in self._sidebars:
            self._sidebars[key] = sidebar(place.list, place.folder, self.guide.chapters)
        return self._sidebars[key]

    @cached_property
    def _sidebars(self) -> dict[tuple[str, str], Sidebar]:
        return {}

    @cached_property
    def markup(self) -> MarkupContext:
        """For content shown on a page one folder below the root."""
        return context_of(self.guide)
