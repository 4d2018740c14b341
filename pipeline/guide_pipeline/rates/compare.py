"""Our rates against OpenFisca-France, and the rates that we compute against those they come from."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from guide_pipeline.model.guide import Rate, RateValue
from guide_pipeline.rates.openfisca import Parameters, ParameterValue
from guide_pipeline.rates.origin import (
    ComputedOrigin,
    OpenFiscaOrigin,
    WrongOriginError,
    origin_of,
)

CRDS = Decimal("0.005")
"""Contribution taken off most family benefits: article 19 of ordonnance n° 96-50 of 24 January 1996."""
_CENT = Decimal("0.01")
_DATED_WITHIN = timedelta(days=366)


class FindingKind(StrEnum):
    """What may be wrong with a rate, weightiest first; the value is what scripts read."""

    DIFFERENT = "difference"
    """At one of our dates, the other side says something else."""
    MISSED = "oubli"
    """The other side changed between two of our dates, and we did not."""
    NEWER = "plus-recent"
    """The other side has a value that begins after our last one."""
    STALE = "a-recalculer"
    """A rate that ours is computed from has changed since."""
    DATED = "autre-date"
    """The same values, a change of theirs being dated earlier in the year than ours (tax law of the year, say)."""
    UNKNOWN = "introuvable"
    """The parameter that our source names does not exist (any more), or the source can't be read."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at."""

    kind: FindingKind
    rate: str
    label: str
    day: date | None
    """From when the other value holds, in our dates."""
    ours: Decimal | None
    theirs: Decimal | None
    detail: str = ""
    """The legal text that the other side cites, or what could not be found."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What came of it: how many rates of each origin were looked at, and what was found."""

    compared: int
    computed: int
    other: int
    """Rates whose source is a text only: nothing to compare them with."""
    findings: tuple[Finding, ...]


def compare_rates(rates: Mapping[str, Rate], parameters: Parameters) -> Comparison:
    """Every rate against its origin, in order of id."""
    findings: list[Finding] = []
    compared = computed = 0
    for rate in rates.values():
        try:
            origin = origin_of(rate.source)
        except WrongOriginError as error:
            findings.append(_unknown(rate, f"source illisible : « {error} »"))
            continue
        match origin:
            case OpenFiscaOrigin():
                compared += 1
                findings.extend(_against_parameter(rate, origin, parameters))
            case ComputedOrigin():
                computed += 1
                findings.extend(_against_inputs(rate, origin, rates))
            case None:
                pass
    return Comparison(compared, computed, len(rates) - compared - computed, tuple(findings))


def _unknown(rate: Rate, detail: str) -> Finding:
    return Finding(FindingKind.UNKNOWN, rate.id, rate.label, None, None, None, detail)


def _against_parameter(rate: Rate, origin: OpenFiscaOrigin, parameters: Parameters) -> Iterator[Finding]:
    history = parameters.history(origin)
    if not history:
        yield _unknown(rate, origin.path)
        return
    theirs = tuple(_ours(value, origin) for value in history)
    seen: set[date] = set()
    for value in rate.values:
        other = _at(theirs, value.since)
        if other is None or other.value is None or value.since in origin.except_on:
            continue
        if not _same(value.value, other.value):
            seen.add(other.since)
            yield _finding(FindingKind.DIFFERENT, rate, value.since, value.value, other)
    for other in theirs:
        ours = rate.at(other.since)
        if ours is None or other.value is None or other.since in seen or ours.since == other.since:
            continue
        if other.since > rate.values[0].since and not _same(ours.value, other.value):
            yield _finding(_kind_of(rate, other), rate, other.since, ours.value, other)


def _kind_of(rate: Rate, other: ParameterValue) -> FindingKind:
    """What a change of theirs is that begins while a value of ours stands."""
    following = next((value for value in rate.values if value.since > other.since), None)
    if following is None:
        return FindingKind.NEWER
    assert other.value is not None
    soon = following.since - other.since <= _DATED_WITHIN
    return FindingKind.DATED if soon and _same(following.value, other.value) else FindingKind.MISSED


def _finding(kind: FindingKind, rate: Rate, day: date, ours: Decimal, other: ParameterValue) -> Finding:
    return Finding(kind, rate.id, rate.label, day, ours, other.value, other.reference)


def _ours(value: ParameterValue, origin: OpenFiscaOrigin) -> ParameterValue:
    """A value of theirs in our unit and at our date."""
    day = value.since
    if origin.years:
        leap = (day.month, day.day) == (2, 29)
        day = day.replace(year=day.year + origin.years, day=28 if leap else day.day)
    number = None if value.value is None else value.value * origin.factor
    return ParameterValue(day, number, value.reference)


def _at(history: tuple[ParameterValue, ...], day: date) -> ParameterValue | None:
    return next((value for value in reversed(history) if value.since <= day), None)


def _same(ours: Decimal, theirs: Decimal) -> bool:
    """Equal, or theirs rounded to the decimals of ours, two at least: we print what a text prints."""
    digits = max(2, -int(ours.as_tuple().exponent))
    return ours == theirs or ours == theirs.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def _against_inputs(rate: Rate, origin: ComputedOrigin, rates: Mapping[str, Rate]) -> Iterator[Finding]:
    for value in rate.values if origin.shares else ():
        expected = _share(origin, rates, value)
        if expected is not None and abs(expected - value.value) > _CENT:
            detail = f"calcul : {' + '.join(origin.shares)} de {origin.base}"
            yield Finding(
                FindingKind.DIFFERENT, rate.id, rate.label, value.since, value.value, expected, detail
            )
    last = rate.values[-1]
    for name in origin.inputs:
        if name in rates and (new := _newer(rates[name], last.since, yearly=origin.yearly)):
            detail = f"{name} a changé"
            yield Finding(FindingKind.STALE, rate.id, rate.label, new.since, last.value, None, detail)


def _newer(source: Rate, day: date, *, yearly: bool) -> RateValue | None:
    """The last value of a rate, if it differs from the one that counted on `day`."""
    newest: RateValue | None = source.values[-1]
    if yearly:
        newest = source.at(date(source.values[-1].since.year, 1, 1))
    before = source.at(day)
    if newest is None or newest.since <= day or (before is not None and before.value == newest.value):
        return None
    return newest


def _share(origin: ComputedOrigin, rates: Mapping[str, Rate], value: RateValue) -> Decimal | None:
    """A percentage of a base on a day, in euros and cents; None when an input has no value then."""
    parts = [rates[name].at(value.since) if name in rates else None for name in (*origin.shares, origin.base)]
    figures = [part.value for part in parts if part is not None]
    if len(figures) != len(parts):
        return None
    *shares, base = figures
    gross = (sum(shares, Decimal(0)) / 100 * base).quantize(_CENT, ROUND_HALF_UP)
    return gross - (gross * CRDS).quantize(_CENT, ROUND_HALF_UP) if origin.less_crds else gross
