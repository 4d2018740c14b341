"""What becomes of each sheet that a batch touches, found out in one pass while both its states are at hand.

Its difference and the proof of it, its redline, its bars, the core of its page, its record for the index; its
canonical bytes are stored. Read once and compared once, on all the processors.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from guide_pipeline.build.edition import Made
from guide_pipeline.build.index import record_maker
from guide_pipeline.build.parallel import spread
from guide_pipeline.build.spool import Spool, Ticket
from guide_pipeline.diff.bars import Bars, rate_bars
from guide_pipeline.diff.guides import SheetChange, change_of, changed_pairs
from guide_pipeline.diff.parts import RateChange
from guide_pipeline.diff.sheets import diff_sheets
from guide_pipeline.editions.objects import ObjectStore
from guide_pipeline.markup.context import context_of
from guide_pipeline.model.canonical import serialise
from guide_pipeline.model.guide import Guide
from guide_pipeline.report.build import Redlines
from guide_search.records import IndexRecord
from guide_site.render.sheet_core import SheetCore, sheet_core


@dataclass(frozen=True, slots=True)
class Studied:
    """What was found of a sheet."""

    change: SheetChange | None
    """None when its text stays (a rate that it cites changes) or when it is new."""
    redline: str
    bars: Bars
    record: IndexRecord
    core: Ticket


@dataclass(frozen=True, slots=True)
class Study:
    """What was found of every sheet that a guide changes in another."""

    sheets: Mapping[str, Studied]
    """By id: those that differ in the guide's order, those that come, those whose rates alone change."""
    made: Made

    @property
    def changed(self) -> tuple[SheetChange, ...]:
        """Of the sheets that both guides have and that differ."""
        return tuple(found.change for found in self.sheets.values() if found.change)

    @property
    def redlines(self) -> Mapping[str, str]:
        """Of the sheets that differ or come, by id."""
        return {key: found.redline for key, found in self.sheets.items() if found.redline}

    @property
    def bars(self) -> Mapping[str, Bars]:
        """Of the sheets that have any, by id."""
        return {key: found.bars for key, found in self.sheets.items() if found.bars}


def study(
    old: Guide, new: Guide, rates: Iterable[RateChange], objects: ObjectStore, cores: Spool[SheetCore]
) -> Study:
    """Study what differs between two guides, whose rates differ so. Objects are stored; flushing is left to the caller."""
    cited = _rates_in_force(rates, new)
    added = (key for key in new.facts if key not in old.facts)
    keys = tuple(dict.fromkeys((*changed_pairs(old, new), *added, *cited)))
    found = spread(_student(old, new, cited, objects, cores), keys)
    sheets = dict(zip(keys, found, strict=True))
    records = {key: studied.record for key, studied in sheets.items()}

    def core(sheet_id: str) -> SheetCore | None:
        return cores.get(sheets[sheet_id].core) if sheet_id in sheets else None

    return Study(sheets, Made(records, core, new.facts))


def _rates_in_force(rates: Iterable[RateChange], new: Guide) -> Mapping[str, set[str]]:
    """The rates whose value in force changes, by the sheets of the new guide that cite them."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for change in rates:
        for sheet in change.sheets if change.in_force_changes else ():
            if sheet in new.facts:
                found[sheet].add(change.rate.id)
    return found


def _student(
    old: Guide,
    new: Guide,
    cited: Mapping[str, set[str]],
    objects: ObjectStore,
    cores: Spool[SheetCore],
) -> Callable[[str], Studied]:
    redlines, markup = Redlines(old, new), context_of(new)
    record_of = record_maker(new.rates, new.date)

    def work(key: str) -> Studied:
        sheet, fact, was = new.load(key), new.facts[key], old.facts.get(key)
        change, redline = None, ""
        if was is None:
            redline = redlines.of(None, sheet)
        elif was.hash != fact.hash:
            before = old.load(key)
            diff = diff_sheets(before, sheet)
            change, redline = change_of((was, fact), before, sheet, diff), redlines.of(before, sheet, diff)
        if was is None or change:
            objects.put(serialise(sheet))
        rates = rate_bars(sheet, cited[key]) if key in cited else ()
        bars = tuple(sorted({*rates, *(change.bars if change else ())}))
        return Studied(change, redline, bars, record_of(sheet), cores.put(sheet_core(sheet, markup, bars)))

    return work
