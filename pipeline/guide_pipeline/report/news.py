"""What agents are told of a batch: what happens to each sheet, in a line, and the new values of rates."""

from dataclasses import dataclass
from typing import Any

from guide_pipeline.diff.parts import RateChange
from guide_pipeline.model.guide import RateValue
from guide_pipeline.report.model import ChangeReport, SheetReport

Rows = dict[str, list[list[Any]]]


@dataclass(frozen=True, slots=True)
class News:
    """The news of an edition."""

    sheets: tuple[SheetReport, ...]
    rates: tuple[RateChange, ...]
    """Those whose value in force changes."""

    def events(self) -> dict[str, str]:
        """What happens to each sheet, by its id: 'ajout', 'modification'…"""
        return {sheet.id: sheet.event.value for sheet in self.sheets}

    def rows(self) -> Rows:
        """Plain rows for the object that an edition keeps: kind, id, title, chapter and line of each sheet; id,
        label, unit and both values of each rate."""
        return {
            "fiches": [[s.event.value, s.id, s.title, s.chapter, s.summary] for s in self.sheets],
            "baremes": [
                [c.rate.id, c.rate.label, c.rate.unit.value, _row(c.before), _row(c.after)]
                for c in self.rates
            ],
        }


def news_of(report: ChangeReport) -> News:
    """The news in a report, in the guide's order."""
    return News(report.sheets, tuple(change for change in report.rates if change.in_force_changes))


def _row(value: RateValue | None) -> list[str] | None:
    return [value.since.isoformat(), str(value.value), value.reference, value.url] if value else None
