"""Scores, in two passes over the sheets (docs/adr: how search ranks).

The first pass finds the query's words. The second pass looks at the first one's best: what other sheets they are like,
and link to. `Features` has what both say of each sheet, and the weights by which it is added up.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

import numpy as np

from guide_search.first_pass import FirstPass, Found, Notion
from guide_search.likeness import Likeness
from guide_search.loaded import LoadedIndex
from guide_search.matrix import Floats, Ints, Numbers, Weights, best_first, places_of
from guide_search.rows import score_rows
from guide_search.titles import Titles

V = TypeVar("V")
_MOST_FOLLOWED = 50
"""So many of the first pass's best say by their links what else may answer."""
_MOST_TRUSTED, _MOST_RESEMBLED = 5, 3
"""So many of them lend their words; and so many say by all of them what is like them."""
_MOST_WORDS = 40
_Wanted = tuple[str, Numbers, Weights]
"""The name of a feature, the rows to add up, and what each weighs."""


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
        titles = [index.outline(number)[0] for number in range(index.size)]
        self._titles, self._likeness = Titles(titles), Likeness(index)
        self._rows = score_rows(index, self._likeness, self._titles)
        self.first = FirstPass(index, self._rows)
        self._questions = np.array([title.rstrip().endswith("?") for title in titles], np.float64)

    def scores(self, notions: Sequence[Notion], query: str, *, asked: bool) -> Scores:
        """The scores of all documents and sections; `query` is what was typed, `asked` whether it is a question."""
        found = self.first.find(notions)
        weights = QUESTION_WEIGHTS if asked else NAME_WEIGHTS
        weights = Features(*(weight / found.unit for weight in weights[:_GROWING]), *weights[_GROWING:])
        known, wanted = self._second_pass(found, query)
        # Rows weigh what their feature weighs: all are added up at once.
        rows = np.concatenate([rows for _, rows, _ in wanted])
        values = np.concatenate([values * getattr(weights, name) for name, _, values in wanted])
        documents = self._rows.matrix.sum(rows, values)
        part = np.empty_like(documents)
        for name, values in known.items():
            documents += np.multiply(values, getattr(weights, name), out=part)
        return Scores(documents, found.coverage, found.sections)

    def features(self, notions: Sequence[Notion], query: str) -> Features[Floats]:
        """All that the scores of documents are made of."""
        found = self.first.find(notions)
        known, wanted = self._second_pass(found, query)
        summed = {name: self._rows.matrix.sum(rows, values) for name, rows, values in wanted}
        features = Features(**known, **summed)
        return Features(*(values / found.unit for values in features[:_GROWING]), *features[_GROWING:])

    def _second_pass(self, found: Found, query: str) -> tuple[dict[str, Floats], list[_Wanted]]:
        """Of the features by name: some as they are, of the others the rows to add up, and what each weighs."""
        first = found.scores
        best = best_first(first, _MOST_FOLLOWED, above=0.0)
        trust = first[best] / first[best[:1]]
        links = trust**4
        known = {
            "first": first,
            "text": found.text,
            "links": found.links,
            "pairs": found.pairs,
            "coverage": found.coverage,
            "linked": self._linked(best, links),
            "question": self._questions,
        }
        groups, shares = self._titles.like(query)
        wanted = [
            *self._feedback(best[:_MOST_TRUSTED], trust[:_MOST_TRUSTED] ** 3),
            ("title_letters", groups + self._rows.titles, shares),
            ("linking", best + self._rows.linking, links),
        ]
        return known, wanted

    def _feedback(self, best: Ints, trust: Floats) -> list[_Wanted]:
        """The characteristic words of the best: as a query, and as a likeness."""
        resembled = trust.copy()
        resembled[_MOST_RESEMBLED:] = 0
        numbers, (words, alike) = self._likeness.words(best, trust / (trust.sum() or 1), resembled)
        order = best_first(words, _MOST_WORDS, above=0.0)
        chosen, words = numbers[order].astype(np.int32), words[order]
        weights = words / words[:1] / self.first.worths[chosen]
        like = alike.nonzero()[0]
        return [
            ("words", chosen + self._rows.text, weights),
            ("alike", numbers[like] + np.int32(self._rows.words), alike[like]),
        ]

    def _linked(self, best: Ints, trust: Floats) -> Floats:
        """The best of those that link to each document."""
        links = self._index.links
        linked = np.zeros(self._index.size)
        # From the worst to the best, so that the best one's trust is what stays.
        places, sizes = places_of(links.starts, best[::-1])
        linked[links.targets.take(places)] = trust[::-1].repeat(sizes)
        return linked
