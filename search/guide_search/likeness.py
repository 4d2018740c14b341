"""Sheets that are like others: each is known by the words that tell it from the rest of the guide.

The best answers to a query say, by their own characteristic words, what else may answer it in other words than the
query's: "école de reconversion" leads to "rééducation professionnelle" through the sheets that speak of both. This
is pseudo-relevance feedback (Rocchio, and RM3 for the weights), on sixty words a sheet.
"""

import numpy as np

from guide_search.bm25 import rarities
from guide_search.loaded import LoadedIndex
from guide_search.matrix import Floats, Ints, Matrix, Numbers, changes_of, starts_of

WORDS_KEPT = 60
_SATURATION = 1.2
_TITLE_BONUS = 1.0
"""A word of the title counts as much more as if it were said very often."""


class Likeness:
    """The characteristic words of each sheet."""

    def __init__(self, index: LoadedIndex) -> None:
        self._words = _characteristic(index)
        self.sheets = self._words.turned()
        """The same by word: how much it is of each sheet. Of two sheets, sums of products are how like they are."""

    def words(self, documents: Ints, *weights: Floats) -> tuple[Numbers, list[Floats]]:
        """The characteristic words of some documents, added up: numbers of the text's terms; and their weights, by each
        of some ways to weigh the documents."""
        columns, values, sizes = self._words.gathered(documents)
        order = columns.argsort(kind="stable")
        columns, values = columns.take(order), values.take(order)
        owners = np.arange(len(documents)).repeat(sizes).take(order)
        firsts = changes_of(columns)
        if not len(firsts):
            return columns, [np.empty(0)] * len(weights)
        sums = [np.add.reduceat(weight.take(owners) * values, firsts) for weight in weights]
        return columns.take(firsts), sums


def _characteristic(index: LoadedIndex) -> Matrix:
    """Of each document, its most characteristic terms (numbers of the text's) as a vector of length 1."""
    text, having = index.text, np.diff(index.text.starts)
    rare = np.repeat(rarities(index.size, having), having)
    weights = rare * (text.counts / (text.counts + _SATURATION) + _TITLE_BONUS * _in_title(index))
    shared = np.repeat(having > 1, having)
    sizes = np.bincount(np.repeat(np.arange(len(having)), having)[shared], minlength=len(having))
    by_term = Matrix(starts_of(sizes), text.documents[shared], weights[shared].astype(np.float32), index.size)
    return _unit(by_term.turned().largest(WORDS_KEPT))


def _in_title(index: LoadedIndex) -> Floats:
    """For each posting of the text, 1 when the term is in the document's title too."""
    text, title = index.text, index.title
    numbers = np.array([text.numbers.get(term, -1) for term in title.numbers], np.int64)
    titled = np.repeat(numbers, np.diff(title.starts)) * index.size + title.documents
    rows = np.repeat(np.arange(len(text.numbers), dtype=np.int64), np.diff(text.starts))
    return np.isin(rows * index.size + text.documents, titled).astype(np.float64)


def _unit(rows: Matrix) -> Matrix:
    owners = np.repeat(np.arange(len(rows.starts) - 1), np.diff(rows.starts))
    squares = np.bincount(owners, rows.values.astype(np.float64) ** 2, len(rows.starts) - 1)
    values = (rows.values / np.sqrt(squares)[owners]).astype(np.float32)
    return Matrix(rows.starts, rows.columns, values, rows.width)
