"""The report as one HTML page: what matters first, then every sheet with both its states."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from guide_pipeline.diff.changes import Action, Change
from guide_pipeline.diff.classes import ChangeClass
from guide_pipeline.diff.entities import entities
from guide_pipeline.diff.parts import RateChange, part_id
from guide_pipeline.markup.text import escape, typeset
from guide_pipeline.markup.values import date_text, value_text
from guide_pipeline.model.guide import Chapter
from guide_pipeline.report import french
from guide_pipeline.report.model import ChangeReport, SheetEvent, SheetReport

TEMPLATES = Path(__file__).parent / "templates"
_LARGE = Decimal("0.1")
"""A share from which on a change of an amount is worth a second look."""
_FIGURES = (
    ChangeClass.AMOUNT, ChangeClass.PERCENTAGE, ChangeClass.DATE, ChangeClass.DURATION, ChangeClass.LEGAL,
    ChangeClass.CONTACT, ChangeClass.LINK,
)  # fmt: skip
_LONGEST = 240


@dataclass(frozen=True, slots=True)
class Line:
    """A change in a table, with its sheet."""

    sheet: SheetReport
    change: Change


@dataclass(frozen=True, slots=True)
class Part:
    """A chapter and what happens in it."""

    chapter: Chapter
    sheets: tuple[SheetReport, ...]

    def count(self, kind: ChangeClass) -> int:
        """Changes of a class in its sheets."""
        return sum(sheet.count(kind) for sheet in self.sheets)


def report_html(report: ChangeReport) -> str:
    """The page. It needs `rapport.css` and `rapport.js` beside it; without scripts it reads all the same."""
    return (
        _environment()
        .get_template("report.html")
        .render(
            report=report,
            parts=_parts(report),
            minor=[sheet for sheet in report.sheets if _is_minor(sheet)],
            tables=[(kind, lines) for kind in _FIGURES if (lines := _lines(report, kind))],
            table_kinds=[kind for kind in _FIGURES if report.counts[kind]],
            risks=_risks(report),
            amounts_in_texts=_amounts_in_texts(report),
            rates=[change for change in report.rates if change.in_force_changes],
            other_rates=[change for change in report.rates if not change.in_force_changes],
            kinds=[kind for kind, count in report.counts.items() if count],
            most=max(report.counts.values(), default=0),
        )
    )


def _parts(report: ChangeReport) -> list[Part]:
    parts = (Part(c, tuple(s for s in report.sheets if s.chapter == c.slug)) for c in report.chapters)
    return [part for part in parts if part.sheets]


def _lines(report: ChangeReport, kind: ChangeClass) -> list[Line]:
    """Changes of a class."""
    return [Line(sheet, c) for sheet in report.sheets for c in sheet.changes if c.kind is kind]


def _amounts_in_texts(report: ChangeReport) -> list[Line]:
    """What comes or goes whole and states amounts: only these are said of it."""
    kind = ChangeClass.AMOUNT
    return [
        Line(sheet, replace(change, old=_amounts(change.old), new=_amounts(change.new)))
        for sheet in report.sheets
        for change in sheet.changes
        if kind in change.also
    ]


def _amounts(text: str) -> str:
    found = (text[e.start : e.end] for e in entities(text) if e.kind is ChangeClass.AMOUNT)
    return " · ".join(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class Risk:
    """Something to look at first, with the place in the page where it is told."""

    text: str
    anchor: str


def _risks(report: ChangeReport) -> list[Risk]:
    return [
        *_unproved(report),
        *_subsisting(report),
        *_large(report),
        *_gone(report),
        *_rates_gone(report),
    ]


def _unproved(report: ChangeReport) -> Iterator[Risk]:
    for sheet in report.sheets:
        if not sheet.proved:
            yield Risk(f"{sheet.title} : les différences montrées sont inexactes", f"fiche-{sheet.id}")


def _subsisting(report: ChangeReport) -> Iterator[Risk]:
    """Amounts replaced somewhere and left elsewhere, in one line."""
    if report.leftovers:
        first = report.leftovers[0]
        where = french.plural(len(first.sheets), "fiche", "fiches")
        said = f"{first.old} subsiste dans {where}"
        if others := len(report.leftovers) - 1:
            said += f", et {french.plural(others, 'autre montant remplacé subsiste', 'autres montants remplacés subsistent')}"
        yield Risk(said, "subsistent")


def _large(report: ChangeReport) -> Iterator[Risk]:
    """Amounts that change by a large share, a sheet at a time: the largest is shown."""
    for sheet in report.sheets:
        shares = [(share, c) for c in sheet.changes if (share := _share(c)) >= _LARGE]
        if not shares:
            continue
        _, change = max(shares, key=lambda pair: pair[0])
        assert change.before and change.after is not None
        said = f"{change.old} → {change.new} ({french.ratio(change.before, change.after)})"
        if len(shares) > 1:
            said = f"{len(shares)} montants changent de plus de 10 %, par exemple {said}"
        yield Risk(f"{sheet.title} : {said}", change.id)


def _share(change: Change) -> Decimal:
    """By which share of itself an amount changes, in absolute value; 0 when that can't be said."""
    if change.kind is not ChangeClass.AMOUNT or not change.before or change.after is None:
        return Decimal(0)
    return abs(change.after - change.before) / change.before


