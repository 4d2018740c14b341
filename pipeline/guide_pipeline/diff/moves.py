"""Moves: what left one place and arrived at another, told from what went for good and what is new.

When all sequences of two sheets are aligned, some elements are left over on each side. Equal ones have moved. So
have equal parts of them: the items of a list that became paragraphs, the paragraphs that a new section took in; then
what held them is unwrapped or wrapped rather than removed or added whole. At last, what reads nearly the same has
moved and changed on the way.
"""

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from guide_pipeline.diff.edits import Fields, Move
from guide_pipeline.diff.fields import sequences_of
from guide_pipeline.diff.lexicon import Lexicon, names_of
from guide_pipeline.model.blocks import (
    Case,
    CaseGroup,
    Cell,
    Column,
    Definition,
    ListBlock,
    ListItem,
    Note,
    Section,
)

_FIXED = (str, Cell, Column)
"""Elements that never move on their own."""
_OPEN = (Case, CaseGroup, Definition, ListBlock, ListItem, Note, Section)
"""Elements whose parts may move in or out."""
_PART = 2
_PHRASE = 4
_SENTENCE = 8
"""Words from which an equal part, an equal element elsewhere, an equal part on its own have moved."""
_ALIKE = 0.6


@dataclass(slots=True, eq=False)
class Loose:
    """An element left over on one side."""

    value: Any
    place: int
    """The same number for the two sides of one sequence, -1 inside an element that is itself left over."""
    words: int = 0
    parent: "Loose | None" = None
    parts: list[tuple[str, list["Loose"]]] = field(default_factory=list)
    """The elements inside it, by name of the field."""
    move: int = -1
    taken: bool = False
    dirty: int = 0
    """How many of its parts are taken."""

    def root(self) -> "Loose":
        """The element left over that it is a part of, itself if of none."""
        return self if self.parent is None else self.parent.root()

    def ancestors(self) -> Iterator["Loose"]:
        """What holds it, nearest first."""
        if self.parent is not None:
            yield self.parent
            yield from self.parent.ancestors()

    def is_free(self) -> bool:
        """True when neither it, nor a part of it, nor what holds it has moved."""
        return not (self.taken or self.dirty or any(a.taken for a in self.ancestors()))

    def inside(self) -> Iterator["Loose"]:
        """The elements directly inside it."""
        for _, parts in self.parts:
            yield from parts


Pair = tuple[Loose, Loose]
Compare = Callable[[Any, Any], Fields | None]


def find_moves(
    gone: Sequence[Loose], come: Sequence[Loose], lexicon: Lexicon, compare: Compare
) -> list[Move]:
    """The moves between what is left over, which is marked with their numbers."""
    gone = [loose for loose in gone if not isinstance(loose.value, _FIXED)]
    come = [loose for loose in come if not isinstance(loose.value, _FIXED)]
    if not gone or not come:
        return []
    for loose in (*gone, *come):
        _open(loose, lexicon)
    pairs = _settled(_equal(gone, come, lexicon))
    pairs += _alike([g for g in gone if g.is_free()], [c for c in come if c.is_free()], lexicon)
    moves = []
    for number, (old, new) in enumerate(pairs):
        old.move = new.move = number
        moves.append(Move(old.value, compare(old.value, new.value)))
    return moves


def _open(loose: Loose, lexicon: Lexicon) -> None:
    """Count the words of an element and lay out its parts, down to those that may move on their own."""
    loose.words = len(lexicon.words(loose.value))
    if not isinstance(loose.value, _OPEN):
        return
    for name in sequences_of(type(loose.value)):
        parts = [Loose(part, -1, parent=loose) for part in getattr(loose.value, name)]
        if parts:
            loose.parts.append((name, parts))
        for part in parts:
            _open(part, lexicon)


