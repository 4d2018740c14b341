"""The amounts of a report as a table for a spreadsheet."""

import csv
import io
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from guide_pipeline.diff.classes import ChangeClass
from guide_pipeline.markup.values import value_text
from guide_pipeline.report.model import ChangeReport

NAME = "montants.csv"
_HEAD = (
    "Fiche", "Titre", "Chapitre", "Où", "Avant", "Après", "Valeur avant", "Valeur après", "Écart", "Écart en %",
    "Changement",
)  # fmt: skip
_FORMULAS = ("=", "+", "-", "@", "\t", "\r")
Line = tuple[str, ...]


def amounts_csv(report: ChangeReport) -> bytes:
    """UTF-8 with its mark, semicolons and decimal commas, as French spreadsheets open it."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(_HEAD)
    writer.writerows(tuple(map(_safe, row)) for row in (*_rates(report), *_amounts(report)))
    return text.getvalue().encode("utf-8-sig")


def _rates(report: ChangeReport) -> Iterator[Line]:
    for change in report.rates:
        if change.in_force_changes:
            values = [value.value if value else None for value in (change.before, change.after)]
            shown = ("" if v is None else value_text(v, change.rate.unit) for v in values)
            places = ", ".join(change.sheets)
            yield places, change.rate.label, "barème", "", *shown, *_gap(*values), f"bareme-{change.rate.id}"


def _amounts(report: ChangeReport) -> Iterator[Line]:
    for sheet in report.sheets:
        for c in sheet.changes:
            if c.kind is ChangeClass.AMOUNT:
                where = " › ".join(c.where)
                yield (
                    sheet.id,
                    sheet.title,
                    sheet.chapter,
                    where,
                    c.old,
                    c.new,
                    *_gap(c.before, c.after),
                    c.id,
                )


def _gap(before: Decimal | None, after: Decimal | None) -> Line:
    """Both values, what lies between them, and in percent of the first."""
    sides = tuple("" if value is None else _number(value) for value in (before, after))
    if before is None or after is None:
        return *sides, "", ""
    share = (100 * (after - before) / before).quantize(Decimal("0.01"), ROUND_HALF_UP) if before else None
    return *sides, _number(after - before), "" if share is None else _number(share)


def _number(value: Decimal) -> str:
    return f"{value:f}".replace(".", ",")


def _safe(cell: str) -> str:
    """A text that a spreadsheet would take for a formula is quoted; a number stays one."""
    is_number = cell.lstrip("-").replace(",", "", 1).isdecimal()
    return f"'{cell}" if cell.startswith(_FORMULAS) and not is_number else cell
