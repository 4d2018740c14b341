"""The passage to show: the stretch of a text that says most of the query, as pieces to mark or not.

All texts of an answer are looked through at once, by the numbers of their terms; letters are read where a find is
shown, and nowhere else.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate, pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from guide_search.analysis import spans_at
from guide_search.places import Places

LONGEST_PASSAGE = 240
"""Characters, about."""
_WIDEST_GAP = 12
"""Characters between two words of a phrase: 'au', 'de la', 'pour les'."""
_TEXT_BITS = 20
"""Shown texts are shorter than that many bits can count."""


class ShownText(NamedTuple):
    """A text that stands in a section, and which terms stand where in that."""

    text: str
    above: int
    """Characters of the section that stand above it."""
    places: Places
    """Of each term, where in the section the piece between white space starts that it stands in. Ascending."""
    terms: NDArray[np.integer[Any]]
    """Their numbers."""


class Piece(NamedTuple):
    """A piece of text; put one after the other, pieces are the passage."""

    text: str
    is_match: bool


_piece = Piece._make
_BEFORE, _AFTER = (Piece("… ", False),), (Piece(" …", False),)
Pieces = tuple[Piece, ...]
Span = tuple[int, int, str]
"""Start, end, and the term that stands there."""


class Finds(NamedTuple):
    """Where terms that are wanted stand in some texts: text by text, in order."""

    texts: NDArray[np.int64]
    """The number of the text."""
    places: NDArray[np.int64]
    """Where the piece of text starts that the term stands in."""
    terms: NDArray[np.integer[Any]]

    def edges(self, count: int) -> list[tuple[int, int]]:
        """Of each of `count` texts, where its finds start and end."""
        ends = self.texts.searchsorted(np.arange(count + 1)).tolist()
        return list(pairwise(ends))


class Wanted:
    """What to mark: terms by themselves, and phrases, whose terms only count one after the other."""

    def __init__(
        self, terms: frozenset[str], phrases: Sequence[tuple[str, ...]], numbers: Mapping[str, int]
    ) -> None:
        """`numbers` are those of all terms of the index, from 0 on."""
        self._terms = terms
        self._every = terms.union(*phrases)
        self.numbers = np.array([numbers[term] for term in self._every if term in numbers], np.int64)
        """Of the terms that are in the index."""
        self._flags = np.zeros(len(numbers) + 1, bool)
        self._flags[self.numbers] = True
        self._phrases: dict[str, list[tuple[str, ...]]] = {}
        for phrase in phrases:
            self._phrases.setdefault(phrase[0], []).append(phrase)

    def finds(self, texts: Sequence[ShownText]) -> Finds:
        """Where it may be found."""
        terms = np.concatenate([text.terms for text in texts])
        found = self._flags.take(terms).nonzero()[0]
        ends = np.array(list(accumulate(len(text.terms) for text in texts)))
        owners = ends.searchsorted(found, "right")
        places = np.concatenate([text.places for text in texts]).take(found).astype(np.int64)
        places -= np.array([text.above for text in texts]).take(owners)
        # What stands above is below nought: no place at all, once signs count for nothing.
        lengths = np.array([len(text.text) for text in texts], np.uint64)
        inside = (places.view(np.uint64) < lengths.take(owners)).nonzero()[0]
        return Finds(owners.take(inside), places.take(inside), terms.take(found.take(inside)))

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

    def among(self, spans: Iterable[Span]) -> list[Span]:
        """Where it is found, of all that stands in a text."""
        found = [span for span in spans if span[2] in self._every]
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


def marked_title(text: str, spans: Iterable[Span], wanted: Wanted) -> Pieces:
    """A title with `spans_of` it, what is wanted apart."""
    return _marked(text, wanted.among(spans), 0, len(text))


def passages_of(texts: Sequence[ShownText], wanted: Wanted, length: int = LONGEST_PASSAGE) -> list[Pieces]:
    """Of each text the stretch with most different things that are wanted, its beginning if it has none.

    A passage starts and ends between words, with an ellipsis where text is left out.
    """
    if not texts:
        return []
    finds = wanted.finds(texts)
    places = finds.places.tolist()
    worth = _worth(finds, wanted.numbers, length * 3 // 4)
    parts = []
    for (text, *_), (a, b) in zip(texts, finds.edges(len(texts))):
        if len(text) <= length:
            parts.append(_marked(text, wanted.spans(text, places[a:b]), 0, len(text)))
        else:
            best = places[a + int(worth[a:b].argmax())] if a < b else 0
            parts.append(_stretch(text, wanted, places[a:b], best, length))
    return parts


def _stretch(text: str, wanted: Wanted, places: Sequence[int], best: int, length: int) -> Pieces:
    start = _start(text, best, length // 4)
    end = _end(text, start + length)
    inside = places[bisect_left(places, start) : bisect_left(places, end)]
    middle = _marked(text, wanted.spans(text, inside), start, end)
    return (*_BEFORE[: start > 0], *middle, *_AFTER[: end < len(text)])


def _worth(finds: Finds, terms: NDArray[np.int64], length: int) -> NDArray[np.int64]:
    """Of the stretch of text from each find on: the more different finds, then the more finds, the greater."""
    keys = (finds.texts << _TEXT_BITS) + finds.places
    ends = keys.searchsorted(keys + length, "right")
    seen = np.zeros((len(terms), len(keys) + 1), np.int32)
    (finds.terms == terms[:, None]).cumsum(1, out=seen[:, 1:])
    different = (seen.take(ends, 1) > seen[:, :-1]).sum(0)
    worth: NDArray[np.int64] = different * (len(keys) + 1) + ends - np.arange(len(keys))
    return worth


def _marked(text: str, spans: Iterable[Span], start: int, end: int) -> Pieces:
    """A stretch of a text with the finds in it."""
    pieces: list[Piece] = []
    for first, last, _ in spans:
        if first < start or last > end:
            continue  # one of two words in a piece of text that is marked whole, or half outside
        if first > start:
            pieces.append(_piece((text[start:first], False)))
        pieces.append(_piece((text[first:last], True)))
        start = last
    if start < end:
        pieces.append(_piece((text[start:end], False)))
    return tuple(pieces)


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
