"""Near words."""

import pytest

from guide_search.spelling import Spelling

WORDS = {"démission": 10, "décision": 50, "surendettement": 8, "familiales": 30, "familial": 20, "handicap": 40, "loyer": 60,
         "loyers": 10, "conventionnelle": 5, "convention": 9, "aide": 90}  # fmt: skip


@pytest.fixture
def spelling() -> Spelling:
    return Spelling(WORDS)


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("demision", ("démission",)),
        ("surendetement", ("surendettement",)),
        ("SURENDETEMMENT", ("surendettement",)),
        ("familliales", ("familiales",)),
        ("andicap", ("handicap",)),
        ("hnadicap", ("handicap",)),
        ("conventionelle", ("conventionnelle",)),
        ("loyre", ("loyer",)),
        ("adie", ()),
        ("12345", ()),
        ("xylophone", ()),
        ("x" * 10_000, ()),
        ("", ()),
    ],
)
def test_near(spelling: Spelling, typed: str, near: tuple[str, ...]) -> None:
    assert spelling.near(typed) == near
    assert spelling.near(typed) == near


def test_equally_near_the_more_frequent_first() -> None:
    assert Spelling({"montant": 5, "mortant": 7}).near("mostant") == (
        "mortant",
        "montant",
    )


def test_no_words() -> None:
    assert Spelling({}).near("loyer") == ()
