"""The report as plain rows, and as JSON. `schema.json` beside this file describes them."""

import json
from collections import Counter
from decimal import Decimal
from typing import Any

from guide_pipeline.diff.changes import Change
from guide_pipeline.diff.classes import ChangeClass
from guide_pipeline.diff.guides import GuideDiff
from guide_pipeline.diff.parts import PartChange, RateChange
from guide_pipeline.model.guide import Acronym, Chapter, RateValue, Synonym
from guide_pipeline.report.french import synonym_text
from guide_pipeline.report.model import ChangeReport, Leftover, SheetEvent, SheetReport

FORMAT = 3
Row = dict[str, Any]


def report_json(report: ChangeReport) -> bytes:
    """The report as JSON, UTF-8, one item a line; the same bytes for the same report."""
    return (json.dumps(report_rows(report), ensure_ascii=False, indent=1) + "\n").encode()


def report_rows(report: ChangeReport) -> Row:
    """The report as what JSON can hold."""
    return {
        "format": FORMAT,
        "lot": {
            "numero": report.batch.number,
            "libelle": report.batch.label,
            "date": report.batch.date.isoformat(),
            "empreinte": report.batch.digest,
            "edition-comparee": report.batch.parent,
        },
        "guide": report.guide,
        "date-avant": report.old_date.isoformat(),
        "date-apres": report.new_date.isoformat(),
        "verification": {"comparees": report.compared, "verifiees": report.proved},
        "comptes": _counts(report),
        "chapitres-modifies": [_chapter(change) for change in report.chapter_changes],
        "baremes": [_rate(change) for change in report.rates],
        "sigles": [_acronym(change) for change in report.acronyms],
        "synonymes": [_synonym(change) for change in report.synonyms],
        "fiches": [_sheet(sheet) for sheet in report.sheets],
        "groupes": [
            {
                "id": group.id,
                "classe": group.kind.value,
                "avant": group.old,
                "apres": group.new,
                "lieux": [{"fiche": sheet, "changement": change} for sheet, change in group.places],
            }
            for group in report.groups
        ],
        "a-relire": [
            {
                "fiche": i.sheet,
                "titre": i.title,
                "chapitre": i.chapter,
                "mene-a": list(i.targets),
                "baremes": list(i.rates),
                "sigles": list(i.acronyms),
                "chapitres": list(i.chapters),
            }
            for i in report.impacts
        ],
        "subsistent": [_leftover(leftover) for leftover in report.leftovers],
    }


def difference_rows(diff: GuideDiff) -> Row:
    """The difference between two guides as what JSON can hold: the parts of a report that it has."""
    return {
        "date-avant": diff.old_date.isoformat(),
        "date-apres": diff.new_date.isoformat(),
        "chapitres-modifies": [_chapter(change) for change in diff.chapters],
        "baremes": [_rate(change) for change in diff.rates],
        "sigles": [_acronym(change) for change in diff.acronyms],
        "synonymes": [_synonym(change) for change in diff.synonyms],
        "fiches-ajoutees": [fact.id for fact in diff.added],
        "fiches-retirees": [fact.id for fact in diff.removed],
        "fiches-modifiees": [
            {
                "id": sheet.id,
                "titre": sheet.new.title,
                "verifiee": sheet.proved,
                "changements": [_change(change) for change in sheet.changes],
            }
            for sheet in diff.changed
        ],
    }


def _counts(report: ChangeReport) -> Row:
    events = Counter(sheet.event for sheet in report.sheets)
    return {
        "fiches": {event.value: events[event] for event in SheetEvent},
        "changements": {kind.value: count for kind, count in report.counts.items()},
        "chapitres": [
            row for chapter in report.chapters if (row := _chapter_counts(report, chapter))["fiches"]
        ],
    }


def _chapter_counts(report: ChangeReport, chapter: Chapter) -> Row:
    sheets = [sheet for sheet in report.sheets if sheet.chapter == chapter.slug]
    counts = {kind.value: sum(sheet.count(kind) for sheet in sheets) for kind in ChangeClass}
    return {
        "chapitre": chapter.slug,
        "titre": chapter.title,
        "fiches": len(sheets),
        "changements": {kind: count for kind, count in counts.items() if count},
    }


def _leftover(leftover: Leftover) -> Row:
    return {
        "montant": leftover.old,
        "remplace-par": leftover.new,
        "fiches": list(leftover.sheets),
        "lieux": [
            {
                "fiche": place.sheet,
                "titre": place.title,
                "lieu": list(place.where),
                "ancre": place.anchor,
                "texte": place.around,
            }
            for place in leftover.places
        ],
    }


def _chapter(change: PartChange[Chapter]) -> Row:
    either = change.new or change.old
    return {
        "chapitre": either.slug if either else "",
        "avant": change.old.title if change.old else None,
        "apres": change.new.title if change.new else None,
    }


def _rate(change: RateChange) -> Row:
    return {
        "id": change.rate.id,
        "libelle": change.rate.label,
        "unite": change.rate.unit.value,
        "avant": _value(change.before),
        "apres": _value(change.after),
        "fiches": list(change.sheets),
    }


def _value(value: RateValue | None) -> Row | None:
    if value is None:
        return None
    return {"valeur": _number(value.value), "depuis": value.since.isoformat(), "reference": value.reference}


def _acronym(change: PartChange[Acronym]) -> Row:
    either = change.new or change.old
    return {
        "id": either.id if either else "",
        "avant": change.old.expansion if change.old else None,
        "apres": change.new.expansion if change.new else None,
    }


def _synonym(change: PartChange[Synonym]) -> Row:
    either = change.new or change.old
    return {
        "mot": either.word if either else "",
        "avant": synonym_text(change.old) if change.old else None,
        "apres": synonym_text(change.new) if change.new else None,
    }


def _sheet(sheet: SheetReport) -> Row:
    return {
        "id": sheet.id,
        "evenement": sheet.event.value,
        "titre": sheet.title,
        "chapitre": sheet.chapter,
        "titre-avant": sheet.old_title,
        "chapitre-avant": sheet.old_chapter,
        "resume": sheet.summary,
        "verifiee": sheet.proved,
        "changements": [_change(change) for change in sheet.changes],
    }


def _change(change: Change) -> Row:
    row: Row = {
        "id": change.id,
        "classe": change.kind.value,
        "action": change.action.value,
        "lieu": list(change.where),
        "ancre": change.anchor,
        "unite": change.unit,
        "avant": change.old,
        "apres": change.new,
    }
    if change.before is not None:
        row["valeur-avant"] = _number(change.before)
    if change.after is not None:
        row["valeur-apres"] = _number(change.after)
    if change.also:
        row["contient"] = [kind.value for kind in change.also]
    return row


def _number(value: Decimal) -> str:
    """Digits without exponent: numbers of JSON would lose their decimals."""
    return f"{value:f}"
