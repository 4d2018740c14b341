"""The changes between two guides as lines for a terminal, sheet by sheet."""

from collections.abc import Iterator

from guide_pipeline.diff.changes import Action, Change
from guide_pipeline.diff.classes import ChangeClass
from guide_pipeline.diff.guides import GuideDiff, SheetChange
from guide_pipeline.diff.places import shorten
from guide_pipeline.report import french
from guide_pipeline.report.build import rate_line

_LONGEST = 100


def difference_lines(diff: GuideDiff) -> Iterator[str]:
    """Everything that differs, in the guide's order: rates, chapters, sheets, and in each sheet its changes."""
    for rate in diff.rates:
        if rate.in_force_changes:
            yield f"barème {rate_line(rate)} ({french.plural(len(rate.sheets), 'fiche', 'fiches')})"
    for chapter in diff.chapters:
        sides = (c.title if c else "(absent)" for c in (chapter.old, chapter.new))
        yield f"chapitre {' → '.join(sides)}"
    for fact in diff.added:
        yield f"+ {fact.id} {fact.title}"
    for fact in diff.removed:
        yield f"- {fact.id} {fact.title}"
    for sheet in diff.changed:
        yield f"~ {sheet.id} {sheet.new.title}{_place(sheet)}"
        yield from (
            f"    {change_line(change)}" for change in sheet.changes if change.kind is not ChangeClass.RECORD
        )


def _place(sheet: SheetChange) -> str:
    parts = []
    if sheet.moved:
        parts.append(f"déplacée de « {sheet.old.chapter} » à « {sheet.new.chapter} »")
    if sheet.renamed:
        parts.append(f"s'appelait « {sheet.old.title} »")
    return f" ({', '.join(parts)})" if parts else ""


def change_line(change: Change) -> str:
    """'montant · Plafonds › couple : 11 478 € → 11 600 € (+122 €, +1,06 %)'."""
    where = f" · {' › '.join(change.where)}" if change.where else ""
    old, new = shorten(change.old, _LONGEST), shorten(change.new, _LONGEST)
    said = {
        Action.CHANGED: f"{old or '(rien)'} → {new or '(rien)'}",
        Action.ADDED: f"ajouté, {new}",
        Action.REMOVED: f"retiré, {old}",
        Action.MOVED: f"déplacé, {new}",
    }[change.action]
    gap = french.difference(change)
    return f"{french.class_name(change.kind, 1)}{where} : {said}{f' ({gap})' if gap else ''}"
