"""An index in memory: its living documents in order of sheet id, and all postings as arrays.

Everything is read from Whoosh once, when the index is opened: some tenths of a second for thousands of sheets. After
that a query costs additions of arrays, whatever its words.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar
from zlib import decompress

import numpy as np
from numpy.typing import NDArray

from guide_search.engine.reading import Segment, open_segments
from guide_search.matrix import Ints, Numbers, narrow, starts_of
from guide_search.places import Places
from guide_search.postings import Field, Occurrences, field, occurrences
from guide_search.spelling import Spelling

T = TypeVar("T")
N = TypeVar("N", np.int32, np.uint16)


class LoadedIndex:
    """The index of an edition, open. Threads may share it."""

    def __init__(self, folder: Path) -> None:
        self._segments: list[Segment] = open_segments(folder)
        self._ranks, self.sheets = _ranked(self._segments)
        self.size = len(self.sheets)
        self.chapters = self._column([segment.chapters() for segment in self._segments])
        packed = self._column([segment.outlines() for segment in self._segments])
        self.outlines: list[bytes] = list(map(decompress, packed))
        """Of each document, as `outline` has it."""
        self._segment_of = _segments_of(self._segments, self._ranks, self.size)
        self._texts = [segment.texts() for segment in self._segments]
        self.spelling = Spelling(_word_frequencies(self._segments, self._ranks))
        self.sections = Sections(self._column([segment.section_ends() for segment in self._segments]))
        text = self._occurrences("text")
        self.text = field(text, self.size)
        self.token_starts = np.searchsorted(text.rows, np.arange(len(text.terms) + 1)).astype(np.int32)
        tokens = self.sections.first_token[text.documents] + text.places
        self.terms_at = self._terms_at(tokens)
        """The term at each place of the guide, counting all sheets' terms one after the other, by number; where no term
        is, the number after the last."""
        self._next_terms = self._following(tokens)
        self._owners = narrow(text.documents, self.size)
        self.places: Places = _joined(self._column([segment.places() for segment in self._segments]))
        """At each place of the guide, where the term stands in its section: characters."""
        self.title = field(self._occurrences("title"), self.size)
        self.keywords = field(self._occurrences("keywords"), self.size)
        self.links = Links(self)
        for segment in self._segments:
            segment.close()
        self._segments = []

    def close(self) -> None:
        """Let go of the files."""
        for texts in self._texts:
            texts.close()

    def tokens(self) -> NDArray[np.int64]:
        """Of each term of the text (`token_starts`) where it stands in the guide: places of `terms_at`."""
        return self.terms_at.argsort(kind="stable")[: self.token_starts[-1]]

    def followed(self, term: int, by: int) -> Numbers:
        """The documents in which a term of the text has another one right after it, by their numbers: as often as it
        has, ascending."""
        start, end = self.token_starts.item(term), self.token_starts.item(term + 1)
        found = (self._next_terms[start:end] == by).nonzero()[0]
        documents: Numbers = self._owners[start:end].take(found)
        return documents

    def outline(self, number: int) -> list[str]:
        """The title of a document, then anchor, tab and title of each section."""
        return self.outlines[number].decode().split("\n")

    def shown(self, number: int, part: int) -> str:
        """The summary of a document (0), or the text of a section (from 1 on)."""
        segment, place = self._segment_of[number].tolist()
        text: str = self._texts[segment].text(place, part)
        return text

    def link_ends(self) -> list[Ints]:
        """For each document, where in its links' terms each link ends."""
        return self._column([segment.link_ends() for segment in self._segments])

    def link_targets(self) -> list[list[str]]:
        """For each document, the sheet ids its links lead to."""
        return self._column([segment.link_targets() for segment in self._segments])

    def link_occurrences(self) -> Occurrences:
        """The terms of links, in the documents that hold the links."""
        return self._occurrences("links")

    def _terms_at(self, tokens: Ints) -> Numbers:
        count = len(self.text.numbers)
        size = int(self.sections.ends[-1]) if len(self.sections.ends) else 0
        # One more place at the end, where no term is.
        terms = np.full(size + 1, count, np.min_scalar_type(count))
        terms[tokens] = np.repeat(np.arange(count, dtype=terms.dtype), np.diff(self.token_starts))
        return terms

    def _following(self, tokens: Ints) -> Numbers:
        """Of each term of the text where it stands, the term that comes after it in its sheet, none after the last."""
        terms = self.terms_at.copy()
        # A sheet's first word follows the last one of another sheet, and means nothing by it.
        terms[self.sections.first_token] = len(self.text.numbers)
        return terms.take(tokens + 1)

    def _occurrences(self, name: str) -> Occurrences:
        return occurrences([segment.field(name) for segment in self._segments], self._ranks)

    def _column(self, columns: Sequence[Sequence[T]]) -> list[T]:
        return _in_order(columns, self._ranks)


