"""The words of a sheet as numbers: text is split, each piece looked up once, and the rest is arithmetic on arrays.

Pieces of text and words have the numbers that they were met with in this process. They never leave this module: a
sheet's own words are numbered from 0, in order of first appearance.
"""

import re
from array import array
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, count, islice
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from guide_search.analysis import closed_up, words_in

Numbers = NDArray[np.int64]

_MOST_LETTERS = 4_000_000
"""Of all pieces that are remembered; beyond it (sheets of no real guide) the memory starts afresh."""
_MORE_SPACE = re.compile(r"\s(?<!\S\s)")
"""White space after white space, or before any text."""


@dataclass(frozen=True, slots=True)
class NumberedWords:
    """The words of a text that are worth indexing."""

    distinct: list[str]
    """Each once, in order of first appearance."""
    numbers: NDArray[np.uint32]
    """Of each word in order, its place in `distinct`."""
    starts: Numbers
    """Of each, where the piece between white space starts that it stands in."""


def numbered_words(text: str) -> NumberedWords:
    """The words of a text, numbered."""
    global _known
    with _one_at_a_time:
        if _known.letters > _MOST_LETTERS:
            _known = _Known()
        return _known.read(closed_up(text))


def numbering() -> defaultdict[str, int]:
    """A dictionary that numbers its keys from 0 on, as they come."""
    return defaultdict(count().__next__)


class _Known:
    """The pieces met so far, numbered; what each says stands in arrays, by that number."""

    def __init__(self) -> None:
        self.letters = 0
        self._pieces, self._words = numbering(), numbering()
        self._spelled: list[str] = []
        """The words, by number."""
        self._rooms, self._counts = array("q"), array("q")
        """Of each piece, its letters and one for the white space after it; and how many words it says."""
        self._said = array("q")
        """Numbers of the words of all pieces, one piece after the other."""
        self._firsts = array("q")
        """Where in `_said` the words of each piece start."""

    def read(self, text: str) -> NumberedWords:
        """The words of a text that is closed up."""
        pieces = text.split()
        which = np.fromiter(map(self._pieces.__getitem__, pieces), np.int64, len(pieces))
        if new := len(self._pieces) - len(self._rooms):
            self._learn(_last(self._pieces, new))
        counts = _array(self._counts).take(which)
        starts = _starts(text, _array(self._rooms).take(which)).repeat(counts)
        # Of each word, its place in `_said`: so far from the first of its piece, as it is from the piece's first here.
        ends: Numbers = counts.cumsum()
        places = (_array(self._firsts).take(which) + counts - ends).repeat(counts)
        places += np.arange(len(places))
        words, numbers = _numbered(_array(self._said).take(places), len(self._words))
        return NumberedWords(list(map(self._spelled.__getitem__, words.tolist())), numbers, starts)

    def _learn(self, pieces: Sequence[str]) -> None:
        said = list(map(words_in, pieces))
        self._rooms.extend(len(piece) + 1 for piece in pieces)
        self.letters += sum(self._rooms[-len(pieces) :])
        self._counts.extend(map(len, said))
        self._firsts.extend(accumulate(map(len, said[:-1]), initial=len(self._said)))
        self._said.extend(map(self._words.__getitem__, chain.from_iterable(said)))
        self._spelled += _last(self._words, len(self._words) - len(self._spelled))


_known = _Known()
_one_at_a_time = Lock()


def _last(numbered: defaultdict[str, int], many: int) -> list[str]:
    return list(islice(reversed(numbered), many))[::-1]


def _array(numbers: "array[int]") -> Numbers:
    return np.frombuffer(numbers, np.int64)


def _starts(text: str, rooms: Numbers) -> Numbers:
    """Where pieces start in a text that take so much room, each with one white space."""
    ends: Numbers = rooms.cumsum()
    starts: Numbers = ends - rooms
    if len(rooms) and ends[-1] - 1 != len(text):
        more = np.array([space.start() for space in _MORE_SPACE.finditer(text)], np.int64)
        starts += (more - np.arange(len(more))).searchsorted(starts, side="right")
    return starts


def _numbered(words: Numbers, known: int) -> tuple[Numbers, NDArray[np.uint32]]:
    """Of words below `known`: each once, in order of first appearance; and the place of each among those."""
    places: Numbers = np.empty(known, np.int64)
    order = np.arange(len(words))
    places[words] = len(words)
    np.minimum.at(places, words, order)
    distinct = words[places.take(words) == order]
    places[distinct] = np.arange(len(distinct))
    return distinct, places.take(words).astype(np.uint32)
