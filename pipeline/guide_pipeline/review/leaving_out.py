"""The guide that a batch makes when some of its changes are refused: a pure function of both guides and the items.

A refused change takes with it what can't stand or fall without it (`diff.selection`): the other changes of its
paragraph, the paragraphs that a list became. Whether the result is a sound guide is for the checks to say.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from guide_pipeline.diff.changes import Change
from guide_pipeline.diff.edits import SheetDiff
from guide_pipeline.diff.listing import changes_of
from guide_pipeline.diff.parts import part_id
from guide_pipeline.diff.patch import apply
from guide_pipeline.diff.selection import bound, goes_with, leave_out
from guide_pipeline.diff.sheets import diff_sheets
from guide_pipeline.model.canonical import serialise
from guide_pipeline.model.digest import digest
from guide_pipeline.model.facts import SheetFacts, facts_of
from guide_pipeline.model.guide import Guide, in_order
from guide_pipeline.model.sheet import Sheet
from guide_pipeline.review.items import ACRONYM, CHAPTER, RATE, SHEET, SYNONYM, Item

_Part = TypeVar("_Part")


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of a batch."""

    guide: Guide
    mixed: tuple[str, ...]
    """Ids of the sheets that are neither as they were nor as they were delivered."""


def keep_back(old: Guide, new: Guide, refused: Iterable[Item]) -> Kept:
    """The guide after a batch without the refused items."""
    out = tuple(refused)
    whole, parts = _by_sheet(out)
    mixed = {key: _mixed(old, new, key, wanted) for key, wanted in parts.items()}
    facts = {key: fact for key, fact in new.facts.items() if key not in whole}
    facts.update({key: old.facts[key] for key in whole if key in old.facts})
    facts.update({key: _facts(old, sheet) for key, sheet in mixed.items()})
    chapters = _table({c.slug: c for c in old.chapters}, {c.slug: c for c in new.chapters}, CHAPTER, out)
    ordered = tuple(sorted(chapters.values(), key=lambda chapter: chapter.number))
    guide = Guide(
        title=new.title,
        date=new.date,
        chapters=ordered,
        facts=in_order(facts.values(), ordered),
        rates=_table(old.rates, new.rates, RATE, out),
        acronyms=_table(old.acronyms, new.acronyms, ACRONYM, out),
        load=_loader(old, new, whole, mixed),
        synonyms=_table(old.synonyms, new.synonyms, SYNONYM, out),
        notice=new.notice,
    )
    return Kept(guide, tuple(key for key, sheet in mixed.items() if facts[key] != old.facts[key]))


def bound_to(old: Guide, new: Guide, refused: Iterable[Item]) -> frozenset[str]:
    """Ids of all the changes that go out with these items, these included."""
    out = tuple(refused)
    found = {item.id for item in out}
    for key, wanted in _by_sheet(out)[1].items():
        diff, changes = _changes(old, new, key)
        units = bound(diff, _units(changes, wanted))
        found.update(change.id for change in changes if goes_with(change.unit, units))
    return frozenset(found)


def _by_sheet(items: Iterable[Item]) -> tuple[frozenset[str], Mapping[str, set[str]]]:
    """Sheets refused whole, and ids of refused changes by sheet."""
    whole: set[str] = set()
    parts: defaultdict[str, set[str]] = defaultdict(set)
    for item in items:
        if item.kind == SHEET:
            whole.add(item.sheet)
        elif item.sheet:
            parts[item.sheet].add(item.id)
    return frozenset(whole), parts


def _changes(old: Guide, new: Guide, sheet: str) -> tuple[SheetDiff, tuple[Change, ...]]:
    sides = old.load(sheet), new.load(sheet)
    diff = diff_sheets(*sides)
    return diff, changes_of(diff, *sides)


def _units(changes: Iterable[Change], wanted: set[str]) -> Iterator[str]:
    return (change.unit for change in changes if change.id in wanted)


def _mixed(old: Guide, new: Guide, sheet: str, wanted: set[str]) -> Sheet:
    diff, changes = _changes(old, new, sheet)
    return apply(leave_out(diff, _units(changes, wanted)), old.load(sheet))


def _facts(old: Guide, sheet: Sheet) -> SheetFacts:
    name, before = digest(serialise(sheet)), old.facts[sheet.id]
    return before if before.hash == name else facts_of(sheet, name)


def _table(
    old: Mapping[str, _Part], new: Mapping[str, _Part], kind: str, out: Iterable[Item]
) -> dict[str, _Part]:
    """A table with its refused entries as they were."""
    refused = {item.id for item in out if item.kind == kind}
    kept = dict(new)
    for key in dict.fromkeys((*new, *old)):
        if part_id(kind, key) in refused:
            if key in old:
                kept[key] = old[key]
            else:
                del kept[key]
    return kept


def _loader(
    old: Guide, new: Guide, whole: frozenset[str], mixed: Mapping[str, Sheet]
) -> Callable[[str], Sheet]:
    def load(key: str) -> Sheet:
        if key in mixed:
            return mixed[key]
        return old.load(key) if key in whole else new.load(key)

    return load
