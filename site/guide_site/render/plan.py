"""The pages of a tree and their keys.

A key is a hash of all that a page shows, and of nothing else: a page whose key an older edition already has is
that page, and is linked instead of made again. So no key holds the number or the date of the edition, unless
its page is about the edition.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from guide_pipeline.model.facts import SheetFacts
from guide_pipeline.model.guide import Rate
from guide_site.render.assets import asset_paths, program_digest
from guide_site.render.context import SiteContext
from guide_site.render.figures import CSV_NAME
from guide_site.render.home import home_of
from guide_site.render.lists import CHANGES_NAME, news_of
from guide_site.render.navigation import Folder, Place


class PageKind(StrEnum):
    """What a file of the tree is."""

    HOME = "accueil"
    CHAPTER = "chapitre"
    SHEET = "fiche"
    NEWS = "nouveautes"
    RATES = "baremes"
    THEME = "bareme"
    FIGURES = "chiffres"
    ACRONYMS = "sigles"
    EDITIONS = "editions"
    ABOUT = "a-propos"
    CHANGES = "changements"
    FRAME = "cadre"
    OLD_FRAME = "cadre-ancienne"
    ASSET = "ressource"


@dataclass(frozen=True, slots=True)
class PagePlan:
    """A file that a tree must hold."""

    path: str
    """Relative to the tree's root, with '/'."""
    key: str
    """SHA-256 of all that goes into it, in hexadecimal."""
    kind: PageKind
    subject: str = ""
    """The slug of the chapter or the theme, the sheet's id, the asset's plain name; '' for a page that is alone of its kind."""


def plan_pages(context: SiteContext) -> tuple[PagePlan, ...]:
    """Every file of the edition's tree, assets and frames included, each path once."""
    return (
        *_single_pages(context),
        *_chapter_pages(context),
        *_theme_pages(context),
        *_sheet_pages(context),
        *_assets(),
    )


_ALONE = {
    "index.html": PageKind.HOME,
    "nouveautes.html": PageKind.NEWS,
    "baremes.html": PageKind.RATES,
    CSV_NAME: PageKind.FIGURES,
    "sigles.html": PageKind.ACRONYMS,
    "editions.html": PageKind.EDITIONS,
    "a-propos.html": PageKind.ABOUT,
    CHANGES_NAME: PageKind.CHANGES,
}
_PATH = re.compile(r"(chapitres|fiches|baremes)/([\w.-]+)\.html")


def find_page(context: SiteContext, path: str) -> PagePlan | None:
    """The page at a path, to be made at once: it has no key. None when the context has no such page."""
    if path in _ALONE:
        return PagePlan(path, "", _ALONE[path])
    found = _PATH.fullmatch(path)
    if found is None:
        return None
    known: Mapping[str, tuple[PageKind, Mapping[str, object]]] = {
        "chapitres": (PageKind.CHAPTER, context.lists),
        "fiches": (PageKind.SHEET, context.guide.facts),
        "baremes": (PageKind.THEME, context.themes),
    }
    kind, subjects = known[found[1]]
    return PagePlan(path, "", kind, found[2]) if found[2] in subjects else None


def _digest(parts: Iterable[str]) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _frame(context: SiteContext) -> str:
    """What every page shows: the guide's title and notice, its chapters, and the program's own work."""
    chapters = (f"{c.number}\0{c.slug}\0{c.title}" for c in context.guide.chapters)
    return _digest((program_digest(), context.guide.title, repr(context.guide.notice), *chapters))


def _single_pages(context: SiteContext) -> Iterable[PagePlan]:
    frame, guide = _frame(context), context.guide
    edition, since = repr(context.edition), repr(context.editions[0].date)
    rates = tuple(_listed_rate(rate, context) for rate in guide.rates.values())
    values = (f"{rate.id}\0{rate.theme}\0{_full_mark(rate, context)}" for rate in guide.rates.values())
    texts: tuple[tuple[PageKind, str, Iterable[str]], ...] = (
        (PageKind.HOME, "index.html", (repr(home_of(context)),)),
        (PageKind.NEWS, "nouveautes.html", (repr(context.editions), repr(news_of(context)))),
        (PageKind.RATES, "baremes.html", rates),
        (PageKind.FIGURES, CSV_NAME, values),
        (PageKind.ACRONYMS, "sigles.html", map(repr, guide.acronyms.values())),
        (PageKind.EDITIONS, "editions.html", (repr(context.editions),)),
        (PageKind.ABOUT, "a-propos.html", ()),
        (PageKind.CHANGES, CHANGES_NAME, map(repr, context.events.items())),
        (PageKind.FRAME, "cadre.html", (edition, since)),
        (PageKind.OLD_FRAME, "cadre-ancienne.html", (edition, since)),
    )
    for kind, path, parts in texts:
        yield PagePlan(path, _digest((kind.value, frame, *parts)), kind)


