"""The pages of figures: the list of all rates, a page a theme with the history of each, and the same as CSV."""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from markupsafe import Markup

from guide_pipeline.markup.values import number_text
from guide_pipeline.model.facts import SheetFacts
from guide_pipeline.model.guide import Rate, RateValue, Unit
from guide_site.render.chart import chart
from guide_site.render.context import SiteContext
from guide_site.render.themes import Theme

CSV_NAME = "baremes.csv"
_CSV_HEAD = (
    "identifiant",
    "libelle",
    "theme",
    "unite",
    "periode",
    "depuis",
    "valeur",
    "en_vigueur",
    "texte",
    "adresse",
)
_MOST_GROWTH = 1000


@dataclass(frozen=True, slots=True)
class ValueRow:
    """A value in the history of a rate."""

    value: RateValue
    state: str
    """'en vigueur', 'à venir' or ''."""
    growth: str
    """Against the value before: '+1,7 %'; '' where that says nothing."""


@dataclass(frozen=True, slots=True)
class RateRow:
    """A rate on the page of its theme."""

    rate: Rate
    current: RateValue | None
    values: tuple[ValueRow, ...]
    """Latest first."""
    sheets: tuple[SheetFacts, ...]
    chart: Markup


def figures_view(context: SiteContext, _: str) -> Mapping[str, Any]:
    """Every rate with its value in force."""
    themes = context.themes.values()
    day = context.guide.date
    lists = ((theme, tuple((rate, rate.at(day)) for rate in theme.rates)) for theme in themes)
    return {"themes": tuple(lists), "csv_name": CSV_NAME}


def theme_view(context: SiteContext, slug: str) -> Mapping[str, Any]:
    """The rates of a theme with their history."""
    themes = context.themes
    return {
        "theme": themes[slug],
        "themes": tuple(themes.values()),
        "rows": tuple(_row(rate, context) for rate in themes[slug].rates),
        "chapter": context.guide.chapter(slug),
    }


def _row(rate: Rate, context: SiteContext) -> RateRow:
    current = rate.at(context.guide.date)
    before: Iterable[RateValue | None] = (None, *rate.values)
    values = [
        ValueRow(value, _state(value, current, context), _growth(old, value))
        for old, value in zip(before, rate.values, strict=False)
    ]
    sheets = context.citations.get(rate.id, ())
    return RateRow(rate, current, tuple(reversed(values)), sheets, chart(rate, current))


def _state(value: RateValue, current: RateValue | None, context: SiteContext) -> str:
    if value is current:
        return "en vigueur"
    return "à venir" if value.since > context.guide.date else ""


def _growth(old: RateValue | None, new: RateValue) -> str:
    if old is None or old.value <= 0 or new.value == old.value:
        return ""
    growth = (new.value / old.value - 1) * 100
    text = number_text(growth.quantize(Decimal("0.1")))
    return f"{'+' if growth > 0 else ''}{text}\u00a0%" if abs(growth) < _MOST_GROWTH else ""


def figures_csv(context: SiteContext) -> bytes:
    """Every value of every rate, for a French spreadsheet: semicolons, decimal commas, a mark of UTF-8."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(_CSV_HEAD)
    for theme in context.themes.values():
        for rate in theme.rates:
            writer.writerows(_csv_rows(rate, theme, context))
    return "\ufeff".encode() + text.getvalue().encode()


def _csv_rows(rate: Rate, theme: Theme, context: SiteContext) -> Iterable[tuple[str, ...]]:
    current = rate.at(context.guide.date)
    start = tuple(
        map(_cell, (rate.id, rate.label, theme.title, _UNITS.get(rate.unit, rate.unit.value), rate.period))
    )
    for value in rate.values:
        number = f"{value.value:f}".replace(".", ",")
        in_force = "oui" if value is current else ""
        texts = (_cell(value.reference), _cell(value.url))
        yield (*start, value.since.isoformat(), number, in_force, *texts)


_UNITS = {Unit.YEAR: "année"}


def _cell(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
