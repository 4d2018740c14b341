"""The search index of an edition: that of its parent, with the sheets that changed."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from guide_pipeline.build.summary import IndexSummary
from guide_pipeline.build.whole import usable_index
from guide_pipeline.editions.codec import load_acronyms, load_rates
from guide_pipeline.editions.manifest import Manifest
from guide_pipeline.editions.store import EditionStore
from guide_pipeline.markup.values import value_text
from guide_pipeline.model.guide import Guide, Rate, RateValue
from guide_pipeline.model.sheet import Sheet
from guide_search.documents import document_of
from guide_search.records import IndexRecord, analyse


@dataclass(frozen=True, slots=True)
class IndexPlan:
    """What an index needs: the sheets to analyse, and the index to start from."""

    changed: tuple[str, ...]
    removed: tuple[str, ...]
    base: Path | None
    """The parent's index; None starts from nothing, `changed` being every sheet."""


def plan_index(store: EditionStore, manifest: Manifest, guide: Guide, parent: Manifest | None) -> IndexPlan:
    """From the parent's index when it is there and made by this program's analysis, else from nothing."""
    base = store.paths.index(parent.number) if parent else None
    if parent is None or base is None or not usable_index(base):
        return IndexPlan(tuple(guide.facts), (), None)
    rates = _changed_rates(_rate_values(store, parent), guide.rate_values())
    changed = tuple(
        key
        for key, fact in guide.facts.items()
        if parent.sheets.get(key) != fact.hash or not rates.isdisjoint(fact.rates)
    )
    return IndexPlan(changed, tuple(key for key in parent.sheets if key not in manifest.sheets), base)


def _rate_values(store: EditionStore, manifest: Manifest) -> Mapping[str, RateValue]:
    """The values in force in an edition: its rates alone are read, not the facts of all its sheets."""
    rates = load_rates(store.objects.get(manifest.rates)).values()
    return {rate.id: value for rate in rates if (value := rate.at(manifest.date))}


def _changed_rates(before: Mapping[str, RateValue], after: Mapping[str, RateValue]) -> frozenset[str]:
    """Rates that show another amount: the text of the sheets that cite them has changed."""
    names = before.keys() | after.keys()
    return frozenset(name for name in names if before.get(name) != after.get(name))


def record_maker(rates: Mapping[str, Rate], day: date) -> Callable[[Sheet], IndexRecord]:
    """A function from a sheet to its record, with the rates as in force on a day."""

    def rate_text(rate: str, at: date | None) -> str:
        found = rates.get(rate)
        value = found.at(at or day) if found else None
        return value_text(value.value, found.unit) if found and value else ""

    return lambda sheet: analyse(document_of(sheet, rate_text))


def build_index(
    store: EditionStore, manifest: Manifest, plan: IndexPlan, records: Iterable[IndexRecord], folder: Path
) -> IndexSummary:
    """Write the index in an empty folder."""
    # heavy: loaded while workers are at work on something else
    from guide_search.index_folder import write_index

    acronyms = load_acronyms(store.objects.get(manifest.acronyms))
    write_index(
        folder,
        records,
        base=plan.base,
        removed=plan.removed,
        acronyms=acronyms.values(),
        synonyms=store.synonyms(manifest).values(),
    )
    return IndexSummary(len(plan.changed))
