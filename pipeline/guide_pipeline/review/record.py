"""The record of the decisions that made an edition, kept beside its manifest: canonical JSON, one file an edition.

A manifest names nobody and no hour, so that it stays a pure function of what was published; its record names both,
and the manifest by its hash. Each record also names the one before by its hash: whoever alters one must alter all
that follow, and the database, which keeps the hash of each where no row can be changed.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from guide_pipeline.editions.canonical_json import dump
from guide_pipeline.editions.manifest import Manifest, identity
from guide_pipeline.editions.store import EditionStore
from guide_pipeline.errors import GuideError, Issue, Location
from guide_pipeline.model.digest import digest
from guide_pipeline.review.items import reviewed
from guide_pipeline.review.votes import Act, Fate, Rules, Verdict, fates

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Record:
    """Who decided what, and when, about the batch that made an edition."""

    edition: int
    manifest: str
    """Hash of the edition's manifest."""
    batch: str
    proposal: str
    """Hash of the proposal that was read."""
    report: str
    """SHA-256 of its report (`report.json`)."""
    before: str
    """SHA-256 of the record of the edition before; '' when it has none."""
    double: bool
    """True when a second person was needed."""
    ingested_by: str
    published_by: str
    published: datetime
    items: tuple[str, ...]
    """All that was to decide, by id."""
    left_out: tuple[str, ...]
    """What of it was refused, by id."""
    acts: tuple[Act, ...]

    @property
    def rules(self) -> Rules:
        """Those that held."""
        return Rules(self.double, self.ingested_by)


def dump_record(record: Record) -> bytes:
    """The bytes of a record: always the same for the same record."""
    return dump(
        {
            "format": FORMAT,
            "edition": record.edition,
            "manifeste": record.manifest,
            "lot": record.batch,
            "proposition": record.proposal,
            "rapport": record.report,
            "precedent": record.before,
            "relecture": "double" if record.double else "simple",
            "ingere-par": record.ingested_by,
            "publie-par": record.published_by,
            "publie-le": record.published.isoformat(),
            "a-decider": list(record.items),
            "ecartes": list(record.left_out),
            "decisions": [_act_row(act) for act in record.acts],
        }
    )


def _act_row(act: Act) -> dict[str, Any]:
    return {
        "id": act.id,
        "decision": act.verdict.value,
        "portee": act.scope,
        "par": act.by,
        "le": act.at.isoformat(),
        "commentaire": act.comment,
        "changements": list(act.items),
    }


def load_record(data: bytes) -> Record:
    """A record from its bytes. ValueError when they are none."""
    try:
        row = json.loads(data)
        if row["format"] != FORMAT:
            raise ValueError(f"format {row['format']}")
        return Record(
            edition=row["edition"],
            manifest=row["manifeste"],
            batch=row["lot"],
            proposal=row["proposition"],
            report=row["rapport"],
            before=row["precedent"],
            double=row["relecture"] == "double",
            ingested_by=row["ingere-par"],
            published_by=row["publie-par"],
            published=datetime.fromisoformat(row["publie-le"]),
            items=tuple(row["a-decider"]),
            left_out=tuple(row["ecartes"]),
            acts=tuple(_load_act(act) for act in row["decisions"]),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(str(error)) from error


def _load_act(row: dict[str, Any]) -> Act:
    return Act(
        row["id"],
        Verdict(row["decision"]),
        row["portee"],
        row["par"],
        datetime.fromisoformat(row["le"]),
        row["commentaire"],
        tuple(row["changements"]),
    )


def record_hash(store: EditionStore, number: int) -> str:
    """The SHA-256 of the record of an edition, '' when it has none (edition 0, or one older than records)."""
    try:
        return digest(store.paths.record(number).read_bytes())
    except OSError:
        return ""


def record_issues(store: EditionStore) -> tuple[int, tuple[Issue, ...]]:
    """The number of records checked, and what is wrong with them: a record that isn't of its edition, that was
    altered, that is missing, or whose decisions don't make that edition."""
    issues: list[Issue] = []
    checked = 0
    for number in store.numbers():
        if store.paths.record(number).is_file():
            checked += 1
            issues.extend(issues_of_record(store, number))
        elif record_hash(store, number - 1):
            where = record_place(number)
            issues.append(Issue("decisions-absentes", "Le relevé des décisions manque.", where))
    return checked, tuple(issues)


def issues_of_record(store: EditionStore, number: int) -> Iterator[Issue]:
    """What is wrong with the record of an edition, that has one."""
    where = record_place(number)
    try:
        manifest = store.manifest(number)
        data = store.paths.record(number).read_bytes()
        record = load_record(data)
    except (ValueError, OSError, GuideError) as error:
        yield Issue("decisions-abimees", f"Ce relevé ne se lit pas ({error}).", where)
        return
    for text in _wrong(store, manifest, record, data):
        yield Issue("decisions-alterees", text, where)


def record_place(number: int) -> Location:
    """What a record is called."""
    return Location(f"décisions de l'édition {number}")


def _wrong(store: EditionStore, manifest: Manifest, record: Record, data: bytes) -> Iterator[str]:
    if dump_record(record) != data:
        yield "Ce relevé n'est pas sous sa forme d'origine : il a été modifié."
    if (record.edition, record.batch) != (manifest.number, manifest.batch):
        yield "Ce relevé est d'une autre édition."
    if record.manifest != identity(manifest):
        yield "Ce relevé nomme un autre manifeste que celui de l'édition."
    if record.before != record_hash(store, manifest.number - 1):
        yield "Ce relevé ne suit pas celui de l'édition précédente, qui a été modifié."
    if record.left_out != tuple(out.id for out in manifest.left_out):
        yield "Ce qu'il dit refusé n'est pas ce que l'édition laisse de côté."
    yield from _wrong_decisions(record)
    yield from _wrong_report(store, record)


def _wrong_decisions(record: Record) -> Iterator[str]:
    found = fates(record.items, record.acts, record.rules)
    open_ = sum(not fate.settled for fate in found.values())
    if open_:
        yield f"Ses décisions laissent des changements sans réponse : {open_}."
    refused = tuple(sorted(item for item, fate in found.items() if fate is Fate.REFUSED))
    if refused != record.left_out:
        yield "Ses décisions ne mènent pas à ce qu'il dit refusé."


def _wrong_report(store: EditionStore, record: Record) -> Iterator[str]:
    """The report that was read is still there, the same, and asks for these decisions."""
    path = store.paths.report(record.batch) / "report.json"
    try:
        data = path.read_bytes()
    except OSError:
        yield f"Le rapport qui a été lu manque ({path.name} du lot {record.batch})."
        return
    if digest(data) != record.report:
        yield "Le rapport qui a été lu a été modifié depuis."
    elif {item.id for item in reviewed(data).items} != set(record.items):
        yield "Les changements du rapport ne sont pas ceux qu'il dit décidés."
