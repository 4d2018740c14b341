"""The first pass over the sheets: BM25 by field, pairs of neighbouring words found side by side, and the best section as
a small document of its own."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from guide_search.bm25 import Bm25, rarities
from guide_search.loaded import LoadedIndex
from guide_search.matrix import (
    Floats,
    Ints,
    Matrix,
    Numbers,
    added_up,
    changes_of,
    narrow,
    sizes_of,
    starts_of,
)
from guide_search.rows import ScoreRows

_Scored = tuple[Numbers, NDArray[np.floating[Any]]]
"""Documents, and a score for each."""
_NONE: Ints = np.empty(0, np.int32)
_NOWHERE: _Scored = _NONE, np.empty(0, np.float32)
PAIR_WEIGHT, PAIR = 0.5, Bm25(1.2, 0.5)
SECTION_WEIGHT, SECTION = 0.5, Bm25(1.2, 0.3)
_NOTIONS_KEPT = 200
"""Acronyms and other things with several names, some thousand sheets each at most: queries repeat them."""
_MEANING_SHARE = 0.7
"""What a word of a meaning of several words counts, where words count one by one."""


@dataclass(frozen=True, slots=True)
class Notion:
    """What a word of a query, or a known group of words, stands for."""

    terms: tuple[str, ...]
    """As typed. Each counts by itself."""
    others: tuple[tuple[float, tuple[str, ...]], ...] = ()
    """What it is also called: (weight, terms), the terms counting together or not at all."""

    @property
    def is_word(self) -> bool:
        """Whether it is one word that is called nothing else."""
        return len(self.terms) == 1 and not self.others


class Found(NamedTuple):
    """What the first pass finds, by document."""

    scores: Floats
    """All of it together."""
    text: Floats
    links: Floats
    pairs: Floats
    """Neighbouring words of the query found side by side."""
    coverage: Floats
    """Which share of the query each document speaks of at all, 0 to 1, rare words weighing more."""
    sections: Floats
    """By section."""
    unit: float
    """How much the query says: its rarity, by which these scores but for the coverage grow."""


class FirstPass:
    """Scores queries by their words."""

    def __init__(self, index: LoadedIndex, rows: ScoreRows) -> None:
        self._index, self._size = index, index.size
        self._rows, self._numbers, self._matrix = rows, rows.numbers, rows.matrix
        self._sections, self._owners = _section_impacts(index), _owners(index)
        self._notion = lru_cache(_NOTIONS_KEPT)(self._read_notion)
        self._lengths: Floats = index.text.lengths / index.text.average
        self.worths: Floats = rarities(index.size, np.diff(index.text.starts))
        """What finding each term of the text is worth: how rare it is among sheets."""
        self._unknown = float(rarities(index.size, np.zeros(1, np.int64))[0])

    def is_known(self, term: str) -> bool:
        """Whether a term occurs in some scored field."""
        return term in self._numbers

    def together(self, first: str, second: str) -> bool:
        """Whether one term comes right after the other in some sheet."""
        return len(self._side_by_side(first, second)) > 0

    def find(self, notions: Sequence[Notion]) -> Found:
        """The scores of all documents and sections."""
        bag = _bag(notions)
        plain = [notion.terms[0] for notion in notions if notion.is_word]
        (scores, text, links), covered = self._by_field(plain, bag)
        for notion in notions:
            if not notion.is_word:
                documents, values = self._notion(notion)
                scores[documents] += values
                covered[documents] += sum(map(self._worth, notion.terms))
        typed = [term for notion in notions for term in notion.terms]
        covered /= sum(map(self._worth, typed)) or 1.0
        pairs = added_up(*self._pair_scores(dict.fromkeys(pairwise(typed))), self._size)
        scores += PAIR_WEIGHT * pairs
        sections, best = self._section_scores(notions)
        scores += SECTION_WEIGHT * best
        unit = max(1e-9, sum(self._worth(term) * weight for term, weight in bag.items()))
        return Found(scores, text, links, pairs, covered, sections, unit)

    def _by_field(self, plain: Sequence[str], bag: Mapping[str, float]) -> tuple[Floats, Floats]:
        """BM25 by document: of the plain words in all fields, of the bag in the text and in links, a line each. And how
        much of the plain words' rarity each document has."""
        size, numbers = self._size, self._numbers
        words = {term: number for term in plain if (number := numbers.get(term)) is not None}
        known = {number: weight for term, weight in bag.items() if (number := numbers.get(term)) is not None}
        rows, weights, lines = list(words.values()), [1.0] * len(words), [0] * len(words)
        for line, first in enumerate((self._rows.text, self._rows.links), 1):
            rows += [first + number for number in known]
            weights += known.values()
            lines += [line * size] * len(known)
        columns, values, sizes = self._matrix.gathered(np.array(rows, np.int32))
        places = np.array(lines, np.int64).repeat(sizes) + columns
        scores = added_up(places, np.array(weights).repeat(sizes) * values, 3 * size)
        worths = np.array(list(map(self._worth, words)), np.float64).repeat(sizes[: len(words)])
        return scores.reshape(3, size), added_up(columns[: len(worths)], worths, size)

    def _read_notion(self, notion: Notion) -> _Scored:
        """The documents that have what it is called, and the best of their scores."""
        documents, values = self._each(notion.terms)
        best = added_up(documents, values, self._size)
        for weight, terms in notion.others:
            documents, values = self._each(terms)
            if len(terms) == 1:
                best[documents] = np.maximum(best[documents], values * weight)
                continue
            scores = added_up(documents, values, self._size)
            scores += PAIR_WEIGHT * added_up(*self._pair_scores(pairwise(terms)), self._size)
            scores *= np.bincount(documents, minlength=self._size) == len(terms)
            scores *= weight / math.sqrt(len(terms))
            np.maximum(best, scores, out=best)
        documents = (best > 0).nonzero()[0]
        return narrow(documents, self._size), best.take(documents)

    def _each(self, terms: Iterable[str]) -> _Scored:
        """Term after term, the documents that have it in some field, and their scores over all fields."""
        numbers = [number for term in terms if (number := self._numbers.get(term)) is not None]
        columns, values, _ = self._matrix.gathered(np.array(numbers, np.int32))
        return columns, values

    def _pair_scores(self, pairs: Iterable[tuple[str, str]]) -> _Scored:
        """Pair after pair, the documents that have one term right after the other, and their scores for it."""
        found = [documents for pair in pairs if len(documents := self._side_by_side(*pair))]
        if not found:
            return _NOWHERE
        sizes = list(map(len, found))
        keys = np.arange(0, len(sizes) * self._size, self._size).repeat(sizes) + np.concatenate(found)
        firsts = changes_of(keys)
        numbers, documents = np.divmod(keys.take(firsts), self._size)
        counts = sizes_of(firsts, len(keys))
        rare = rarities(self._size, np.bincount(numbers))
        return documents, rare.take(numbers) * PAIR.worth(counts, self._lengths[documents])

    def _side_by_side(self, first: str, second: str) -> Numbers:
        """The documents that have the one term right before the other, as often as they do."""
        numbers = self._index.text.numbers
        before, after = numbers.get(first), numbers.get(second)
        return _NONE if before is None or after is None else self._index.followed(before, after)

    def _section_scores(self, notions: Sequence[Notion]) -> tuple[Floats, Floats]:
        """The scores of all sections; and each document's best one."""
        weights: dict[int, float] = {}
        for notion in notions:
            for weight, terms in ((1.0, notion.terms), *notion.others):
                share = weight if terms is notion.terms else weight / len(terms)
                for term in terms:
                    if (number := self._index.text.numbers.get(term)) is not None:
                        weights[number] = weights.get(number, 0.0) + share
        rows = np.array(list(weights), np.int32)
        sections, values = self._sections.weighted(rows, np.array(list(weights.values())))
        scores, best = added_up(sections, values, self._sections.width), np.zeros(self._size)
        # Most sections have nothing: only those that have something are looked at.
        np.maximum.at(best, self._owners.take(sections), scores.take(sections))
        return scores, best

    def _worth(self, term: str) -> float:
        """What finding a term is worth: how rare it is among sheets."""
        number = self._index.text.numbers.get(term)
        return self._unknown if number is None else self.worths.item(number)


