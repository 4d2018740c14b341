"""How the weights in `guide_search.ranking` came about: fitted to judged queries, and judged on queries left out.

usage: fit_ranking.py --queries FILE --candidates FILE --guide DIR [--folds 5] [--rounds 150]

FILE is JSON lines with `query`, `kind`, `candidates` and `relevant`; the candidates are a JSON object of lists of sheet
ids. The measure is nDCG@10, its mean by kind, and the mean of kinds. Weights are found by gradient descent on pairs (a
right sheet above a wrong one), each pair counting what swapping the two would change in nDCG (LambdaRank), each kind
of query counting the same. Questions and other queries have weights of their own. What is printed for queries left
out of the fit is what to expect of others; the weights to copy are those of the last line, fitted to all.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from relevance import records, served

from guide_search.index_folder import write_index
from guide_search.query import is_question
from guide_search.ranking import Features
from guide_search.search import open_index

Floats = NDArray[np.float64]
DISCOUNTS = 1 / np.log2(np.arange(2, 12))
FIXED = {"first": 0.1}
"""Kept as it is, so that fields which the queries know nothing of (keywords, folders) go on counting."""
POOL, WRONG, STEEPNESS, STEP, DECAY = 100, 40, 2.0, 0.03, 1e-3


@dataclass(frozen=True, slots=True)
class Judged:
    """A query with the sheets worth looking at."""

    kind: str
    features: Floats
    """A row a sheet; twice as many columns as features, the second half for questions."""
    fixed: Floats
    right: NDArray[np.bool_]
    rights: int

    def scores(self, weights: Floats) -> Floats:
        """The score of each sheet."""
        total: Floats = self.features @ weights + self.fixed
        return total

    def gain(self, weights: Floats) -> float:
        """nDCG@10."""
        found = self.right[np.argsort(-self.scores(weights), kind="stable")[:10]]
        return float((found * DISCOUNTS[: len(found)]).sum() / self.best)

    @property
    def best(self) -> float:
        """What the best order would gain."""
        return float(DISCOUNTS[: min(10, self.rights)].sum())


def main(arguments: list[str]) -> int:
    """Fit, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    for name in ("--queries", "--candidates", "--guide"):
        parser.add_argument(name, type=Path, required=True)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--rounds", type=int, default=150)
    options = parser.parse_args(arguments)
    rows = [json.loads(line) for line in options.queries.read_text("utf-8").splitlines() if line]
    with tempfile.TemporaryDirectory() as folder:
        queries = list(
            _judged(rows, json.loads(options.candidates.read_text("utf-8")), options.guide, folder)
        )
    scale = np.concatenate([query.features for query in queries]).std(0) + 1e-9
    folds = _folds([query.kind for query in queries], options.folds)
    left_out: list[tuple[str, float]] = []
    for fold in range(options.folds):
        weights = fit([q for q, f in zip(queries, folds) if f != fold], scale, options.rounds)
        left_out += [(q.kind, q.gain(weights)) for q, f in zip(queries, folds) if f == fold]
    print("left out:  ", _by_kind(left_out))
    weights = fit(queries, scale, options.rounds)
    print("fitted to: ", _by_kind([(query.kind, query.gain(weights)) for query in queries]))
    names = [name for name in Features._fields if name not in FIXED]
    for title, part in (
        ("NAME", weights[: len(names)]),
        ("QUESTION", weights[: len(names)] + weights[len(names) :]),
    ):
        print(title, {**FIXED, **{name: round(float(weight), 2) for name, weight in zip(names, part)}})
    return 0


def fit(queries: Sequence[Judged], scale: Floats, rounds: int) -> Floats:
    """The weights after some rounds of Adam."""
    kinds = [query.kind for query in queries]
    shares = [1 / kinds.count(query.kind) / len(set(kinds)) for query in queries]
    weights, mean, square = np.zeros(len(scale)), np.zeros(len(scale)), np.zeros(len(scale))
    for number in range(1, rounds + 1):
        slope = DECAY * weights
        for query, share in zip(queries, shares):
            slope += share * _slope(query, weights / scale) / scale
        mean, square = 0.9 * mean + 0.1 * slope, 0.99 * square + 0.01 * slope**2
        weights = weights - STEP * (mean / (1 - 0.9**number)) / (np.sqrt(square / (1 - 0.99**number)) + 1e-8)
    result: Floats = weights / scale
    return result


def _slope(query: Judged, weights: Floats) -> Floats:
    scores = query.scores(weights)
    order = np.argsort(-scores, kind="stable")
    ranks = np.empty(len(order))
    ranks[order] = np.arange(len(order))
    discounts = 1 / np.log2(ranks + 2)
    right = np.flatnonzero(query.right)
    wrong = order[:WRONG][~query.right[order[:WRONG]]]
    swap = np.abs(discounts[right][:, None] - discounts[wrong]) / query.best
    distance = STEEPNESS * (scores[right][:, None] - scores[wrong])
    force = swap / (1 + np.exp(np.clip(distance, -30, 30)))
    slope: Floats = force.sum(0) @ query.features[wrong] - force.sum(1) @ query.features[right]
    return slope


def _judged(
    rows: Sequence[dict[str, Any]], candidates: dict[str, list[str]], guide: Path, folder: str
) -> Iterator[Judged]:
    served_guide = served(guide)
    tables = {"acronyms": served_guide.acronyms.values(), "synonyms": served_guide.synonyms.values()}
    write_index(Path(folder, "index"), records(served_guide), **tables)
    index = open_index(Path(folder, "index"))
    sheets = np.array(index.sheets)
    allowed = {name: np.flatnonzero(np.isin(sheets, ids)) for name, ids in candidates.items()}
    free = [i for i, name in enumerate(Features._fields) if name not in FIXED]
    for row in rows:
        values = np.stack(index.features(row["query"]), axis=1)
        right = np.flatnonzero(np.isin(sheets, row["relevant"]))
        pool = allowed[row["candidates"]]
        tops = [pool[np.argsort(-column[pool], kind="stable")[:POOL]] for column in values.T]
        chosen = np.unique(np.concatenate([right, *tops]))
        fixed = sum(weight * values[chosen, Features._fields.index(name)] for name, weight in FIXED.items())
        own = values[np.ix_(chosen, free)]
        asked = own if is_question(row["query"]) else np.zeros_like(own)
        yield Judged(
            row["kind"], np.hstack([own, asked]), fixed, np.isin(chosen, right), len(row["relevant"])
        )
    index.close()


def _folds(kinds: Sequence[str], count: int) -> list[int]:
    """A fold for each query, every kind spread evenly, the same at each run."""
    random = np.random.default_rng(0)
    places = {kind: iter(random.permutation(kinds.count(kind)).tolist()) for kind in dict.fromkeys(kinds)}
    return [next(places[kind]) % count for kind in kinds]


def _by_kind(gains: Sequence[tuple[str, float]]) -> str:
    kinds = dict.fromkeys(kind for kind, _ in gains)
    means = {kind: float(np.mean([gain for k, gain in gains if k == kind])) for kind in kinds}
    return " ".join(
        f"{kind} {mean:.3f}" for kind, mean in (*means.items(), ("MACRO", np.mean(list(means.values()))))
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
