"""The page of figures: every rate by theme, its value in force, those before and to come, where it is cited."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from guide_pipeline.model.facts import SheetFacts
from guide_pipeline.model.guide import Rate, RateValue
from guide_site.render.context import SiteContext


@dataclass(frozen=True, slots=True)
class RateRow:
    """A rate on the page."""

    rate: Rate
    current: RateValue | None
    values: tuple[tuple[RateValue, str], ...]
    """Latest first, each with 'en vigueur', 'à venir' or ''."""
    sheets: tuple[SheetFacts, ...]


@dataclass(frozen=True, slots=True)
class Theme:
    """Rates that belong together."""

    anchor: str
    title: str
    rows: tuple[RateRow, ...]


def figures_view(context: SiteContext, _: str) -> Mapping[str, Any]:
    """All rates by theme: the chapters' in their order, then the others as they come."""
    themes: dict[str, list[RateRow]] = {chapter.slug: [] for chapter in context.guide.chapters}
    for rate in context.guide.rates.values():
        themes.setdefault(rate.theme, []).append(_row(rate, context))
    titles = context.markup.chapters
    return {
        "themes": tuple(
            Theme(f"_theme-{number}", titles.get(slug) or slug.capitalize() or "Autres barèmes", tuple(rows))
            for number, (slug, rows) in enumerate(themes.items(), 1)
            if rows
        )
    }


def _row(rate: Rate, context: SiteContext) -> RateRow:
    current = rate.at(context.guide.date)
    values = tuple((value, _state(value, current, context)) for value in reversed(rate.values))
    return RateRow(rate, current, values, context.citations.get(rate.id, ()))


def _state(value: RateValue, current: RateValue | None, context: SiteContext) -> str:
    if value is current:
        return "en vigueur"
    return "à venir" if value.since > context.guide.date else ""
