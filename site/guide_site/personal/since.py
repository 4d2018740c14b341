"""« Depuis votre dernière visite »: what the editions published since changed in the sheets that someone follows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from guide_pipeline.build.news import load_news
from guide_pipeline.editions.codec import SheetEvent, load_facts, load_history
from guide_pipeline.editions.store import EditionStore
from guide_site.render.context import EditionNews


@dataclass(frozen=True, slots=True)
class SheetName:
    """A sheet as lists name it."""

    id: str
    title: str
    chapter: str
    """Slug."""


@dataclass(frozen=True, slots=True)
class Happening:
    """What one edition did to a sheet."""

    edition: int
    day: date
    kind: str
    """As in the history of sheets: 'modification', 'bareme'…"""
    summary: str


@dataclass(frozen=True, slots=True)
class SheetSince:
    """A sheet that changed since its reader saw it."""

    sheet: str
    title: str
    seen: int
    """The edition in which they saw it."""
    happenings: tuple[Happening, ...]
    """Newest first; never empty."""
    gone: bool
    successor: str
    """Id of the sheet that replaces one that is gone, '' when none does."""


def sheet_names(store: EditionStore, edition: int) -> Mapping[str, SheetName]:
    """The sheets of an edition by id, in the guide's order. Read once an edition."""
    return _names(store.paths.root, store.manifest(edition).facts)


def changes_since(store: EditionStore, edition: int, seen: Mapping[str, int]) -> tuple[SheetSince, ...]:
    """The sheets that changed between the edition in which each was seen and this one: the last changed first."""
    manifest = store.manifest(edition)
    history = _history(store.paths.root, manifest.history)
    names = sheet_names(store, edition)
    found: list[SheetSince] = []
    for sheet, last in seen.items():
        events = [event for event in history.get(sheet, ()) if event.edition > last]
        if not events:
            continue
        happenings = tuple(_happening(store, sheet, event) for event in reversed(events))
        name = names.get(sheet)
        title = name.title if name else _last_title(store, sheet, events[-1].edition)
        successor = "" if name else manifest.replaced_by.get(sheet, "")
        shown = successor if successor in names else ""
        found.append(SheetSince(sheet, title, last, happenings, name is None, shown))
    return tuple(sorted(found, key=lambda s: (-s.happenings[0].edition, s.title)))


def last_seen(*known: Iterable[tuple[str, int]]) -> dict[str, int]:
    """The latest edition in which each sheet was seen, of all that is known."""
    seen: dict[str, int] = {}
    for pairs in known:
        for sheet, edition in pairs:
            seen[sheet] = max(edition, seen.get(sheet, 0))
    return seen


def edition_news(store: EditionStore, edition: int) -> EditionNews:
    """What an edition changed. Read once."""
    return _news(store.paths.root, store.manifest(edition).news)


def _happening(store: EditionStore, sheet: str, event: SheetEvent) -> Happening:
    news = edition_news(store, event.edition)
    summary = next((item.summary for item in news.sheets if item.sheet == sheet), "")
    return Happening(event.edition, store.manifest(event.edition).date, event.kind, summary)


def _last_title(store: EditionStore, sheet: str, edition: int) -> str:
    news = edition_news(store, edition)
    return next((item.title for item in news.sheets if item.sheet == sheet), sheet)


@lru_cache(maxsize=4)
def _names(root: Path, facts: str) -> dict[str, SheetName]:
    rows = load_facts(EditionStore(root).objects.get(facts)).values()
    return {fact.id: SheetName(fact.id, fact.title, fact.chapter) for fact in rows}


@lru_cache(maxsize=4)
def _history(root: Path, name: str) -> Mapping[str, tuple[SheetEvent, ...]]:
    return load_history(EditionStore(root).objects.get(name))


@lru_cache(maxsize=32)
def _news(root: Path, name: str) -> EditionNews:
    return load_news(EditionStore(root).objects.get(name))
