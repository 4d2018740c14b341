"""The redline of a sheet as one document: everything that both states say, each part marked as kept, gone or come.

It holds no reference to either sheet. Accepting it drops what is gone and takes what has come; rejecting it does the
opposite. Both are folds over the document alone, so that comparing their canonical bytes with those of the two sheets
proves that nothing is missing from what is shown, marked wrongly or marked without having changed.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from guide_pipeline.diff.edits import (
    Added,
    Changed,
    Edit,
    Fields,
    Items,
    Kept,
    Move,
    MovedIn,
    MovedOut,
    Removed,
    Replaced,
    SheetDiff,
    Step,
    Unwrapped,
    Words,
    Wrapped,
)
from guide_pipeline.diff.fields import fields_of
from guide_pipeline.diff.tokens import content_of, split, tokens_of
from guide_pipeline.errors import RefusedError
from guide_pipeline.model.canonical import serialise
from guide_pipeline.model.digest import digest
from guide_pipeline.model.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Same:
    """Values that both states have."""

    values: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Gone:
    """Values that only the old state has."""

    values: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Come:
    """Values that only the new state has."""

    values: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Altered:
    """A record that both states have, some of its fields being different."""

    record: type
    fields: tuple[tuple[str, "Content"], ...]
    """All its fields, in order."""


@dataclass(frozen=True, slots=True)
class OneSided:
    """A record that one state alone has, around others that both have."""

    come: bool
    record: Altered


Part = Same | Gone | Come | Altered | OneSided


@dataclass(frozen=True, slots=True)
class Run:
    """The words of a text, or the elements of a sequence, in order."""

    parts: tuple[Part, ...]
    kind: str
    """'text', 'inline' or 'items'."""


Content = Same | Run | tuple[Gone, Come]


def redline_of(diff: SheetDiff, old: Sheet) -> Altered:
    """The redline of a difference. RefusedError when it was computed from another sheet."""
    return _Layout(diff.moves).record(diff.edit, old)


def accept(redline: Altered) -> Sheet:
    """The new sheet."""
    sheet: Sheet = _fold(redline, Come)
    return sheet


def reject(redline: Altered) -> Sheet:
    """The old sheet."""
    sheet: Sheet = _fold(redline, Gone)
    return sheet


def is_exact(diff: SheetDiff, old: Sheet, new: Sheet) -> bool:
    """True when the redline gives the new sheet, accepted, and the old one, rejected.

    Equal sheets have the same canonical bytes, which are made of nothing else: `is_exact_in_bytes` makes them.
    """
    try:
        redline = redline_of(diff, old)
        return accept(redline) == new and reject(redline) == old
    except (RefusedError, ValueError):
        return False


def is_exact_in_bytes(diff: SheetDiff, old: Sheet, names: tuple[str, str]) -> bool:
    """The same on bytes: both states are written in canonical form and must have these SHA-256, old then new."""
    try:
        redline = redline_of(diff, old)
        return (digest(serialise(reject(redline))), digest(serialise(accept(redline)))) == names
    except (RefusedError, ValueError):
        return False


class _Layout:
    """Lays the steps of a difference out over the old sheet."""

    def __init__(self, moves: Sequence[Move]) -> None:
        self._moves = moves

    def record(self, edit: Fields, old: Any) -> Altered:
        edits = dict(edit.edits)
        return Altered(
            type(old),
            tuple(
                (
                    name,
                    self._content(edits[name], getattr(old, name))
                    if name in edits
                    else Same((getattr(old, name),)),
                )
                for name, _ in fields_of(type(old))
            ),
        )

    def _content(self, edit: Edit, old: Any) -> Content:
        match edit:
            case Replaced():
                return Gone((old,)), Come((edit.new,))
            case Words() if isinstance(old, str):
                return Run(tuple(self._parts(edit.steps, split(old))), "text")
            case Words():
                return Run(tuple(self._parts(edit.steps, tokens_of(old))), "inline")
            case Items():
                return Run(tuple(self._parts(edit.steps, old)), "items")
            case Fields():
                raise RefusedError("Ces différences n'ont pas la forme attendue.")

    def _parts(self, steps: Iterable[Step], old: Sequence[Any]) -> Iterator[Part]:
        position = 0
        for step in steps:
            match step:
                case Kept():
                    yield Same(tuple(old[position : position + step.count]))
                    position += step.count
                case Removed():
                    # What the step says, which is what people are shown; rejecting tells whether it stood there.
                    yield Gone(step.values)
                    position += len(step.values)
                case Added():
                    yield Come(step.values)
                case Changed():
                    yield self.record(step.edit, old[position])
                    position += 1
                case MovedOut():
                    yield Gone((self._moves[step.move].value,))
                    position += 1
                case MovedIn():
                    yield Come((self._arrival(self._moves[step.move]),))
                case Unwrapped():
                    yield OneSided(False, self.record(step.edit, old[position]))
                    position += 1
                case Wrapped():
                    yield OneSided(True, self.record(step.edit, step.shell))
        if position != len(old):
            raise RefusedError("Ces différences ont été calculées sur un autre état de la fiche.")

    def _arrival(self, move: Move) -> Any:
        return move.value if move.edit is None else _fold(self.record(move.edit, move.value), Come)


def _fold(record: Altered, side: type[Gone] | type[Come]) -> Any:
    """The record in one state."""
    return record.record(**{name: _value(content, side) for name, content in record.fields})


def _value(content: Content, side: type[Gone] | type[Come]) -> Any:
    match content:
        case Same():
            return content.values[0]
        case Run():
            return _READ[content.kind](list(_elements(content.parts, side)))
        case gone, come:
            return (gone if side is Gone else come).values[0]


def _elements(parts: Iterable[Part], side: type[Gone] | type[Come]) -> Iterator[Any]:
    for part in parts:
        match part:
            case Same():
                yield from part.values
            case Gone() | Come():
                if isinstance(part, side):
                    yield from part.values
            case Altered():
                yield _fold(part, side)
            case OneSided():
                if part.come is (side is Come):
                    yield _fold(part.record, side)


_READ: dict[str, Callable[[list[Any]], Any]] = {"text": "".join, "inline": content_of, "items": tuple}
