"""Reading: the segments of a folder, and their postings as arrays."""

import os
import pickle
import weakref
from array import array
from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass
from io import BytesIO
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any
from zlib import decompress

import numpy as np
from numpy.typing import NDArray

from guide_search.engine.schema import (
    INDEX_NAME,
    LINK_ENDS,
    LINK_TARGETS,
    OUTLINE,
    PLACES,
    SCORED,
    SECTION_ENDS,
    TERM_INFO,
    TEXTS,
    columns,
    filestore,
    index,
    numeric,
    reading,
    schema,
    whoosh3,
)
from guide_search.places import Places, unpack_places
from guide_search.records import SearchDocument, unpack
from guide_search.texts import text_at

_LENGTHS = np.array([numeric.byte_to_length(code) for code in range(256)], np.int32)
_MAGIC_AND_LENGTH = 8


@dataclass(frozen=True, slots=True)
class TermPostings:
    """Where a term occurs in a segment."""

    documents: NDArray[np.int32]
    """Ascending; deleted documents are among them."""
    counts: NDArray[np.int32]
    places: NDArray[np.int32]
    """As many as the counts say, document after document; empty for a field that keeps none."""


@dataclass(frozen=True, slots=True)
class FieldPostings:
    """All terms of a field in a segment, one after the other; what stands in `TermPostings` of each."""

    terms: list[str]
    sizes: NDArray[np.int32]
    """How many documents each term has."""
    documents: NDArray[np.int32]
    counts: NDArray[np.int32]
    places: NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class KeptSegment:
    """A segment as the next edition takes it over: the same file, more documents deleted."""

    description: Any
    """For `write_contents`."""
    file_name: str
    documents: int
    """How many are left."""


class Segment:
    """A segment, open for reading. It may be shared by threads: the file is a map in memory, read by slices."""

    def __init__(self, storage: Any, description: Any) -> None:
        self._reader = reading.SegmentReader(storage, schema(), description)
        self._storage = storage
        self._description = description
        self.size: int = description.doc_count_all()
        self.deleted: frozenset[int] = frozenset(description.deleted_docs())

    def close(self) -> None:
        """Let go of the file."""
        self._reader.close()

    def without(self, deleted: set[int]) -> KeptSegment:
        """This segment with these documents deleted, and no others."""
        description = copy(self._description)
        # In order, since that shows in the file.
        description._deleted = set(sorted(deleted)) or None  # noqa: C414
        file_name = description.make_filename(description.COMPOUND_EXT)
        return KeptSegment(description, file_name, self.size - len(deleted))

    def sheets(self) -> list[str]:
        """The sheet id of each document."""
        return [value.decode() for value in self._column("sheet")]

    def chapters(self) -> list[str]:
        """The chapter of each document."""
        return [value.decode() for value in self._column("chapter")]

    def section_ends(self) -> list[NDArray[np.int32]]:
        """For each document, where in `text` its title and summary end, then each section."""
        return _ends(self._column(SECTION_ENDS))

    def link_ends(self) -> list[NDArray[np.int32]]:
        """For each document, where in `links` the text of each link ends."""
        return _ends(self._column(LINK_ENDS))

    def link_targets(self) -> list[list[str]]:
        """For each document, the sheet id that each link leads to."""
        return [value.decode().split("\n") if value else [] for value in self._column(LINK_TARGETS)]

    def outlines(self) -> list[bytes]:
        """For each document, its title, then anchor, tab and title of each section: a line each, compressed."""
        return list(self._column(OUTLINE))

    def places(self) -> list[Places]:
        """For each document, where each word of `text` stands in its section."""
        return [unpack_places(value, ends) for value, ends in zip(self._column(PLACES), self.section_ends())]

    def lengths(self, field: str) -> NDArray[np.int32]:
        """Terms of each document in a scored field, as precisely as Whoosh keeps it: in one byte."""
        column = self._column(f"_{field}_len", whoosh3.LENGTHS_COLUMN)
        return _LENGTHS[np.fromiter(column, np.uint8, self.size)]

    def document(self, number: int) -> SearchDocument:
        """A document, as it was given."""
        return unpack(self._reader.stored_fields(number), self._column(TEXTS)[number])

    def texts(self) -> "StoredTexts":
        """The texts of documents, once nothing else of the segment is needed."""
        name = whoosh3.W3Codec.column_filename(self._description, TEXTS)
        files = self._description.open_compound_file(self._storage)
        start, _ = files.range(name)
        files.close()
        path = Path(self._storage.folder, self._description.make_filename(self._description.COMPOUND_EXT))
        return StoredTexts(path, start, [len(value) for value in self._column(TEXTS)])

    def terms(self, field: str) -> list[str]:
        """Every term of a field, in order of its bytes; those of deleted documents too."""
        return [term.decode() for term in self._reader.lexicon(field)]

    def postings(self, field: str, term: str) -> TermPostings | None:
        """The postings of a term, None when the segment doesn't have it."""
        terms = self._reader._terms
        if field not in terms._fieldmap:
            return None
        found = terms._tindex.get(terms._keycoder(field, term.encode()))
        if found is None:
            return None
        *_, offset, length = TERM_INFO.unpack(found)
        return _postings(terms._postfile.get(offset, length), field in SCORED)

    def field(self, field: str) -> FieldPostings:
        """Every term of a scored field at once: several times faster than one by one."""
        terms = self._reader._terms
        number = terms._fieldmap.get(field)
        if number is None:
            return _Gathered().postings()
        prefix, entries = number.to_bytes(2, "big"), []
        for key, info in terms._tindex.items_from(prefix):
            if not key.startswith(prefix):
                break
            entries.append((key[2:].decode(), TERM_INFO.unpack(info)[-2:]))
        # Only now the blocks: what lives on must not lie between what goes at once.
        gathered, read = _Gathered(), terms._postfile.get
        for name, (offset, length) in entries:
            gathered.add(name, _block(read(offset, length)))
        return gathered.postings()

    def _column(self, name: str, kind: Any = columns.VarBytesColumn()) -> Any:  # noqa: B008 (it holds no state)
        return self._reader._perdoc.column_reader(name, kind)


