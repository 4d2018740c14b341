"""From a guide to the manifest of its next edition: stores objects, writes nothing that a reader sees."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from guide_pipeline.editions.codec import (
    SheetEvent,
    dump_acronyms,
    dump_facts,
    dump_history,
    dump_rates,
    dump_synonyms,
    load_history,
)
from guide_pipeline.editions.manifest import LeftOut, Manifest, identity
from guide_pipeline.editions.objects import ObjectStore
from guide_pipeline.model.guide import Guide

Events = Mapping[str, str]
"""What an edition does to sheets: kind of event by sheet id."""


def draft(
    guide: Guide,
    parent: Manifest | None,
    objects: ObjectStore,
    *,
    label: str,
    batch: str = "",
    batch_digest: str = "",
    news: bytes,
    events: Events | None = None,
    bars: Mapping[str, tuple[int, ...]] | None = None,
    replaced_by: Mapping[str, str] | None = None,
    left_out: Iterable[LeftOut] = (),
) -> Manifest:
    """The manifest of the edition that would follow `parent`. The guide's sheets are stored already."""
    number = parent.number + 1 if parent else 0
    happened = {
        key: SheetEvent(number, kind, (bars or {}).get(key, ())) for key, kind in (events or {}).items()
    }
    history = _history(guide, parent, objects, happened)
    gone = {**(parent.replaced_by if parent else {}), **(replaced_by or {})}
    return Manifest(
        number=number,
        label=label,
        date=guide.date,
        title=guide.title,
        batch=batch,
        batch_digest=batch_digest,
        parent=identity(parent) if parent else "",
        chapters=guide.chapters,
        sheets={sheet_id: fact.hash for sheet_id, fact in guide.facts.items()},
        facts=objects.put(dump_facts(guide.facts.values())),
        rates=objects.put(dump_rates(guide.rates)),
        acronyms=objects.put(dump_acronyms(guide.acronyms)),
        history=objects.put(dump_history(history)),
        news=objects.put(news),
        synonyms=objects.put(dump_synonyms(guide.synonyms)),
        replaced_by={key: value for key, value in gone.items() if key not in guide.facts},
        notice=guide.notice,
        left_out=tuple(sorted(left_out, key=lambda out: out.id)),
    )


def _history(
    guide: Guide, parent: Manifest | None, objects: ObjectStore, happened: Mapping[str, SheetEvent]
) -> dict[str, tuple[SheetEvent, ...]]:
    if parent is None:
        return {sheet_id: (SheetEvent(0, "ajout"),) for sheet_id in guide.facts}
    history = load_history(objects.get(parent.history))
    for sheet_id, event in happened.items():
        earlier = (replace(known, bars=()) for known in history.get(sheet_id, ()))
        history[sheet_id] = (*earlier, event)
    return history
