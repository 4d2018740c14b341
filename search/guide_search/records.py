"""From a sheet's text to what the index needs of it: one pure step, so that it runs in workers and is remembered.

A record holds each different word once, and the sheet as numbers of those words: writing an index of thousands of
sheets is then arithmetic on arrays, and a record is small enough to keep beside the sheet from edition to edition.
"""

import io
import pickle
import zlib
from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import accumulate, chain, starmap
from typing import Any, NamedTuple

import numpy as np

from guide_search.analysis import placed_words, words_of
from guide_search.places import pack_places
from guide_search.texts import pack_texts, unpack_texts

_COMPRESSION = 1
"""Twice as fast as the default, for an eighth more bytes."""
_ONE_LINE = str.maketrans("\n\t", "  ")


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
    text, starts = placed_words("\n".join(filter(None, parts)))
    # One line end after each part; an empty part takes no room.
    part_ends = np.cumsum([len(part) + 1 if part else 0 for part in parts])
    section_ends = np.searchsorted(starts, part_ends)
    links = [words_of(link.text) for link in document.links]
    title = words_of(document.title)
    keywords = [word for text in (*document.keywords, document.folder) for word in words_of(text)]
    distinct = dict.fromkeys(chain(text, *links, title, keywords))
    number = dict(zip(distinct, range(len(distinct)))).__getitem__
    return IndexRecord(
        sheet_id=document.sheet_id,
        chapter=document.chapter,
        words="\n".join(distinct),
        title=_numbers(map(number, title)),
        keywords=_numbers(map(number, keywords)),
        links=_numbers(map(number, chain(*links))),
        link_ends=_numbers(accumulate(map(len, links))),
        link_targets="\n".join(link.target for link in document.links),
        text=_numbers(map(number, text)),
        section_ends=section_ends.astype(np.uint32).tobytes(),
        places=pack_places(starts, section_ends, part_ends),
        stored=pack(document),
        texts=pack_texts(shown),
        outline=_outline(document),
    )


def flowing(text: str) -> str:
    """A text as passages show it: line ends become dashes, and several spaces one."""
    flow = " \N{EN DASH} ".join(filter(None, (line.strip() for line in text.splitlines())))
    return " ".join(filter(None, flow.split(" "))) if "  " in flow else flow


def _numbers(numbers: Iterable[int]) -> bytes:
    return array("I", numbers).tobytes()


def _outline(document: SearchDocument) -> str:
    sections = (f"{section.anchor}\t{_line(section.title)}" for section in document.sections)
    return "\n".join((_line(document.title), *sections))


def _line(text: str) -> str:
    """As many characters, on one line."""
    return text.translate(_ONE_LINE)


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
