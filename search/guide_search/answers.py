"""What answers are shown from: a sheet's title, the section to point at, and which terms stand where in them.

Texts are unpacked when they are shown, and not read: the index knows where terms stand. What was shown last is kept.
"""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from guide_search.loaded import LoadedIndex
from guide_search.matrix import Floats
from guide_search.passages import ShownText
from guide_search.records import flowing

_SHEETS_KEPT, _SECTIONS_KEPT = 1_500, 1_000
_MOST_TEXT = 20_000
"""Characters: of a longer section only that much is looked at."""


class AnswerSheet(NamedTuple):
    """What is needed of a sheet."""

    title: ShownText
    of_text: tuple[int, ...]
    """The numbers of its sections that are text: neither lists at its foot nor parts without a title. 0 is the top."""
    has_summary: bool
    sections: int
    """How many it has, the top not counted."""


class AnswerSection(NamedTuple):
    """A section to point at."""

    anchor: str
    title: str
    """'' at the top of the sheet."""
    text: ShownText
    """What the passage is from."""


class Answers:
    """Sheets and sections to show. Threads may share it."""

    def __init__(self, index: LoadedIndex) -> None:
        self._index = index
        self._shown_sheet = lru_cache(32)(index.shown)
        self.sheet = lru_cache(_SHEETS_KEPT)(self._sheet)
        """A sheet, by document number."""
        self._section = lru_cache(_SECTIONS_KEPT)(self._read_section)

    def best_section(self, number: int, scores: Floats) -> AnswerSection:
        """The section of a sheet to point at, by the scores of all sections of the guide: the best one of the text, of
        the lists at its foot if the text says nothing."""
        sheet: AnswerSheet = self.sheet(number)
        first = int(self._index.sections.first[number])
        ranked = scores[first : first + 1 + sheet.sections].tolist()
        best = max(sheet.of_text, key=ranked.__getitem__)
        if ranked[best] <= 0:
            best = ranked.index(max(ranked))
        if not best and not sheet.has_summary and sheet.sections:
            best = 1
        return self._section(number, best)

    def _sheet(self, number: int) -> AnswerSheet:
        sheet = self._shown_sheet(number)
        of_text = (place for place, (anchor, title, _) in enumerate(sheet.sections, 1) if anchor or not title)
        title = self._shown(number, 0, sheet.title)
        return AnswerSheet(title, (0, *of_text), bool(sheet.summary), len(sheet.sections))

    def _read_section(self, number: int, part: int) -> AnswerSection:
        sheet = self._shown_sheet(number)
        if not part:
            return AnswerSection(
                "", "", self._shown(number, 0, flowing(sheet.summary)[:_MOST_TEXT], sheet.title)
            )
        anchor, title, text = sheet.sections[part - 1]
        if shown := flowing(text)[:_MOST_TEXT]:
            return AnswerSection(anchor, title, self._shown(number, part, shown, title))
        return AnswerSection(anchor, title, self._shown(number, part, title))

    def _shown(self, number: int, part: int, text: str, title: str = "") -> ShownText:
        """A text that stands in a part of a sheet, below the title given."""
        sections = self._index.sections
        section = int(sections.first[number]) + part
        end = int(sections.ends[section])
        first = end - int(sections.sizes[section])
        above = len(title) + 1 if title else 0
        low, high = self._index.places[first:end].searchsorted((above, above + len(text))).tolist()
        inside = slice(first + low, first + high)
        return ShownText(text, self._index.places[inside] - np.uint16(above), self._index.terms_at[inside])