def _chapter_pages(context: SiteContext) -> Iterable[PagePlan]:
    frame = _frame(context)
    for slug, listing in context.lists.items():
        sheets = (
            f"{f.id}\0{f.title}\0{f.folder}\0{f.summary}\0{f.updated}\0{f.kind.value}\0{f.status.value}"
            f"\0{context.events.get(f.id, '')}"
            for f in listing.sheets
        )
        key = _digest((PageKind.CHAPTER.value, frame, slug, listing.chapter.description, *sheets))
        yield PagePlan(f"chapitres/{slug}.html", key, PageKind.CHAPTER, slug)


def _theme_pages(context: SiteContext) -> Iterable[PagePlan]:
    names = (f"{theme.slug}\0{theme.title}" for theme in context.themes.values())
    frame = _digest((PageKind.THEME.value, _frame(context), *names))
    for slug, theme in context.themes.items():
        key = _digest((frame, slug, *(_cited_rate(rate, context) for rate in theme.rates)))
        yield PagePlan(f"baremes/{slug}.html", key, PageKind.THEME, slug)


def _cited_rate(rate: Rate, context: SiteContext) -> str:
    citing = (f"{fact.id}\0{fact.title}" for fact in context.citations.get(rate.id, ()))
    return "\0".join((rate.id, _full_mark(rate, context), *citing))


def _listed_rate(rate: Rate, context: SiteContext) -> str:
    """What the list of all rates shows of one."""
    value = rate.at(context.guide.date)
    shown = f"{value.since}\0{value.value}" if value else ""
    return f"{rate.id}\0{rate.label}\0{rate.theme}\0{rate.unit.value}\0{rate.period}\0{shown}"


def _full_mark(rate: Rate, context: SiteContext) -> str:
    """What the pages of figures show of a rate: what a sheet may show, and the addresses of texts."""
    return "\0".join((_rate_mark(rate, context), *(value.url for value in rate.values)))


def _assets() -> Iterable[PagePlan]:
    for name, path in asset_paths().items():
        yield PagePlan(path, _digest((PageKind.ASSET.value, path)), PageKind.ASSET, name)


def _sheet_pages(context: SiteContext) -> Iterable[PagePlan]:
    marks = _Marks(context)
    frame = _digest((PageKind.SHEET.value, _frame(context)))
    for fact in context.guide.facts.values():
        key = _digest((frame, *marks.of(fact)))
        yield PagePlan(f"fiches/{fact.id}.html", key, PageKind.SHEET, fact.id)


class _Marks:
    """What the page of a sheet shows besides the sheet: each shared part is written down once."""

    def __init__(self, context: SiteContext) -> None:
        self._context = context
        self._titles = context.markup.titles
        rates = context.guide.rates.values()
        self._rates = {rate.id: f"{rate.theme}\0{_rate_mark(rate, context)}" for rate in rates}
        self._acronyms = {a.id: f"{a.label}\0{a.expansion}" for a in context.guide.acronyms.values()}
        self._chapters = {slug: _folders_mark(c.folders) for slug, c in context.lists.items()}
        self._lists: dict[tuple[str, ...], str] = {}

    def of(self, fact: SheetFacts) -> Iterable[str]:
        """Text that changes when what the page shows does."""
        yield fact.hash
        yield from _known(fact.rates, self._rates)
        yield from _known(fact.acronyms, self._acronyms)
        for target, _ in fact.links:
            yield self._titles.get(target, "")
        place = self._context.places.get(fact.id)
        if place is not None:
            yield self._chapters[fact.chapter]
            yield self._place(place)
        yield "cité"
        for source in self._context.backlinks.get(fact.id, ()):
            yield f"{source.id}\0{source.title}\0{source.chapter}"
        yield "éditions"
        for entry in self._context.history.get(fact.id, ()):
            yield f"{entry.edition}\0{entry.kind}\0{entry.date}\0{entry.label}\0{entry.bars}"

    def _place(self, place: Place) -> str:
        around = place.around
        known = (around[0].id, around[-1].id)
        if known not in self._lists:
            self._lists[known] = _digest(f"{fact.id}\0{fact.title}" for fact in around)
        ends = (f"{fact.id}\0{fact.title}" if fact else "" for fact in (place.previous, place.next))
        return f"{len(place.folder.sheets)}\0{self._lists[known]}\0{chr(0).join(ends)}"


def _known(names: tuple[str, ...], marks: Mapping[str, str]) -> Iterable[str]:
    return (marks.get(name, "") for name in names)


def _folders_mark(folders: tuple[Folder, ...]) -> str:
    return _digest(f"{folder.title}\0{folder.anchor}" for folder in folders)


def _rate_mark(rate: Rate, context: SiteContext) -> str:
    """All the values of a rate, since a sheet may cite that of any day, and which one is in force.

    The day itself only counts where there is no value yet: the page then says that there is none on that day.
    """
    current = rate.at(context.guide.date)
    since = current.since if current else f"rien au {context.guide.date}"
    values = (f"{v.since}\0{v.value}\0{v.reference}" for v in rate.values)
    return _digest((rate.label, rate.unit.value, rate.period, str(since), *values))
