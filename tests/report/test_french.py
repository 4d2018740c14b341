"""Counts and differences in French."""

from decimal import Decimal

import pytest

from guide_pipeline.diff.changes import Action, Change
from guide_pipeline.diff.classes import ChangeClass
from guide_pipeline.report.french import difference, listed, plural, ratio


def change(kind: ChangeClass, before: str | None, after: str | None) -> Change:
    figures = [None if text is None else Decimal(text) for text in (before, after)]
    return Change("", kind, Action.CHANGED, (), "", "", "", *figures)


@pytest.mark.parametrize(
    ("kind", "before", "after", "said"),
    [
        (ChangeClass.AMOUNT, "11478", "11600", "+122\u00a0€, +1,06\u00a0%"),
        (ChangeClass.AMOUNT, "1500", "1499.5", "\N{MINUS SIGN}0,50\u00a0€, \N{MINUS SIGN}0,03\u00a0%"),
        (ChangeClass.AMOUNT, "0", "10", "+10\u00a0€"),
        (ChangeClass.PERCENTAGE, "9.2", "9.7", "+0,5\u00a0point"),
        (ChangeClass.PERCENTAGE, "10", "7", "\N{MINUS SIGN}3\u00a0points"),
        (ChangeClass.DURATION, "2", "3", ""),
        (ChangeClass.AMOUNT, None, "10", ""),
        (ChangeClass.AMOUNT, "10", "10", ""),
    ],
)
def test_differences(kind: ChangeClass, before: str | None, after: str | None, said: str) -> None:
    assert difference(change(kind, before, after)) == said


def test_counts_and_lists() -> None:
    assert [plural(n, "fiche", "fiches") for n in (0, 1, 2, 1500)] == [
        "0 fiche",
        "1 fiche",
        "2 fiches",
        "1\u202f500 fiches",
    ]
    assert listed(["a", "b", "c"], 2) == "a, b et 1 autre"
    assert ratio(Decimal(100), Decimal(150)) == "+50\u00a0%"
