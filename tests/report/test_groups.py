"""The same replacement in several places is told once."""

from datetime import date

from guide_pipeline.diff.guides import diff_guides
from guide_pipeline.report.build import build_report
from tests.report.conftest import BATCH, guide, p, sheet


def test_equal_replacements_make_a_group() -> None:
    day = date(2025, 1, 1)
    texts = [
        ("a", "Appelez Pôle emploi ici."),
        ("b", "Voir Pôle emploi là."),
        ("c", "Voir Pôle emploi ou la Caf."),
    ]
    old = guide((sheet(key, p(text)) for key, text in texts), day, ("Famille", "Logement"))
    renamed = [(key, text.replace("Pôle emploi", "France Travail")) for key, text in texts[:2]]
    new = guide(
        (sheet(key, p(text)) for key, text in [*renamed, ("c", "Voir Pôle emploi ou la mairie.")]),
        day,
        ("Famille", "Logement"),
    )
    report = build_report(diff_guides(old, new), old, new, BATCH)
    (group,) = report.groups
    assert (group.old, group.new) == ("Pôle emploi", "France Travail")
    assert [key for key, _ in group.places] == ["a", "b"]
    known = {change.id for one in report.sheets for change in one.changes}
    assert {change for _, change in group.places} <= known
