"""Records, turned round: from words by sheet to sheets by term, as arrays.

Everything is sorted: sheets by id, terms by their bytes. So the same records make the same segment, in whatever
order and by however many processes they were analysed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from guide_search.analysis import term_of
from guide_search.records import IndexRecord

Numbers = NDArray[np.int32]
Ranks = NDArray[np.unsignedinteger[Any]]

LAST_PLACE = 0xFFFF
"""Places in a sheet are kept in two bytes: what stands beyond (no real sheet is that long) counts as the last."""


@dataclass(frozen=True, slots=True)
class Postings:
    """Where each term of a field occurs. Term `i` has the postings `starts[i]:starts[i + 1]`, by document."""

    terms: Sequence[bytes]
    """In order of their bytes, UTF-8."""
    starts: Numbers
    documents: Numbers
    """Number of the document of each posting."""
    counts: Numbers
    """How often the term occurs there."""
    places: NDArray[np.uint16]
    """Where: as many per posting as it counts; empty for a field without places."""
    lengths: Numbers
    """Terms in the field of each document."""

    def chunks(self, size: int) -> Iterator["Postings"]:
        """The same in parts of `size` terms, so that what is made of them stays small."""
        place_ends = np.append(0, np.cumsum(self.counts, dtype=np.int64))
        for first in range(0, len(self.terms), size):
            starts = self.starts[first : first + size + 1]
            a, b = int(starts[0]), int(starts[-1])
            yield Postings(
                self.terms[first : first + size],
                starts - a,
                self.documents[a:b],
                self.counts[a:b],
                self.places[place_ends[a] : place_ends[b]],
                self.lengths,
            )


@dataclass(frozen=True, slots=True)
class Inverted:
    """What a segment says of its documents."""

    records: Sequence[IndexRecord]
    """By sheet id: document 0, document 1…"""
    fields: Iterator[tuple[str, Postings]]
    """In order of name. An iterator, so that one field at a time is in memory."""


class _Numbering(dict[str, int]):
    def __missing__(self, word: str) -> int:
        number = self[word] = len(self)
        return number


def invert(records: Sequence[IndexRecord]) -> Inverted:
    """Turn records round. Each sheet id occurs once."""
    ordered = sorted(records, key=lambda record: record.sheet_id)
    return Inverted(ordered, _fields(ordered))


def _fields(records: Sequence[IndexRecord]) -> Iterator[tuple[str, Postings]]:
    numbering = _Numbering()
    local = [_numbers_of(record.words, numbering) for record in records]
    words = list(numbering)
    spelled, spelling = _ranked([word.encode() for word in words])
    stems, stemming = _ranked([term_of(word).encode() for word in words])
    yield "chapter", _labels([record.chapter for record in records])
    for name in ("keywords", "links"):
        yield name, _inverted(stems, stemming, local, [getattr(record, name) for record in records])
    yield "sheet", _labels([record.sheet_id for record in records])
    yield "text", _inverted(stems, stemming, local, [record.text for record in records])
    yield "title", _inverted(stems, stemming, local, [record.title for record in records])
    # Numbers and articles are of no use to spelling.
    spellable = np.fromiter(map(str.isalpha, words), bool, len(words))
    yield "word", _distinct(spelled, spelling, [part[spellable[part]] for part in local])


def _numbers_of(words: str, numbering: _Numbering) -> NDArray[np.uint32]:
    if not words:
        return np.empty(0, np.uint32)
    distinct = words.split("\n")
    return np.fromiter(map(numbering.__getitem__, distinct), np.uint32, len(distinct))


def _ranked(keys: list[bytes]) -> tuple[list[bytes], NDArray[np.uint32]]:
    """Different keys in order, and the rank of each key given."""
    ordered = sorted(set(keys))
    ranks = {key: rank for rank, key in enumerate(ordered)}
    return ordered, np.fromiter(map(ranks.__getitem__, keys), np.uint32, len(keys))


def _inverted(
    terms: list[bytes],
    ranks: NDArray[np.uint32],
    local: list[NDArray[np.uint32]],
    parts: list[bytes],
) -> Postings:
    """Postings of a field, whose text each part gives as numbers of the sheet's own words."""
    streams = [words[np.frombuffer(part, np.uint32)] for words, part in zip(local, parts)]
    lengths, stream, documents, order = _sorted(terms, ranks, streams)
    firsts = np.cumsum(lengths, dtype=np.int64) - lengths
    documents = documents[order]
    # In place: these are the largest arrays of a build.
    np.subtract(order, firsts[documents], out=order)
    np.minimum(order, LAST_PLACE, out=order)
    return _grouped(terms, stream, documents, order.astype(np.uint16), lengths)


def _distinct(terms: list[bytes], ranks: NDArray[np.uint32], local: list[NDArray[np.uint32]]) -> Postings:
    """Postings of a field that only says in which documents each word occurs."""
    lengths, stream, documents, order = _sorted(terms, ranks, local)
    return _grouped(terms, stream, documents[order], np.empty(0, np.uint16), lengths)


def _sorted(
    terms: list[bytes], ranks: NDArray[np.uint32], streams: list[NDArray[np.uint32]]
) -> tuple[Numbers, Ranks, Numbers, NDArray[np.signedinteger[Any]]]:
    """Lengths of the streams; then, of all one after the other, terms (sorted), documents (not), and the sorting order."""
    lengths = np.array([len(stream) for stream in streams], np.int32)
    # Radix sort on two bytes is several times faster; stable, it keeps documents and places in order.
    small: Ranks = ranks.astype(np.uint16) if len(terms) <= 1 << 16 else ranks
    stream = small[np.concatenate(streams)] if streams else np.empty(0, np.uint32)
    order = np.argsort(stream, kind="stable")
    documents = np.repeat(np.arange(len(lengths), dtype=np.int32), lengths)
    return lengths, stream[order], documents, order


def _labels(values: list[str]) -> Postings:
    """Postings of a field that holds one label a document."""
    terms, ranks = _ranked([value.encode() for value in values])
    order = np.argsort(ranks, kind="stable")
    ones = np.ones(len(values), np.int32)
    return _grouped(terms, ranks[order], order.astype(np.int32), np.empty(0, np.uint16), ones)


def _grouped(
    terms: list[bytes],
    stream: Ranks,
    documents: Numbers,
    places: NDArray[np.uint16],
    lengths: Numbers,
) -> Postings:
    """Postings from occurrences sorted by term, then document; terms that don't occur fall away."""
    if not len(stream):
        empty = np.empty(0, np.int32)
        return Postings([], np.zeros(1, np.int32), empty, empty, places, lengths)
    new_term = np.r_[True, stream[1:] != stream[:-1]]
    firsts = np.flatnonzero(new_term | np.r_[True, documents[1:] != documents[:-1]])
    starts = np.flatnonzero(new_term[firsts])
    return Postings(
        terms=[terms[rank] for rank in stream[firsts[starts]].tolist()],
        starts=np.append(starts, len(firsts)).astype(np.int32),
        documents=documents[firsts],
        counts=np.diff(np.append(firsts, len(stream))).astype(np.int32),
        places=places,
        lengths=lengths,
    )
