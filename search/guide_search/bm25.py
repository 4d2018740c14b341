"""BM25: what finding a term in a document is worth."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from guide_search.matrix import Floats, Matrix
from guide_search.postings import Field


@dataclass(frozen=True, slots=True)
class Bm25:
    """The two constants of BM25."""

    saturation: float
    """How slowly repeating a term ceases to count (k1)."""
    length: float
    """How much a long field loses, 0 to 1 (b)."""

    def worth(self, counts: NDArray[np.integer[Any]], lengths: Floats) -> Floats:
        """By count and length (as a multiple of the average): below 1 + `saturation`, not yet times the rarity."""
        k, b = self.saturation, self.length
        return (k + 1) * counts / (counts + k * (1 - b + b * lengths))


def rarity(size: int, having: int) -> float:
    """What finding a term is worth that `having` of `size` documents have."""
    return math.log(1 + (size - having + 0.5) / (having + 0.5))


def rarities(size: int, having: NDArray[np.integer[Any]]) -> Floats:
    """The same for many terms."""
    found: Floats = np.log(1 + (size - having + 0.5) / (having + 0.5))
    return found


def impacts(field: Field, constants: Bm25) -> Matrix:
    """Of each term of a field, its BM25 score in each document."""
    size = len(field.lengths)
    having = np.diff(field.starts)
    worth = constants.worth(field.counts, field.lengths[field.documents] / field.average)
    values = (worth * np.repeat(rarities(size, having), having)).astype(np.float32)
    return Matrix(field.starts, field.documents, values, size)
