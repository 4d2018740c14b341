"""Sparse matrices by rows, as much of them as scoring needs: add up weighted rows, all at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int32]
Numbers = NDArray[np.integer[Any]]
"""Of documents, sections or terms, in as few bytes as they need."""
Floats = NDArray[np.float64]
Weights = NDArray[np.floating[Any]]
_FEW_ROWS, _LONG_ROWS = 12, 150
"""A few rows, or rows longer than that on the average, are put one after the other in slices, others place by place."""


@dataclass(frozen=True, slots=True)
class Matrix:
    """Row `r` has `values[starts[r]:starts[r + 1]]` in the columns that stand at the same places."""

    starts: Ints
    columns: Numbers
    values: NDArray[np.float32]
    width: int
    """How many columns there are."""

    def sum(self, rows: Numbers, weights: Weights | None = None) -> Floats:
        """The rows, each times its weight if there are weights, added up."""
        return added_up(*self.weighted(rows, weights), self.width)

    def weighted(self, rows: Numbers, weights: Weights | None = None) -> tuple[Numbers, Weights]:
        """What stands in some rows, row after row: columns, and values times the weight of the row, if any."""
        columns, values, sizes = self.gathered(rows)
        if weights is None:
            return columns, values
        weighted: Weights = weights.repeat(sizes)
        weighted *= values
        return columns, weighted

    def gathered(self, rows: Numbers) -> tuple[Numbers, NDArray[np.float32], Ints]:
        """What stands in some rows, row after row: columns and values; and how much stands in each."""
        firsts, ends = self.starts.take(rows), self.starts.take(rows + 1)
        sizes = ends - firsts
        if 0 < len(rows) <= _FEW_ROWS or int(sizes.sum()) > _LONG_ROWS * len(rows):
            parts = list(map(slice, firsts.tolist(), ends.tolist()))
            columns = np.concatenate([self.columns[part] for part in parts])
            return columns, np.concatenate([self.values[part] for part in parts]), sizes
        places = _places(firsts, sizes)
        return self.columns.take(places), self.values.take(places), sizes

    def row(self, row: int) -> tuple[Numbers, NDArray[np.float32]]:
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
        return Matrix(
            starts_of(sizes),
            narrow(rows, len(self.starts) - 1)[order],
            self.values[order],
            len(self.starts) - 1,
        )


def stacked(matrices: Sequence[Matrix]) -> tuple[Matrix, list[int]]:
    """Matrices of one width as one, the rows of each below those of the one before; and the number of each one's first
    row."""
    heights, sizes = [0], [0]
    for matrix in matrices:
        heights.append(heights[-1] + len(matrix.starts) - 1)
        sizes.append(sizes[-1] + len(matrix.columns))
    starts = [matrix.starts[:-1] + np.int32(size) for matrix, size in zip(matrices, sizes)]
    every = Matrix(
        np.concatenate([*starts, np.array(sizes[-1:], np.int32)]),
        np.concatenate([matrix.columns for matrix in matrices]),
        np.concatenate([matrix.values for matrix in matrices]),
        matrices[0].width,
    )
    return every, heights[:-1]


def added_up(places: NDArray[np.integer[Any]], values: NDArray[Any], size: int) -> Floats:
    """An array of `size` zeros, to which each value is added at its place."""
    return np.bincount(places, values, size).astype(np.float64, copy=False)


def matrix_of(keys: NDArray[np.int64], values: NDArray[Any], height: int, width: int) -> Matrix:
    """The matrix that has `values` at `keys` (row times `width`, plus column): of the same key, added up."""
    order = keys.argsort(kind="stable")
    keys = keys[order]
    firsts = changes_of(keys)
    added = np.add.reduceat(values[order], firsts) if len(firsts) else values
    rows, columns = np.divmod(keys[firsts], max(width, 1))
    sizes = np.bincount(rows, minlength=height)
    return Matrix(starts_of(sizes), narrow(columns, width), added.astype(np.float32), width)


def best_first(values: Weights, count: int, above: float = -np.inf) -> Ints:
    """The places of the greatest values that are greater than `above`, greatest first; of equal ones, the first."""
    least = np.partition(values, -count)[-count] if len(values) > 4 * count > 0 else -np.inf
    places = np.flatnonzero(values >= least) if least > above else np.flatnonzero(values > above)
    chosen: Ints = places[np.argsort(-values[places], kind="stable")][:count].astype(np.int32)
    return chosen


def changes_of(ordered: NDArray[Any]) -> NDArray[np.int64]:
    """The places where a value differs from the one before; the first does."""
    changed = np.empty(len(ordered), bool)
    changed[:1] = True
    np.not_equal(ordered[1:], ordered[:-1], out=changed[1:])
    return changed.nonzero()[0]


def sizes_of(firsts: NDArray[np.int64], count: int) -> NDArray[np.int64]:
    """How much is in each part of `count` things that starts at some place, the next one's start being its end."""
    sizes = np.empty_like(firsts)
    sizes[:-1] = firsts[1:]
    sizes[-1:] = count
    sizes -= firsts
    return sizes


def narrow(numbers: Numbers, count: int) -> Numbers:
    """Numbers below `count` in as few bytes as they need; one more than each fits too."""
    return numbers.astype(np.min_scalar_type(count))


def starts_of(sizes: NDArray[Any]) -> Ints:
    """Where each of some parts starts that follow one another, and where the last one ends."""
    return np.append(0, np.cumsum(sizes, dtype=np.int64)).astype(np.int32)


def places_of(starts: Ints, rows: Numbers) -> tuple[NDArray[np.int64], Ints]:
    """The places of all that stands in some rows, row after row; and how much each has."""
    firsts = starts.take(rows)
    sizes = starts.take(rows + 1) - firsts
    return _places(firsts, sizes), sizes


def _places(firsts: Ints, sizes: Ints) -> NDArray[np.int64]:
    ends = sizes.cumsum()
    places = np.arange(ends[-1] if len(ends) else 0)
    # From how many come before a row's to where the row starts.
    places += (firsts - ends + sizes).repeat(sizes)
    return places
