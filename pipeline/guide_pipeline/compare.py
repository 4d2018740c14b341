"""Which two guides a person wants compared: a batch and the edition it follows, or any two editions."""

from dataclasses import dataclass
from pathlib import Path

from guide_pipeline.batch.apply import apply_batch
from guide_pipeline.batch.read import read_batch
from guide_pipeline.editions.store import EditionStore
from guide_pipeline.errors import ContentError, NotFoundError, has_errors
from guide_pipeline.model.guide import Guide
from guide_pipeline.waiting import find_ingested


@dataclass(frozen=True, slots=True)
class Pair:
    """Two states of the guide, and how to call them."""

    old: Guide
    new: Guide
    old_name: str
    new_name: str


def editions_pair(store: EditionStore, old: int, new: int) -> Pair:
    """Two editions. NotFoundError when one doesn't exist."""
    before, after = store.guide(store.manifest(old)), store.guide(store.manifest(new))
    return Pair(before, after, f"édition {old}", f"édition {new}")


def batch_pair(store: EditionStore, batch: str, path: Path) -> Pair:
    """A batch and the edition that it changes: one that waits or is published, by its number, or else a folder or zip.

    NotFoundError when there is none; ContentError when the one at `path` can't be read.
    """
    if published := store.of_batch(batch):
        return editions_pair(store, published.number - 1, published.number)
    latest = store.needed_latest()
    if waiting := find_ingested(store, batch):
        return Pair(
            store.guide(store.manifest(waiting.manifest.number - 1)),
            store.guide(waiting.manifest),
            f"édition {waiting.manifest.number - 1}",
            f"lot {batch}",
        )
    if not path.exists():
        raise NotFoundError(
            f"Il n'y a pas de lot {batch} : ni ingéré, ni publié, ni dans un dossier ou un zip de ce nom."
        )
    found, issues = read_batch(path)
    if found is None or has_errors(issues):
        raise ContentError("Le lot ne peut pas être comparé.", issues)
    old = store.guide(latest)
    return Pair(old, apply_batch(old, found), f"édition {latest.number}", f"lot {found.number}")
