"""From a difference between two guides to the report of a batch."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from guide_pipeline.diff.changes import Action, Change, name_from
from guide_pipeline.diff.classes import ChangeClass
from guide_pipeline.diff.edits import SheetDiff
from guide_pipeline.diff.guides import GuideDiff, SheetChange
from guide_pipeline.diff.parts import RateChange
from guide_pipeline.diff.places import shorten
from guide_pipeline.markup.context import MarkupContext, context_of
from guide_pipeline.markup.values import value_text
from guide_pipeline.model.canonical import serialise
from guide_pipeline.model.facts import SheetFacts
from guide_pipeline.model.guide import Chapter, Guide, in_order
from guide_pipeline.model.sheet import Sheet
from guide_pipeline.report.french import capital, class_name, listed
from guide_pipeline.report.leftovers import ReadBytes, leftovers
from guide_pipeline.report.model import (
    BatchInfo,
    ChangeReport,
    Group,
    Impact,
    SheetEvent,
    SheetReport,
)
from guide_pipeline.report.redline import sheet_redline

__all__ = ["BatchInfo", "ChangeReport", "build_report"]

_LEVEL = 4
"""Of the headings inside a redline: a sheet's own is an h3."""
FIGURES = (ChangeClass.AMOUNT, ChangeClass.PERCENTAGE, ChangeClass.DATE, ChangeClass.DURATION)
_NOTEWORTHY = frozenset(ChangeClass) - {ChangeClass.TYPOGRAPHY, ChangeClass.RECORD}


class Redlines:
    """Makes the redlines of a report."""

    def __init__(self, old: Guide, new: Guide) -> None:
        self._contexts = _context(old), _context(new)

    def of(self, old: Sheet | None, new: Sheet | None, diff: SheetDiff | None = None) -> str:
        """What changes in a sheet, as HTML; None as one of its states: it comes, or goes. `diff` saves comparing."""
        return sheet_redline(old, new, *self._contexts, diff=diff, brief=True, level=_LEVEL)


def build_report(
    diff: GuideDiff,
    old: Guide,
    new: Guide,
    batch: BatchInfo,
    read: ReadBytes | None = None,
    redlines: Mapping[str, str] | None = None,
) -> ChangeReport:
    """The report of a difference. Sheets that come, go or change are read once more, for their redlines.

    `read` gives the canonical bytes of a sheet of the new guide where they are at hand; `redlines`, those that are
    made already, by the sheet's id.
    """
    sheets = tuple(_Reporter(diff, old, new, redlines or {}).sheets())
    named = {fact.id: fact.title for guide in (old, new) for fact in guide.facts.values()}
    groups = tuple(_groups(sheets))
    impacts = tuple(_impacts(diff, new, sheets))
    mentioned = _mentioned(sheets, diff.rates, impacts)
    return ChangeReport(
        batch=batch,
        guide=new.title,
        old_date=diff.old_date,
        new_date=diff.new_date,
        chapters=_chapters(old, new),
        chapter_changes=diff.chapters,
        sheets=sheets,
        rates=diff.rates,
        acronyms=diff.acronyms,
        synonyms=diff.synonyms,
        groups=groups,
        impacts=impacts,
        leftovers=leftovers(diff, new, read or (lambda key: serialise(new.load(key)))),
        titles={key: title for key, title in named.items() if key in mentioned},
    )


def _chapters(old: Guide, new: Guide) -> tuple[Chapter, ...]:
    known = {chapter.slug for chapter in new.chapters}
    return (*new.chapters, *(chapter for chapter in old.chapters if chapter.slug not in known))


def _mentioned(
    sheets: Iterable[SheetReport], rates: Iterable[RateChange], impacts: Iterable[Impact]
) -> set[str]:
    found = {sheet.id for sheet in sheets}
    found.update(sheet for rate in rates for sheet in rate.sheets)
    found.update(key for impact in impacts for key in (impact.sheet, *impact.targets))
    return found


class _Reporter:
    """Makes the report of each sheet, in the guide's order."""

    def __init__(self, diff: GuideDiff, old: Guide, new: Guide, redlines: Mapping[str, str]) -> None:
        self._old, self._new = old, new
        self._redlines, self._known = Redlines(old, new), redlines
        self._changed = {change.id: change for change in diff.changed}
        self._added = {fact.id for fact in diff.added}
        self._removed = {fact.id: fact for fact in diff.removed}
        self._rates = _rates_by_sheet(diff.rates)
        self._chapters = {chapter.slug: chapter.title for chapter in _chapters(old, new)}

    def sheets(self) -> Iterator[SheetReport]:
        """Every sheet to which something happens."""
        touched = (
            fact
            for fact in self._new.facts.values()
            if fact.id in self._changed or fact.id in self._added or fact.id in self._rates
        )
        facts = [*touched, *self._removed.values()]
        for fact in in_order(facts, self._chapters_in_order()).values():
            yield self._sheet(fact)

    def _chapters_in_order(self) -> tuple[Chapter, ...]:
        """Chapters that are gone stand where their number says, for the sheets that they had."""
        return tuple(sorted(_chapters(self._old, self._new), key=lambda chapter: chapter.number))

    def _sheet(self, fact: SheetFacts) -> SheetReport:
        if change := self._changed.get(fact.id):
            return self._change(change)
        report = SheetReport(
            id=fact.id,
            event=SheetEvent.RATE,
            title=fact.title,
            chapter=fact.chapter,
            old_title="",
            old_chapter="",
            updated=fact.updated,
            proved=True,
            summary=shorten(fact.summary, 200),
            changes=(),
            redline="",
        )
        if fact.id in self._removed:
            return replace(report, event=SheetEvent.REMOVED, redline=self._redline(fact.id))
        if fact.id in self._added:
            return replace(report, event=SheetEvent.ADDED, redline=self._redline(fact.id))
        return replace(report, summary="; ".join(map(rate_line, self._rates[fact.id])))

    def _change(self, change: SheetChange) -> SheetReport:
        return SheetReport(
            id=change.id,
            event=event_of(change),
            title=change.new.title,
            chapter=change.new.chapter,
            old_title=change.old.title if change.renamed else "",
            old_chapter=change.old.chapter if change.moved else "",
            updated=change.new.updated,
            proved=change.proved,
            summary=self._summary(change),
            changes=change.changes,
            redline=self._redline(change.id),
        )

    def _redline(self, key: str) -> str:
        if key in self._known:
            return self._known[key]
        old, new = (guide.load(key) if key in guide.facts else None for guide in (self._old, self._new))
        return self._redlines.of(old, new)

    def _summary(self, change: SheetChange) -> str:
        parts = []
        if change.moved:
            parts.append(f"déplacée depuis « {self._chapters.get(change.old.chapter, change.old.chapter)} »")
        if change.renamed:
            parts.append(f"titre précédent : « {change.old.title} »")
        return capital(" ; ".join(filter(None, (*parts, summary_of(change.changes)))))


