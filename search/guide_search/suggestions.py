"""Suggestions while typing: titles, sections, acronyms and figures whose words begin as what was typed.

Every word of every entry stands once in a list in order, with the entries it is in. What begins as a word typed so
far is then one stretch of that list, so that a suggestion costs a few additions, whatever is typed.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from guide_search.analysis import STOP_WORDS, fold
from guide_search.matrix import starts_of
from guide_search.names_file import NameKind, OtherName

LONGEST_TYPED = 100
MOST_WORDS = 8
MOST = 8
_WORD = re.compile(r"[a-z0-9]+")
_LAST = "\U0010ffff"


class SuggestionKind(StrEnum):
    """What a suggestion leads to."""

    SHEET = "fiche"
    SECTION = "section"
    NAME = "sigle"
    """Another search: what an acronym stands for, what a benefit is called today."""
    FIGURE = "chiffre"


_BONUS = {
    SuggestionKind.FIGURE: 3.0,
    SuggestionKind.NAME: 2.5,
    SuggestionKind.SHEET: 2.0,
    SuggestionKind.SECTION: 0.0,
}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A line of the list."""

    kind: SuggestionKind
    text: str
    detail: str
    """What else to show: the sheet of a section, the meaning of an acronym, an amount."""
    target: str
    """Where it leads: a sheet's id, with '#' and the anchor of a section; the words to search for; the rate's id."""
    weight: float = 0.0
    """What speaks for it besides its words."""


class Suggestions:
    """All that may be suggested. Threads may share it."""

    def __init__(self, entries: Iterable[Suggestion]) -> None:
        self._entries = list(entries)
        pairs: list[tuple[str, int, bool]] = []
        self._heads: list[str] = []
        sizes = []
        for number, entry in enumerate(self._entries):
            own = _words(entry.text)
            context = (
                _words(entry.detail) if entry.kind in (SuggestionKind.SECTION, SuggestionKind.NAME) else []
            )
            pairs += ((word, number, True) for word in dict.fromkeys(own))
            # The meaning of an acronym is another way to type it; the title of its sheet isn't one to type a section.
            is_name = entry.kind is SuggestionKind.NAME
            pairs += ((word, number, is_name) for word in dict.fromkeys(context) if word not in own)
            self._heads.append(" ".join(own))
            sizes.append(len(own))
        pairs.sort()
        self._spelled = list(dict.fromkeys(word for word, _, _ in pairs))
        counts = Counter(word for word, _, _ in pairs)
        self._starts = starts_of(np.array([counts[word] for word in self._spelled], np.int64))
        self._numbers = np.array([number for _, number, _ in pairs], np.int32)
        self._own = np.array([is_own for _, _, is_own in pairs], bool)
        bonus = np.array([_BONUS[entry.kind] + entry.weight for entry in self._entries])
        self._weights = bonus - 0.35 * np.sqrt(np.array(sizes, np.float64))

    def suggest(self, typed: str, most: int = MOST) -> tuple[Suggestion, ...]:
        """What may be meant, the likeliest first; () for less than two letters."""
        words = _typed_words(typed)
        if not words or len("".join(words)) < 2:
            return ()
        having, own = np.zeros(len(self._entries), np.int8), np.zeros(len(self._entries), bool)
        for word in words:
            begins = self._beginning(word)
            here = np.zeros(len(self._entries), bool)
            here[self._numbers[begins]] = True
            own[self._numbers[begins][self._own[begins]]] = True
            having += here
        found = np.flatnonzero((having == len(words)) & own)
        return tuple(self._entries[number] for number in self._best(found, words, most))

    def _beginning(self, word: str) -> slice:
        """The stretch of words that begin so."""
        first = bisect_left(self._spelled, word)
        last = bisect_left(self._spelled, word + _LAST, first)
        return slice(self._starts[first], self._starts[last])

    def _best(self, found: NDArray[np.int64], words: Sequence[str], most: int) -> list[int]:
        if len(found) > 10 * most:
            found = found[np.argpartition(-self._weights[found], 10 * most)[: 10 * most]]
        start = " ".join(words)

        def rank(number: int) -> tuple[float, str, int]:
            head = self._heads[number]
            as_typed = (
                3.0 * head.startswith(start) + 1.0 * (f" {start}" in f" {head}") + 2.0 * (head == start)
            )
            return (-float(self._weights[number]) - as_typed, head, number)

        return sorted(found.tolist(), key=rank)[:most]


def guide_entries(
    sheets: Sequence[str],
    outlines: Iterable[Sequence[str]],
    names: Iterable[OtherName],
    cited: NDArray[np.integer],
) -> Iterable[Suggestion]:
    """Those of an index: its sheets and their sections, its acronyms and renamed benefits.

    `cited` says how many sheets link to each.
    """
    for sheet, (title, *sections), links in zip(sheets, outlines, cited.tolist()):
        yield Suggestion(SuggestionKind.SHEET, title, "", sheet, min(1.0, links / 20))
        for anchor, heading in (section.split("\t", 1) for section in sections):
            if anchor and heading:
                yield Suggestion(SuggestionKind.SECTION, heading, title, f"{sheet}#{anchor}")
    for name in names:
        if name.kind is NameKind.ACRONYM and len(name.typed) < len(name.meant):
            yield Suggestion(SuggestionKind.NAME, name.typed, name.meant, name.typed)
        elif name.kind is NameKind.NOW:
            yield Suggestion(SuggestionKind.NAME, name.typed, name.meant, name.meant)


def _words(text: str) -> list[str]:
    return _WORD.findall(fold(text))


def _typed_words(typed: str) -> list[str]:
    """The words typed so far, the last one perhaps half; little words don't count, unless they are all there is."""
    words = _words(typed[:LONGEST_TYPED])[:MOST_WORDS]
    telling = [word for place, word in enumerate(words) if word not in STOP_WORDS or place == len(words) - 1]
    return telling or words
