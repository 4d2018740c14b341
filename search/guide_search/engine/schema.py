"""The fields of the index, and the imports of Whoosh that the other modules share."""

import struct
import warnings
from collections.abc import Iterator
from itertools import accumulate
from typing import Any

from guide_search.analysis import spans_of

with warnings.catch_warnings():
    # Whoosh 2.7.4 has escapes in plain strings, which newer Pythons warn of when they compile it.
    warnings.simplefilter("ignore")
    from whoosh import (  # type: ignore[import-untyped]
        analysis,
        columns,
        fields,
        filedb,
        formats,
        index,
        reading,
        scoring,
        searching,
    )
    from whoosh.codec import whoosh3  # type: ignore[import-untyped]
    from whoosh.filedb import compound, filestore, filetables, structfile  # type: ignore[import-untyped]
    from whoosh.util import numeric, numlists  # type: ignore[import-untyped]

__all__ = [
    "INDEX_NAME",
    "LINK_ENDS",
    "LINK_TARGETS",
    "OUTLINE",
    "PLACES",
    "SCORED",
    "SECTION_ENDS",
    "TERM_INFO",
    "TEXTS",
    "Places",
    "columns",
    "compound",
    "filedb",
    "filestore",
    "filetables",
    "index",
    "numeric",
    "numlists",
    "reading",
    "schema",
    "scoring",
    "searching",
    "structfile",
    "whoosh3",
]

INDEX_NAME = "MAIN"
SCORED = ("keywords", "links", "text", "title")
"""Fields whose length per document is kept."""
# Columns. Ends are places in a field, unsigned, four bytes, little-endian.
SECTION_ENDS = "section_ends"
"""In `text`: where the title and summary end, then each section."""
LINK_ENDS = "link_ends"
"""In `links`: where each link's text ends."""
LINK_TARGETS = "link_targets"
"""Sheet ids, a line each."""
OUTLINE = "outline"
"""Title, then sections, a line each, as the record has them; compressed."""
PLACES = "places"
"""Where each word of `text` stands in what is shown, as the record has them."""
TEXTS = "texts"
"""The summary and the text of each section, as the record has them."""

TERM_INFO = struct.Struct("!BfIBBfIIqi")
"""What Whoosh's codec keeps of a term: 0 (its postings are in the file), total weight, documents, shortest and longest
length, largest weight, first and last document, then where its postings start and how long they are."""


class FrenchAnalyzer(analysis.Composable):  # type: ignore[misc]
    """Our analysis, for Whoosh's own parsers."""

    def __call__(self, value: str, mode: str = "", **kwargs: Any) -> Iterator[Any]:
        token = analysis.Token(positions=True, chars=True, mode=mode)
        for place, (start, end, term) in enumerate(spans_of(value)):
            token.text, token.pos, token.boost, token.stopped = term, place, 1.0, False
            token.startchar, token.endchar = start, end
            yield token


class Places(formats.Positions):  # type: ignore[misc]
    """Places of a term in a sheet: the first, then each step to the next, two bytes each.

    What Whoosh pickles for the same is three times as long, and slow to read.
    """

    def encode(self, places: list[int]) -> bytes:
        starts = [0, *places]
        return b"".join((place - start).to_bytes(2, "little") for start, place in zip(starts, places))

    def decode_positions(self, value: bytes) -> list[int]:
        steps = (int.from_bytes(value[i : i + 2], "little") for i in range(0, len(value), 2))
        return list(accumulate(steps))

    def decode_frequency(self, value: bytes) -> int:
        return len(value) // 2


def _french(*, stored: bool) -> Any:
    field = fields.TEXT(analyzer=FrenchAnalyzer(), stored=stored)
    field.format = Places()
    return field


def schema() -> Any:
    """The schema of every index that we write."""
    return fields.Schema(
        sheet=fields.ID(stored=True, unique=True, sortable=True),
        chapter=fields.ID(stored=True, sortable=True),
        title=_french(stored=True),
        keywords=_french(stored=True),
        links=_french(stored=True),
        text=_french(stored=False),
        word=fields.ID(),
        section_ends=fields.COLUMN(),
        link_ends=fields.COLUMN(),
        link_targets=fields.COLUMN(),
        outline=fields.COLUMN(),
        places=fields.COLUMN(),
        texts=fields.COLUMN(),
        sections=fields.STORED(),
        folder=fields.STORED(),
    )
