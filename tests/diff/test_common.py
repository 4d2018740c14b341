"""Common subsequences: right on small input, still sound on input too large to search whole."""

import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guide_pipeline.diff import common as module
from guide_pipeline.diff.common import Match, common, increasing

_letters = st.lists(st.sampled_from("abcd"), max_size=12)


def reference_length(old: list[str], new: list[str]) -> int:
    lengths = [[0] * (len(new) + 1)]
    for a in old:
        line = [0]
        for j, b in enumerate(new):
            line.append(lengths[-1][j] + 1 if a == b else max(lengths[-1][j + 1], line[j]))
        lengths.append(line)
    return lengths[-1][-1]


def assert_sound(matches: list[Match], old: list[str], new: list[str]) -> None:
    assert all(old[i] == new[j] for i, j in matches)
    assert all(a[0] < b[0] and a[1] < b[1] for a, b in pairwise(matches))


@given(_letters, _letters)
def test_it_is_the_longest(old: list[str], new: list[str]) -> None:
    matches = common(old, new)
    assert_sound(matches, old, new)
    assert len(matches) == reference_length(old, new)


def test_beyond_the_bound_unique_elements_hold_it_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MOST_CELLS", 20)
    chance = random.Random(1)
    old = [str(i) for i in range(200)]
    new = [x for x in old if chance.random() < 0.8]
    new[50:50] = ["x"] * 30
    matches = common(old, new)
    assert_sound(matches, old, new)
    assert len(matches) == reference_length(old, new)


def test_beyond_the_bound_and_without_anything_unique_it_gives_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MOST_CELLS", 20)
    old, new = ["a", "b"] * 50, ["b", "b", "a"] * 40
    assert_sound(common(old, new), old, new)


def test_the_longest_increasing_part() -> None:
    assert increasing([(0, 5), (1, 1), (2, 6), (3, 2), (4, 3)]) == [(1, 1), (3, 2), (4, 3)]
    assert increasing([]) == []
