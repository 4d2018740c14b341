"""The passage to show: the stretch of a text that says most of the query, as pieces to mark or not."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from guide_search.analysis import spans_at
from guide_search.places import Places

LONGEST_PASSAGE = 240
"""Characters, about."""
_WIDEST_GAP = 12
"""Characters between two words of a phrase: 'au', 'de la', 'pour les'."""


class ShownText(NamedTuple):
    """A text, and which terms stand where in it."""

    text: str
    places: Places
    """Of each term, where the piece between white space starts that it stands in. Ascending."""
    terms: NDArray[np.integer[Any]]
    """Their numbers."""


class Piece(NamedTuple):
    """A piece of text; put one after the other, pieces are the passage."""

    text: str
    is_match: bool


Pieces = tuple[Piece, ...]
Span = tuple[int, int, str]
"""Start, end, and what is found there."""
Find = tuple[int, int]
"""Where the piece of text starts in which a term stands, and the term."""


class Wanted:
    """What to mark: terms by themselves, and phrases, whose terms only count one after the other."""

    def __init__(
        self, terms: frozenset[str], phrases: Sequence[tuple[str, ...]], numbers: Mapping[str, int]
    ) -> None:
        """`numbers` are those of all terms of the index, from 0 on."""
        self._terms = terms
        self._every = terms.union(*phrases)
        self._flags = np.zeros(len(numbers) + 1, bool)
        self._flags[[numbers[term] for term in self._every if term in numbers]] = True
        self._phrases: dict[str, list[tuple[str, ...]]] = {}
        for phrase in phrases:
            self._phrases.setdefault(phrase[0], []).append(phrase)

    def finds(self, text: ShownText) -> list[Find]:
        """Where it may be found, in order."""
        found = self._flags[text.terms].nonzero()[0]
        return list(zip(text.places[found].tolist(), text.terms[found].tolist()))

    def spans(self, text: str, places: Iterable[int]) -> list[Span]:
        """Where it is found in the pieces of text that start at some places, in order, without overlap."""
        every = self._every
        found = [
            (place + start, place + end, term)
            for place in dict.fromkeys(places)
            for start, end, term in spans_at(text, place)
            if term in every
        ]
        return self._in_phrases(found) if self._phrases else found

    def _in_phrases(self, found: Sequence[Span]) -> list[Span]:
        """Of finds, phrases as one, and what counts by itself."""
        spans: list[Span] = []
        place = done = 0
        while place < len(found):
            first, last, term = found[place]
            phrases = self._phrases.get(term, ())
            length = max((_length(phrase, found, place) for phrase in phrases), default=0)
            length = length or int(term in self._terms)
            if length and first >= done:
                done = found[place + length - 1][1] if length > 1 else last
                spans.append((first, done, term))
            place += max(1, length)
        return spans


def _length(phrase: tuple[str, ...], found: Sequence[Span], place: int) -> int:
    """How many finds a phrase takes from a place on, 0 when it isn't there."""
    group = found[place : place + len(phrase)]
    same = tuple(term for _, _, term in group) == phrase
    close = all(after[0] - before[1] <= _WIDEST_GAP for before, after in pairwise(group))
    return len(phrase) if same and close else 0


def marked(text: ShownText, wanted: Wanted) -> Pieces:
    """A whole text, what is wanted apart."""
    return _marked(text.text, wanted, wanted.finds(text), 0, len(text.text))


def passage(text: ShownText, wanted: Wanted, length: int = LONGEST_PASSAGE) -> Pieces:
    """The stretch of a text with most different things that are wanted, its beginning if it has none.

    It starts and ends between words, with an ellipsis where text is left out.
    """
    finds = wanted.finds(text)
    if len(text.text) <= length:
        return _marked(text.text, wanted, finds, 0, len(text.text))
    start = _start(text.text, _best(finds, length * 3 // 4), length // 4)
    end = _end(text.text, start + length)
    before = (Piece("… ", False),) if start else ()
    after = (Piece(" …", False),) if end < len(text.text) else ()
    return (*before, *_marked(text.text, wanted, finds, start, end), *after)


def _marked(text: str, wanted: Wanted, finds: Sequence[Find], start: int, end: int) -> Pieces:
    inside = finds[bisect_left(finds, (start,)) : bisect_left(finds, (end,))]
    spans = wanted.spans(text, (place for place, _ in inside))
    return tuple(_pieces(text, (span for span in spans if span[1] <= end), start, end))


def _best(finds: Sequence[Find], length: int) -> int:
    """The start of the window with most different finds, then with most finds."""
    best, best_start, last, different = (0, 0), 0, 0, 0
    counts = dict.fromkeys((term for _, term in finds), 0)
    for first, (start, term) in enumerate(finds):
        while last < len(finds) and finds[last][0] <= start + length:
            entering = finds[last][1]
            counts[entering] += 1
            different += counts[entering] == 1
            last += 1
        if (different, last - first) > best:
            best, best_start = (different, last - first), start
        counts[term] -= 1
        different -= counts[term] == 0
    return best_start


def _start(text: str, place: int, room: int) -> int:
    """The start of the sentence, or at least of a word, at most `room` characters before a place."""
    earliest = max(0, place - room)
    if earliest == 0:
        return 0
    for stop in (". ", "? ", "! ", " \N{EN DASH} ", " : ", "; "):
        found = text.rfind(stop, earliest, place)
        if found >= 0:
            return found + len(stop)
    space = text.find(" ", earliest, place)
    return space + 1 if space >= 0 else place


def _end(text: str, place: int) -> int:
    if place >= len(text):
        return len(text)
    space = text.rfind(" ", max(0, place - 40), place)
    return space if space > 0 else place


def _pieces(text: str, spans: Iterable[Span], start: int, end: int) -> Iterator[Piece]:
    for span_start, span_end, _ in spans:
        if span_start < start:
            continue  # two words in a piece of text that is marked whole
        if span_start > start:
            yield Piece(text[start:span_start], False)
        yield Piece(text[span_start:span_end], True)
        start = span_end
    if start < end:
        yield Piece(text[start:end], False)