class StoredTexts:
    """The texts that a segment keeps of its documents, read from its file when it is asked for. Threads may share it.

    Whoosh would hold a copy of the whole file in memory.
    """

    def __init__(self, path: Path, start: int, lengths: Sequence[int]) -> None:
        self._places = list(pairwise(accumulate(lengths, initial=start)))
        self._file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        self.close: Callable[[], object] = weakref.finalize(self, os.close, self._file)
        """Let go of the file."""

    def text(self, document: int, part: int) -> str:
        """The summary of a document (0), or the text of a section (from 1 on)."""
        start, end = self._places[document]
        return text_at(os.pread(self._file, end - start, start), part)


def open_segments(folder: Path) -> list[Segment]:
    """The segments of an index, oldest first. The caller has checked the files: what they hold is unpickled."""
    storage = filestore.FileStorage(str(folder), readonly=True)
    contents = index.TOC.read(storage, INDEX_NAME, schema=schema())
    return [Segment(storage, description) for description in contents.segments]


def _ends(column: Any) -> list[NDArray[np.int32]]:
    return [np.frombuffer(value, "<u4").astype(np.int32) for value in column]


_Block = tuple[tuple[int, ...], tuple[int, ...] | None, tuple[bytes, ...] | None]
"""Steps from document to document; how often the term occurs in each; where, as `Places` has it."""


def _block(data: bytes) -> _Block:
    """The one block of a term, as `writing` puts it."""
    stream = BytesIO(data)
    stream.seek(_MAGIC_AND_LENGTH)
    _, _, _, level, _, _ = pickle.load(stream)
    rest = stream.read()
    block: _Block = pickle.loads(decompress(rest) if level else rest)
    return block


def _postings(data: bytes, with_places: bool) -> TermPostings:
    gaps, weights, values = _block(data)
    documents = np.cumsum(np.array(gaps, np.int32), dtype=np.int32)
    if not with_places or weights is None or values is None:
        return TermPostings(documents, np.ones(len(documents), np.int32), np.empty(0, np.int32))
    counts = np.array(weights, np.int32)
    return TermPostings(documents, counts, _places(b"".join(values), counts))


class _Gathered:
    """The postings of term after term. Their Python values go at once: all together they would be several times larger
    than the arrays."""

    def __init__(self) -> None:
        self._names: list[str] = []
        self._sizes, self._gaps, self._counts = array("i"), array("i"), array("i")
        self._steps = bytearray()

    def add(self, name: str, block: _Block) -> None:
        """One more term, greater than the last one."""
        gaps, weights, values = block
        self._names.append(name)
        self._sizes.append(len(gaps))
        self._gaps.extend(gaps)
        self._counts.extend(weights or ())
        self._steps += b"".join(values or ())

    def postings(self) -> FieldPostings:
        """All of them."""
        sizes, gaps, counts = (np.array(part, np.int32) for part in (self._sizes, self._gaps, self._counts))
        return FieldPostings(
            self._names, sizes, _restarting(gaps, sizes), counts, _places(bytes(self._steps), counts)
        )


def _places(steps: bytes, counts: NDArray[np.int32]) -> NDArray[np.int32]:
    return _restarting(np.frombuffer(steps, "<u2"), counts)


def _restarting(steps: NDArray[Any], sizes: NDArray[np.int32]) -> NDArray[np.int32]:
    """Sums of steps that start afresh after each so many."""
    sums = np.cumsum(steps, dtype=np.int64)
    before = np.append(0, sums)[np.cumsum(sizes, dtype=np.int64) - sizes]
    within: NDArray[np.int32] = (sums - np.repeat(before, sizes)).astype(np.int32)
    return within
