"""Where the section of a personal note stands now: notes follow what they were written on, and none is ever lost.

A note keeps the sheet, the anchor, the edition and a hash of the section's words. From that edition to the one that is
read, edition by edition, the difference of the sheet tells what the section became; when it left the sheet, the sheets
that the same edition changed are searched for it. What is found is remembered: editions don't change.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from guide_pipeline.diff.lexicon import Lexicon
from guide_pipeline.diff.sections import (
    PlacedSection,
    section_digest,
    section_fates,
    sections_of,
    sheet_digest,
)
from guide_pipeline.editions.manifest import Manifest
from guide_pipeline.editions.store import EditionStore
from guide_pipeline.errors import NotFoundError
from guide_pipeline.model.sheet import Sheet

_ALIKE = 0.6
"""From how many words in common a section of another sheet is taken for one that left its own."""


@dataclass(frozen=True, slots=True)
class Binding:
    """What a note was written on. An empty anchor: the sheet as a whole."""

    sheet: str
    anchor: str
    digest: str
    """Of the words of the section then."""
    edition: int


class Lost(StrEnum):
    """What is no more."""

    NOTHING = ""
    SECTION = "section"
    SHEET = "fiche"


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where that is in another edition."""

    sheet: str
    """'' when the sheet is gone and no other replaces it."""
    anchor: str
    sheet_title: str
    title: str
    """Of the section, '' for the sheet as a whole."""
    moved: bool
    changed: bool
    """True when its words are not those that the note was written on."""
    lost: Lost = Lost.NOTHING


@dataclass(frozen=True, slots=True)
class _Spot:
    """A place on the way."""

    sheet: str
    anchor: str
    moved: bool = False
    lost: Lost = Lost.NOTHING


@dataclass(frozen=True, slots=True)
class SectionChoice:
    """A section that a note can be written on."""

    anchor: str
    title: str
    """With the titles around it: 'Montants › Plafonds'."""


def bind(store: EditionStore, edition: int, sheet: str, anchor: str) -> tuple[Binding, str]:
    """The binding of a note on a section of an edition, and the title of what it is on. Raises `NotFoundError`."""
    found = _sheet(store, edition, sheet)
    if found is None:
        raise NotFoundError(f"La fiche « {sheet} » n'est pas dans l'édition {edition}.")
    if not anchor:
        return Binding(sheet, "", sheet_digest(found), edition), found.title
    place = _section(found, anchor)
    if place is None:
        raise NotFoundError(f"La fiche « {sheet} » n'a pas de section « {anchor} » dans l'édition {edition}.")
    return Binding(sheet, anchor, section_digest(place.section), edition), place.title


def choices(store: EditionStore, edition: int, sheet: str) -> tuple[SectionChoice, ...]:
    """The sections of a sheet, in reading order. Raises `NotFoundError`."""
    found = _sheet(store, edition, sheet)
    if found is None:
        raise NotFoundError(f"La fiche « {sheet} » n'est pas dans l'édition {edition}.")
    return tuple(
        SectionChoice(place.section.id, " › ".join((*place.trail, place.title)))
        for place in sections_of(found)
    )


def follow(store: EditionStore, binding: Binding, edition: int) -> Whereabouts:
    """Where the section of a note is in an edition, be it newer or older than the note's."""
    spot = _Spot(binding.sheet, binding.anchor)
    for before, after in _steps(store, binding.edition, edition):
        taken = _next(
            store.paths.root,
            spot.sheet,
            spot.anchor,
            before,
            after,
            _stamp(store, before),
            _stamp(store, after),
        )
        lost = taken.lost or spot.lost
        spot = _Spot(taken.sheet, taken.anchor, spot.moved or taken.moved, lost)
    return _whereabouts(store, binding, spot, edition)


def _steps(store: EditionStore, start: int, end: int) -> Iterator[tuple[int, int]]:
    numbers = store.numbers()
    way = [n for n in numbers if min(start, end) <= n <= max(start, end)]
    if start > end:
        way.reverse()
    return pairwise(way)


