"""Scores, in two passes over the sheets (docs/adr: how search ranks).

The first pass is BM25 by field: title, text, keywords, texts of links to the sheet; plus pairs of neighbouring words
found side by side, plus the best section as a small document of its own. The second pass looks at the first one's
best: what other sheets they are like, and link to. `Features` has what both say of each sheet, and the weights by
which it is added up.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Generic, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from guide_search.bm25 import Bm25, impacts, rarity
from guide_search.likeness import Likeness
from guide_search.loaded import LoadedIndex
from guide_search.matrix import Floats, Greatest, Ints, Matrix, best_first, places_of, starts_of
from guide_search.titles import Titles

V = TypeVar("V")
FIELDS = {
    "title": (1.0, Bm25(1.2, 0.75)),
    "text": (1.0, Bm25(1.6, 0.5)),
    "keywords": (0.6, Bm25(1.2, 0.75)),
    "links": (0.2, Bm25(1.2, 0.3)),
}
"""What each field weighs in the first pass."""
PAIR_WEIGHT, PAIR = 0.5, Bm25(1.2, 0.5)
SECTION_WEIGHT, SECTION = 0.5, Bm25(1.2, 0.3)
_MEANING_SHARE = 0.7
"""What a word of a meaning of several words counts, where words count one by one."""
_MOST_PAIRS = 20_000
_MOST_TERMS = 2_000


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


class Features(NamedTuple, Generic[V]):
    """What is known of each document for a query, as arrays by document; or what each of that weighs.

    The first five grow with the query: they are taken per unit of its rarity.
    """

    first: V
    """The first pass."""
    text: V
    links: V
    pairs: V
    """Neighbouring words of the query found side by side."""
    words: V
    """BM25 of the characteristic words of the first pass's best, as if they had been typed."""
    coverage: V
    title_letters: V
    """Likeness of the title by groups of letters."""
    alike: V
    """Likeness to the first pass's best."""
    linked: V
    """The best of those that link to it."""
    linking: V
    """How many of the best it links to."""
    question: V
    """1 for a sheet whose title is a question."""


# Fitted by tests/bench/fit_ranking.py, and rounded; docs/adr has what each is good for.
NAME_WEIGHTS = Features(0.1, 0.28, 0.26, 0.38, 0.37, 0.62, 1.87, 1.09, 0.25, -0.19, -0.07)
"""For queries that name something."""
QUESTION_WEIGHTS = Features(0.1, -0.2, 0.07, 0.0, 0.31, 0.43, 1.13, 2.48, 0.66, 1.88, 0.61)
"""For queries that ask something: what the best answers link to and resemble counts more."""