class Sections:
    """Sections of all documents, one after the other; the first of each document is its title and summary."""

    def __init__(self, ends: Sequence[Ints]) -> None:
        """`ends` are those of each document's sections in its text."""
        sizes = np.array([end[-1] for end in ends], np.int64)
        self.first_token = (np.cumsum(sizes) - sizes).astype(np.int32)
        """Of every document, the number of its first term in the guide."""
        self.ends = _joined([end + first for end, first in zip(ends, self.first_token)])
        """Of every section of the guide, where it ends, counting all sheets' terms one after the other."""
        counts = np.array([len(end) for end in ends], np.int64)
        self.first = (np.cumsum(counts) - counts).astype(np.int32)
        """Of every document, the number of its first section in the guide."""
        self.sizes = np.diff(self.ends, prepend=np.int32(0))
        self._firsts, self._ends = [*self.first.tolist(), len(self.ends)], self.ends.tolist()

    def of(self, document: int) -> slice:
        """The sections of a document."""
        return slice(self._firsts[document], self._firsts[document + 1])

    def tokens(self, document: int, part: int) -> slice:
        """The places in the guide of the terms of a section, the `part`-th of its document."""
        section = self._firsts[document] + part
        return slice(self._ends[section - 1] if section else 0, self._ends[section])


class Links:
    """Links between sheets: what stands in the field `links` of one sheet counts for another."""

    def __init__(self, index: LoadedIndex) -> None:
        ends = index.link_ends()
        sizes = np.array([end[-1] if len(end) else 0 for end in ends], np.int64)
        first_token = (np.cumsum(sizes) - sizes).astype(np.int32)
        link_ends = _joined([end + first for end, first in zip(ends, first_token)])
        numbers = {sheet: number for number, sheet in enumerate(index.sheets)}
        targets = index.link_targets()
        found = np.array([numbers.get(target, -1) for group in targets for target in group], np.int32)
        owners = np.repeat(np.arange(index.size), [len(group) for group in targets]).astype(np.int32)
        self.sources, self.targets = _pairs(owners, found, index.size)
        """Each pair of sheets once, of which the first links to the second."""
        self.outgoing: NDArray[np.int64] = np.bincount(self.sources, minlength=index.size)
        """To how many sheets each one links."""
        self.starts = starts_of(self.outgoing)
        """Where those of each sheet start in `sources` and `targets`."""
        said = index.link_occurrences()
        links = np.searchsorted(link_ends, first_token[said.documents] + said.places, side="right")
        led = found[links] if len(links) else np.empty(0, np.int32)
        order = np.lexsort((led, said.rows))
        order = order[led[order] >= 0]
        self.field: Field = field(
            Occurrences(said.terms, said.rows[order], led[order], said.places[order]), index.size
        )
        """The terms of links, in the documents that the links lead to."""


def _pairs(sources: Ints, targets: Ints, size: int) -> tuple[Ints, Ints]:
    known = targets >= 0
    pairs = np.unique(sources[known].astype(np.int64) * size + targets[known])
    return (pairs // max(size, 1)).astype(np.int32), (pairs % max(size, 1)).astype(np.int32)


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


def _segments_of(segments: Sequence[Segment], ranks: Sequence[Ints], size: int) -> Ints:
    """For each living document, its segment and its number there."""
    places = np.zeros((size, 2), np.int32)
    for number, rank in enumerate(ranks):
        alive = np.flatnonzero(rank >= 0)
        places[rank[alive], 0] = number
        places[rank[alive], 1] = alive
    return places


def _word_frequencies(segments: Sequence[Segment], ranks: Sequence[Ints]) -> dict[str, int]:
    """In how many living documents each word stands that stands in any."""
    frequencies: dict[str, int] = {}
    for segment, ranked in zip(segments, ranks):
        words = segment.field("word")
        rows = np.repeat(np.arange(len(words.terms)), words.sizes)[ranked[words.documents] >= 0]
        counts = np.bincount(rows, minlength=len(words.terms)).tolist()
        for word, count in zip(words.terms, counts):
            if count:
                frequencies[word] = frequencies.get(word, 0) + count
    return frequencies


def _in_order(columns: Sequence[Sequence[T]], ranks: Sequence[Ints]) -> list[T]:
    """The values of the living, from a column of each segment."""
    living = [
        (rank, value)
        for column, numbers in zip(columns, ranks)
        for rank, value in zip(numbers.tolist(), column)
        if rank >= 0
    ]
    return [value for _, value in sorted(living, key=lambda pair: pair[0])]


def _joined(parts: Sequence[NDArray[N]]) -> NDArray[N]:
    return np.concatenate(parts) if parts else np.empty(0, np.int32)
