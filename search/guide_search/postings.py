"""All postings of a field over all segments of an index, as arrays.

Scores must not tell an index that grew by updates from one built at a stroke. So deleted documents are left out,
documents are numbered by sheet id and terms by their spelling across segments, and every statistic is counted over
the living. The same arrays come out, whatever the segments.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from guide_search.engine.reading import FieldPostings
from guide_search.matrix import Ints, Numbers, narrow, starts_of

_MOST_COUNTED = 0xFFFF
_NONE = np.empty(0, np.int32)


@dataclass(frozen=True, slots=True)
class Occurrences:
    """Every occurrence of every term: by term, then document, then place."""

    terms: list[str]
    """In order."""
    rows: Ints
    """Of each occurrence, the number of its term."""
    documents: Ints
    places: Ints


@dataclass(frozen=True, slots=True)
class Field:
    """Which documents each term of a field is in. Term `t` has the postings `starts[t]:starts[t + 1]`."""

    numbers: dict[str, int]
    """Of the terms."""
    starts: Ints
    documents: Numbers
    """Ascending, for each term."""
    counts: NDArray[np.uint16]
    lengths: Ints
    """Terms of each document in the field."""
    average: float
    """Of the lengths of the documents that have the field at all; 1 if there is none."""

    def rows(self, terms: Sequence[str]) -> tuple[Ints, NDArray[np.int64]]:
        """The numbers of those terms that the field has, and their places among the terms given."""
        found = [
            (number, i) for i, term in enumerate(terms) if (number := self.numbers.get(term)) is not None
        ]
        pairs = np.array(found, np.int64).reshape(-1, 2)
        return pairs[:, 0].astype(np.int32), pairs[:, 1]

    def frequency(self, term: str) -> int:
        """In how many documents a term occurs."""
        number = self.numbers.get(term)
        return 0 if number is None else int(self.starts[number + 1] - self.starts[number])

    def have_together(self, terms: Sequence[str]) -> bool:
        """Whether some document has all of the terms."""
        rows, _ = self.rows(terms)
        if len(rows) < len(terms):
            return False
        parts = [self.documents[self.starts[row] : self.starts[row + 1]] for row in rows.tolist()]
        return len(reduce(np.intersect1d, parts)) > 0


def occurrences(segments: Sequence[FieldPostings], ranks: Sequence[Ints]) -> Occurrences:
    """Those of the living, whose number in the index is in `ranks` (-1: deleted), segment by segment."""
    spelled = [segment.terms for segment in segments]
    terms = spelled[0] if len(spelled) == 1 else sorted({term for part in spelled for term in part})
    numbers = {term: number for number, term in enumerate(terms)}
    parts = [
        _living(segment, np.fromiter(map(numbers.__getitem__, segment.terms), np.int32), ranked)
        for segment, ranked in zip(segments, ranks)
    ]
    rows, documents, places = (_joined([part[i] for part in parts]) for i in range(3))
    if len(segments) > 1:
        order = np.lexsort((places, documents, rows))
        rows, documents, places = rows[order], documents[order], places[order]
    return _without_gaps(terms, rows, documents, places)


def _living(segment: FieldPostings, numbers: Ints, ranks: Ints) -> tuple[Ints, Ints, Ints]:
    rows = np.repeat(np.repeat(numbers, segment.sizes), segment.counts)
    documents = np.repeat(ranks[segment.documents], segment.counts)
    if (alive := documents >= 0).all():
        return rows, documents, segment.places
    return rows[alive], documents[alive], segment.places[alive]


def _without_gaps(terms: list[str], rows: Ints, documents: Ints, places: Ints) -> Occurrences:
    """Without the terms that only deleted documents had."""
    used = np.zeros(len(terms), bool)
    used[rows] = True
    if not used.all():
        rows = (np.cumsum(used, dtype=np.int32) - 1)[rows]
        terms = [term for term, is_used in zip(terms, used.tolist()) if is_used]
    return Occurrences(terms, rows, documents, places)


def field(found: Occurrences, size: int) -> Field:
    """The field of an index of `size` documents."""
    changed = (found.rows[1:] != found.rows[:-1]) | (found.documents[1:] != found.documents[:-1])
    firsts = np.flatnonzero(np.append(True, changed)[: len(found.rows)])
    sizes = np.bincount(found.rows[firsts], minlength=len(found.terms))
    lengths = np.bincount(found.documents, minlength=size).astype(np.int32)
    return Field(
        numbers={term: number for number, term in enumerate(found.terms)},
        starts=starts_of(sizes),
        documents=narrow(found.documents[firsts], size),
        counts=np.minimum(np.diff(np.append(firsts, len(found.rows))), _MOST_COUNTED).astype(np.uint16),
        lengths=lengths,
        average=len(found.documents) / (int(np.count_nonzero(lengths)) or 1) or 1.0,
    )


def _joined(parts: Sequence[Ints]) -> Ints:
    if len(parts) == 1:
        return parts[0]
    return np.concatenate(parts) if parts else _NONE
