"""The summary in the terminal, from a report or from its JSON."""

from dataclasses import replace

from guide_pipeline.report.model import ChangeReport
from guide_pipeline.report.rows import report_json
from guide_pipeline.report.summary import lines_of_json, summary_lines


def test_it_says_what_matters_in_a_few_lines(report: ChangeReport) -> None:
    assert summary_lines(report) == (
        "Lot 2025-04 : Revalorisations <d'avril>",
        "Fiches : 1 nouvelle, 1 retirée, 1 déplacée, 1 renommée, 2 modifiées, 1 touchée par un barème",
        "Changements : montants 1, dates 1, rédaction 1, structure 1, typographie 1",
        "Barème : Base mensuelle, 466,44\u00a0€ → 474,37\u00a0€ (1 fiche)",
        "Chapitre renommé : « Logement » → « Se loger »",
        "À relire : 2 fiches inchangées mènent à ce qui change, ou le citent",
        "Vérifié : les différences de 4 fiches redonnent les deux états à l'identique",
    )


def test_the_json_gives_the_same(report: ChangeReport) -> None:
    assert lines_of_json(report_json(report)) == summary_lines(report)


def test_nothing_changes(nothing: ChangeReport) -> None:
    assert summary_lines(nothing)[1:] == (
        "Fiches : aucune ne change",
        "Vérification : aucune fiche à comparer",
    )


def test_a_difference_that_is_not_exact_is_said_aloud(report: ChangeReport) -> None:
    sheets = tuple(replace(s, proved=s.id != "allocation") for s in report.sheets)
    assert summary_lines(replace(report, sheets=sheets))[-1] == (
        "ATTENTION : les différences de 1 fiche sur 4 sont inexactes"
    )
