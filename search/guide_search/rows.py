"""All that scores of documents are added up from, in one matrix: a column a document, and rows by what they say of it.

A query adds up some hundred rows of several kinds. In one matrix that is one step, whatever the kinds.
"""

from typing import NamedTuple

import numpy as np

from guide_search.bm25 import Bm25, impacts
from guide_search.likeness import Likeness
from guide_search.loaded import LoadedIndex
from guide_search.matrix import Matrix, matrix_of, stacked
from guide_search.postings import Field
from guide_search.titles import Titles

FIELDS = {
    "title": (1.0, Bm25(1.2, 0.75)),
    "text": (1.0, Bm25(1.6, 0.5)),
    "keywords": (0.6, Bm25(1.2, 0.75)),
    "links": (0.2, Bm25(1.2, 0.3)),
}
"""What each field weighs in the first pass."""


class ScoreRows(NamedTuple):
    """The matrix; of each kind of rows, the number of the first. Rows of terms are in order of `numbers`."""

    matrix: Matrix
    numbers: dict[str, int]
    """Of the terms of all fields, those of the text first: there they have the text's own numbers."""
    terms: int
    """A row a term: its score in all fields, weighed as `FIELDS` says."""
    text: int
    """A row a term: its score in the text."""
    links: int
    """A row a term: its score in the texts of links to the document."""
    words: int
    """A row a term of the text: how much it characterises the document."""
    titles: int
    """A row a group of letters: what it says of the title."""
    linking: int
    """A row a document: those that link to it, each by how few links it has."""


def score_rows(index: LoadedIndex, likeness: Likeness, titles: Titles) -> ScoreRows:
    """The rows of an index."""
    fields = {
        "text": index.text,
        "links": index.links.field,
        "title": index.title,
        "keywords": index.keywords,
    }
    every = dict.fromkeys(term for field in fields.values() for term in field.numbers)
    numbers = {term: number for number, term in enumerate(every)}
    keys = {name: _keys(field, numbers, index.size) for name, field in fields.items()}
    scores = {name: impacts(field, FIELDS[name][1]).values for name, field in fields.items()}
    summed = np.concatenate([FIELDS[name][0] * values for name, values in scores.items()])
    height, width = len(numbers), index.size
    terms = matrix_of(np.concatenate(list(keys.values())), summed, height, width)
    text, links = (matrix_of(keys[name], scores[name], height, width) for name in ("text", "links"))
    matrix, firsts = stacked([terms, text, links, likeness.sheets, titles.matrix, _linking(index)])
    return ScoreRows(matrix, numbers, *firsts)


def _keys(field: Field, numbers: dict[str, int], size: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Of each posting of a field, its term's number times `size`, plus its document."""
    rows = np.fromiter(map(numbers.__getitem__, field.numbers), np.int64, len(field.numbers))
    keys: np.ndarray[tuple[int], np.dtype[np.int64]] = np.repeat(rows, np.diff(field.starts)) * size
    return keys + field.documents


def _linking(index: LoadedIndex) -> Matrix:
    """Of each document, those that link to it."""
    links, size = index.links, index.size
    shares = (1 / np.sqrt(1 + links.outgoing)).astype(np.float32)
    return Matrix(links.starts, links.targets, shares.take(links.sources), size).turned()
