"""The closed set of change types: what a difference is made of, frozen and complete in itself.

A sheet is a tree of records (dataclasses) whose fields are scalars, texts, inline contents or sequences of
records. An *edit* says how one value becomes another; a *step* says what happens next along a sequence, be it
of blocks or of the words of a text. Every edit holds both sides of what it changes, so that it can be applied
to the old sheet, or reversed and applied to the new one, with nothing else at hand.
"""

from dataclasses import dataclass

from guide_pipeline.diff.tokens import Token
from guide_pipeline.model.blocks import Block, Case, Cell, Column, FormPart, ListItem, Reference, Row
from guide_pipeline.model.sheet import SheetLink

Record = Block | ListItem | Row | Cell | Column | Case | Reference | FormPart | SheetLink
"""What stands in the sequences of a sheet, beside plain texts such as key words."""
Element = Record | Token
"""An element of a sequence: a record, or a token of a text."""


@dataclass(frozen=True, slots=True)
class Kept:
    """So many elements stay as they are."""

    count: int


@dataclass(frozen=True, slots=True)
class Removed:
    """Elements of the old sequence that the new one lacks."""

    values: tuple[Element, ...]


@dataclass(frozen=True, slots=True)
class Added:
    """Elements that only the new sequence has."""

    values: tuple[Element, ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """One element becomes another of its kind."""

    edit: "Fields"


@dataclass(frozen=True, slots=True)
class MovedOut:
    """One element leaves for another place; `move` counts in the moves of the sheet's difference."""

    move: int


@dataclass(frozen=True, slots=True)
class MovedIn:
    """One element arrives from another place, perhaps changed on the way."""

    move: int


@dataclass(frozen=True, slots=True)
class Wrapped:
    """One element is new but holds some that moved into it: `edit` fills the empty `shell`."""

    shell: Record
    edit: "Fields"


@dataclass(frozen=True, slots=True)
class Unwrapped:
    """One element goes but some of what it held moved out: `edit` empties it down to `shell`."""

    shell: Record
    edit: "Fields"


Step = Kept | Removed | Added | Changed | MovedOut | MovedIn | Wrapped | Unwrapped


@dataclass(frozen=True, slots=True)
class Replaced:
    """A value gives way to another one: a date, an address, a short text."""

    old: object
    new: object


@dataclass(frozen=True, slots=True)
class Words:
    """A text or an inline content changes: only Kept, Removed and Added, over its tokens."""

    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Items:
    """A sequence of records, or of texts taken whole, changes."""

    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Fields:
    """Some fields of a record change, each in its own way."""

    edits: tuple[tuple[str, "Edit"], ...]


Edit = Replaced | Words | Items | Fields


@dataclass(frozen=True, slots=True)
class Move:
    """An element that changes place: as it was, and what else happens to it."""

    value: Record
    edit: Fields | None


@dataclass(frozen=True, slots=True)
class SheetDiff:
    """All that changes from one state of a sheet to another."""

    edit: Fields
    moves: tuple[Move, ...] = ()

    def __bool__(self) -> bool:
        """True when there is any change."""
        return bool(self.edit.edits)
