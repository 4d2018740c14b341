"""What answers are shown from: a sheet's title, the section to point at, and which terms stand where in them.

Texts are unpacked when they are shown, and not read: the index knows where terms stand. What was shown last is kept.
"""

from functools import lru_cache
from typing import NamedTuple

from guide_search.analysis import spans_of
from guide_search.loaded import LoadedIndex
from guide_search.matrix import Floats
from guide_search.passages import ShownText, Span

_SECTIONS_KEPT, _TITLES_KEPT = 500, 4_000
_MOST_TEXT = 20_000
"""Characters: of a longer section only that much is looked at."""


class ShownSection(NamedTuple):
    """A section to point at."""

    anchor: str
    title: str
    """'' at the top of the sheet."""
    text: ShownText
    """What the passage is from."""


class Answers:
    """Titles and sections to show. Threads may share it."""

    def __init__(self, index: LoadedIndex) -> None:
        self._index = index
        self._of_text = list(map(_of_text, index.outlines))
        self._section = lru_cache(_SECTIONS_KEPT)(self._read_section)
        self.title = lru_cache(_TITLES_KEPT)(self._read_title)
        """Of a sheet, by number: the title, and where its terms stand in it."""

    def best_section(self, number: int, scores: Floats) -> ShownSection:
        """The section of a sheet to point at, by the scores of all sections of the guide: the best one of the text, of
        the lists at its foot if the text says nothing."""
        ranked = scores[self._index.sections.of(number)].tolist()
        best = max(self._of_text[number], key=ranked.__getitem__)
        if ranked[best] <= 0:
            best = ranked.index(max(ranked))
        return self._section(number, best)

    def _read_title(self, number: int) -> tuple[str, tuple[Span, ...]]:
        title = self._line(number, 0)
        return title, tuple(spans_of(title))

    def _read_section(self, number: int, part: int) -> ShownSection:
        text = self._index.shown(number, part)[:_MOST_TEXT]
        if not part and not text and b"\n" in self._index.outlines[number]:
            part, text = 1, self._index.shown(number, 1)[:_MOST_TEXT]
        line = self._line(number, part)
        if not part:
            return ShownSection("", "", self._shown(number, 0, text, line))
        anchor, heading = line.split("\t", 1)
        shown = self._shown(number, part, text, heading) if text else self._shown(number, part, heading)
        return ShownSection(anchor, heading, shown)

    def _line(self, number: int, part: int) -> str:
        """Of what a sheet's outline says, the title, or a section."""
        return self._index.outlines[number].split(b"\n", part + 1)[part].decode()

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