def _context(guide: Guide) -> MarkupContext:
    return context_of(guide, root="/", ids=False)


def event_of(change: SheetChange) -> SheetEvent:
    """The event by which a changed sheet is announced."""
    if change.moved:
        return SheetEvent.MOVED
    return SheetEvent.RENAMED if change.renamed else SheetEvent.CHANGED


def summary_of(changes: Iterable[Change]) -> str:
    """What changes in a sheet, in a line: figures counted by class, then the sections concerned."""
    counted = dict.fromkeys((*FIGURES, ChangeClass.LEGAL), 0)
    sections: dict[str, None] = {}
    noteworthy = False
    for change in changes:
        if change.kind in counted:
            counted[change.kind] += 1
        noteworthy = noteworthy or change.kind in _NOTEWORTHY
        if change.kind in _NOTEWORTHY and change.where:
            # A block outside of any section is named by what it is, in lower case.
            part = change.where[0]
            sections[shorten(part, 50) if part[:1].isupper() else "introduction"] = None
    parts = [f"{class_name(kind)} : {count}" for kind, count in counted.items() if count]
    if sections:
        parts.append(f"parties : {listed(list(sections), 3)}")
    elif noteworthy and not parts:
        parts.append("rédaction")
    return " ; ".join(parts) or "retouches de forme"


def rate_line(change: RateChange) -> str:
    """'Smic horaire brut : 11,88 € → 12,02 €'."""
    unit = change.rate.unit
    sides = [value_text(value.value, unit) if value else "" for value in (change.before, change.after)]
    if not sides[1]:
        return f"{change.rate.label} : {sides[0]}, retiré" if sides[0] else f"{change.rate.label} : retiré"
    return f"{change.rate.label} : " + (f"{sides[0]} → {sides[1]}" if sides[0] else f"{sides[1]} (nouveau)")


def _rates_by_sheet(rates: Iterable[RateChange]) -> Mapping[str, list[RateChange]]:
    found: defaultdict[str, list[RateChange]] = defaultdict(list)
    for change in rates:
        for sheet in change.sheets if change.in_force_changes else ():
            found[sheet].append(change)
    return found


def _groups(sheets: Iterable[SheetReport]) -> Iterator[Group]:
    """Replacements that occur more than once, most frequent first within each class."""
    found: defaultdict[tuple[ChangeClass, str, str], list[tuple[str, str]]] = defaultdict(list)
    for sheet in sheets:
        for change in sheet.changes:
            if change.action is Action.CHANGED and change.kind in _NOTEWORTHY and (change.old or change.new):
                found[change.kind, change.old, change.new].append((sheet.id, change.id))
    groups = [
        Group(f"groupe-{name_from(*key)}", *key, tuple(places))
        for key, places in found.items()
        if len(places) > 1
    ]
    order = {kind: rank for rank, kind in enumerate(ChangeClass)}
    yield from sorted(groups, key=lambda g: (order[g.kind], -len(g.places), g.old, g.new))


def _impacts(diff: GuideDiff, new: Guide, sheets: Iterable[SheetReport]) -> Iterator[Impact]:
    """Sheets whose text stays, that link to one whose figures change or that is gone, or cite what changes."""
    touched = {sheet.id for sheet in sheets if sheet.event is not SheetEvent.RATE}
    targets = {sheet.id for sheet in sheets if _bears_on_others(sheet)}
    rates = {change.rate.id: change.rate.label for change in diff.rates if change.in_force_changes}
    acronyms = {change.old.id: change.old.shown for change in diff.acronyms if change.old}
    chapters = {
        change.new.slug: change.new.title
        for change in diff.chapters
        if change.old and change.new and change.old.title != change.new.title
    }
    for fact in new.facts.values():
        if fact.id not in touched:
            impact = Impact(
                fact.id,
                fact.title,
                fact.chapter,
                tuple(dict.fromkeys(target for target, _ in fact.links if target in targets)),
                tuple(rates[key] for key in fact.rates if key in rates),
                tuple(acronyms[key] for key in fact.acronyms if key in acronyms),
                tuple(chapters[key] for key in fact.chapters if key in chapters),
            )
            if impact.targets or impact.rates or impact.acronyms or impact.chapters:
                yield impact


def _bears_on_others(sheet: SheetReport) -> bool:
    return sheet.event is SheetEvent.REMOVED or any(sheet.count(kind) for kind in FIGURES)
