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
from typing import Any, Generic, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from guide_search.bm25 import Bm25, impacts, rarities, rarity
from guide_search.likeness import Likeness
from guide_search.loaded import LoadedIndex
from guide_search.matrix import (
    Floats,
    Ints,
    Matrix,
    Numbers,
    added_up,
    best_first,
    changes_of,
    matrix_of,
    narrow,
    places_of,
    starts_of,
)
from guide_search.postings import Field
from guide_search.titles import Titles

V = TypeVar("V")
_MOST_FOLLOWED = 50
"""So many of the first pass's best say by their links what else may answer."""
_Scored = tuple[Numbers, NDArray[np.floating[Any]]]
"""Documents, and a score for each."""
_NOWHERE: _Scored = np.empty(0, np.int32), np.empty(0, np.float32)
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


_GROWING = 5
"""The first so many features grow with the query."""
# Fitted by tests/bench/fit_ranking.py, and rounded; docs/adr has what each is good for.
NAME_WEIGHTS = Features(0.1, 0.28, 0.26, 0.38, 0.37, 0.62, 1.87, 1.09, 0.25, -0.19, -0.07)
"""For queries that name something."""
QUESTION_WEIGHTS = Features(0.1, -0.2, 0.07, 0.0, 0.31, 0.43, 1.13, 2.48, 0.66, 1.88, 0.61)
"""For queries that ask something: what the best answers link to and resemble counts more."""


