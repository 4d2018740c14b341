"""What answers are shown from: titles and sections, read once and kept, since many queries lead to the same ones.

Unpacking a sheet and reading a section cost as much as ranking all sheets. What is kept is bounded: of sheets only
what choosing a section needs, and only sections that were shown.
"""

from dataclasses import dataclass
from typing import TypeVar

from guide_search.analysis import ReadText
from guide_search.loaded import LoadedIndex
from guide_search.matrix import Floats
from guide_search.passages import flowing
from guide_search.records import SearchDocument

K = TypeVar("K")
V = TypeVar("V")
_MOST_SHEETS = 5_000
_MOST_LETTERS = 7_000_000
"""Of the sections kept, once thousands of different queries were asked: some 50 MB."""


@dataclass(frozen=True, slots=True)
class AnswerSheet:
    """What is needed of a sheet."""

    title: ReadText
    of_text: tuple[int, ...]
    """The numbers of its sections that are text: neither lists at its foot nor parts without a title. 0 is the top."""
    has_summary: bool
    sections: int
    """How many it has, the top not counted."""


@dataclass(frozen=True, slots=True)
class AnswerSection:
    """A section to point at, and the text that its passage is from."""

    anchor: str
    title: str
    text: ReadText


class Answers:
    """Sheets and sections to show. Threads may share it."""

    def __init__(self, index: LoadedIndex) -> None:
        self._index = index
        self._sheets: dict[int, AnswerSheet] = {}
        self._sections: dict[tuple[int, int], AnswerSection] = {}
        self._letters = 0

    def sheet(self, number: int) -> AnswerSheet:
        """A sheet, by document number."""
        if (known := self._sheets.get(number)) is None:
            if len(self._sheets) >= _MOST_SHEETS:
                _forget(self._sheets)
            known = self._sheets[number] = _sheet(self._index.document(number))
        return known

    def best_section(self, number: int, scores: Floats) -> AnswerSection:
        """The section of a sheet to point at, by the scores of its sections: the best one of the text, of the lists at
        its foot if the text says nothing."""
        sheet = self.sheet(number)
        ranked = scores.tolist()
        best = max(sheet.of_text, key=ranked.__getitem__)
        if ranked[best] <= 0:
            best = ranked.index(max(ranked))
        if not best and not sheet.has_summary and sheet.sections:
            best = 1
        return self._section(number, best)

    def _section(self, number: int, place: int) -> AnswerSection:
        if (known := self._sections.get((number, place))) is None:
            if self._letters >= _MOST_LETTERS:
                _forget(self._sections)
                self._letters = sum(len(section.text.text) for section in list(self._sections.values()))
            known = self._sections[number, place] = _section(self._index.document(number), place)
            self._letters += len(known.text.text)
        return known


def _sheet(document: SearchDocument) -> AnswerSheet:
    of_text = (place for place, s in enumerate(document.sections, 1) if s.anchor or not s.title)
    return AnswerSheet(
        title=ReadText(document.title),
        of_text=(0, *of_text),
        has_summary=bool(document.summary),
        sections=len(document.sections),
    )


def _section(document: SearchDocument, place: int) -> AnswerSection:
    if not place:
        return AnswerSection("", "", ReadText(flowing(document.summary)))
    section = document.sections[place - 1]
    return AnswerSection(section.anchor, section.title, ReadText(flowing(section.text or section.title)))


def _forget(known: dict[K, V]) -> None:
    """Drop the half that is known longest."""
    for key in list(known)[: len(known) // 2]:
        known.pop(key, None)
