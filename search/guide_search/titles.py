"""Titles by groups of four letters: near whatever the endings of words are, and wherever they are joined or parted."""

import math
import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from guide_search.analysis import fold
from guide_search.bm25 import rarities, rarity
from guide_search.matrix import Floats, Matrix, changes_of, narrow, starts_of

_GROUP = 4
_OTHER = re.compile(r"[^a-z0-9]+")
_COMMON, _COMMON_SHARE = 20, 0.03
"""A group of letters in more titles than that (« de », « ment ») says nothing."""


class Titles:
    """The titles of all sheets, ready to be compared with a query."""

    def __init__(self, titles: Sequence[str]) -> None:
        groups = [_groups(title) for title in titles]
        sizes = np.array([len(part) for part in groups], np.int64)
        every = np.concatenate(groups) if groups else np.empty(0, np.uint32)
        self._known, rows = np.unique(every, return_inverse=True)
        owners = np.repeat(np.arange(len(titles), dtype=np.int32), sizes)
        order = np.argsort(rows, kind="stable")
        having = np.bincount(rows, minlength=len(self._known))
        self._size = len(titles)
        telling = having <= max(_COMMON, int(_COMMON_SHARE * self._size))
        self._rarities = np.where(telling, rarities(self._size, having), 0.0)
        self._unknown = rarity(self._size, 0)
        squares = np.bincount(owners, self._rarities[rows] ** 2, self._size)
        norms = np.sqrt(np.maximum(squares, 1e-9))
        order = order[telling[rows[order]]]
        values = (self._rarities[rows] / norms[owners])[order].astype(np.float32)
        # After the last one, a number that no group has.
        self._known = np.append(self._known, np.uint32(0xFFFFFFFF))
        self.matrix = Matrix(
            starts_of(having * telling), narrow(owners[order], self._size), values, self._size
        )

    def like(self, text: str) -> tuple[NDArray[np.int64], Floats]:
        """How like a text each title is, 0 to 1: the rows of `matrix` to add up, and what each weighs."""
        groups = _groups(text)
        rows = self._known.searchsorted(groups)
        rows = rows.compress(self._known.take(rows) == groups)
        rare = self._rarities.take(rows)
        squares = float(rare @ rare) + (len(groups) - len(rows)) * self._unknown**2
        return rows, rare / math.sqrt(max(squares, 1e-9))


def _groups(text: str) -> NDArray[np.uint32]:
    """The different groups of letters of a text as numbers, in order."""
    plain = f" {_OTHER.sub(' ', fold(text)).strip()} ".encode("ascii")
    if len(plain) < _GROUP:
        return np.empty(0, np.uint32)
    # Each group starts a letter after the one before: four bytes, read as a number.
    groups = np.ndarray((len(plain) - _GROUP + 1,), "<u4", plain, 0, (1,)).astype(np.uint32)
    groups.sort()
    return groups.take(changes_of(groups))