def _bag(notions: Sequence[Notion]) -> dict[str, float]:
    """All terms of a query, its words' other names with them, and what each weighs."""
    weights: dict[str, float] = {}
    for notion in notions:
        for term in notion.terms:
            weights[term] = 1.0
        for weight, terms in notion.others:
            share = weight if len(terms) == 1 else _MEANING_SHARE * weight / math.sqrt(len(terms))
            for term in terms:
                weights[term] = max(weights.get(term, 0.0), share)
    return weights


def _section_impacts(index: LoadedIndex) -> Matrix:
    """Of each term of the text, its BM25 score in each section."""
    ends, sizes = index.sections.ends, index.sections.sizes
    rows = np.repeat(np.arange(len(index.text.numbers), dtype=np.int32), np.diff(index.token_starts))
    owners = np.searchsorted(ends, index.tokens(), side="right").astype(np.int32)
    changes = (rows[1:] != rows[:-1]) | (owners[1:] != owners[:-1])
    firsts = np.flatnonzero(np.append(True, changes)[: len(rows)])
    rows, owners, counts = rows[firsts], owners[firsts], np.diff(np.append(firsts, len(rows)))
    having = np.bincount(rows, minlength=len(index.text.numbers))
    average = max(1.0, float(ends[-1]) / len(ends)) if len(ends) else 1.0
    rare = np.log(1 + (len(ends) - having + 0.5) / (having + 0.5))
    values = np.repeat(rare, having) * SECTION.worth(counts, sizes[owners] / average)
    return Matrix(starts_of(having), narrow(owners, len(ends)), values.astype(np.float32), len(ends))


def _owners(index: LoadedIndex) -> Numbers:
    """Of each section, its document."""
    counts = np.diff(index.sections.first, append=len(index.sections.ends))
    return np.repeat(narrow(np.arange(index.size), index.size), counts)