def _whereabouts(store: EditionStore, binding: Binding, spot: _Spot, edition: int) -> Whereabouts:
    sheet = _sheet(store, edition, spot.sheet) if spot.sheet else None
    if sheet is None:
        return Whereabouts("", "", "", "", spot.moved, True, Lost.SHEET)
    place = _section(sheet, spot.anchor) if spot.anchor else None
    if place is None:
        lost = spot.lost or (Lost.SECTION if spot.anchor else Lost.NOTHING)
        changed = bool(lost) or sheet_digest(sheet) != binding.digest
        return Whereabouts(sheet.id, "", sheet.title, "", spot.moved, changed, lost)
    changed = section_digest(place.section) != binding.digest
    return Whereabouts(sheet.id, spot.anchor, sheet.title, place.title, spot.moved, changed)


@lru_cache(maxsize=8192)
def _next(root: Path, sheet: str, anchor: str, before: int, after: int, _was: int, _is: int) -> _Spot:
    """What a section of the edition `before` is in the edition `after`, its neighbour."""
    store = EditionStore(root)
    old, new = _manifest(root, before, _was), _manifest(root, after, _is)
    if not sheet or sheet not in old.sheets:
        return _Spot(sheet, anchor, lost=Lost.NOTHING if sheet in new.sheets else Lost.SHEET)
    if old.sheets[sheet] == new.sheets.get(sheet):
        return _Spot(sheet, anchor)
    if not anchor:
        return _sheet_as_a_whole(sheet, new)
    was = store.sheet(old.sheets[sheet])
    if sheet in new.sheets:
        fate = section_fates(was, store.sheet(new.sheets[sheet])).get(anchor)
        if fate is not None:
            return _Spot(sheet, fate.anchor, fate.moved)
    place = _section(was, anchor)
    found = _elsewhere(store, old, new, sheet, place) if place else None
    if found is not None:
        return found
    if sheet in new.sheets:
        return _Spot(sheet, "", lost=Lost.SECTION)
    return _sheet_as_a_whole(sheet, new)


def _sheet_as_a_whole(sheet: str, new: Manifest) -> _Spot:
    if sheet in new.sheets:
        return _Spot(sheet, "")
    successor = new.replaced_by.get(sheet, "")
    return _Spot(successor if successor in new.sheets else "", "", True, Lost.SHEET)


def _elsewhere(
    store: EditionStore, old: Manifest, new: Manifest, sheet: str, place: PlacedSection
) -> _Spot | None:
    """The section in another sheet that the edition made or changed: word for word, or else under the same anchor
    and nearly so."""
    wanted, lexicon = section_digest(place.section), Lexicon()
    best: tuple[float, _Spot] | None = None
    for other, digest in new.sheets.items():
        if other == sheet or old.sheets.get(other) == digest:
            continue
        known = _anchors(store, old, other)
        for candidate in sections_of(store.sheet(digest)):
            section = candidate.section
            if section.id in known:
                continue  # it was there before: it didn't come from here
            if section_digest(section) == wanted:
                return _Spot(other, section.id, True)
            alike = lexicon.likeness(place.section, section, _ALIKE) if section.id == place.section.id else 0
            if alike >= _ALIKE and (best is None or alike > best[0]):
                best = alike, _Spot(other, section.id, True)
    return best[1] if best else None


def _anchors(store: EditionStore, manifest: Manifest, sheet: str) -> frozenset[str]:
    name = manifest.sheets.get(sheet)
    return frozenset(place.section.id for place in sections_of(store.sheet(name))) if name else frozenset()


def _section(sheet: Sheet, anchor: str) -> PlacedSection | None:
    return next((place for place in sections_of(sheet) if place.section.id == anchor), None)


def _sheet(store: EditionStore, edition: int, sheet: str) -> Sheet | None:
    name = _manifest(store.paths.root, edition, _stamp(store, edition)).sheets.get(sheet)
    return store.sheet(name) if name else None


def _stamp(store: EditionStore, edition: int) -> int:
    """Tells an edition 0 that was made anew."""
    try:
        return store.paths.manifest(edition).stat().st_mtime_ns
    except FileNotFoundError:
        return 0


@lru_cache(maxsize=32)
def _manifest(root: Path, edition: int, _stamp: int) -> Manifest:
    return EditionStore(root).manifest(edition)
