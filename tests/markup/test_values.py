"""French numbers and days."""

from datetime import date
from decimal import Decimal

import pytest

from guide_pipeline.markup.values import date_text, value_text
from guide_pipeline.model.guide import Unit


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        ("1399.03", Unit.EURO, "1\u202f399,03\u00a0€"),
        ("470.9", Unit.EURO, "470,90\u00a0€"),
        ("1500.00", Unit.EURO, "1\u202f500\u00a0€"),
        ("0.2225", Unit.EURO, "0,2225\u00a0€"),
        ("-12.5", Unit.EURO, "\N{MINUS SIGN}12,50\u00a0€"),
        ("9.20", Unit.PERCENT, "9,2\u00a0%"),
        ("1234567", Unit.NUMBER, "1\u202f234\u202f567"),
        ("1.5", Unit.YEAR, "1,5\u00a0an"),
        ("2", Unit.YEAR, "2\u00a0ans"),
        ("16", Unit.WEEK, "16\u00a0semaines"),
        ("1E+2", Unit.POINTS, "100\u00a0points"),
    ],
)
def test_values(value: str, unit: Unit, text: str) -> None:
    assert value_text(Decimal(value), unit) == text


def test_days() -> None:
    assert date_text(date(2025, 4, 1)) == "1er\u00a0avril\u00a02025"
    assert date_text(date(2025, 8, 31)) == "31\u00a0août\u00a02025"
