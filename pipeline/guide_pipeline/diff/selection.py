"""Taking over some changes of a sheet and not others.

A *unit* is the smallest part of a difference that can be left out: a text, a value, an element that comes, goes or
moves, a table whose columns change. `Change.unit` names it; changes of one paragraph share theirs. The name is the
path to it: names of fields, numbers of steps, and for one of several values its rank ('blocks/3/blocks/0/1').

`apply(leave_out(diff, units), old)` is the new sheet without these units, and
`apply(leave_out(diff, every unit), old) == old`. What can't stand alone goes with its like: where a list becomes
paragraphs, the paragraphs come from the list, so list and paragraphs are taken over together or not at all; `bound`
tells which. The result is a sheet like any other: whether it is a sound one (anchors that others link to…) is for the
checks of the guide to say.
"""

from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass, replace

from guide_pipeline.diff.edits import (
    Added,
    Changed,
    Edit,
    Element,
    Fields,
    Items,
    Kept,
    MovedIn,
    MovedOut,
    Removed,
    SheetDiff,
    Step,
    Unwrapped,
    Wrapped,
)

Path = tuple[str | int, ...]
MOVES = "moves"
"""First name of the path of a move: ('moves', 0)."""


def unit_name(path: Path) -> str:
    """The name of the unit at a path."""
    return "/".join(map(str, path))


def leave_out(diff: SheetDiff, units: Iterable[str]) -> SheetDiff:
    """The difference without these units and what is bound to them. Names that it doesn't know leave nothing out."""
    selection = _Selection(bound(diff, units))
    moves = tuple(
        move
        if move.edit is None
        else replace(move, edit=selection.fields(move.edit, (MOVES, number)) or None)
        for number, move in enumerate(diff.moves)
    )
    return SheetDiff(selection.fields(diff.edit, ()) or Fields(()), moves)


def bound(diff: SheetDiff, units: Iterable[str]) -> frozenset[str]:
    """These units with all that can't be left out, or stay, without them."""
    out = set(units)
    ties = [_Tie(*tie) for tie in _ties(diff.edit, ())]
    growing = bool(out)
    while growing:
        met = [tie for tie in ties if not tie.units <= out and tie.is_touched(out)]
        growing = bool(met)
        out.update(*(tie.units for tie in met))
    return frozenset(out)


@dataclass(frozen=True, slots=True)
class _Tie:
    """Units that go together."""

    units: frozenset[str]
    emptied: str = ""
    """A unit that goes empty: nothing inside it may stay."""

    def is_touched(self, out: Set[str]) -> bool:
        """True when one of the units is left out."""
        inside = f"{self.emptied}/"
        return any(_is_below(unit, out) for unit in self.units) or bool(
            self.emptied and any(unit.startswith(inside) for unit in out)
        )


def goes_with(unit: str, units: Set[str]) -> bool:
    """True when a unit is one of these (as `bound` gives them) or stands inside one."""
    return _is_below(unit, units)


def _is_below(unit: str, units: Set[str]) -> bool:
    parts = unit.split("/")
    return any("/".join(parts[:end]) in units for end in range(1, len(parts) + 1))


def _ties(edit: Fields, path: Path) -> Iterator[tuple[frozenset[str], str]]:
    """What goes together: whatever wraps or unwraps others, and the moves of these."""
    for name, part in edit.edits:
        for number, step in enumerate(part.steps if isinstance(part, Items) else ()):
            here = (*path, name, number)
            if isinstance(step, Wrapped | Unwrapped):
                own = unit_name(here)
                units = {own, *(unit_name((MOVES, move)) for move in _moves_in(step.edit))}
                yield frozenset(units), own if isinstance(step, Unwrapped) else ""
            if isinstance(step, Changed | Wrapped | Unwrapped):
                yield from _ties(step.edit, here)


def _moves_in(edit: Fields) -> Iterator[int]:
    for _, part in edit.edits:
        for step in part.steps if isinstance(part, Items) else ():
            if isinstance(step, MovedIn | MovedOut):
                yield step.move
            elif isinstance(step, Changed | Wrapped | Unwrapped):
                yield from _moves_in(step.edit)


class _Selection:
    """One pass over a difference, units to leave out in hand."""

    def __init__(self, out: frozenset[str]) -> None:
        self._out = out

    def fields(self, edit: Fields, path: Path) -> Fields | None:
        """What stays of the edits of a record; None when nothing does."""
        kept: list[tuple[str, Edit]] = []
        for name, part in edit.edits:
            here = (*path, name)
            if unit_name(here) in self._out:
                continue
            if isinstance(part, Items):
                steps = self._steps(part.steps, here)
                if any(not isinstance(step, Kept) for step in steps):
                    kept.append((name, Items(steps)))
            else:
                kept.append((name, part))
        return Fields(tuple(kept)) if kept else None

    def _steps(self, steps: Iterable[Step], path: Path) -> tuple[Step, ...]:
        done: list[Step] = []
        for number, step in enumerate(steps):
            for left in self._step(step, (*path, number)):
                match done[-1] if done else None, left:
                    case Kept(kept), Kept(count):
                        done[-1] = Kept(kept + count)
                    case Removed(before), Removed(values):
                        done[-1] = Removed((*before, *values))
                    case _:
                        done.append(left)
        return tuple(done)

    def _step(self, step: Step, path: Path) -> Iterator[Step]:
        """What stays of a step: what would have gone is kept, what would have come doesn't."""
        gone = unit_name(path) in self._out
        match step:
            case Kept():
                yield step
            case Removed():
                for rank, value in enumerate(step.values):
                    stays = gone or unit_name((*path, rank)) in self._out
                    yield Kept(1) if stays else Removed((value,))
            case Added():
                values = () if gone else self._values(step, path)
                if values:
                    yield Added(values)
            case Changed():
                edit = None if gone else self.fields(step.edit, path)
                yield Changed(edit) if edit else Kept(1)
            case MovedOut() | MovedIn():
                yield from self._move(step)
            case Unwrapped():
                yield Kept(1) if gone else replace(step, edit=self.fields(step.edit, path) or Fields(()))
            case Wrapped() if not gone:
                yield replace(step, edit=self.fields(step.edit, path) or Fields(()))

    def _values(self, step: Added, path: Path) -> tuple[Element, ...]:
        return tuple(
            value for rank, value in enumerate(step.values) if unit_name((*path, rank)) not in self._out
        )

    def _move(self, step: MovedOut | MovedIn) -> Iterator[Step]:
        if unit_name((MOVES, step.move)) not in self._out:
            yield step
        elif isinstance(step, MovedOut):
            yield Kept(1)
