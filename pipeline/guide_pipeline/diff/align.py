"""Which element of a new sequence goes with which of the old one.

Surest first, each step only in the gaps that the one before left: equal elements, elements of the same name
(a section's id and title, a row's first cell), elements with equal parts (lists with the same items), then elements
that read alike, in the order that keeps most in common. Large gaps, where comparing all with all would take too long, are first split at pairs that share words which
nobody else has, then at elements that differ by their figures only.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Sequence, Set
from functools import partial
from itertools import pairwise

from guide_pipeline.diff.common import Match, common, increasing
from guide_pipeline.diff.lexicon import Lexicon, names_of
from guide_pipeline.model.blocks import CaseGroup
from guide_pipeline.model.inline import plain

_ALIKE = 0.4
"""From this likeness on, two elements are one that changed."""
_ALIKE_ALONE = 0.25
"""The same when there is only one on each side."""
_MOST_PAIRS = 10_000
"""Pairs of a gap that may all be compared with one another."""
_MOST_NAMES = 3

Elements = Sequence[Hashable]
Finder = Callable[[Elements, Elements, Lexicon], list[Match]]
"""Finds matches in what stands in a gap."""


def align(old: Elements, new: Elements, lexicon: Lexicon) -> list[Match]:
    """Matching indices, both increasing: the elements that stay, whether or not they change."""
    matches = _equal(old, new, lexicon)
    if all(isinstance(element, str) for element in (*old[:1], *new[:1])):
        return matches
    if not gaps_between(matches, len(old), len(new)):
        return matches
    for finder in _BY_NAME:
        matches = _refined(matches, range(len(old)), range(len(new)), finder, (old, new, lexicon))
    if not gaps_between(matches, len(old), len(new)):
        return matches
    free = _not_crossed(old, new, matches)
    for finder in _BY_CONTENT:
        matches = _refined(matches, *free, finder, (old, new, lexicon))
    return matches


def _refined(
    matches: list[Match],
    rows: Sequence[int],
    columns: Sequence[int],
    finder: Finder,
    sides: tuple[Elements, Elements, Lexicon],
) -> list[Match]:
    """Matches with those that a finder adds in the gaps between them, among these old and new indices."""
    old, new, lexicon = sides
    found: list[Match] = []
    for i0, i1, j0, j1 in gaps_between(matches, len(old), len(new)):
        here = rows[bisect_left(rows, i0) : bisect_left(rows, i1)]
        there = columns[bisect_left(columns, j0) : bisect_left(columns, j1)]
        if here and there:
            pairs = finder([old[i] for i in here], [new[j] for j in there], lexicon)
            found.extend((here[i], there[j]) for i, j in pairs)
    return sorted([*matches, *found]) if found else matches


def _not_crossed(old: Elements, new: Elements, matches: list[Match]) -> tuple[list[int], list[int]]:
    """Indices left, but for elements whose name is on the other side too: they moved, and match nothing else."""
    left = sorted(set(range(len(old))) - {i for i, _ in matches})
    left_now = sorted(set(range(len(new))) - {j for _, j in matches})
    names, names_now = [_name(old[i]) for i in left], [_name(new[j]) for j in left_now]
    both = set(names).intersection(names_now) - {None}
    return (
        [i for i, name in zip(left, names) if name not in both],
        [j for j, name in zip(left_now, names_now) if name not in both],
    )


def _name(element: Hashable) -> Hashable:
    known = names_of(element)
    return (type(element), known[0]) if known and known[0] else None


def gaps_between(matches: Sequence[Match], old: int, new: int) -> list[tuple[int, int, int, int]]:
    """Old start and end, new start and end of what matches leave between them where both sides have something."""
    bounds = [(-1, -1), *matches, (old, new)]
    return [
        (i0 + 1, i1, j0 + 1, j1) for (i0, j0), (i1, j1) in pairwise(bounds) if i0 + 1 < i1 and j0 + 1 < j1
    ]


def _equal(old: Elements, new: Elements, lexicon: Lexicon) -> list[Match]:
    return common([lexicon.number(e) for e in old], [lexicon.number(e) for e in new])


def _named(old: Elements, new: Elements, lexicon: Lexicon, *, rank: int) -> list[Match]:
    """Elements of the same class that have the same name, names of that rank being looked at."""
    return common(_names(old, rank, "old"), _names(new, rank, "new"))


def _names(elements: Elements, rank: int, side: str) -> list[Hashable]:
    names: list[Hashable] = []
    for index, element in enumerate(elements):
        known = names_of(element)
        name = known[rank] if rank < len(known) else None
        # Without a name an element is like no other: its side and index make it so.
        names.append((type(element), name) if name else (side, index))
    return names


def _sharing_parts(old: Elements, new: Elements, lexicon: Lexicon) -> list[Match]:
    """Elements of the same class half of whose parts are equal, or any part if they are alone in the gap."""
    parts, parts_now = [lexicon.parts(e) for e in old], [lexicon.parts(e) for e in new]
    votes = _votes(parts, parts_now)
    alone = len(old) == len(new) == 1
    return increasing(
        [
            (i, j)
            for i, j in _best(votes)
            if type(old[i]) is type(new[j])
            and (alone or 2 * votes[i][j] >= min(len(parts[i]), len(parts_now[j])))
        ]
    )


def _sharing_words(old: Elements, new: Elements, lexicon: Lexicon) -> list[Match]:
    """In a large gap, elements that share words which no other one has."""
    if len(old) * len(new) <= _MOST_PAIRS:
        return []
    votes = _votes([set(lexicon.words(e)) for e in old], [set(lexicon.words(e)) for e in new])
    return increasing([(i, j) for i, j in _best(votes) if lexicon.likeness(old[i], new[j], _ALIKE)])


def _votes(old: Sequence[Set[Hashable]], new: Sequence[Set[Hashable]]) -> dict[int, Counter[int]]:
    """For each old element, by new element, how many features both have and nobody else has."""
    owners, owners_now = _owners(old), _owners(new)
    votes: defaultdict[int, Counter[int]] = defaultdict(Counter)
    for feature, i in owners.items():
        j = owners_now.get(feature, -1)
        if i >= 0 and j >= 0:
            votes[i][j] += 1
    return votes


def _owners(features: Sequence[Set[Hashable]]) -> dict[Hashable, int]:
    """Each feature with the index of the only element that has it, -1 when several do."""
    owners: dict[Hashable, int] = {}
    for index, own in enumerate(features):
        for feature in own:
            owners[feature] = -1 if feature in owners else index
    return owners


def _best(votes: dict[int, Counter[int]]) -> list[Match]:
    """Each old element with the new one that has most votes, the first of several."""
    return [(i, min(votes[i], key=lambda j: (-votes[i][j], j))) for i in sorted(votes)]


def _same_wording(old: Elements, new: Elements, lexicon: Lexicon) -> list[Match]:
    """In a large gap, elements that differ by their figures only."""
    if len(old) * len(new) <= _MOST_PAIRS:
        return []
    return common(*([(type(e), lexicon.wording(e)) for e in elements] for elements in (old, new)))


def _alike(old: Elements, new: Elements, lexicon: Lexicon) -> list[Match]:
    """Elements that read alike: the increasing matches whose likenesses add up to most."""
    if len(old) * len(new) > _MOST_PAIRS:
        return []
    alone = len(old) == len(new) == 1
    if alone and _same_cases(old[0], new[0]):
        return [(0, 0)]
    least = _ALIKE_ALONE if alone else _ALIKE
    return heaviest([[lexicon.likeness(a, b, least) for b in new] for a in old])


def _same_cases(old: Hashable, new: Hashable) -> bool:
    """True for two groups with a case of the same title: these are long, and needn't be read to be known as one."""
    if not (isinstance(old, CaseGroup) and isinstance(new, CaseGroup)):
        return False
    titles, titles_now = ({plain(case.title) for case in group.cases} - {""} for group in (old, new))
    return not titles.isdisjoint(titles_now)


def heaviest(table: Sequence[Sequence[float]]) -> list[Match]:
    """The increasing matches of a table of likenesses (rows are old) that add up to most; 0 is no match."""
    best = [[0.0] * (len(table[0]) + 1)]
    for row in table:
        above, line, left = best[-1], [0.0], 0.0
        for j, likeness in enumerate(row):
            left = max(above[j] + likeness if likeness else 0.0, above[j + 1], left)
            line.append(left)
        best.append(line)
    matches: list[Match] = []
    i, j = len(table), len(table[0])
    while i and j:
        if best[i][j] == best[i - 1][j]:
            i -= 1
        elif best[i][j] == best[i][j - 1]:
            j -= 1
        else:
            i, j = i - 1, j - 1
            matches.append((i, j))
    return matches[::-1]


_BY_NAME: tuple[Finder, ...] = tuple(partial(_named, rank=rank) for rank in range(_MOST_NAMES))
_BY_CONTENT: tuple[Finder, ...] = (_sharing_parts, _sharing_words, _same_wording, _alike)
