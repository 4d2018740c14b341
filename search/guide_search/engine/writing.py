"""Writing: a segment in one pass, and the table of contents of a folder.

The formats are those of Whoosh's codec `whoosh3`: a hash file from (field, term) to what is known of the term, a
file of posting blocks, a file per column, all in one compound file. Files carry no time and no random value.
"""

import pickle
import struct
from collections.abc import Mapping, Sequence
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any
from zlib import compress, crc32

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
    compound,
    filestore,
    filetables,
    index,
    numeric,
    numlists,
    schema,
    structfile,
    whoosh3,
)
from guide_search.inversion import Inverted, Numbers, Postings

LengthCodes = NDArray[np.uint8]
"""A byte for the length of each document."""

_BLOCK_LENGTH = struct.Struct("!i")
_TERMS_AT_ONCE = 2_000
_WORTH_COMPRESSING = 250
_LONGEST = 0xFFFF
"""Terms of a document in a field, as far as they are told apart."""
_COMPRESSION = 1
_SIZES = struct.Struct("!ii")
_SLOT = struct.Struct("!Iq")
_EMPTY_SLOT = bytes(_SLOT.size)


def write_segment(folder: Path, name: str, inverted: Inverted) -> Any:
    """Write a segment of that name (letters and digits) and return Whoosh's description of it, for `write_contents`."""
    segment = whoosh3.W3Segment(whoosh3.W3Codec(), INDEX_NAME, len(inverted.records), name)
    segment.compound = True
    segment._fieldlengths = {}
    parts: dict[str, bytes] = {}
    terms = _TermsFile()
    postings = BytesIO()
    for number, (field, content) in enumerate(inverted.fields):
        terms.extras["fieldmap"][field] = number
        codes = _length_codes(content.lengths) if field in SCORED else None
        for chunk in content.chunks(_TERMS_AT_ONCE):
            _write_terms(struct.pack("!H", number), codes, chunk, terms, postings)
        if codes is not None:
            segment._fieldlengths[field] = int(content.lengths.sum())
            parts[whoosh3.W3Codec.column_filename(segment, f"_{field}_len")] = codes.tobytes()
    parts[segment.make_filename(whoosh3.W3Codec.TERMS_EXT)] = terms.finished()
    parts[segment.make_filename(whoosh3.W3Codec.POSTS_EXT)] = postings.getvalue()
    for column, values in (
        ("_stored", [record.stored for record in inverted.records]),
        ("chapter", [record.chapter.encode() for record in inverted.records]),
        (LINK_ENDS, [_ends(record.link_ends) for record in inverted.records]),
        (LINK_TARGETS, [record.link_targets.encode() for record in inverted.records]),
        (OUTLINE, [compress(record.outline.encode()) for record in inverted.records]),
        (PLACES, [record.places for record in inverted.records]),
        (SECTION_ENDS, [_ends(record.section_ends) for record in inverted.records]),
        ("sheet", [record.sheet_id.encode() for record in inverted.records]),
        (TEXTS, [record.texts for record in inverted.records]),
    ):
        parts[whoosh3.W3Codec.column_filename(segment, column)] = _column(values)
    _write_compound(folder / segment.make_filename(segment.COMPOUND_EXT), parts)
    return segment


def write_contents(folder: Path, segments: Sequence[Any]) -> None:
    """Write the table of contents, which makes the segments in the folder an index."""
    contents = index.TOC(schema(), list(segments), 1)
    contents.write(filestore.FileStorage(str(folder)), INDEX_NAME)


def _length_codes(lengths: Numbers) -> LengthCodes:
    """Whoosh's byte for each length: that of the least length it has a byte for that is no smaller."""
    known = [numeric.byte_to_length(code) for code in range(256)]
    return np.searchsorted(known, np.minimum(lengths, _LONGEST)).astype(np.uint8)


def _ends(section_ends: bytes) -> bytes:
    return np.frombuffer(section_ends, np.uint32).astype("<u4").tobytes()