def _gone(report: ChangeReport) -> Iterator[Risk]:
    for sheet in report.of(SheetEvent.REMOVED):
        citing = sum(sheet.id in impact.targets for impact in report.impacts)
        leads = french.plural(citing, "fiche y mène", "fiches y mènent")
        yield Risk(f"{sheet.title} : retirée{f', {leads} encore' if citing else ''}", f"fiche-{sheet.id}")


def _rates_gone(report: ChangeReport) -> Iterator[Risk]:
    for change in report.rates:
        if change.after is None and change.sheets:
            cited = french.plural(len(change.sheets), "fiche le cite", "fiches le citent")
            yield Risk(f"Barème « {change.rate.label} » sans valeur : {cited}", f"bareme-{change.rate.id}")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        plural=french.plural,
        class_name=french.class_name,
        event_name=french.event_name,
        difference=french.difference,
        rate_sides=_rate_sides,
        part_id=part_id,
        is_minor=_is_minor,
        ChangeClass=ChangeClass,
        SheetEvent=SheetEvent,
        Action=Action,
        action_name=lambda action: french.ACTIONS[action],
    )
    environment.filters.update(
        day=date_text,
        safe_html=Markup,
        capital=french.capital,
        typeset=_typeset,
        synonym=french.synonym_text,
        short=_short,
        by_class=_by_class,
    )
    return environment


def _typeset(text: str) -> Markup:
    return Markup(typeset(escape(text)))


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[:_LONGEST].rsplit(" ", 1)[0] + "…"


def _by_class(changes: Iterable[Change]) -> list[tuple[ChangeClass, list[Change]]]:
    found = list(changes)
    return [(kind, own) for kind in ChangeClass if (own := [c for c in found if c.kind is kind])]


def _is_minor(sheet: SheetReport) -> bool:
    """True for a sheet of which only the typography or its own record changes."""
    minor = (ChangeClass.TYPOGRAPHY, ChangeClass.RECORD)
    return sheet.event is SheetEvent.CHANGED and all(change.kind in minor for change in sheet.changes)


def _rate_sides(change: RateChange) -> tuple[str, str, str]:
    """Both values of a rate as text, '' for none, and by how much it changes."""
    unit = change.rate.unit
    sides = [value_text(value.value, unit) if value else "" for value in (change.before, change.after)]
    gap = ""
    if change.before and change.after and change.before.value:
        gap = french.ratio(change.before.value, change.after.value)
    return sides[0], sides[1], gap
