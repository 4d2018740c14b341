"""The index of an edition: a folder that is written once.

A new edition's index takes the segments of the last one as they are (hard links), marks what changed or went as
deleted, and adds one segment with the sheets that are new or changed. When deleted documents or segments become
too many, everything is written afresh from the documents that the index itself holds.
"""

import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from operator import attrgetter
from pathlib import Path

from guide_pipeline.model.guide import Acronym, Synonym
from guide_search.engine.reading import KeptSegment, Segment, open_segments
from guide_search.engine.writing import write_contents, write_segment
from guide_search.inversion import invert
from guide_search.names_file import write_names
from guide_search.records import IndexRecord, SearchDocument, analyse
from guide_search.stamp import RECORD_VERSION, STAMP_NAME, FileStamp, IndexStamp, check_index, sha256

MOST_SEGMENTS = 12
"""Two years of batches; more would make queries slower for nothing."""
LARGEST_DELETED_SHARE = 0.4
"""Of all documents on disk; it bounds an index to five thirds of its size when fresh."""


def write_index(
    folder: Path,
    records: Iterable[IndexRecord],
    *,
    base: Path | None = None,
    removed: Iterable[str] = (),
    acronyms: Iterable[Acronym] = (),
    synonyms: Iterable[Synonym] = (),
) -> IndexStamp:
    """Write the index of a new edition into an empty folder, which is made if need be.

    Without `base`, `records` are all sheets. With it, they are those that are new or changed since the edition whose
    index `base` is, and `removed` the ids of those that are gone (unknown ids do no harm). Answers to queries are the
    same either way. `acronyms` and `synonyms` are all those of the edition. Nothing is synced to disk: that is for whoever puts the folder in place.
    `DamagedError`, `NotFoundError`: `base` can't be used; writing without it always can.
    """
    folder.mkdir(parents=True, exist_ok=True)
    write_names(folder, acronyms, synonyms)
    added = {record.sheet_id: record for record in records}
    if base is None:
        return _write(folder, list(added.values()), (), ())
    stamp = check_index(base)
    segments = open_segments(base)
    try:
        deleted = _deleted(segments, {*added, *removed})
        if stamp.records != RECORD_VERSION or _worn(segments, deleted, len(added)):
            documents = _documents(segments, deleted)
            return _write(folder, [*added.values(), *map(analyse, documents)], (), ())
        kept = [segment.without(dead) for segment, dead in zip(segments, deleted) if len(dead) < segment.size]
        names = {segment.file_name for segment in kept}
        linked = [_link(base, folder, file) for file in stamp.files if file.name in names]
        return _write(folder, list(added.values()), kept, linked)
    finally:
        for segment in segments:
            segment.close()


def _deleted(segments: Sequence[Segment], gone: set[str]) -> list[set[int]]:
    """The documents of each segment that are deleted once these sheets are gone."""
    return [
        {*segment.deleted, *(number for number, sheet in enumerate(segment.sheets()) if sheet in gone)}
        for segment in segments
    ]


def _worn(segments: Sequence[Segment], deleted: Sequence[set[int]], added: int) -> bool:
    dead, size = sum(map(len, deleted)), sum(segment.size for segment in segments)
    return len(segments) >= MOST_SEGMENTS or dead > LARGEST_DELETED_SHARE * (size + added)


def _documents(segments: Sequence[Segment], deleted: Sequence[set[int]]) -> Iterator[SearchDocument]:
    for segment, dead in zip(segments, deleted):
        yield from (segment.document(number) for number in range(segment.size) if number not in dead)


def _link(base: Path, folder: Path, file: FileStamp) -> FileStamp:
    try:
        os.link(base / file.name, folder / file.name)
    except OSError:
        # Another file system, or one without links.
        shutil.copyfile(base / file.name, folder / file.name)
    return file


def _write(
    folder: Path, records: Sequence[IndexRecord], kept: Sequence[KeptSegment], linked: Sequence[FileStamp]
) -> IndexStamp:
    """Add a segment of the records, the table of contents and the stamp."""
    descriptions = [segment.description for segment in kept]
    names = {file.name for file in linked}
    if records:
        name = _segment_name(records, kept)
        descriptions.append(write_segment(folder, name, invert(records)))
    write_contents(folder, descriptions)
    written = [
        FileStamp(path.name, path.stat().st_size, sha256(path))
        for path in folder.iterdir()
        if path.name not in names
    ]
    documents = len(records) + sum(segment.documents for segment in kept)
    stamp = IndexStamp(documents, tuple(sorted([*linked, *written])), RECORD_VERSION)
    (folder / STAMP_NAME).write_bytes(stamp.to_json())
    return stamp


def _segment_name(records: Sequence[IndexRecord], kept: Sequence[KeptSegment]) -> str:
    """A name from all that the segment holds, and from what stands beside it: the same sheet may come back."""
    digest = hashlib.sha256(RECORD_VERSION.encode())
    for segment in kept:
        digest.update(segment.file_name.encode())
    values = attrgetter(*(field.name for field in fields(IndexRecord)))
    for record in sorted(records, key=lambda record: record.sheet_id):
        for value in values(record):
            data = value.encode() if isinstance(value, str) else value
            digest.update(len(data).to_bytes(8, "big"))
            digest.update(data)
    return digest.hexdigest()[:16]
