"""Batches that wait: ingested, not yet published. Light: publishing and every page of reports begin here."""

import json
from dataclasses import dataclass
from pathlib import Path

from guide_pipeline.batch.numbers import BATCH_NUMBER
from guide_pipeline.editions.canonical_json import dump
from guide_pipeline.editions.manifest import Manifest, dump_manifest, identity, load_manifest
from guide_pipeline.editions.store import EditionStore
from guide_pipeline.errors import NotFoundError

_MANIFEST = "proposition.json"
_ABOUT = "lot.json"


@dataclass(frozen=True, slots=True)
class Ingested:
    """A batch that awaits publication."""

    batch: str
    digest: str
    label: str
    folder: Path
    """Where its report is."""
    manifest: Manifest
    """The edition that it would make."""
    origin: str
    """The folder or zip it was read from."""

    @property
    def proposal(self) -> str:
        """The hash of exactly what would be published; decisions are bound to it."""
        return identity(self.manifest)


def write_ingested(ingested: Ingested, folder: Path) -> None:
    """Write what is known of a batch into its folder, for `find_ingested`."""
    about = {
        "lot": ingested.batch,
        "empreinte": ingested.digest,
        "libelle": ingested.label,
        "origine": ingested.origin,
    }
    (folder / _ABOUT).write_bytes(dump(about))
    (folder / _MANIFEST).write_bytes(dump_manifest(ingested.manifest))


def find_ingested(store: EditionStore, number: str) -> Ingested | None:
    """The batch of that number that awaits publication, or None."""
    if not BATCH_NUMBER.fullmatch(number):
        return None
    folder = store.paths.batch(number)
    try:
        about = json.loads((folder / _ABOUT).read_bytes())
        manifest = load_manifest((folder / _MANIFEST).read_bytes(), f"lot {number}")
    except (OSError, ValueError):
        return None
    return Ingested(
        number, about["empreinte"], about["libelle"], store.paths.report(number), manifest, about["origine"]
    )


def needed_ingested(store: EditionStore, number: str) -> Ingested:
    """The batch of that number that awaits publication; NotFoundError, with the way out, when there is none."""
    if found := find_ingested(store, number):
        return found
    raise NotFoundError(f"Aucun lot {number} n'est en attente : « guide ingest updates/{number} » l'ingère.")


def all_ingested(store: EditionStore) -> tuple[Ingested, ...]:
    """Every batch that awaits publication, by number."""
    folders = sorted(path.name for path in store.paths.batches.glob("*") if path.is_dir())
    found = (find_ingested(store, name) for name in folders)
    return tuple(i for i in found if i is not None and store.of_batch(i.batch) is None)
