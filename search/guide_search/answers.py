"""What answers are shown from: a sheet's title, the section to point at, and which terms stand where in them.

Texts are unpacked when they are shown, and not read: the index knows where terms stand. What was shown last is kept.
"""

from functools import lru_cache
from typing import NamedTuple

from guide_search.loaded import LoadedIndex
from guide_search.matrix import Floats
from guide_search.passages import ShownText

_SECTIONS_KEPT = 1_000
_MOST_TEXT = 20_000
"""Characters: of a longer section only that much is looked at."""


class ShownSection(NamedTuple):
    """A section to point at, and the title of its sheet."""

    sheet: ShownText
    """The title."""
    anchor: str
    title: str
    """'' at the top of the sheet."""
    text: ShownText
    """What the passage is from."""


class Answers:
    """Sections to show. Threads may share it."""

    def __init__(self, index: LoadedIndex) -> None:
        self._index = index
        self._of_text = list(map(_of_text, index.outlines))
        self._section = lru_cache(_SECTIONS_KEPT)(self._read_section)

    def best_section(self, number: int, scores: Floats) -> ShownSection:
        """The section of a sheet to point at, by the scores of all sections of the guide: the best one of the text, of
        the lists at its foot if the text says nothing."""
        ranked = scores[self._index.sections.of(number)].tolist()
        best = max(self._of_text[number], key=ranked.__getitem__)
        if ranked[best] <= 0:
            best = ranked.index(max(ranked))
        return self._section(number, best)

    def _read_section(self, number: int, part: int) -> ShownSection:
        sheet, *sections = self._index.outline(number)
        title = self._shown(number, 0, sheet)
        text = self._index.shown(number, part)[:_MOST_TEXT]
        if not part and not text and sections:
            part, text = 1, self._index.shown(number, 1)[:_MOST_TEXT]
        if not part:
            return ShownSection(title, "", "", self._shown(number, 0, text, sheet))
        anchor, heading = sections[part - 1].split("\t", 1)
        shown = self._shown(number, part, text, heading) if text else self._shown(number, part, heading)
        return ShownSection(title, anchor, heading, shown)

    def _shown(self, number: int, part: int, text: str, title: str = "") -> ShownText:
        """A text that stands in a part of a sheet, below the title given."""
        index = self._index
        tokens = index.sections.tokens(number, part)
        above = len(title) + 1 if title else 0
        return ShownText(text, above, index.places[tokens], index.terms_at[tokens])


def _of_text(outline: bytes) -> tuple[int, ...]:
    """The numbers of a sheet's sections that are text, not lists at its foot: those have a title and no anchor."""
    lines = outline.split(b"\n")
    return tuple(n for n, line in enumerate(lines) if line == b"\t" or not line.startswith(b"\t"))
