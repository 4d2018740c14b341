"""An index in memory: its living documents in order of sheet id, and the postings that queries have asked for.

Scores must not tell an index that grew by updates from one built at a stroke. So documents are numbered by sheet id
across segments, deleted ones are left out, and every statistic (how many sheets, how many have a term, how long
they are) is counted over the living. The same arrays come out, whatever the segments, and the same scores.

Postings are read from Whoosh once and kept: a query on terms that were asked before costs some additions of arrays.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from guide_search.engine.reading import Segment, TermPostings, open_segments
from guide_search.records import SearchDocument

Ints = NDArray[np.int32]
Floats = NDArray[np.float64]
T = TypeVar("T")

_NONE = np.empty(0, np.int32)


@dataclass(frozen=True, slots=True)
class Occurrences:
    """Where a term occurs among the living documents of a field."""

    documents: Ints
    """Ascending."""
    counts: Ints
    tokens: Ints
    """In the field `text`: where in the guide, counting all sheets' terms one after the other; ascending."""


@dataclass(frozen=True, slots=True)
class FieldView:
    """The lengths of a field."""

    lengths: Ints
    average: float
    """Over the documents that have the field at all; 1 if there is none."""
    documents: int
    """How many have it."""


class LoadedIndex:
    """The index of an edition, open. Threads may share it: what it remembers is only ever added to."""

    def __init__(self, folder: Path) -> None:
        self._segments: list[Segment] = open_segments(folder)
        self._ranks, self.sheets = _ranked(self._segments)
        self.size = len(self.sheets)
        self.chapters = _in_order([s.chapters() for s in self._segments], self._ranks)
        ends = _in_order([s.section_ends() for s in self._segments], self._ranks)
        sizes = np.array([end[-1] for end in ends], np.int64)
        self.first_token = (np.cumsum(sizes) - sizes).astype(np.int32)
        self.section_ends = _joined([end + first for end, first in zip(ends, self.first_token)])
        """Of every section of the guide, where it ends, counting all sheets' terms one after the other."""
        counts = np.array([len(end) for end in ends], np.int64)
        self.first_section = (np.cumsum(counts) - counts).astype(np.int32)
        """Of every document, the number of its first section (its title and summary) in the guide."""
        self.section_sizes = np.diff(self.section_ends, prepend=np.int32(0))
        self._links = _Links(self._segments, self._ranks, self.sheets)
        self._places = _places(self._segments, self._ranks, self.size)
        self._fields: dict[str, FieldView] = {}
        self._terms: dict[tuple[str, str], Occurrences] = {}

    def close(self) -> None:
        """Let go of the files."""
        for segment in self._segments:
            segment.close()

    def field(self, name: str) -> FieldView:
        """Lengths of a scored field."""
        if (view := self._fields.get(name)) is None:
            if name == "links":
                lengths = self._links.lengths
            else:
                parts = _in_order([segment.lengths(name).tolist() for segment in self._segments], self._ranks)
                lengths = np.array(parts, np.int32)
            having = int(np.count_nonzero(lengths))
            average = int(lengths.sum(dtype=np.int64)) / having if having else 1.0
            view = self._fields[name] = FieldView(lengths, average, having)
        return view

    def occurrences(self, field: str, term: str) -> Occurrences:
        """Where a term occurs; no documents when it doesn't."""
        found = self._terms.get((field, term))
        if found is None:
            found = self._read(field, term)
            if len(found.documents):
                self._terms[field, term] = found
        return found

    def words(self) -> list[str]:
        """Every word of the living and the deleted documents, without repeats, in order of code points."""
        return sorted({word for segment in self._segments for word in segment.terms("word")})

    def document(self, number: int) -> SearchDocument:
        """A living document, as it was given to the index."""
        segment, place = self._places[number]
        return self._segments[int(segment)].document(int(place))

    def _read(self, field: str, term: str) -> Occurrences:
        parts = [
            _living(postings, ranks)
            for segment, ranks in zip(self._segments, self._ranks)
            if (postings := segment.postings(field, term)) is not None
        ]
        documents = _joined([part.documents for part in parts])
        counts = _joined([part.counts for part in parts])
        places = _joined([part.places for part in parts])
        if field == "links":
            return self._links.occurrences(np.repeat(documents, counts), places)
        tokens = np.repeat(self.first_token[documents], counts) + places if field == "text" else _NONE
        if len(parts) > 1:
            order = np.argsort(documents, kind="stable")
            documents, counts, tokens = documents[order], counts[order], np.sort(tokens)
        return Occurrences(documents, counts, tokens)


