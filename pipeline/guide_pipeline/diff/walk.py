"""Old and new elements of a sequence side by side, for whoever lists or shows what changes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from guide_pipeline.diff.edits import (
    Added,
    Changed,
    Fields,
    Items,
    Kept,
    Move,
    MovedIn,
    MovedOut,
    Removed,
    Step,
    Unwrapped,
    Wrapped,
)


@dataclass(frozen=True, slots=True)
class Pair:
    """One element of the old sequence, of the new one, or of both."""

    step: type[Step]
    """The class of the step that it comes from."""
    old: Any = None
    new: Any = None
    edit: Fields | None = None
    """What changes from `old` to `new`; for a wrapped or unwrapped element, from or to its empty shell."""
    old_index: int = -1
    new_index: int = -1
    move: int = -1
    key: tuple[int, ...] = ()
    """Where it stands in the steps: the number of its step and, among several values, its own."""


def pairs(items: Items, old: Sequence[Any], new: Sequence[Any], moves: Sequence[Move]) -> Iterator[Pair]:
    """The elements of two sequences in the order of the steps that lead from one to the other."""
    i = j = 0
    for number, step in enumerate(items.steps):
        match step:
            case Kept():
                for k in range(step.count):
                    yield Pair(Kept, old[i + k], new[j + k], None, i + k, j + k)
                i, j = i + step.count, j + step.count
            case Removed():
                for rank, value in enumerate(step.values):
                    yield Pair(Removed, value, None, None, i, key=(number, rank))
                    i += 1
            case Added():
                for rank, value in enumerate(step.values):
                    yield Pair(Added, None, value, None, -1, j, key=(number, rank))
                    j += 1
            case Changed():
                yield Pair(Changed, old[i], new[j], step.edit, i, j, key=(number,))
                i, j = i + 1, j + 1
            case MovedOut():
                yield Pair(MovedOut, old[i], None, None, i, -1, step.move, (number,))
                i += 1
            case MovedIn():
                move = moves[step.move]
                yield Pair(MovedIn, move.value, new[j], move.edit, -1, j, step.move, (number,))
                j += 1
            case Wrapped():
                yield Pair(Wrapped, step.shell, new[j], step.edit, -1, j, key=(number,))
                j += 1
            case Unwrapped():
                yield Pair(Unwrapped, old[i], step.shell, step.edit, i, key=(number,))
                i += 1