def _write_terms(
    prefix: bytes, codes: LengthCodes | None, content: Postings, terms: "_TermsFile", out: BytesIO
) -> None:
    """Write the postings of some terms, a block a term, and enter the terms. Of a field that is scored, `codes` are the
    documents' lengths."""
    starts = content.starts.tolist()
    firsts, lasts = content.starts[:-1], content.starts[1:] - 1
    gaps = np.diff(content.documents, prepend=0)
    gaps[firsts] = content.documents[firsts]
    lengths = np.zeros(len(gaps), np.uint8) if codes is None else codes[content.documents]
    facts = zip(
        content.terms,
        starts,
        starts[1:],
        np.add.reduceat(content.counts, firsts).tolist(),
        np.maximum.reduceat(content.counts, firsts).tolist(),
        np.minimum.reduceat(lengths, firsts).tolist(),
        np.maximum.reduceat(lengths, firsts).tolist(),
        content.documents[firsts].tolist(),
        content.documents[lasts].tolist(),
    )
    ids = tuple(gaps.tolist())
    weights, values = ((), ()) if codes is None else (tuple(content.counts.tolist()), _values(content))
    offset, dumps = out.tell(), pickle.dumps
    for term, a, b, total, largest, shortest, longest, first, last in facts:
        block = (ids[a:b], weights[a:b] or None, values[a:b] or None)
        data, level = dumps(block, 4), 0
        if len(data) > _WORTH_COMPRESSING:
            data, level = compress(data, _COMPRESSION), _COMPRESSION
        head = dumps((b - a, last, largest, level, shortest, longest), 4)
        out.write(b"W3Bl" + _BLOCK_LENGTH.pack(-len(head) - len(data)) + head + data)
        length = 8 + len(head) + len(data)
        info = TERM_INFO.pack(0, total, b - a, shortest, longest, largest, first, last, offset, length)
        terms.add_sorted(prefix + term, info)
        offset += length


def _values(content: Postings) -> tuple[bytes, ...]:
    """The places of each posting, as `Places` has them."""
    starts = np.append(0, np.cumsum(content.counts))
    steps = np.diff(content.places, prepend=np.uint16(0))
    steps[starts[:-1]] = content.places[starts[:-1]]
    packed, ends = steps.astype("<u2").tobytes(), (starts * 2).tolist()
    return tuple([packed[start:end] for start, end in pairwise(ends)])


class _TermsFile(filetables.OrderedHashWriter):  # type: ignore[misc]
    """Whoosh's hash file of terms, written in few calls. Its keys are hashed by CRC, which the file says."""

    def __init__(self) -> None:
        self.buffer = BytesIO()
        filetables.HashWriter.__init__(self, structfile.StructFile(self.buffer), hashtype=1)
        self.extras["fieldmap"] = {}
        self.position = self.buffer.tell()
        self.positions: list[int] = []

    def add_sorted(self, key: bytes, value: bytes) -> None:
        """Enter a key that is greater than the last one."""
        position = self.position
        entry = _SIZES.pack(len(key), len(value)) + key + value
        self.buffer.write(entry)
        self.positions.append(position)
        digest = crc32(key)
        self.buckets[digest & 255].append((digest, position))
        self.position = position + len(entry)

    def finished(self) -> bytes:
        """The whole file."""
        self._write_hashes()
        self._write_directory()
        start = self.buffer.tell()
        self.index = numlists.GrowableArray("I")
        self.index.array.extend(self.positions)
        self._write_extras()
        self.dbfile.write_int(self.buffer.tell() - start)
        return self.buffer.getvalue()

    def _write_hashes(self) -> None:
        pack = _SLOT.pack
        for entries in self.buckets:
            size = 2 * len(entries)
            self.directory.append((self.buffer.tell(), size))
            slots = [_EMPTY_SLOT] * size
            for digest, position in entries:
                slot = (digest >> 8) % size
                while slots[slot] is not _EMPTY_SLOT:
                    slot = (slot + 1) % size
                slots[slot] = pack(digest, position)
            self.buffer.write(b"".join(slots))


def _column(values: Sequence[bytes]) -> bytes:
    """A column of byte strings of any length."""
    out = BytesIO()
    writer = columns.VarBytesColumn().writer(structfile.StructFile(out))
    for number, value in enumerate(values):
        writer.add(number, value)
    writer.finish(len(values))
    return out.getvalue()


def _write_compound(path: Path, parts: Mapping[str, bytes]) -> None:
    """One file of many, with the directory that Whoosh looks for at its end."""
    directory = {}
    with path.open("wb") as file:
        out = structfile.StructFile(file)
        out.write_long(0)
        out.write_int(0)
        for name, content in sorted(parts.items()):
            directory[name] = {"offset": out.tell(), "length": len(content), "modified": 0.0}
            out.write(content)
        compound.CompoundStorage.write_dir(out, 0, directory)
