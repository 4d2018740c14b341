"""The manifest: all that an edition is, by name and hash. It holds no time of day and no name of a person, so
that the same corpus and batches give the same bytes; who approved and when is in the state database.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from guide_pipeline.editions.canonical_json import dump
from guide_pipeline.errors import DamagedError
from guide_pipeline.model.digest import digest
from guide_pipeline.model.guide import Chapter, Notice

FORMAT = 1


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A change that was delivered and refused."""

    id: str
    """That of its item in the report; the same change delivered again has the same."""
    sheet: str
    """'' when it is no sheet's."""
    text: str
    """What it would have done, in a line of French."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """An edition, or the proposal of one while its batch awaits approval."""

    number: int
    label: str
    date: date
    title: str
    batch: str
    """Number of the batch that made it, '' for the base corpus."""
    batch_digest: str
    """SHA-256 over the batch's files, or over the base corpus's."""
    parent: str
    """SHA-256 of the parent's manifest, '' for edition 0."""
    chapters: tuple[Chapter, ...]
    sheets: Mapping[str, str]
    """Hash of each sheet's canonical bytes, by id."""
    facts: str
    rates: str
    acronyms: str
    history: str
    news: str
    """Names of the objects that hold these parts."""
    synonyms: str = ""
    """The same; '' in editions made before there were synonyms."""
    replaced_by: Mapping[str, str] = field(default_factory=dict)
    """Where readers of a removed sheet are led, by its id ('' when nowhere), since the beginning."""
    notice: Notice = field(default_factory=Notice)
    """What every page says of the guide."""
    left_out: tuple[LeftOut, ...] = ()
    """What its batch delivered and the review refused, by id: no part of the edition."""


def dump_manifest(manifest: Manifest) -> bytes:
    """The bytes of a manifest: always the same for the same manifest."""
    notice = [manifest.notice.line, *manifest.notice.about]
    left_out = [[out.id, out.sheet, out.text] for out in manifest.left_out]
    return dump(
        {
            "format": FORMAT,
            "numero": manifest.number,
            "libelle": manifest.label,
            "date": manifest.date.isoformat(),
            "titre": manifest.title,
            "lot": manifest.batch,
            "empreinte-lot": manifest.batch_digest,
            "parent": manifest.parent,
            "chapitres": [[c.number, c.slug, c.title, c.description] for c in manifest.chapters],
            "fiches": dict(manifest.sheets),
            "parties": {name: part for name in PARTS if (part := getattr(manifest, name))},
            "remplacees": dict(manifest.replaced_by),
            **({"avis": notice} if any(notice) else {}),
            **({"ecartes": left_out} if left_out else {}),
        }
    )


PARTS = ("facts", "rates", "acronyms", "synonyms", "history", "news")


def load_manifest(data: bytes, name: str) -> Manifest:
    """A manifest from its bytes; DamagedError naming the file when it isn't one."""
    try:
        row = json.loads(data)
        if row["format"] != FORMAT:
            raise DamagedError(
                f"{name} est d'un format plus récent ({row['format']}) : mettez le programme à jour."
            )
        return Manifest(
            number=row["numero"],
            label=row["libelle"],
            date=date.fromisoformat(row["date"]),
            title=row["titre"],
            batch=row["lot"],
            batch_digest=row["empreinte-lot"],
            parent=row["parent"],
            chapters=tuple(Chapter(*chapter) for chapter in row["chapitres"]),
            sheets=row["fiches"],
            replaced_by=row["remplacees"],
            notice=_notice(row.get("avis", ("",))),
            left_out=tuple(LeftOut(*out) for out in row.get("ecartes", ())),
            **{part: row["parties"].get(part, "") for part in PARTS},
        )
    except (ValueError, KeyError, TypeError) as error:
        raise DamagedError(f"{name} est abîmé ({error}) : restaurez une sauvegarde.") from error


def _notice(parts: Sequence[str]) -> Notice:
    line, *about = parts
    return Notice(line, tuple(about))


def identity(manifest: Manifest) -> str:
    """The hash that names a manifest, and that its child's `parent` holds."""
    return digest(dump_manifest(manifest))
