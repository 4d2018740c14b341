"""The passage to show: the stretch of a text that says most of the query, as pieces to mark or not."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from guide_search.analysis import Finder

LONGEST_PASSAGE = 240
"""Characters, about."""
_MOST_TEXT = 20_000
"""Of a longer section only that much is looked at."""
_WIDEST_GAP = 12
"""Characters between two words of a phrase: 'au', 'de la', 'pour les'."""


class Piece(NamedTuple):
    """A piece of text; put one after the other, pieces are the passage."""

    text: str
    is_match: bool


Pieces = tuple[Piece, ...]
Span = tuple[int, int, str]
"""Start, end, and what is found there."""


class Wanted:
    """What to mark: terms by themselves, and phrases, whose terms only count one after the other."""

    def __init__(self, terms: frozenset[str], phrases: Sequence[tuple[str, ...]] = ()) -> None:
        self._terms, self._phrases = terms, phrases
        self._finder = Finder(terms.union(*phrases))

    def places(self, text: str) -> list[tuple[int, str]]:
        """About where each term stands, those of phrases too."""
        return self._finder.places(text)

    def spans(self, text: str) -> list[Span]:
        """Where it is found, in order, without overlap."""
        found = self._finder.spans(text)
        spans: list[Span] = []
        place = end = 0
        while place < len(found):
            length = max((_length(phrase, found, place) for phrase in self._phrases), default=0)
            length = length or int(found[place][2] in self._terms)
            if length and found[place][0] >= end:
                end = found[place + length - 1][1]
                spans.append((found[place][0], end, found[place][2]))
            place += max(1, length)
        return spans


def _length(phrase: tuple[str, ...], found: Sequence[Span], place: int) -> int:
    """How many finds a phrase takes from a place on, 0 when it isn't there."""
    group = found[place : place + len(phrase)]
    same = tuple(term for _, _, term in group) == phrase
    close = all(after[0] - before[1] <= _WIDEST_GAP for before, after in pairwise(group))
    return len(phrase) if same and close else 0


def marked(text: str, wanted: Wanted) -> Pieces:
    """A whole text, what is wanted apart."""
    return tuple(_pieces(text, wanted.spans(text)))


def passage(text: str, wanted: Wanted, length: int = LONGEST_PASSAGE) -> Pieces:
    """The stretch of a text with most different things that are wanted, its beginning if it has none.

    It starts and ends between words, with an ellipsis where text is left out; line ends become dashes.
    """
    text = " \N{EN DASH} ".join(filter(None, (line.strip() for line in text[:_MOST_TEXT].splitlines())))
    if len(text) <= length:
        return marked(text, wanted)
    start = _start(text, _best(wanted.places(text), length * 3 // 4), length // 4)
    end = _end(text, start + length)
    before = (Piece("… ", False),) if start else ()
    after = (Piece(" …", False),) if end < len(text) else ()
    return (*before, *marked(text[start:end], wanted), *after)


def _best(places: Sequence[tuple[int, str]], length: int) -> int:
    """The start of the window with most different finds, then with most finds."""
    best, best_start, last, different = (0, 0), 0, 0, 0
    counts: Counter[str] = Counter()
    for first, (start, found) in enumerate(places):
        while last < len(places) and places[last][0] <= start + length:
            counts[places[last][1]] += 1
            different += counts[places[last][1]] == 1
            last += 1
        if (different, last - first) > best:
            best, best_start = (different, last - first), start
        counts[found] -= 1
        different -= counts[found] == 0
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


def _pieces(text: str, spans: Sequence[Span]) -> Iterator[Piece]:
    start = 0
    for span_start, span_end, _ in spans:
        if span_start > start:
            yield Piece(text[start:span_start], False)
        yield Piece(text[span_start:span_end], True)
        start = span_end
    if start < len(text):
        yield Piece(text[start:], False)
