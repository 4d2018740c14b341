"""Applying a batch: a pure function from a guide and a batch to the next guide."""

from collections.abc import Mapping
from dataclasses import replace

from guide_pipeline.batch.model import (
    AddSheet,
    Batch,
    Delivered,
    MoveSheet,
    RemoveSheet,
    RenameChapter,
    RenameSheet,
    ReplaceSheet,
)
from guide_pipeline.model.canonical import serialise
from guide_pipeline.model.digest import digest
from guide_pipeline.model.facts import facts_of
from guide_pipeline.model.guide import Chapter, Guide, in_order
from guide_pipeline.model.sheet import Sheet
from guide_pipeline.readers.tables import merge_acronyms, merge_rates, merge_synonyms


def apply_batch(guide: Guide, batch: Batch) -> Guide:
    """The guide after a batch, as if sound: an operation on an unknown sheet does nothing (see check.py)."""
    changed, removed = _sheets(guide, batch)
    chapters = _chapters(guide.chapters, batch)
    facts = {key: fact for key, fact in guide.facts.items() if key not in removed}
    facts.update({key: sheet.facts for key, sheet in changed.items()})
    return Guide(
        title=guide.title,
        date=batch.date,
        chapters=chapters,
        facts=in_order(facts.values(), chapters),
        rates=merge_rates(dict(guide.rates), batch.rates),
        acronyms=merge_acronyms(dict(guide.acronyms), batch.acronyms),
        load=lambda key: changed[key].load() if key in changed else guide.load(key),
        synonyms=merge_synonyms(dict(guide.synonyms), batch.synonyms),
        notice=guide.notice,
    )


def replacements(batch: Batch) -> dict[str, str]:
    """Where readers of each sheet that the batch removes are led ('' when nowhere)."""
    return {op.target: op.replaced_by for op in batch.operations if isinstance(op, RemoveSheet)}


def _sheets(guide: Guide, batch: Batch) -> tuple[Mapping[str, Delivered], set[str]]:
    changed: dict[str, Delivered] = {}
    removed: set[str] = set()

    def current(key: str) -> Sheet | None:
        if key in changed:
            return changed[key].load()
        return guide.load(key) if key in guide.facts else None

    # contents first, so that the order of operations in the file never decides
    for operation in sorted(batch.operations, key=lambda op: not isinstance(op, AddSheet | ReplaceSheet)):
        match operation:
            case AddSheet() | ReplaceSheet():
                changed[operation.target] = operation.sheet
            case RemoveSheet():
                removed.add(operation.target)
            case MoveSheet():
                if sheet := current(operation.target):
                    folder = sheet.folder if operation.folder is None else operation.folder
                    changed[sheet.id] = _made(replace(sheet, chapter=operation.chapter, folder=folder))
            case RenameSheet():
                if sheet := current(operation.target):
                    changed[sheet.id] = _made(replace(sheet, title=operation.title))
            case RenameChapter():
                pass
    return {key: sheet for key, sheet in changed.items() if key not in removed}, removed


def _made(sheet: Sheet) -> Delivered:
    """A sheet that no file holds as it is."""
    return Delivered(facts_of(sheet, digest(serialise(sheet))), sheet)


def _chapters(chapters: tuple[Chapter, ...], batch: Batch) -> tuple[Chapter, ...]:
    titles = {op.chapter: op.title for op in batch.operations if isinstance(op, RenameChapter)}
    return tuple(replace(c, title=titles.get(c.slug, c.title)) for c in chapters)
