"""Words near one that the index doesn't know: by letters (Damerau-Levenshtein), from the index's own words.

Each word is also a set of letters, one bit each. Two words within two edits differ by few bits, which numpy counts for
all words at once; only the few that are left are compared letter by letter.
"""

from collections.abc import Mapping

import numpy as np

from guide_search.analysis import fold

_SHORTEST = 5
"""Shorter words are mostly acronyms, and each is near many others."""
_ONE_EDIT = 7
"""Up to that many letters a word is only near another at one edit."""
_LONGEST = 40
_MOST = 3
_MOST_REMEMBERED = 5_000


class Spelling:
    """The words of an index, ready to be compared."""

    def __init__(self, frequencies: Mapping[str, int]) -> None:
        """In how many sheets each word occurs."""
        self._words = [word for word in frequencies if _SHORTEST <= len(word) <= _LONGEST]
        self._folded = list(map(fold, self._words))
        self._frequencies = [frequencies[word] for word in self._words]
        self._letters = np.array(list(map(_letters, self._folded)), np.int64)
        self._lengths = np.array(list(map(len, self._folded)), np.int8)
        self._near: dict[str, tuple[str, ...]] = {}

    def near(self, word: str) -> tuple[str, ...]:
        """The nearest words, the most frequent first among equals; () when none is near or the word is too short."""
        if (known := self._near.get(word)) is None:
            known = self._search(word)
            if len(self._near) < _MOST_REMEMBERED:
                self._near[word] = known
        return known

    def _search(self, word: str) -> tuple[str, ...]:
        folded = fold(word)
        if not (_SHORTEST <= len(folded) <= _LONGEST and folded.isalpha()):
            return ()
        limit = 1 if len(folded) <= _ONE_EDIT else 2
        # An edit changes the set of letters by two bits at most, and the length by one.
        differing = np.bitwise_count(self._letters ^ _letters(folded))
        near = (differing <= 2 * limit) & (np.abs(self._lengths - len(folded)) <= limit)
        found = []
        for number in np.flatnonzero(near).tolist():
            other = self._folded[number]
            edits = 0 if _single(other) == _single(folded) else _edits(folded, other, limit)
            if edits <= limit:
                found.append((edits, other[0] != folded[0], -self._frequencies[number], self._words[number]))
        nearest = min((edits for edits, *_ in found), default=0)
        return tuple(spelled for edits, _, _, spelled in sorted(found)[:_MOST] if edits == nearest)


def _single(word: str) -> str:
    """The word without doubled letters: those are what people get wrong most."""
    return "".join(letter for letter, after in zip(word, word[1:] + " ") if letter != after)


def _letters(word: str) -> int:
    bits = 0
    for letter in word:
        bits |= 1 << (ord(letter) % 61)
    return bits


def _edits(a: str, b: str, limit: int) -> int:
    """Insertions, deletions, replacements and swaps of neighbours from one word to another; beyond `limit`, some more."""
    before: list[int] = []
    last = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        row = [i]
        for j, y in enumerate(b, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
        before, last = last, row
    return last[-1]
