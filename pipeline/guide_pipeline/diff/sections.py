"""The sections of a sheet, and what becomes of each from one state of the sheet to another, as its difference tells."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from guide_pipeline.diff.edits import (
    Added,
    Changed,
    Fields,
    Items,
    Kept,
    MovedIn,
    MovedOut,
    Removed,
    Step,
    Unwrapped,
    Wrapped,
)
from guide_pipeline.diff.fields import sequences_of
from guide_pipeline.diff.places import text_of
from guide_pipeline.diff.sheets import diff_sheets
from guide_pipeline.model.blocks import Block, Section, inner_blocks
from guide_pipeline.model.digest import digest
from guide_pipeline.model.inline import plain
from guide_pipeline.model.sheet import Sheet


@dataclass(frozen=True, slots=True)
class PlacedSection:
    """A section where it stands."""

    section: Section
    trail: tuple[str, ...]
    """Titles of the sections around it, from the outside in."""

    @property
    def title(self) -> str:
        """Its own title, as plain text."""
        return plain(self.section.title)


@dataclass(frozen=True, slots=True)
class SectionFate:
    """What a section became in the new state of its sheet."""

    anchor: str
    moved: bool
    """True when it, or what holds it, changed place."""


def sections_of(sheet: Sheet) -> Iterator[PlacedSection]:
    """Every section, outer ones first, in reading order."""
    for block in sheet.blocks:
        yield from _sections_in(block, ())


def section_digest(section: Section) -> str:
    """A hash of all the words of a section, those of the sections inside it too: same hash, same text."""
    return digest(text_of(section).encode())


def sheet_digest(sheet: Sheet) -> str:
    """The same for what a sheet says itself: title, summary and text."""
    parts = (sheet.title, sheet.summary, *map(text_of, sheet.blocks))
    return digest("\n".join(parts).encode())


def section_fates(old: Sheet, new: Sheet) -> dict[str, SectionFate]:
    """What became of each section of `old`, by its anchor; a section that isn't there is gone from the sheet."""
    diff = diff_sheets(old, new)
    pairing = _Pairing()
    pairing.pair(old, new, diff.edit, moved=False)
    for number, move in enumerate(diff.moves):
        before, after = pairing.gone.get(number), pairing.come.get(number)
        if before is not None and after is not None:
            pairing.pair(before, after, move.edit, moved=True)
    return pairing.fates


def _sections_in(block: Block, trail: tuple[str, ...]) -> Iterator[PlacedSection]:
    inside = trail
    if isinstance(block, Section):
        yield PlacedSection(block, trail)
        inside = (*trail, plain(block.title))
    for blocks in inner_blocks(block):
        for inner in blocks:
            yield from _sections_in(inner, inside)


class _Pairing:
    """One walk along a difference, both states in hand."""

    def __init__(self) -> None:
        self.fates: dict[str, SectionFate] = {}
        self.gone: dict[int, Any] = {}
        self.come: dict[int, Any] = {}
        """Elements that leave and arrive, by the number of their move."""

    def pair(self, old: Any, new: Any, edit: Fields | None, *, moved: bool) -> None:
        """`old` became `new`; without an edit they are equal."""
        if isinstance(old, Section) and isinstance(new, Section):
            self.fates.setdefault(old.id, SectionFate(new.id, moved))
        edits = dict(edit.edits) if edit else {}
        for name in sequences_of(type(old)):
            before, after = getattr(old, name), getattr(new, name)
            part = edits.get(name)
            if isinstance(part, Items):
                self._steps(part.steps, before, after, moved)
            elif part is None:
                for a, b in zip(before, after):
                    self._same(a, b, moved)

    def _same(self, old: Any, new: Any, moved: bool) -> None:
        if not isinstance(old, str):
            self.pair(old, new, None, moved=moved)

    def _steps(self, steps: tuple[Step, ...], old: Any, new: Any, moved: bool) -> None:
        """`old` and `new` are the sequences, () on the side that a wrapped or unwrapped element lacks."""
        i = j = 0
        for step in steps:
            match step:
                case Kept(count):
                    for k in range(count):
                        self._same(old[i + k], new[j + k], moved)
                    i, j = i + count, j + count
                case Removed(values):
                    i += len(values)
                case Added(values):
                    j += len(values)
                case Changed(edit):
                    self.pair(old[i], new[j], edit, moved=moved)
                    i, j = i + 1, j + 1
                case MovedOut(number):
                    self.gone[number] = old[i]
                    i += 1
                case MovedIn(number):
                    self.come[number] = new[j]
                    j += 1
                case Unwrapped(_, edit):
                    self._one_side(edit, old[i], moved, leaving=True)
                    i += 1
                case Wrapped(_, edit):
                    self._one_side(edit, new[j], moved, leaving=False)
                    j += 1

    def _one_side(self, edit: Fields, element: Any, moved: bool, *, leaving: bool) -> None:
        for name, part in edit.edits:
            if isinstance(part, Items):
                inside = getattr(element, name)
                old, new = (inside, ()) if leaving else ((), inside)
                self._steps(part.steps, old, new, moved)
