"""What an edition changed, as an object of the edition: written when its batch is ingested, read to make pages."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

from guide_pipeline.editions.canonical_json import dump
from guide_pipeline.model.guide import RateValue, Unit
from guide_site.render.context import EditionNews, RateNews, SheetNews


def dump_news(news: EditionNews) -> bytes:
    """The news as canonical JSON."""
    sheets = [[n.kind, n.sheet, n.title, n.chapter, n.summary] for n in news.sheets]
    rates = [[n.rate, n.label, n.unit.value, _value_row(n.before), _value_row(n.after)] for n in news.rates]
    return dump({"fiches": sheets, "baremes": rates})


def load_news(data: bytes) -> EditionNews:
    """The news from their JSON."""
    rows = json.loads(data)
    rates = (
        RateNews(rate, label, Unit(unit), _to_value(before), _to_value(after))
        for rate, label, unit, before, after in rows["baremes"]
    )
    return EditionNews(tuple(SheetNews(*row) for row in rows["fiches"]), tuple(rates))


def _value_row(value: RateValue | None) -> list[str] | None:
    return [value.since.isoformat(), str(value.value), value.reference, value.url] if value else None


def _to_value(row: list[Any] | None) -> RateValue | None:
    return RateValue(date.fromisoformat(row[0]), Decimal(row[1]), row[2], row[3]) if row else None
