"""Counts of searches: by day and query, nobody's name, and nothing that was typed only once."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from guide_site.state import QueryCount, State
from guide_site.state.acts import searches
from guide_site.state.acts.searches import counted_as

from .conftest import Clock


def test_queries_are_counted_by_day(state: State, clock: Clock) -> None:
    state.count_searches({"rsa": (2, 0), "zzz": (1, 1)})
    state.count_searches({"rsa": (1, 0), "zzz": (1, 1)})
    clock.move(hours=48)
    state.count_searches({"rsa": (1, 0)})
    found = state.search_counts(30)
    assert (found.asked, found.unanswered) == (6, 2)
    assert found.most_asked == (QueryCount("rsa", 4, 0), QueryCount("zzz", 2, 2))
    assert found.most_unanswered == (QueryCount("zzz", 2, 2),)
    assert state.search_counts(1).asked == 1


def test_what_was_typed_once_is_counted_and_not_shown(state: State) -> None:
    state.count_searches({"jeanne dupont": (1, 1)})
    found = state.search_counts(1)
    assert found.asked == 1 and found.most_asked == () and found.most_unanswered == ()


def test_old_counts_go(state: State, clock: Clock) -> None:
    state.count_searches({"rsa": (2, 0)})
    clock.move(hours=24 * 401)
    state.count_searches({"apl": (2, 0)})
    assert [count.query for count in state.search_counts(1_000).most_asked] == ["apl"]


def test_a_program_cannot_fill_the_table(state: State, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searches, "MOST_PER_DAY", 3)
    for number in range(10):
        state.count_searches({f"mot {number}": (2, 0)})
    found = state.search_counts(1)
    assert found.asked == 20 and len(found.most_asked) == 3


def test_threads_count_together(state: State) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: state.count_searches({"rsa": (1, 0)}), range(12)))
    assert state.search_counts(1).asked == 12


@pytest.mark.parametrize(
    ("typed", "counted"),
    [
        ("  APL  Étudiant ", "apl étudiant"),
        ("a.roux@exemple.fr rsa", "… rsa"),
        ("rsa 06 12 34 56 78", "rsa …"),
        ("2 85 05 78 006 084 36 apl", "… apl"),
        ("article L. 262-2", "article l. 262-2"),
        ("x" * 200, "x" * 80),
    ],
)
def test_what_is_personal_is_not_kept(typed: str, counted: str) -> None:
    assert counted_as(typed) == counted