class Ranker:
    """Scores queries on an index."""

    def __init__(self, index: LoadedIndex) -> None:
        self._index = index
        fields = {
            "title": index.title,
            "text": index.text,
            "keywords": index.keywords,
            "links": index.links.field,
        }
        self._fields = {name: (field, impacts(field, FIELDS[name][1])) for name, field in fields.items()}
        self._terms: dict[str, tuple[Ints, Floats]] = {}
        self._sections = _section_impacts(index)
        self._best_sections = Greatest(index.sections.first, len(index.sections.ends))
        self._linking = _linking(index)
        self._likeness = Likeness(index)
        titles = [outline[0] for outline in index.outlines]
        self._titles = Titles(titles)
        self._questions = np.array([title.rstrip().endswith("?") for title in titles], np.float64)
        self._pairs: dict[tuple[str, str], tuple[Ints, Floats]] = {}

    def scores(self, notions: Sequence[Notion], query: str, *, asked: bool) -> Scores:
        """The scores of all documents and sections; `query` is what was typed, `asked` whether it is a question."""
        sections = self._section_scores(notions)
        features = self.features(notions, query, sections)
        documents = np.zeros(self._index.size)
        for weight, values in zip(QUESTION_WEIGHTS if asked else NAME_WEIGHTS, features):
            documents += weight * values
        return Scores(documents, features.coverage, sections)

    def features(
        self, notions: Sequence[Notion], query: str, sections: Floats | None = None
    ) -> Features[Floats]:
        """All that the scores of documents are made of."""
        if sections is None:
            sections = self._section_scores(notions)
        terms, weights = _bag(notions)
        by_field = {name: self._field_scores(name, terms, weights) for name in ("text", "links")}
        pairs = self._pair_total(notions)
        first, coverage = self._first_pass(notions, by_field)
        first += PAIR_WEIGHT * pairs
        if len(sections):
            first += SECTION_WEIGHT * self._best_sections.of(sections)
        unit = max(1e-9, sum(map(lambda term, weight: self.rarity(term) * weight, terms, weights.tolist())))
        words, alike = self._feedback(first)
        linked, linking = self._linked(first)
        return Features(
            first / unit,
            by_field["text"] / unit,
            by_field["links"] / unit,
            pairs / unit,
            words / unit,
            coverage,
            self._titles.likeness(query),
            alike,
            linked,
            linking,
            self._questions,
        )

    def rarity(self, term: str) -> float:
        """How rare a term is among sheets: what finding it is worth."""
        return rarity(self._index.size, self._index.text.frequency(term))

    def is_known(self, term: str) -> bool:
        """Whether a term occurs in some scored field."""
        return any(term in field.numbers for field, _ in self._fields.values())

    def together(self, first: str, second: str) -> bool:
        """Whether one term comes right after the other in some sheet."""
        return len(self._pair_scores(first, second)[0]) > 0

    def _first_pass(self, notions: Sequence[Notion], by_field: dict[str, Floats]) -> tuple[Floats, Floats]:
        """BM25 by field, and coverage."""
        size = self._index.size
        scores, covered, total = np.zeros(size), np.zeros(size), 0.0
        for notion in notions:
            found = self._notion(notion)
            worth = sum(map(self.rarity, notion.terms))
            scores += found
            covered[found > 0] += worth
            total += worth
        return scores, covered / total if total else covered

    def _notion(self, notion: Notion) -> Floats:
        """The best of what it is called, document by document."""
        best, _ = self._together(notion.terms)
        for weight, terms in notion.others:
            scores, present = self._together(terms)
            for pair in pairwise(terms):
                numbers, values = self._pair_scores(*pair)
                scores[numbers] += PAIR_WEIGHT * values
            scores[present < len(terms)] = 0
            np.maximum(best, scores * (weight / math.sqrt(len(terms))), out=best)
        return best

    def _together(self, terms: Sequence[str]) -> tuple[Floats, Floats]:
        """The scores of terms added up over all fields; and how many of the terms each document has."""
        scores, present = np.zeros(self._index.size), np.zeros(self._index.size)
        for term in terms:
            documents, values = self._term(term)
            scores[documents] += values
            present[documents] += 1
        return scores, present

    def _term(self, term: str) -> tuple[Ints, Floats]:
        """The documents that have a term in some field, and their scores over all fields."""
        if (known := self._terms.get(term)) is None:
            scores = np.zeros(self._index.size)
            for name, (field, matrix) in self._fields.items():
                if (number := field.numbers.get(term)) is not None:
                    documents, values = matrix.row(number)
                    scores[documents] += FIELDS[name][0] * values
            found = np.flatnonzero(scores).astype(np.int32)
            known = found, scores[found]
            if len(self._terms) >= _MOST_TERMS:
                self._terms.clear()
            self._terms[term] = known
        return known

    def _field_scores(self, name: str, terms: Sequence[str], weights: Floats) -> Floats:
        field, matrix = self._fields[name]
        rows, places = field.rows(terms)
        return matrix.sum(rows, weights[places])

    def _section_scores(self, notions: Sequence[Notion]) -> Floats:
        weights: dict[str, float] = {}
        for notion in notions:
            for weight, terms in ((1.0, notion.terms), *notion.others):
                share = weight if terms is notion.terms else weight / len(terms)
                for term in terms:
                    weights[term] = weights.get(term, 0.0) + share
        rows, places = self._index.text.rows(list(weights))
        return self._sections.sum(rows, np.array(list(weights.values()))[places])

    def _feedback(self, first: Floats) -> tuple[Floats, Floats]:
        """What the characteristic words of the best say of all documents: as a query, and as a likeness."""
        best = _best(first, 5)
        if not len(best):
            return np.zeros(len(first)), np.zeros(len(first))
        trust = (first[best] / first[best[0]]) ** 3
        numbers, words = self._likeness.words(best, trust / trust.sum())
        order = _best(words, 40)
        chosen, words = numbers[order], words[order]
        field, matrix = self._fields["text"]
        having = np.diff(field.starts)[chosen]
        rare = np.log(1 + (len(first) - having + 0.5) / (having + 0.5))
        as_query = matrix.sum(chosen, words / words[0] / rare) if len(chosen) else np.zeros(len(first))
        return as_query, self._likeness.like(*self._likeness.words(best[:3], trust[:3]))

    def _linked(self, first: Floats) -> tuple[Floats, Floats]:
        """The best of those that link to each document; and how much of the best it links to."""
        links, size = self._index.links, len(first)
        best = _best(first, 50)
        trust = (first[best] / first[best[:1]]) ** 4
        order = np.argsort(best)
        linked = np.zeros(size)
        leading, sizes = places_of(links.starts, best)
        np.maximum.at(linked, links.targets[leading], np.repeat(trust, sizes))
        return linked, self._linking.sum(best[order], trust[order]) / np.sqrt(1 + links.outgoing)

    def _pair_total(self, notions: Sequence[Notion]) -> Floats:
        total = np.zeros(self._index.size)
        typed = [term for notion in notions for term in notion.terms]
        for pair in dict.fromkeys(pairwise(typed)):
            numbers, values = self._pair_scores(*pair)
            total[numbers] += values
        return total

    def _pair_scores(self, first: str, second: str) -> tuple[Ints, Floats]:
        if (known := self._pairs.get((first, second))) is None:
            index = self._index
            tokens = _following(self._tokens(first), self._tokens(second))
            # A sheet's first word follows the last one of another sheet, and means nothing by it.
            starts = index.sections.first_token
            owners = np.searchsorted(starts, tokens, side="right") - 1
            owners = owners[tokens > starts[owners]]
            numbers, counts = np.unique(owners, return_counts=True)
            lengths = index.text.lengths[numbers] / index.text.average
            known = numbers.astype(np.int32), rarity(index.size, len(numbers)) * PAIR.worth(counts, lengths)
            if len(self._pairs) < _MOST_PAIRS:
                self._pairs[first, second] = known
        return known

    def _tokens(self, term: str) -> Ints:
        number = self._index.text.numbers.get(term)
        if number is None:
            return np.empty(0, np.int32)
        starts = self._index.token_starts
        return self._index.tokens[starts[number] : starts[number + 1]]


