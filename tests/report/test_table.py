"""The amounts of a report as a spreadsheet reads them."""

import csv
from dataclasses import replace

from guide_pipeline.report.model import ChangeReport
from guide_pipeline.report.table import amounts_csv


def rows(report: ChangeReport) -> list[dict[str, str]]:
    return list(csv.DictReader(amounts_csv(report).decode("utf-8-sig").splitlines(), delimiter=";"))


def test_rates_then_amounts_with_what_lies_between(report: ChangeReport) -> None:
    rate, amount = rows(report)
    assert (rate["Titre"], rate["Valeur avant"], rate["Valeur après"]) == (
        "Base mensuelle",
        "466,44",
        "474,37",
    )
    assert (amount["Fiche"], amount["Où"]) == ("allocation", "Plafonds › Couple › Plafond")
    assert (amount["Écart"], amount["Écart en %"]) == ("2522", "21,97")
    changes = {change.id for sheet in report.sheets for change in sheet.changes}
    assert amount["Changement"] in changes


def test_no_cell_is_a_formula(report: ChangeReport) -> None:
    sheets = tuple(replace(sheet, title='=HYPERLINK("https://exemple.fr")') for sheet in report.sheets)
    [_, amount] = rows(replace(report, sheets=sheets))
    assert amount["Titre"] == '\'=HYPERLINK("https://exemple.fr")'


def test_nothing_changes(nothing: ChangeReport) -> None:
    assert rows(nothing) == []
