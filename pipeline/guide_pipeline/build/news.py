"""What an edition changed, read back from its object (`guide_pipeline.report.news` writes it) to make pages."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

from guide_pipeline.model.guide import RateValue, Unit
from guide_site.render.context import EditionNews, RateNews, SheetNews

NO_NEWS: dict[str, list[list[Any]]] = {"fiches": [], "baremes": []}
"""The news of edition 0."""


def load_news(data: bytes) -> EditionNews:
    """The news from their JSON."""
    rows = json.loads(data)
    rates = (
        RateNews(rate, label, Unit(unit), _to_value(before), _to_value(after))
        for rate, label, unit, before, after in rows["baremes"]
    )
    return EditionNews(tuple(SheetNews(*row) for row in rows["fiches"]), tuple(rates))


def _to_value(row: list[Any] | None) -> RateValue | None:
    return RateValue(date.fromisoformat(row[0]), Decimal(row[1]), row[2], row[3]) if row else None
