"""From a sheet's text to what the index needs of it: one pure step, so that it runs in workers and is remembered.

A record holds each different word once, and the sheet as numbers of those words: writing an index of thousands of
sheets is then arithmetic on arrays, and a record is small enough to keep beside the sheet from edition to edition.
"""

import io
import pickle
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import starmap
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from guide_search.numbering import numbered_words
from guide_search.places import pack_places
from guide_search.texts import pack_texts, unpack_texts

_COMPRESSION = 1
"""Twice as fast as the default, for an eighth more bytes."""


class SectionText(NamedTuple):
    """A part of a sheet that a result can point at."""

    anchor: str
    """'' is the top of the sheet."""
    title: str
    text: str
    """Plain text, a line per block."""


class SheetLinkText(NamedTuple):
    """A link to another sheet, as the sheet words it."""

    target: str
    """Sheet id."""
    text: str


@dataclass(frozen=True, slots=True)
class SearchDocument:
    """All that search knows of a sheet."""

    sheet_id: str
    title: str
    chapter: str
    """Slug."""
    keywords: tuple[str, ...] = ()
    summary: str = ""
    sections: tuple[SectionText, ...] = ()
    folder: str = ""
    links: tuple[SheetLinkText, ...] = ()
    """Its links to other sheets, each wording once. They say how people call what *those* sheets are about, and count
    for them: so no sheet has to be indexed again because another one changed."""


@dataclass(frozen=True, slots=True)
class IndexRecord:
    """A sheet, analysed. The arrays are unsigned 32-bit numbers in the machine's own order."""

    sheet_id: str
    chapter: str
    words: str
    """Its different words, a line each, in order of first appearance: word 0, word 1…"""
    title: bytes
    keywords: bytes
    links: bytes
    link_ends: bytes
    """Where in `links` each link's text ends."""
    link_targets: str
    """The sheet ids that they lead to, a line each."""
    text: bytes
    """Title, summary and sections: the whole sheet in reading order."""
    section_ends: bytes
    """Where in `text` the title and summary end, then each section."""
    places: bytes
    """Of each word of `text`, where it stands in its part (title and summary, or a section), packed."""
    stored: bytes
    """The document itself without the texts of its sections, packed."""
    texts: bytes
    """Its summary and the texts of its sections, as passages show them, packed."""
    outline: str
    """Its title, then of each section the anchor and the title with a tab between: a line each."""


def analyse(document: SearchDocument) -> IndexRecord:
    """The record of a document: equal documents give equal records, whatever was analysed before."""
    shown = [flowing(text) for text in (document.summary, *(section.text for section in document.sections))]
    titles = (document.title, *(section.title for section in document.sections))
    # A sheet in reading order, as it is shown: title and summary, then each section with its title above.
    parts = ["\n".join(filter(None, part)) for part in zip(titles, shown)]
    links = [link.text for link in document.links]
    texts = [*parts, *links, document.title, *document.keywords, document.folder]
    found = numbered_words("\n".join(filter(None, texts)))
    # One line end after each text; an empty one takes no room.
    text_ends = np.array([len(text) + 1 if text else 0 for text in texts]).cumsum()
    ends = found.starts.searchsorted(text_ends)
    section_ends, link_ends = ends[: len(parts)], ends[len(parts) : len(parts) + len(links)]
    body, after_links = section_ends[-1], ends[len(parts) + len(links) - 1]
    after_title = ends[len(parts) + len(links)]
    numbers = found.numbers
    return IndexRecord(
        sheet_id=document.sheet_id,
        chapter=document.chapter,
        words="\n".join(found.distinct),
        title=numbers[after_links:after_title].tobytes(),
        keywords=numbers[after_title:].tobytes(),
        links=numbers[body:after_links].tobytes(),
        link_ends=_bytes(link_ends - body),
        link_targets="\n".join(link.target for link in document.links),
        text=numbers[:body].tobytes(),
        section_ends=_bytes(section_ends),
        places=pack_places(found.starts[:body], section_ends, text_ends[: len(parts)]),
        stored=pack(document),
        texts=pack_texts(shown),
        outline=_outline(document),
    )


def flowing(text: str) -> str:
    """A text as passages show it: line ends become dashes, and several spaces one."""
    flow = " \N{EN DASH} ".join(filter(None, map(str.strip, text.splitlines())))
    return " ".join(filter(None, flow.split(" "))) if "  " in flow else flow


def _bytes(numbers: NDArray[np.int64]) -> bytes:
    return numbers.astype(np.uint32).tobytes()


def _outline(document: SearchDocument) -> str:
    sections = (f"{section.anchor}\t{_line(section.title)}" for section in document.sections)
    return "\n".join((_line(document.title), *sections))


def _line(text: str) -> str:
    """As many characters, on one line."""
    return text.replace("\n", " ").replace("\t", " ")


def pack(document: SearchDocument) -> bytes:
    """A document as the index stores it, its texts apart: a compressed pickle of plain values, which stock Whoosh reads
    too."""
    values = {
        "sheet": document.sheet_id,
        "title": document.title,
        "chapter": document.chapter,
        "keywords": document.keywords,
        "sections": tuple((s.anchor, s.title) for s in document.sections),
        "folder": document.folder,
        "links": tuple((link.target, link.text) for link in document.links),
    }
    buffer = io.BytesIO()
    pickler = pickle.Pickler(buffer, 4)
    # Without a memo: with one, the bytes would tell equal strings from identical ones.
    pickler.fast = True
    pickler.dump(values)
    return zlib.compress(buffer.getvalue(), _COMPRESSION)


def unpack(values: Mapping[str, Any], texts: bytes) -> SearchDocument:
    """The document of stored values and of its texts."""
    summary, *each = unpack_texts(texts)
    return SearchDocument(
        sheet_id=values["sheet"],
        title=values["title"],
        chapter=values["chapter"],
        keywords=values["keywords"],
        summary=summary,
        sections=tuple(
            SectionText(anchor, title, text)
            for (anchor, title), text in zip(values["sections"], each, strict=True)
        ),
        folder=values["folder"],
        links=tuple(starmap(SheetLinkText, values["links"])),
    )
