"""The longest common subsequence of two sequences, in C, with a bound on time and memory.

rapidfuzz works on strings, so each distinct element becomes a character. Elements that only one side has can't be
common and are left out first: two sequences with nothing in common cost nothing.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Sequence
from itertools import pairwise

from rapidfuzz.distance import LCSseq

Match = tuple[int, int]
"""An index in the old sequence, and the one in the new sequence that goes with it."""

_MOST_CELLS = 400_000_000
"""Size of the largest table of bits to fill: 50 MB, about 0.1 s."""
_MOST_CODES = 0x10FFFF - 1
_DEEPEST = 16


def common(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Match]:
    """Matching indices of equal elements, both increasing, as many as possible (within bounds on huge input)."""
    if len(old) == len(new) == 1:
        return [(0, 0)] if old[0] == new[0] else []
    start, end = _affixes(old, new)
    head = [(i, i) for i in range(start)]
    tail = [(len(old) - k, len(new) - k) for k in range(end, 0, -1)]
    inner = _within(old, new, (start, len(old) - end), (start, len(new) - end))
    return [*head, *inner, *tail]


def _affixes(old: Sequence[Hashable], new: Sequence[Hashable]) -> tuple[int, int]:
    """How many elements are equal at the start, then at the end."""
    shortest = min(len(old), len(new))
    start = 0
    while start < shortest and old[start] == new[start]:
        start += 1
    end = 0
    while end < shortest - start and old[-1 - end] == new[-1 - end]:
        end += 1
    return start, end


def _within(
    old: Sequence[Hashable],
    new: Sequence[Hashable],
    a: tuple[int, int],
    b: tuple[int, int],
    depth: int = 0,
) -> list[Match]:
    """Matches in two ranges of indices."""
    if a[0] == a[1] or b[0] == b[1]:
        return []
    shared = set(old[a[0] : a[1]]).intersection(new[b[0] : b[1]])
    rows = [i for i in range(*a) if old[i] in shared]
    columns = [j for j in range(*b) if new[j] in shared]
    if not rows or len(shared) > _MOST_CODES or depth > _DEEPEST:
        return []
    if len(rows) * len(columns) > _MOST_CELLS:
        return _between_anchors(old, new, rows, columns, depth)
    codes: dict[Hashable, str] = {}
    texts = [
        "".join(codes.setdefault(sequence[k], chr(len(codes) + 1)) for k in kept)
        for sequence, kept in ((old, rows), (new, columns))
    ]
    matches: list[Match] = []
    for run in LCSseq.opcodes(*texts):
        if run.tag == "equal":
            i, j = run.src_start, run.dest_start
            matches.extend((rows[i + k], columns[j + k]) for k in range(run.src_end - i))
    return matches


def _between_anchors(
    old: Sequence[Hashable], new: Sequence[Hashable], rows: list[int], columns: list[int], depth: int
) -> list[Match]:
    """For what is too large: elements that are unique on both sides hold, then the gaps between them are searched."""
    anchors = _anchors(old, new, rows, columns)
    if not anchors:
        return []
    bounds = [(rows[0] - 1, columns[0] - 1), *anchors, (rows[-1] + 1, columns[-1] + 1)]
    matches: list[Match] = []
    for (i0, j0), (i1, j1) in pairwise(bounds):
        matches.extend(_within(old, new, (i0 + 1, i1), (j0 + 1, j1), depth + 1))
        matches.append((i1, j1))
    return matches[:-1]


def _anchors(
    old: Sequence[Hashable], new: Sequence[Hashable], rows: list[int], columns: list[int]
) -> list[Match]:
    counts = Counter(old[i] for i in rows), Counter(new[j] for j in columns)
    places = {new[j]: j for j in columns if counts[1][new[j]] == 1}
    return increasing([(i, places[old[i]]) for i in rows if counts[0][old[i]] == 1 and old[i] in places])


def increasing(matches: Sequence[Match]) -> list[Match]:
    """The longest part of matches, in order of their old index, whose new indices increase too."""
    last: list[int] = []
    chain: list[int] = []
    before: list[int] = []
    for index, (_, j) in enumerate(matches):
        length = bisect_left(last, j)
        before.append(chain[length - 1] if length else -1)
        if length == len(last):
            last.append(j)
            chain.append(index)
        else:
            last[length], chain[length] = j, index
    result: list[Match] = []
    index = chain[-1] if chain else -1
    while index >= 0:
        result.append(matches[index])
        index = before[index]
    return result[::-1]
