"""The change report: frozen, complete, ready to be written as JSON or HTML."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from guide_pipeline.diff.changes import Change
from guide_pipeline.diff.classes import ChangeClass
from guide_pipeline.diff.parts import PartChange, RateChange
from guide_pipeline.model.guide import Acronym, Chapter, Synonym


class SheetEvent(StrEnum):
    """What happens to a sheet, first that holds; the value is what histories and news use."""

    ADDED = "ajout"
    REMOVED = "suppression"
    MOVED = "deplacement"
    RENAMED = "renommage"
    CHANGED = "modification"
    RATE = "bareme"
    """Only a rate that it cites changes."""


@dataclass(frozen=True, slots=True)
class BatchInfo:
    """The batch that the report is about."""

    number: str
    label: str
    date: date
    digest: str
    """SHA-256 over its files."""
    parent: int
    """The edition that it was compared with."""


@dataclass(frozen=True, slots=True)
class SheetReport:
    """One sheet that changes."""

    id: str
    event: SheetEvent
    title: str
    chapter: str
    """Slug of its chapter, the last one it had when it is removed."""
    old_title: str
    """'' when it is the same."""
    old_chapter: str
    """Slug; '' when it is the same."""
    updated: date
    proved: bool
    """True: its differences, applied to the old sheet, gave the new one, and the other way round."""
    summary: str
    """What changes, in a line of French: 'Montants : 3 ; sections : Conditions'."""
    changes: tuple[Change, ...]
    redline: str
    """HTML of both states, changes only; '' where nothing changed in the sheet itself."""

    def count(self, kind: ChangeClass) -> int:
        """How many changes of a class."""
        return sum(change.kind is kind for change in self.changes)


@dataclass(frozen=True, slots=True)
class Group:
    """The same replacement in several places."""

    id: str
    """The same whenever the same replacement is made: from its class and both texts."""
    kind: ChangeClass
    old: str
    new: str
    places: tuple[tuple[str, str], ...]
    """(sheet id, change id), in the guide's order."""


@dataclass(frozen=True, slots=True)
class Impact:
    """A sheet whose text does not change and that what changes bears on, in a way that its reader should know."""

    sheet: str
    title: str
    chapter: str
    targets: tuple[str, ...]
    """Ids of the sheets that it links to, whose amounts, percentages or dates change, or that are gone."""
    rates: tuple[str, ...] = ()
    """Labels of the rates that it cites and whose value in force changes."""
    acronyms: tuple[str, ...] = ()
    """Acronyms that it cites and that are explained otherwise, or no longer."""
    chapters: tuple[str, ...] = ()
    """Titles of the chapters that it links to and that are renamed."""


@dataclass(frozen=True, slots=True)
class LeftoverPlace:
    """One place where an amount stands still."""

    sheet: str
    title: str
    where: tuple[str, ...]
    anchor: str
    around: str
    """The words around it."""


@dataclass(frozen=True, slots=True)
class Leftover:
    """An amount that the batch replaces, and that stands elsewhere still."""

    old: str
    new: str
    """What it gives way to where the batch replaces it first."""
    places: tuple[LeftoverPlace, ...]
    """In the guide's order."""

    @property
    def sheets(self) -> tuple[str, ...]:
        """Ids of the sheets where it stands, each once."""
        return tuple(dict.fromkeys(place.sheet for place in self.places))


@dataclass(frozen=True, slots=True)
class ChangeReport:
    """All that a batch changes."""

    batch: BatchInfo
    guide: str
    """Title of the guide."""
    old_date: date
    new_date: date
    """Days whose rates the two states show."""
    chapters: tuple[Chapter, ...]
    """Of the new state, in order, then those that are gone."""
    chapter_changes: tuple[PartChange[Chapter], ...]
    sheets: tuple[SheetReport, ...]
    """In the guide's order, sheets removed within their last chapter."""
    rates: tuple[RateChange, ...]
    acronyms: tuple[PartChange[Acronym], ...]
    synonyms: tuple[PartChange[Synonym], ...]
    groups: tuple[Group, ...]
    impacts: tuple[Impact, ...]
    leftovers: tuple[Leftover, ...]
    titles: Mapping[str, str]
    """Titles of all sheets named here, by id."""

    def of(self, *events: SheetEvent) -> tuple[SheetReport, ...]:
        """The sheets to which one of these events happens."""
        return tuple(sheet for sheet in self.sheets if sheet.event in events)

    @property
    def counts(self) -> Mapping[ChangeClass, int]:
        """Changes by class, weightiest first; a class without change counts 0."""
        found = Counter(change.kind for sheet in self.sheets for change in sheet.changes)
        return {kind: found[kind] for kind in ChangeClass}

    @property
    def proved(self) -> int:
        """How many changed sheets have been proved."""
        return sum(sheet.proved for sheet in self.sheets if sheet.changes)

    @property
    def compared(self) -> int:
        """How many sheets were compared: those that both states have and that differ."""
        events = (SheetEvent.CHANGED, SheetEvent.MOVED, SheetEvent.RENAMED)
        return len(self.of(*events))
