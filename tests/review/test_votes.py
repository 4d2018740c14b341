"""How decisions add up."""

from datetime import UTC, datetime

import pytest

from guide_pipeline.review.votes import Act, Fate, Rules, Verdict, fates

A, R, Q, C = Verdict.APPROVED, Verdict.REFUSED, Verdict.QUESTION, Verdict.COMMENT
AT = datetime(2026, 1, 1, tzinfo=UTC)


def fate(given: list[tuple[str, Verdict]], rules: Rules) -> Fate:
    acts = [Act(n, verdict, "tout", by, AT, "", ("x",)) for n, (by, verdict) in enumerate(given)]
    return fates(["x"], acts, rules)["x"]


@pytest.mark.parametrize(
    ("given", "simple", "double"),
    [
        ([], Fate.OPEN, Fate.OPEN),
        ([("ada", C)], Fate.OPEN, Fate.OPEN),
        ([("ada", A)], Fate.APPROVED, Fate.SECOND),
        ([("ada", R)], Fate.REFUSED, Fate.SECOND),
        ([("ada", A), ("Ada ", A)], Fate.APPROVED, Fate.SECOND),
        ([("ada", A), ("bruno", A)], Fate.APPROVED, Fate.APPROVED),
        ([("ada", R), ("bruno", R)], Fate.REFUSED, Fate.REFUSED),
        ([("ada", A), ("bruno", R)], Fate.REFUSED, Fate.SPLIT),
        ([("ada", A), ("bruno", R), ("bruno", A)], Fate.APPROVED, Fate.APPROVED),
        ([("ada", A), ("bruno", Q)], Fate.QUESTION, Fate.QUESTION),
        ([("ada", A), ("bruno", Q), ("remi", C)], Fate.QUESTION, Fate.QUESTION),
        ([("ada", Q), ("bruno", A)], Fate.APPROVED, Fate.SECOND),
        ([("remi", A)], Fate.OPEN, Fate.OPEN),
        ([("REMI", A), ("ada", A)], Fate.APPROVED, Fate.SECOND),
        ([("remi", R)], Fate.REFUSED, Fate.SECOND),
    ],
)
def test_the_fate_of_an_item(given: list[tuple[str, Verdict]], simple: Fate, double: Fate) -> None:
    """Remi ingested the batch: his approval counts for nothing."""
    assert fate(given, Rules(ingested_by="Remi")) is simple
    assert fate(given, Rules(double=True, ingested_by="Remi")) is double


def test_a_fate_agrees_with_how_many_have_it() -> None:
    assert [f"{n} {Fate.APPROVED.label_of(n)}" for n in (0, 1, 2)] == [
        "0 approuvé",
        "1 approuvé",
        "2 approuvés",
    ]
    assert Fate.SECOND.label_of(3) == "attendent une seconde personne"
