"""Applying a difference to the sheet that it was computed from, and turning it round.

`apply(diff(a, b), a) == b` and `apply(reverse(diff(a, b)), b) == a`. Everything that the difference says of the old
sheet is checked on the way, so that it can't be applied to another one unnoticed.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NoReturn

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
from guide_pipeline.diff.tokens import content_of, split, tokens_of
from guide_pipeline.errors import RefusedError
from guide_pipeline.model.sheet import Sheet


def apply(diff: SheetDiff, old: Sheet) -> Sheet:
    """The new sheet. RefusedError when the difference was computed from another sheet than this one."""
    patch = _Patch(diff.moves)
    sheet: Sheet = patch.fields(diff.edit, old)
    return sheet


def reverse(diff: SheetDiff) -> SheetDiff:
    """The difference from the new sheet to the old one."""
    patch = _Patch(diff.moves)
    moves = tuple(
        Move(patch.arrival(index), move.edit and _reversed_fields(move.edit))
        for index, move in enumerate(diff.moves)
    )
    return SheetDiff(_reversed_fields(diff.edit), moves)


class _Patch:
    """One application: the moves are looked up by number."""

    def __init__(self, moves: Sequence[Move]) -> None:
        self._moves = moves

    def arrival(self, index: int) -> Any:
        """What a move brings to its new place."""
        move = self._moves[index]
        return move.value if move.edit is None else self.fields(move.edit, move.value)

    def fields(self, edit: Fields, old: Any) -> Any:
        return replace(old, **{name: self.value(part, getattr(old, name)) for name, part in edit.edits})

    def value(self, edit: Edit, old: Any) -> Any:
        match edit:
            case Replaced():
                return edit.new if old == edit.old else _refuse()
            case Words():
                if isinstance(old, str):
                    return "".join(self.steps(edit.steps, split(old)))
                return content_of(self.steps(edit.steps, tokens_of(old)))
            case Items():
                return tuple(self.steps(edit.steps, old))
            case Fields():
                return self.fields(edit, old)

    def steps(self, steps: Sequence[Step], old: Sequence[Any]) -> list[Any]:
        new: list[Any] = []
        position = 0
        for step in steps:
            taken = old[position : position + _consumed(step)]
            if len(taken) < _consumed(step):
                _refuse()
            position += len(taken)
            new.extend(self.step(step, taken))
        return new if position == len(old) else _refuse()

    def step(self, step: Step, taken: Sequence[Any]) -> Sequence[Any]:
        """What stands in the new sequence for the elements that a step takes from the old one."""
        match step:
            case Kept():
                return taken
            case Removed():
                return () if tuple(taken) == step.values else _refuse()
            case Added():
                return step.values
            case Changed():
                return (self.fields(step.edit, taken[0]),)
            case MovedOut():
                return () if taken[0] == self._moves[step.move].value else _refuse()
            case MovedIn():
                return (self.arrival(step.move),)
            case Wrapped():
                return (self.fields(step.edit, step.shell),)
            case Unwrapped():
                return () if self.fields(step.edit, taken[0]) == step.shell else _refuse()


def _consumed(step: Step) -> int:
    """How many elements of the old sequence a step takes."""
    match step:
        case Kept():
            return step.count
        case Removed():
            return len(step.values)
        case Changed() | MovedOut() | Unwrapped():
            return 1
        case _:
            return 0


def _refuse() -> NoReturn:
    raise RefusedError("Ces différences ont été calculées sur un autre état de la fiche.")


def _reversed_fields(edit: Fields) -> Fields:
    return Fields(tuple((name, _reversed(part)) for name, part in edit.edits))


def _reversed(edit: Edit) -> Edit:
    match edit:
        case Replaced():
            return Replaced(edit.new, edit.old)
        case Words():
            return Words(tuple(map(_reversed_step, edit.steps)))
        case Items():
            return Items(tuple(map(_reversed_step, edit.steps)))
        case Fields():
            return _reversed_fields(edit)


def _reversed_step(step: Step) -> Step:
    match step:
        case Kept():
            return step
        case Removed():
            return Added(step.values)
        case Added():
            return Removed(step.values)
        case Changed():
            return Changed(_reversed_fields(step.edit))
        case MovedOut():
            return MovedIn(step.move)
        case MovedIn():
            return MovedOut(step.move)
        case Wrapped():
            return Unwrapped(step.shell, _reversed_fields(step.edit))
        case Unwrapped():
            return Wrapped(step.shell, _reversed_fields(step.edit))
