"""Near words."""

import pytest

from guide_search.spelling import Spelling

WORDS = {"démission": 10, "décision": 50, "surendettement": 8, "familiales": 30, "familial": 20, "handicap": 40, "loyer": 60,
         "loyers": 10, "conventionnelle": 5, "convention": 9, "oubliée": 0, "aide": 90}  # fmt: skip


@pytest.fixture
def spelling() -> Spelling:
    return Spelling(list(WORDS), WORDS.__getitem__)


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
        ("oublie", ()),
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
    assert Spelling(["montant", "mortant"], {"montant": 5, "mortant": 7}.__getitem__).near("mostant") == (
        "mortant",
        "montant",
    )


def test_no_words() -> None:
    assert Spelling([], lambda word: 0).near("loyer") == ()
