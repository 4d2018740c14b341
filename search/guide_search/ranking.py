"""Scores: BM25 by field, with a bonus for words that stand together and for a section that says it all.

A sheet's score is the sum, over the query's notions, of BM25 in its title, its text, its keywords and the texts of
links to it (each with its own rarity of the term: what is common in texts may be rare in titles), plus the pairs of
neighbouring words found side by side, plus the score of its best section, seen as a small document of its own.
The constants were chosen by hand on round numbers; around them quality is flat.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from guide_search.loaded import Floats, Ints, LoadedIndex


@dataclass(frozen=True, slots=True)
class Bm25:
    """The two constants of BM25, and what the field weighs."""

    weight: float
    saturation: float
    """How slowly repeating a term ceases to count (k1)."""
    length: float
    """How much a long field loses, 0 to 1 (b)."""


FIELDS = {
    "title": Bm25(1.0, 1.2, 0.75),
    "text": Bm25(1.0, 1.6, 0.5),
    "keywords": Bm25(0.6, 1.2, 0.75),
    "links": Bm25(0.2, 1.2, 0.75),
}
PAIR = Bm25(0.5, 1.2, 0.5)
SECTION = Bm25(0.5, 1.2, 0.3)


@dataclass(frozen=True, slots=True)
class Notion:
    """What a word of a query, or a known group of words, stands for."""

    terms: tuple[str, ...]
    """As typed. Each counts by itself."""
    others: tuple[tuple[float, tuple[str, ...]], ...] = ()
    """What it is also called: (weight, terms), the terms counting together or not at all."""


@dataclass(frozen=True, slots=True)
class Scores:
    """How well each document answers, by document number; and each section, by section number."""

    documents: Floats
    coverage: Floats
    """Which share of the query each document speaks of at all, 0 to 1, rare words weighing more."""
    sections: Floats


@dataclass(frozen=True, slots=True)
class Sparse:
    """Values of some documents or sections."""

    numbers: Ints
    values: Floats


class Ranker:
    """Scores queries on an index, and remembers what each term and pair contributes."""

    def __init__(self, index: LoadedIndex) -> None:
        self._index = index
        self._terms: dict[str, Sparse] = {}
        self._sections: dict[str, Sparse] = {}
        self._pairs: dict[tuple[str, str], Sparse] = {}

    def scores(self, notions: Sequence[Notion]) -> Scores:
        """The scores of all documents and sections."""
        index = self._index
        documents, sections = np.zeros(index.size), np.zeros(len(index.section_ends))
        covered, total = np.zeros(index.size), 0.0
        for notion in notions:
            rarity = sum(map(self.rarity, notion.terms))
            found = self._notion(notion)
            documents[found.numbers] += found.values
            covered[found.numbers] += rarity
            total += rarity
            for weight, terms in ((1.0, notion.terms), *notion.others):
                for term in terms:
                    part = self._section_scores(term)
                    sections[part.numbers] += part.values * (
                        weight if terms is notion.terms else weight / len(terms)
                    )
        typed = [term for notion in notions for term in notion.terms]
        for pair in dict.fromkeys(pairwise(typed)):
            part = self._pair_scores(*pair)
            documents[part.numbers] += part.values
        if len(sections):
            documents += SECTION.weight * np.maximum.reduceat(sections, index.first_section)
        return Scores(documents, covered / total if total else covered, sections)

    def rarity(self, term: str) -> float:
        """How rare a term is among sheets: what finding it is worth."""
        return _rarity(self._index.size, len(self._index.occurrences("text", term).documents))

    def together(self, first: str, second: str) -> bool:
        """Whether one term comes right after the other in some sheet."""
        return len(self._pair_scores(first, second).numbers) > 0

    def _notion(self, notion: Notion) -> Sparse:
        """The best of what it is called, document by document."""
        if not notion.others and len(notion.terms) == 1:
            return self._term_scores(notion.terms[0])
        best = self._together(notion.terms, all_needed=False)
        for weight, terms in notion.others:
            scores = self._together(terms, all_needed=True) * (weight / math.sqrt(len(terms)))
            np.maximum(best, scores, out=best)
        return _sparse(best)

    def _together(self, terms: Sequence[str], *, all_needed: bool) -> Floats:
        scores, present = np.zeros(self._index.size), np.zeros(self._index.size, np.int32)
        for term in terms:
            part = self._term_scores(term)
            scores[part.numbers] += part.values
            present[part.numbers] += 1
        if all_needed:
            for pair in pairwise(terms):
                part = self._pair_scores(*pair)
                scores[part.numbers] += part.values
            scores[present < len(terms)] = 0
        return scores

    def _term_scores(self, term: str) -> Sparse:
        if (known := self._terms.get(term)) is None:
            total = np.zeros(self._index.size)
            for name, constants in FIELDS.items():
                found = self._index.occurrences(name, term)
                if len(found.documents):
                    view = self._index.field(name)
                    lengths = view.lengths[found.documents] / view.average
                    rarity = _rarity(self._index.size, len(found.documents))
                    total[found.documents] += _bm25(constants, rarity, found.counts, lengths)
            known = _sparse(total)
            if len(known.numbers):
                self._terms[term] = known
        return known

    def _section_scores(self, term: str) -> Sparse:
        if (known := self._sections.get(term)) is None:
            index = self._index
            tokens = index.occurrences("text", term).tokens
            places = np.searchsorted(index.section_ends, tokens, side="right")
            numbers, counts = np.unique(places, return_counts=True)
            average = max(1.0, float(index.section_ends[-1]) / len(index.section_ends)) if index.size else 1.0
            rarity = _rarity(len(index.section_ends), len(numbers))
            lengths = index.section_sizes[numbers] / average
            known = Sparse(numbers.astype(np.int32), _bm25(SECTION, rarity, counts, lengths) / SECTION.weight)
            if len(numbers):
                self._sections[term] = known
        return known

    def _pair_scores(self, first: str, second: str) -> Sparse:
        if (known := self._pairs.get((first, second))) is None:
            index = self._index
            tokens = _following(
                index.occurrences("text", first).tokens, index.occurrences("text", second).tokens
            )
            # A sheet's first word follows the last one of another sheet, and means nothing by it.
            owners = np.searchsorted(index.first_token, tokens, side="right") - 1
            owners = owners[tokens > index.first_token[owners]]
            numbers, counts = np.unique(owners, return_counts=True)
            view = index.field("text")
            rarity = _rarity(index.size, len(numbers))
            lengths = view.lengths[numbers] / view.average
            known = Sparse(numbers.astype(np.int32), _bm25(PAIR, rarity, counts, lengths))
            if len(self._pairs) < _MOST_PAIRS:
                self._pairs[first, second] = known
        return known


_MOST_PAIRS = 20_000


def _following(first: Ints, second: Ints) -> Ints:
    """The places of `second` that come right after one of `first`; both ascending."""
    if len(first) > len(second):
        return second[_are_in(second - 1, first)]
    return first[_are_in(first + 1, second)] + 1


def _are_in(values: Ints, ordered: Ints) -> NDArray[np.bool_]:
    if not len(ordered):
        return np.zeros(len(values), bool)
    places = np.searchsorted(ordered, values)
    return np.equal(ordered[np.minimum(places, len(ordered) - 1)], values)


def _rarity(size: int, having: int) -> float:
    return math.log(1 + (size - having + 0.5) / (having + 0.5))


def _bm25(constants: Bm25, rarity: float, counts: NDArray[np.integer[Any]], lengths: Floats) -> Floats:
    """BM25 of a term in the documents that have it; lengths as a multiple of the average."""
    k, b = constants.saturation, constants.length
    return constants.weight * rarity * (k + 1) * counts / (counts + k * (1 - b + b * lengths))


def _sparse(values: Floats) -> Sparse:
    numbers = np.flatnonzero(values)
    return Sparse(numbers.astype(np.int32), values[numbers])