class Ranker:
    """Scores queries on an index."""

    def __init__(self, index: LoadedIndex) -> None:
        self._index = index
        self._text, self._links = index.text, index.links.field
        self._text_impacts = impacts(self._text, FIELDS["text"][1])
        self._links_impacts = impacts(self._links, FIELDS["links"][1])
        self._numbers, self._impacts = self._all_fields()
        self._sections = _section_impacts(index)
        self._linking = _linking(index)
        self._link_lengths = np.sqrt(1 + index.links.outgoing)
        self._likeness = Likeness(index)
        titles = [index.outline(number)[0] for number in range(index.size)]
        self._titles = Titles(titles)
        self._questions = np.array([title.rstrip().endswith("?") for title in titles], np.float64)
        self._worths = [rarity(index.size, having) for having in range(index.size + 1)]
        self._text_worths = rarities(index.size, np.diff(self._text.starts))

    def scores(self, notions: Sequence[Notion], query: str, *, asked: bool) -> Scores:
        """The scores of all documents and sections; `query` is what was typed, `asked` whether it is a question."""
        sections = self._section_scores(notions)
        features, unit = self._features(notions, query, sections)
        documents, part = np.zeros(self._index.size), np.empty(self._index.size)
        for place, (weight, values) in enumerate(zip(QUESTION_WEIGHTS if asked else NAME_WEIGHTS, features)):
            if weight:
                documents += np.multiply(values, weight / unit if place < _GROWING else weight, out=part)
        return Scores(documents, features.coverage, sections)

    def features(self, notions: Sequence[Notion], query: str) -> Features[Floats]:
        """All that the scores of documents are made of."""
        found, unit = self._features(notions, query, self._section_scores(notions))
        return Features(*(values / unit for values in found[:_GROWING]), *found[_GROWING:])

    def _features(
        self, notions: Sequence[Notion], query: str, sections: Floats
    ) -> tuple[Features[Floats], float]:
        """The features, those that grow with the query as they grew; and the unit to take them by."""
        terms, weights = _bag(notions)
        text = _field_scores(self._text, self._text_impacts, terms, weights)
        links = _field_scores(self._links, self._links_impacts, terms, weights)
        pairs = self._pair_total(notions)
        first, coverage = self._first_pass(notions)
        first += PAIR_WEIGHT * pairs
        if len(sections):
            first += SECTION_WEIGHT * np.maximum.reduceat(sections, self._index.sections.first)
        unit = max(1e-9, sum(map(lambda term, weight: self.rarity(term) * weight, terms, weights.tolist())))
        best = best_first(first, _MOST_FOLLOWED, above=0.0)
        words, alike = self._feedback(first, best[:5])
        linked, linking = self._linked(first, best)
        titles = self._titles.likeness(query)
        return Features(
            first, text, links, pairs, words, coverage, titles, alike, linked, linking, self._questions
        ), unit

    def rarity(self, term: str) -> float:
        """How rare a term is among sheets: what finding it is worth."""
        return self._worths[self._text.frequency(term)]

    def is_known(self, term: str) -> bool:
        """Whether a term occurs in some scored field."""
        return term in self._numbers

    def together(self, first: str, second: str) -> bool:
        """Whether one term comes right after the other in some sheet."""
        return len(self._pair_scores([(first, second)])[0]) > 0

    def _all_fields(self) -> tuple[dict[str, int], Matrix]:
        """Of each term of any field, a number and its weighted scores over all fields."""
        index, size = self._index, self._index.size
        fields = {
            "text": (self._text, self._text_impacts),
            "links": (self._links, self._links_impacts),
            "title": (index.title, impacts(index.title, FIELDS["title"][1])),
            "keywords": (index.keywords, impacts(index.keywords, FIELDS["keywords"][1])),
        }
        every = dict.fromkeys(term for field, _ in fields.values() for term in field.numbers)
        numbers = {term: number for number, term in enumerate(every)}
        keys, values = [], []
        for name, (field, matrix) in fields.items():
            rows = np.fromiter(map(numbers.__getitem__, field.numbers), np.int64, len(field.numbers))
            keys.append(np.repeat(rows, np.diff(field.starts)) * size + field.documents)
            values.append(FIELDS[name][0] * matrix.values)
        return numbers, matrix_of(np.concatenate(keys), np.concatenate(values), len(numbers), size)

    def _first_pass(self, notions: Sequence[Notion]) -> tuple[Floats, Floats]:
        """BM25 by field, and coverage."""
        size = self._index.size
        plain: list[str] = []
        called: list[Notion] = []
        for notion in notions:
            if len(notion.terms) == 1 and not notion.others:
                plain += notion.terms
            else:
                called.append(notion)
        plain = [term for term in plain if term in self._numbers]
        numbers = np.array([self._numbers[term] for term in plain], np.int32)
        documents, values = self._impacts.weighted(numbers)
        worths = np.array(list(map(self.rarity, plain)), np.float64)
        scores = added_up(documents, values, size)
        covered = added_up(documents, worths.repeat(self._impacts.sizes(numbers)), size)
        for notion in called:
            found = self._notion(notion)
            scores += found
            covered[found > 0] += sum(map(self.rarity, notion.terms))
        total = sum(self.rarity(term) for notion in notions for term in notion.terms)
        return scores, covered / total if total else covered

    def _notion(self, notion: Notion) -> Floats:
        """The best of what it is called, document by document."""
        documents, values = self._each(notion.terms)
        best = added_up(documents, values, self._index.size)
        for weight, terms in notion.others:
            documents, values = self._each(terms)
            if len(terms) == 1:
                best[documents] = np.maximum(best[documents], values * weight)
                continue
            scores = added_up(documents, values, self._index.size)
            scores += PAIR_WEIGHT * added_up(*self._pair_scores(list(pairwise(terms))), self._index.size)
            scores *= np.bincount(documents, minlength=self._index.size) == len(terms)
            scores *= weight / math.sqrt(len(terms))
            np.maximum(best, scores, out=best)
        return best

    def _each(self, terms: Sequence[str]) -> _Scored:
        """Term after term, the documents that have it in some field, and their scores over all fields."""
        numbers = [number for term in terms if (number := self._numbers.get(term)) is not None]
        return self._impacts.weighted(np.array(numbers, np.int32))

    def _section_scores(self, notions: Sequence[Notion]) -> Floats:
        weights: dict[str, float] = {}
        for notion in notions:
            for weight, terms in ((1.0, notion.terms), *notion.others):
                share = weight if terms is notion.terms else weight / len(terms)
                for term in terms:
                    weights[term] = weights.get(term, 0.0) + share
        rows, places = self._index.text.rows(list(weights))
        return self._sections.sum(rows, np.array(list(weights.values()))[places])

    def _feedback(self, first: Floats, best: Ints) -> tuple[Floats, Floats]:
        """What the characteristic words of the best say of all documents: as a query, and as a likeness."""
        if not len(best):
            return np.zeros(len(first)), np.zeros(len(first))
        trust = (first[best] / first[best[0]]) ** 3
        numbers, words = self._likeness.words(best, trust / trust.sum())
        order = best_first(words, 40, above=0.0)
        chosen, words = numbers[order], words[order]
        weights = words / words[0] / self._text_worths[chosen] if len(chosen) else words
        return self._text_impacts.sum(chosen, weights), self._likeness.like(best[:3], trust[:3])

    def _linked(self, first: Floats, best: Ints) -> tuple[Floats, Floats]:
        """The best of those that link to each document; and how much of the best it links to."""
        links = self._index.links
        trust = (first[best] / first[best[:1]]) ** 4
        linked = np.zeros(len(first))
        # From the worst to the best, so that the best one's trust is what stays.
        leading, sizes = places_of(links.starts, best[::-1])
        linked[links.targets.take(leading)] = trust[::-1].repeat(sizes)
        return linked, self._linking.sum(best, trust) / self._link_lengths

    def _pair_total(self, notions: Sequence[Notion]) -> Floats:
        typed = [term for notion in notions for term in notion.terms]
        return added_up(*self._pair_scores(list(dict.fromkeys(pairwise(typed)))), self._index.size)

    def _pair_scores(self, pairs: Sequence[tuple[str, str]]) -> _Scored:
        """Pair after pair, the documents that have one term right after the other, and their scores for it."""
        index, numbers = self._index, self._text.numbers
        looked_at: list[Ints] = []
        sides: list[tuple[int, int]] = []
        for first, second in pairs:
            before, after = numbers.get(first), numbers.get(second)
            if before is None or after is None:
                continue
            # Where the rarer one stands, the other one is looked for: a step on, or back.
            here, there = index.tokens_of(before), index.tokens_of(after)
            looked_at.append(here if len(here) < len(there) else there)
            sides.append((after, 1) if len(here) < len(there) else (before, -1))
        if not sides:
            return _NOWHERE
        tokens, sizes = np.concatenate(looked_at), list(map(len, looked_at))
        others, steps = np.array(sides, np.int32).repeat(sizes, 0).T
        together = (index.terms_at.take(tokens + steps) == others).nonzero()[0]
        # Where the second one stands.
        tokens = tokens.take(together) + (steps.take(together) > 0)
        # A sheet's first word follows the last one of another sheet, and means nothing by it.
        owners = index.sections.owners(tokens)
        inside = tokens > index.sections.first_token.take(owners)
        keys = ((np.arange(len(sizes)) * index.size).repeat(sizes).take(together) + owners)[inside]
        firsts = changes_of(keys)
        numbers_of, documents = np.divmod(keys.take(firsts), index.size)
        counts = np.append(firsts[1:], len(keys)) - firsts
        rare = rarities(index.size, np.bincount(numbers_of))
        lengths = self._text.lengths[documents] / self._text.average
        return documents, rare.take(numbers_of) * PAIR.worth(counts, lengths)


def _field_scores(field: Field, scores: Matrix, terms: Sequence[str], weights: Floats) -> Floats:
    rows, places = field.rows(terms)
    return scores.sum(rows, weights[places])


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
    return Matrix(starts_of(having), narrow(owners, len(ends)), values.astype(np.float32), len(ends))


def _linking(index: LoadedIndex) -> Matrix:
    """Of each document, 1 for each that links to it."""
    links, size = index.links, index.size
    return Matrix(links.starts, links.targets, np.ones(len(links.targets), np.float32), size).turned()
