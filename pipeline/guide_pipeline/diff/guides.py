"""The difference between two guides: what comes, goes, moves, is renamed, changes, and what the rates become.

Sheets are told apart by the hash in their facts, so that only those that differ are read.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from guide_pipeline.diff.bars import Bars, change_bars
from guide_pipeline.diff.changes import Change
from guide_pipeline.diff.edits import SheetDiff
from guide_pipeline.diff.listing import changes_of
from guide_pipeline.diff.parts import Part, PartChange, RateChange
from guide_pipeline.diff.redline import is_exact
from guide_pipeline.diff.sheets import diff_sheets
from guide_pipeline.model.facts import SheetFacts
from guide_pipeline.model.guide import Acronym, Chapter, Guide, Synonym
from guide_pipeline.model.sheet import Sheet


@dataclass(frozen=True, slots=True)
class SheetChange:
    """A sheet that both guides have and that differs."""

    old: SheetFacts
    new: SheetFacts
    changes: tuple[Change, ...]
    proved: bool
    """True: its redline, accepted, gave the canonical bytes of the new sheet and, rejected, those of the old one."""
    bars: Bars
    """The bars that it leaves in the margin of the new sheet."""

    @property
    def id(self) -> str:
        """The id of the sheet."""
        return self.new.id

    @property
    def moved(self) -> bool:
        """True when it is in another chapter."""
        return self.old.chapter != self.new.chapter

    @property
    def renamed(self) -> bool:
        """True when its title differs."""
        return self.old.title != self.new.title


@dataclass(frozen=True, slots=True)
class GuideDiff:
    """All that differs between two guides, each part in the order of the guide."""

    old_date: date
    new_date: date
    added: tuple[SheetFacts, ...]
    removed: tuple[SheetFacts, ...]
    changed: tuple[SheetChange, ...]
    chapters: tuple[PartChange[Chapter], ...]
    rates: tuple[RateChange, ...]
    acronyms: tuple[PartChange[Acronym], ...]
    synonyms: tuple[PartChange[Synonym], ...] = ()

    @property
    def moved(self) -> tuple[SheetChange, ...]:
        """Sheets that changed place."""
        return tuple(change for change in self.changed if change.moved)

    @property
    def renamed(self) -> tuple[SheetChange, ...]:
        """Sheets that changed title."""
        return tuple(change for change in self.changed if change.renamed)


def diff_guides(old: Guide, new: Guide, changed: Iterable[SheetChange] | None = None) -> GuideDiff:
    """The difference between two guides. Time and memory follow the number of sheets that differ.

    `changed`: of each of the `changed_pairs` its `change_of`, in this order, where they are made already.
    """
    return GuideDiff(
        old_date=old.date,
        new_date=new.date,
        added=tuple(fact for key, fact in new.facts.items() if key not in old.facts),
        removed=tuple(fact for key, fact in old.facts.items() if key not in new.facts),
        changed=tuple(_changed(old, new) if changed is None else changed),
        chapters=tuple(_parts({c.slug: c for c in old.chapters}, {c.slug: c for c in new.chapters})),
        rates=rate_changes(old, new),
        acronyms=tuple(_parts(old.acronyms, new.acronyms)),
        synonyms=tuple(_parts(old.synonyms, new.synonyms)),
    )


def changed_pairs(old: Guide, new: Guide) -> Iterator[str]:
    """Ids of the sheets that both guides have and that differ, in the guide's order."""
    for key, fact in new.facts.items():
        was = old.facts.get(key)
        if was is not None and was.hash != fact.hash:
            yield key


def change_of(facts: tuple[SheetFacts, SheetFacts], old: Sheet, new: Sheet, diff: SheetDiff) -> SheetChange:
    """What a difference between two states of a sheet comes to. `facts`: those of both, old then new."""
    changes = changes_of(diff, old, new)
    return SheetChange(*facts, changes, is_exact(diff, old, new), change_bars(diff, new))


def _changed(old: Guide, new: Guide) -> Iterator[SheetChange]:
    for key in changed_pairs(old, new):
        sheets = old.load(key), new.load(key)
        yield change_of((old.facts[key], new.facts[key]), *sheets, diff_sheets(*sheets))


def _parts(old: Mapping[str, Part], new: Mapping[str, Part]) -> Iterator[PartChange[Part]]:
    for key in _keys(new, old):
        before, after = old.get(key), new.get(key)
        if before != after:
            yield PartChange(before, after)


def rate_changes(old: Guide, new: Guide) -> tuple[RateChange, ...]:
    """The rates that differ, or have another value in force, each with the sheets that cite it."""
    return tuple(_rates(old, new))


def _rates(old: Guide, new: Guide) -> Iterator[RateChange]:
    values, values_now = old.rate_values(), new.rate_values()
    for key in _keys(new.rates, old.rates):
        rate, rate_now = old.rates.get(key), new.rates.get(key)
        before, after = values.get(key), values_now.get(key)
        if rate != rate_now or before != after:
            citing = (new if rate_now else old).facts.values()
            sheets = tuple(fact.id for fact in citing if key in fact.rates)
            yield RateChange(rate, rate_now, before, after, sheets)


def _keys(new: Iterable[str], old: Iterable[str]) -> dict[str, None]:
    """Keys of the new mapping in order, then those that only the old one has."""
    return dict.fromkeys((*new, *old))