def _equal(gone: Iterable[Loose], come: Iterable[Loose], lexicon: Lexicon) -> list[Pair]:
    """Pairs of equal elements, largest first; they are taken at once, on trial when they are mere parts."""
    departures = _Departures(gone, lexicon)
    pairs: list[Pair] = []
    waiting = list(come)[::-1]
    while waiting:
        new = waiting.pop()
        old = departures.like(new)
        if old is None:
            waiting.extend(reversed(list(new.inside())))
        else:
            _take(old, new)
            pairs.append((old, new))
    return pairs


class _Departures:
    """What left, by what it is: first all that left the same sequence, then in reading order."""

    def __init__(self, gone: Iterable[Loose], lexicon: Lexicon) -> None:
        self._number = lexicon.number
        self._near: defaultdict[tuple[int, int], deque[Loose]] = defaultdict(deque)
        self._all: defaultdict[int, deque[Loose]] = defaultdict(deque)
        for loose in _with_parts(gone):
            number = self._number(loose.value)
            self._all[number].append(loose)
            if loose.parent is None:
                self._near[number, loose.place].append(loose)

    def like(self, new: Loose) -> Loose | None:
        """An equal element that may be where this one comes from."""
        number = self._number(new.value)
        for queue in (self._near.get((number, new.place)), self._all.get(number)):
            while queue and not queue[0].is_free():
                queue.popleft()
            if queue and _may(queue[0], new):
                return queue.popleft()
        return None


def _with_parts(loose: Iterable[Loose]) -> Iterator[Loose]:
    for element in loose:
        yield element
        yield from _with_parts(element.inside())


def _may(old: Loose, new: Loose) -> bool:
    if isinstance(old.value, _FIXED):
        return False
    if old.parent is None and new.parent is None:
        return old.place == new.place or new.words >= _PHRASE
    return new.words >= _PART


def _take(old: Loose, new: Loose, taken: bool = True) -> None:
    for loose in (old, new):
        loose.taken = taken
        for holder in loose.ancestors():
            holder.dirty += 1 if taken else -1


def _settled(pairs: list[Pair]) -> list[Pair]:
    """The pairs that hold: long parts, and short ones of what moved for the most part; others are given back."""
    moved: defaultdict[int, int] = defaultdict(int)
    for pair in pairs:
        for loose in pair:
            moved[id(loose.root())] += loose.words
    kept = []
    for old, new in pairs:
        roots = old.root(), new.root()
        whole = roots == (old, new)
        mostly = all(2 * moved[id(root)] >= root.words for root in roots)
        if whole or new.words >= _SENTENCE or mostly:
            kept.append((old, new))
        else:
            _take(old, new, taken=False)
    return kept


def _alike(gone: Sequence[Loose], come: Sequence[Loose], lexicon: Lexicon) -> list[Pair]:
    """Pairs that have the same name, or share most of their words, some of which nobody else has."""
    named = {name: index for index, loose in enumerate(gone) for name in _names(loose)}
    owners: dict[str, int] = {}
    for index, loose in enumerate(gone):
        for word in set(lexicon.words(loose.value)):
            owners[word] = -1 if word in owners else index
    pairs = []
    for new in come:
        votes = Counter(owners.get(word, -1) for word in set(lexicon.words(new.value)))
        del votes[-1]
        best = [min(votes, key=lambda index: (-votes[index], index))] if votes else []
        by_name = [named[name] for name in _names(new) if name in named]
        for index in (*by_name, *best):
            old = gone[index]
            same_name = index in by_name and old.place == new.place
            if old.is_free() and (same_name or _is_changed_copy(old, new, lexicon)):
                _take(old, new)
                pairs.append((old, new))
                break
    return pairs


def _names(loose: Loose) -> list[object]:
    return [(type(loose.value), name) for name in names_of(loose.value)[:1] if name]


def _is_changed_copy(old: Loose, new: Loose, lexicon: Lexicon) -> bool:
    return min(old.words, new.words) >= _SENTENCE and lexicon.likeness(old.value, new.value, _ALIKE) > 0
