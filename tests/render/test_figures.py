"""The pages of figures: history, growth, chart, and the file for spreadsheets."""

import csv
import io
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from guide_pipeline.model.guide import Rate, RateValue, Unit
from guide_site.render.chart import chart
from guide_site.render.context import SiteContext
from guide_site.render.figures import figures_csv, theme_view
from guide_site.render.pages import render_page
from guide_site.render.plan import plan_pages

from .conftest import ARS, UNUSED


def rows_of(context: SiteContext) -> list[dict[str, str]]:
    text = figures_csv(context).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def page(context: SiteContext, path: str) -> str:
    plan = next(plan for plan in plan_pages(context) if plan.path == path)
    return render_page(context, plan).decode()


def test_csv_has_a_line_a_value_as_french_spreadsheets_read_them(context: SiteContext) -> None:
    assert figures_csv(context).startswith("\ufeff".encode())
    rows = rows_of(context)
    assert len(rows) == sum(len(rate.values) for rate in context.guide.rates.values())
    ars = [row for row in rows if row["identifiant"] == "ars-6-10-ans"]
    assert [row["valeur"] for row in ars] == ["416,40", "423,48", "427,29"]
    assert [row["en_vigueur"] for row in ars] == ["", "oui", ""]
    assert ars[1]["adresse"] == "https://www.legifrance.gouv.fr/a"
    assert ars[0]["theme"] == "Prestations familiales"


@pytest.mark.parametrize("label", ["=1+1", "+33", "-2", "@ici", "\tx"])
def test_csv_holds_no_formula(context: SiteContext, label: str) -> None:
    rates = {"csg": replace(UNUSED, label=label)}
    (row,) = rows_of(replace(context, guide=replace(context.guide, rates=rates)))
    assert row["libelle"] == f"'{label}"


def test_history_says_which_value_holds_which_comes_and_by_how_much_it_grew(context: SiteContext) -> None:
    view = theme_view(context, "prestations")
    row = next(row for row in view["rows"] if row.rate is ARS)
    assert [(item.state, item.growth) for item in row.values] == [
        ("à venir", "+0,9\u00a0%"),
        ("en vigueur", "+1,7\u00a0%"),
        ("", ""),
    ]
    assert [fact.id for fact in row.sheets] == ["allocation-rentree"]


def test_theme_page_shows_what_the_list_leads_to(context: SiteContext) -> None:
    listed, themed = page(context, "baremes.html"), page(context, "baremes/prestations.html")
    assert 'href="baremes/prestations.html#ars-6-10-ans"' in listed
    assert 'id="ars-6-10-ans"' in listed
    assert 'id="ars-6-10-ans"' in themed
    assert "Aucune fiche ne le cite." in page(context, "baremes/impots.html")


def test_chart_has_a_step_a_value_and_says_them() -> None:
    svg = chart(ARS, ARS.values[1])
    assert svg.count("<circle") == 3
    assert svg.count('r="5"') == 1
    assert "416,40\u00a0€ en 2024, puis 423,48\u00a0€ en 2025, puis 427,29\u00a0€ en 2026" in svg
    assert chart(UNUSED, None) == ""


def test_chart_of_a_value_that_never_moves_is_flat() -> None:
    values = tuple(RateValue(date(year, 1, 1), Decimal("2")) for year in (2024, 2025))
    svg = chart(Rate("x", "X", Unit.NUMBER, values), values[1])
    assert "H212V28.0H236" in svg.replace("212.0", "212")
