"""The small chart of a rate: its values as steps, one after another in time. Inline SVG without style of its own."""

from datetime import date
from decimal import Decimal

from markupsafe import Markup, escape

from guide_pipeline.markup.text import typeset
from guide_pipeline.markup.values import value_text
from guide_pipeline.model.guide import Rate, RateValue

WIDTH, HEIGHT = 240, 64
_TOP, _BOTTOM, _LEFT, _RIGHT = 8, 48, 4, 212
"""The frame of the values; the last step goes on to the edge."""
_SAID = 6
"""A chart says at most so many values in words; the table says them all."""


def chart(rate: Rate, current: RateValue | None) -> Markup:
    """The chart, '' for a rate of fewer than two values. `current` is marked."""
    if len(rate.values) < 2:
        return Markup("")
    points = _points(rate.values)
    path = (
        f"M{points[0][0]} {points[0][1]}" + "".join(f"H{x}V{y}" for x, y in points[1:]) + f"H{WIDTH - _LEFT}"
    )
    dots = "".join(
        f'<circle cx="{x}" cy="{y}" r="{5 if value is current else 2.5}"/>'
        for (x, y), value in zip(points, rate.values, strict=True)
    )
    first, last = rate.values[0].since.year, rate.values[-1].since.year
    years = f'<text x="{_LEFT}" y="{HEIGHT - 2}">{first}</text>'
    if last != first:
        years += f'<text x="{points[-1][0]}" y="{HEIGHT - 2}" text-anchor="middle">{last}</text>'
    return Markup(
        f'<svg class="courbe" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{_words(rate)}">'
        f'<path class="base" d="M{_LEFT} {_BOTTOM + 4}H{WIDTH - _LEFT}"/><path d="{path}"/>{dots}{years}</svg>'
    )


def _points(values: tuple[RateValue, ...]) -> list[tuple[float, float]]:
    days = [_day(value.since) for value in values]
    numbers = [value.value for value in values]
    return [
        (
            _scaled(day, days[0], days[-1], _LEFT, _RIGHT),
            _scaled(number, min(numbers), max(numbers), _BOTTOM, _TOP),
        )
        for day, number in zip(days, numbers, strict=True)
    ]


def _day(day: date) -> Decimal:
    return Decimal(day.toordinal())


def _scaled(value: Decimal, low: Decimal, high: Decimal, start: int, end: int) -> float:
    """Where a value stands between two edges; in the middle when all values are the same."""
    share = (value - low) / (high - low) if high > low else Decimal("0.5")
    return round(start + float(share) * (end - start), 1)


def _words(rate: Rate) -> str:
    said = rate.values[-_SAID:]
    texts = (f"{value_text(value.value, rate.unit)} en {value.since.year}" for value in said)
    return typeset(str(escape(f"Évolution : {', puis '.join(texts)}")))
