"""Numbers and days as French readers write them."""

from datetime import date
from decimal import Decimal

from guide_pipeline.model.guide import Rate, RateValue, Unit

_THIN = "\u202f"
_NO_BREAK = "\u00a0"
_MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
    "novembre", "décembre",
)  # fmt: skip
_UNITS = {
    Unit.EURO: ("€", "€"),
    Unit.PERCENT: ("%", "%"),
    Unit.POINTS: ("point", "points"),
    Unit.HOUR: ("heure", "heures"),
    Unit.DAY: ("jour", "jours"),
    Unit.WEEK: ("semaine", "semaines"),
    Unit.MONTH: ("mois", "mois"),
    Unit.YEAR: ("an", "ans"),
}


def number_text(value: Decimal, decimals: int = 0) -> str:
    """1399.03 as '1 399,03': thousands apart by a narrow no-break space, at least `decimals` decimals."""
    text = f"{abs(value):f}"
    whole, _, fraction = text.partition(".")
    fraction = fraction.rstrip("0").ljust(decimals, "0")
    grouped = f"{int(whole):,}".replace(",", _THIN)
    sign = "\N{MINUS SIGN}" if value < 0 else ""
    return f"{sign}{grouped},{fraction}" if fraction else f"{sign}{grouped}"


def value_text(value: Decimal, unit: Unit) -> str:
    """A value with its unit: '1 399,03 €', '9,2 %', '16 semaines'. A round amount shows no cents."""
    decimals = 2 if unit is Unit.EURO and value != value.to_integral_value() else 0
    number = number_text(value, decimals)
    if unit not in _UNITS:
        return number
    one, many = _UNITS[unit]
    return f"{number}{_NO_BREAK}{many if abs(value) >= 2 else one}"


def absent_text(label: str, day: date) -> str:
    """What stands in the place of a rate that has no value on a day."""
    return f"{label} (valeur non fixée au {date_text(day)})"


def rate_text(rate: Rate, value: RateValue) -> str:
    """What to know of a value: its rate, since when, by which text. Plain text."""
    said = f"{rate.label}\N{NO-BREAK SPACE}: {value_text(value.value, rate.unit)}"
    if rate.period:
        said += f" par {rate.period}"
    said += f", depuis le {date_text(value.since)}"
    return f"{said} ({value.reference})" if value.reference else said


def date_text(day: date) -> str:
    """A day in full: '1er avril 2025'. The spaces don't break."""
    number = "1er" if day.day == 1 else str(day.day)
    return _NO_BREAK.join((number, _MONTHS[day.month - 1], str(day.year)))
