"""Sparse matrices by rows, as much of them as scoring needs: add up weighted rows, all at once."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int32]
Floats = NDArray[np.float64]


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
        places, sizes = places_of(self.starts, rows)
        values = self.values[places] * np.repeat(weights, sizes)
        total: Floats = np.bincount(self.columns[places], values, self.width).astype(np.float64)
        return total

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


def starts_of(sizes: NDArray[Any]) -> Ints:
    """Where each of some parts starts that follow one another, and where the last one ends."""
    return np.append(0, np.cumsum(sizes, dtype=np.int64)).astype(np.int32)


def places_of(starts: Ints, rows: Ints) -> tuple[NDArray[np.int64], Ints]:
    """The places of all that stands in some rows, row after row; and how much each has."""
    sizes = starts[rows + 1] - starts[rows]
    firsts = starts[rows] - (np.cumsum(sizes) - sizes)
    return np.arange(int(sizes.sum())) + np.repeat(firsts, sizes), sizes