def _bag(notions: Sequence[Notion]) -> tuple[list[str], Floats]:
    """All terms of a query, its words' other names with them, and what each weighs."""
    weights: dict[str, float] = {}
    for notion in notions:
        for term in notion.terms:
            weights[term] = 1.0
        for weight, terms in notion.others:
            share = weight if len(terms) == 1 else _MEANING_SHARE * weight / math.sqrt(len(terms))
            for term in terms:
                weights[term] = max(weights.get(term, 0.0), share)
    return list(weights), np.array(list(weights.values()))


def _section_impacts(index: LoadedIndex) -> Matrix:
    """Of each term of the text, its BM25 score in each section."""
    ends, sizes = index.sections.ends, index.sections.sizes
    rows = np.repeat(np.arange(len(index.text.numbers), dtype=np.int32), np.diff(index.token_starts))
    owners = np.searchsorted(ends, index.tokens, side="right").astype(np.int32)
    changes = (rows[1:] != rows[:-1]) | (owners[1:] != owners[:-1])
    firsts = np.flatnonzero(np.append(True, changes)[: len(rows)])
    rows, owners, counts = rows[firsts], owners[firsts], np.diff(np.append(firsts, len(rows)))
    having = np.bincount(rows, minlength=len(index.text.numbers))
    average = max(1.0, float(ends[-1]) / len(ends)) if len(ends) else 1.0
    rare = np.log(1 + (len(ends) - having + 0.5) / (having + 0.5))
    values = np.repeat(rare, having) * SECTION.worth(counts, sizes[owners] / average)
    return Matrix(starts_of(having), owners, values.astype(np.float32), len(ends))


def _linking(index: LoadedIndex) -> Matrix:
    """Of each document, 1 for each that links to it."""
    links, size = index.links, index.size
    return Matrix(links.starts, links.targets, np.ones(len(links.targets), np.float32), size).turned()


def _best(scores: Floats, count: int) -> Ints:
    """The numbers of the greatest positive scores, greatest first; of equal ones, the first."""
    found = np.flatnonzero(scores > 0).astype(np.int32)
    return found[best_first(scores[found], count)]


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