class _Links:
    """Where links lead: what stands in the field `links` of one sheet counts for another."""

    def __init__(self, segments: Sequence[Segment], ranks: Sequence[Ints], sheets: Sequence[str]) -> None:
        ends = _in_order([segment.link_ends() for segment in segments], ranks)
        sizes = np.array([end[-1] if len(end) else 0 for end in ends], np.int64)
        self._first_token = (np.cumsum(sizes) - sizes).astype(np.int32)
        self._ends = _joined([end + first for end, first in zip(ends, self._first_token)])
        numbers = {sheet: number for number, sheet in enumerate(sheets)}
        targets = _in_order([segment.link_targets() for segment in segments], ranks)
        flat = [numbers.get(target, -1) for group in targets for target in group]
        self._targets = np.array(flat, np.int32)
        """-1: no such sheet."""
        living = self._targets >= 0
        sizes = np.diff(self._ends, prepend=np.int32(0))
        self.lengths = np.bincount(self._targets[living], sizes[living], len(sheets)).astype(np.int32)
        """Terms in all the links to each document."""

    def occurrences(self, sources: Ints, places: Ints) -> Occurrences:
        """From where a term stands in links to the documents that those lead to."""
        links = np.searchsorted(self._ends, self._first_token[sources] + places, side="right")
        targets = self._targets[links]
        documents, counts = np.unique(targets[targets >= 0], return_counts=True)
        return Occurrences(documents, counts.astype(np.int32), _NONE)


def _ranked(segments: Sequence[Segment]) -> tuple[list[Ints], list[str]]:
    """For each segment, the number of each document among the living of all segments (-1: deleted); their ids."""
    sheets = [segment.sheets() for segment in segments]
    living = sorted(
        (sheet, s, d)
        for s, segment in enumerate(segments)
        for d, sheet in enumerate(sheets[s])
        if d not in segment.deleted
    )
    ranks = [np.full(segment.size, -1, np.int32) for segment in segments]
    for rank, (_, s, d) in enumerate(living):
        ranks[s][d] = rank
    return ranks, [sheet for sheet, _, _ in living]


def _places(segments: Sequence[Segment], ranks: Sequence[Ints], size: int) -> NDArray[np.int32]:
    """For each living document, its segment and its number there."""
    places = np.zeros((size, 2), np.int32)
    for number, rank in enumerate(ranks):
        alive = np.flatnonzero(rank >= 0)
        places[rank[alive], 0] = number
        places[rank[alive], 1] = alive
    return places


def _in_order(columns: Sequence[Sequence[T]], ranks: Sequence[Ints]) -> list[T]:
    """The values of the living, from a column of each segment."""
    living = [
        (rank, value)
        for column, numbers in zip(columns, ranks)
        for rank, value in zip(numbers.tolist(), column)
        if rank >= 0
    ]
    return [value for _, value in sorted(living, key=lambda pair: pair[0])]


def _joined(parts: Sequence[Ints]) -> Ints:
    if len(parts) == 1:
        return parts[0]
    return np.concatenate(parts) if parts else _NONE


def _living(postings: TermPostings, ranks: Ints) -> TermPostings:
    """Postings in the numbers of living documents, the deleted left out."""
    documents = ranks[postings.documents]
    alive = documents >= 0
    if alive.all():
        return TermPostings(documents, postings.counts, postings.places)
    places = postings.places[np.repeat(alive, postings.counts)] if len(postings.places) else postings.places
    return TermPostings(documents[alive], postings.counts[alive], places)
