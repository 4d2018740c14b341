"""Batches that wait: ingested, not yet published. Light: publishing and every page of reports begin here."""

import json
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from guide_pipeline.batch.numbers import BATCH_NUMBER
from guide_pipeline.editions.canonical_json import dump
from guide_pipeline.editions.manifest import Manifest, dump_manifest, identity, load_manifest
from guide_pipeline.editions.outlines import Stamp, stamp_of
from guide_pipeline.editions.store import EditionStore
from guide_pipeline.errors import NotFoundError

_MANIFEST = "proposition.json"
_ABOUT = "lot.json"


@dataclass(frozen=True)
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
    by: str = ""
    """Who ingested it; '' when nobody was named."""

    @cached_property
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
        "ingere-par": ingested.by,
    }
    (folder / _ABOUT).write_bytes(dump(about))
    write_proposal(ingested.manifest, folder)


def find_ingested(store: EditionStore, number: str) -> Ingested | None:
    """The batch of that number that awaits publication, or None."""
    if not BATCH_NUMBER.fullmatch(number):
        return None
    folder = store.paths.batch(number)
    try:
        stamps = stamp_of(folder / _ABOUT), stamp_of(folder / _MANIFEST)
    except OSError:
        return None
    return _read_ingested(folder, store.paths.report(number), stamps)


@lru_cache(maxsize=4)
def _read_ingested(folder: Path, report: Path, _stamps: tuple[Stamp, Stamp]) -> Ingested | None:
    """Read once for all the pages that speak of it: its manifest names every sheet of the guide."""
    manifest = read_proposal(folder, f"lot {report.name}")
    try:
        about = json.loads((folder / _ABOUT).read_bytes())
    except (OSError, ValueError):
        return None
    if manifest is None:
        return None
    return Ingested(
        batch=report.name,
        digest=about["empreinte"],
        label=about["libelle"],
        folder=report,
        manifest=manifest,
        origin=about["origine"],
        by=about.get("ingere-par", ""),
    )


def read_proposal(folder: Path, name: str) -> Manifest | None:
    """The proposed manifest in a folder, None when there is none that can be read."""
    try:
        return load_manifest((folder / _MANIFEST).read_bytes(), name)
    except (OSError, ValueError):
        return None


def write_proposal(manifest: Manifest, folder: Path) -> None:
    """Write a proposed manifest into a folder, for `read_proposal`."""
    (folder / _MANIFEST).write_bytes(dump_manifest(manifest))


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
