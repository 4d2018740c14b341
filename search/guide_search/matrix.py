"""Sparse matrices by rows, as much of them as scoring needs: add up weighted rows, all at once."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int32]
Floats = NDArray[np.float64]
_LAYERS = 16
_FEW_ROWS = 16
"""So many are added one by one: long rows cost less that way, many short ones more."""


@dataclass(frozen=True, slots=True)
class Matrix:
    """Row `r` has `values[starts[r]:starts[r + 1]]` in the columns that stand at the same places."""

    starts: Ints
    columns: Ints
    values: NDArray[np.float32]
    width: int
    """How many columns there are."""

    def sum(self, rows: Ints, weights: Floats) -> Floats:
        """The rows, each times its weight, added up."""
        total: Floats
        if len(rows) <= _FEW_ROWS:
            total = np.zeros(self.width)
            for row, weight in zip(rows.tolist(), weights):
                part = slice(self.starts[row], self.starts[row + 1])
                total[self.columns[part]] += weight * self.values[part]
        else:
            columns, values = self._weighted(rows, weights)
            total = np.bincount(columns, values, self.width).astype(np.float64, copy=False)
        return total

    def sparse_sum(self, rows: Ints, weights: Floats) -> tuple[Ints, Floats]:
        """The same where most columns get nothing: the columns that get something, ascending, and what."""
        columns, values = self._weighted(rows, weights)
        known, places = np.unique(columns, return_inverse=True)
        return known, np.bincount(places, values, len(known)).astype(np.float64, copy=False)

    def _weighted(self, rows: Ints, weights: Floats) -> tuple[Ints, Floats]:
        """What stands in some rows, row after row: columns, and values times the weight of the row."""
        places, sizes = places_of(self.starts, rows)
        weighted: Floats = np.repeat(weights, sizes)
        weighted *= self.values[places]
        return self.columns[places], weighted

    def row(self, row: int) -> tuple[Ints, NDArray[np.float32]]:
        """The columns and the values of a row."""
        part = slice(self.starts[row], self.starts[row + 1])
        return self.columns[part], self.values[part]

    def largest(self, count: int) -> "Matrix":
        """The same with only the `count` largest values of each row (the first of equal ones), largest first."""
        rows = np.repeat(np.arange(len(self.starts) - 1), np.diff(self.starts))
        # Stable sorts one after the other, the most important key last.
        order = np.argsort(-self.values, kind="stable")
        order = order[np.argsort(rows[order], kind="stable")]
        rank = np.arange(len(order)) - np.repeat(self.starts[:-1], np.diff(self.starts))
        kept = order[rank < count]
        sizes = np.minimum(np.diff(self.starts), count)
        return Matrix(starts_of(sizes), self.columns[kept], self.values[kept], self.width)

    def turned(self) -> "Matrix":
        """Columns as rows."""
        rows = np.repeat(np.arange(len(self.starts) - 1, dtype=np.int32), np.diff(self.starts))
        order = np.argsort(self.columns, kind="stable")
        sizes = np.bincount(self.columns, minlength=self.width)
        return Matrix(starts_of(sizes), rows[order], self.values[order], len(self.starts) - 1)


class Greatest:
    """The greatest value of each group, groups standing one after the other.

    `np.maximum.reduceat` does that group by group. Here the first values of all groups are compared with the second
    ones, then with the third ones of those groups that have any; `reduceat` has the rest of the few large groups.
    """

    def __init__(self, starts: Ints, count: int) -> None:
        """Where each group starts, none being empty, and how many values there are."""
        sizes = np.diff(starts, append=np.int32(count))
        order = np.argsort(-sizes, kind="stable")
        ranks = np.arange(count) - np.repeat(starts, sizes)
        owners = np.repeat(np.argsort(order, kind="stable"), sizes)
        early = np.flatnonzero(ranks < _LAYERS)
        self._order = early[np.lexsort((owners[early], ranks[early]))].astype(np.int32)
        """Of values: the first of each group, largest groups first, then the second ones…"""
        self._layers = np.bincount(ranks[early]).tolist()
        self._late = np.flatnonzero(ranks >= _LAYERS).astype(np.int32)
        self._large = np.flatnonzero(sizes > _LAYERS)
        self._late_starts = starts_of(sizes[self._large] - _LAYERS)[:-1]
        self._places = np.argsort(order, kind="stable").astype(np.int32)

    def of(self, values: Floats) -> Floats:
        """The greatest value of each group."""
        ordered = values[self._order]
        end = self._layers[0]
        greatest = ordered[:end]
        for size in self._layers[1:]:
            np.maximum(greatest[:size], ordered[end : end + size], out=greatest[:size])
            end += size
        found: Floats = greatest[self._places]
        if len(self._large):
            late = np.maximum.reduceat(values[self._late], self._late_starts)
            found[self._large] = np.maximum(found[self._large], late)
        return found


def best_first(values: Floats, count: int) -> Ints:
    """The places of the greatest values, greatest first; of equal ones, the first."""
    places = np.arange(len(values), dtype=np.int32)
    if len(values) > 4 * count > 0:
        places = places[values >= np.partition(values, -count)[-count]]
    return places[np.argsort(-values[places], kind="stable")][:count]


def starts_of(sizes: NDArray[Any]) -> Ints:
    """Where each of some parts starts that follow one another, and where the last one ends."""
    return np.append(0, np.cumsum(sizes, dtype=np.int64)).astype(np.int32)


def places_of(starts: Ints, rows: Ints) -> tuple[NDArray[np.int64], Ints]:
    """The places of all that stands in some rows, row after row; and how much each has."""
    sizes = starts[rows + 1] - starts[rows]
    firsts = starts[rows] - (np.cumsum(sizes) - sizes)
    return np.arange(int(sizes.sum())) + np.repeat(firsts, sizes), sizes
