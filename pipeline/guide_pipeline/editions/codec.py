"""Facts, rates, acronyms, chapters and history as canonical JSON: the parts of an edition besides its sheets."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from guide_pipeline.editions.canonical_json import dump
from guide_pipeline.model.facts import SheetFacts
from guide_pipeline.model.guide import Acronym, Rate, RateValue, Synonym, Unit
from guide_pipeline.model.sheet import SheetKind, Status


def _day(value: date | None) -> str:
    return value.isoformat() if value else ""


def _to_day(value: str) -> date | None:
    return date.fromisoformat(value) if value else None


def dump_facts(facts: Iterable[SheetFacts]) -> bytes:
    """Facts in the guide's order."""
    return dump([_fact_row(fact) for fact in facts])


def _fact_row(f: SheetFacts) -> list[Any]:
    days = [_day(f.updated), _day(f.effective), _day(f.checked)]
    head = [f.id, f.hash, f.chapter, f.title, f.kind.value, f.status.value, f.folder, f.summary, *days]
    return [*head, f.sections, f.anchors, f.links, f.chapters, f.rates, f.acronyms, f.terms, f.words]


def load_facts(data: bytes) -> dict[str, SheetFacts]:
    """Facts by sheet id, in the order they were written."""
    return {row[0]: _fact(row) for row in json.loads(data)}


def _fact(row: list[Any]) -> SheetFacts:
    sections, anchors, links, chapters, rates, acronyms, terms, words = row[11:]
    return SheetFacts(
        id=row[0],
        hash=row[1],
        chapter=row[2],
        title=row[3],
        kind=SheetKind(row[4]),
        status=Status(row[5]),
        folder=row[6],
        summary=row[7],
        updated=date.fromisoformat(row[8]),
        effective=_to_day(row[9]),
        checked=_to_day(row[10]),
        sections=tuple((anchor, title) for anchor, title in sections),
        anchors=tuple(anchors),
        links=tuple((sheet, anchor) for sheet, anchor in links),
        chapters=tuple(chapters),
        rates=tuple(rates),
        acronyms=tuple(acronyms),
        terms=tuple(terms),
        words=words,
    )


def dump_rates(rates: Mapping[str, Rate]) -> bytes:
    """Rates by id; values keep their exact decimals."""
    return dump(
        {
            r.id: [
                r.label,
                r.unit.value,
                r.period,
                r.theme,
                r.source,
                r.rank,
                [[_day(v.since), str(v.value), v.reference, v.url] for v in r.values],
            ]
            for r in rates.values()
        }
    )


def load_rates(data: bytes) -> dict[str, Rate]:
    """Rates by id."""
    return {
        key: Rate(
            key,
            label,
            Unit(unit),
            tuple(RateValue(date.fromisoformat(d), Decimal(v), ref, url) for d, v, ref, url in values),
            period,
            theme,
            source,
            rank,
        )
        for key, (label, unit, period, theme, source, rank, values) in json.loads(data).items()
    }


def dump_acronyms(acronyms: Mapping[str, Acronym]) -> bytes:
    """Acronyms by id."""
    return dump({a.id: [a.expansion, a.variants, a.label] for a in acronyms.values()})


def load_acronyms(data: bytes) -> dict[str, Acronym]:
    """Acronyms by id."""
    return {
        key: Acronym(key, expansion, tuple(variants), label)
        for key, (expansion, variants, label) in json.loads(data).items()
    }


def dump_synonyms(synonyms: Mapping[str, Synonym]) -> bytes:
    """Synonyms by word."""
    return dump({s.word: [s.same, s.now] for s in synonyms.values()})


def load_synonyms(data: bytes) -> dict[str, Synonym]:
    """Synonyms by word."""
    return {word: Synonym(word, tuple(same), tuple(now)) for word, (same, now) in json.loads(data).items()}


@dataclass(frozen=True, slots=True)
class SheetEvent:
    """What happened to a sheet in an edition."""

    edition: int
    kind: str
    """'ajout', 'modification', 'suppression', 'deplacement', 'renommage', 'bareme'."""
    bars: tuple[int, ...] = ()
    """Of the last event of a sheet only: what it changed, for the bars in the margin (`model.elements`)."""


History = Mapping[str, tuple[SheetEvent, ...]]


def dump_history(history: History) -> bytes:
    """Events by sheet id, oldest first."""
    return dump({key: [_event_row(event) for event in events] for key, events in history.items()})


def _event_row(event: SheetEvent) -> list[Any]:
    return [event.edition, event.kind, *([event.bars] if event.bars else [])]


def load_history(data: bytes) -> dict[str, tuple[SheetEvent, ...]]:
    """Events by sheet id, oldest first."""
    return {key: tuple(map(_event, rows)) for key, rows in json.loads(data).items()}


def _event(row: list[Any]) -> SheetEvent:
    edition, kind, *bars = row
    return SheetEvent(edition, kind, tuple(*bars))
