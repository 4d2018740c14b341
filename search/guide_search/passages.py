"""The passage to show: the stretch of a text that says most of the query, as pieces to mark or not."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from guide_search.analysis import ReadText

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
        self._terms = terms
        self._every = terms.union(*phrases)
        self._phrases: dict[str, list[tuple[str, ...]]] = {}
        for phrase in phrases:
            self._phrases.setdefault(phrase[0], []).append(phrase)

    def places(self, text: ReadText) -> list[tuple[int, str]]:
        """Where the piece of text starts in which a term stands, for each, those of phrases too."""
        return [(text.text.rfind(" ", 0, start) + 1, term) for start, _, term in text.spans(self._every)]

    def spans(self, text: ReadText, start: int = 0, end: int | None = None) -> list[Span]:
        """Where it is found between two places, in order, without overlap."""
        found = text.spans(self._every, start, end)
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


def marked(text: ReadText, wanted: Wanted, start: int = 0, end: int | None = None) -> Pieces:
    """A whole text, or what stands between two places of it, what is wanted apart."""
    end = len(text.text) if end is None else end
    return tuple(_pieces(text.text, wanted.spans(text, start, end), start, end))


def flowing(text: str) -> str:
    """A text as a passage shows it, its beginning if it is very long: line ends become dashes."""
    return " \N{EN DASH} ".join(filter(None, (line.strip() for line in text[:_MOST_TEXT].splitlines())))


def passage(text: ReadText, wanted: Wanted, length: int = LONGEST_PASSAGE) -> Pieces:
    """The stretch of a `flowing` text with most different things that are wanted, its beginning if it has none.

    It starts and ends between words, with an ellipsis where text is left out.
    """
    if len(text.text) <= length:
        return marked(text, wanted)
    start = _start(text.text, _best(wanted.places(text), length * 3 // 4), length // 4)
    end = _end(text.text, start + length)
    before = (Piece("… ", False),) if start else ()
    after = (Piece(" …", False),) if end < len(text.text) else ()
    return (*before, *marked(text, wanted, start, end), *after)


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


def _pieces(text: str, spans: Sequence[Span], start: int, end: int) -> Iterator[Piece]:
    for span_start, span_end, _ in spans:
        if span_start > start:
            yield Piece(text[start:span_start], False)
        yield Piece(text[span_start:span_end], True)
        start = span_end
    if start < end:
        yield Piece(text[start:end], False)
