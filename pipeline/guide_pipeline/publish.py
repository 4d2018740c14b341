"""Publishing: what was ingested and approved becomes the next edition, whole, and is served.

What the review refused is left out first (`retained`); then, in this order: put the pages and the index in place (made and flushed when the batch was ingested; else now), write
the record of decisions, write the manifest (the edition now exists), switch. A crash before the manifest leaves remains that the next command removes
or takes up; after it, publishing again only switches.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from guide_pipeline.batch.files import digest_of, read_files
from guide_pipeline.build.prepared import prepared_pages, put_prepared_in_place
from guide_pipeline.build.summary import EditionSummary
from guide_pipeline.editions.files import sync_folder, write_atomic
from guide_pipeline.editions.manifest import Manifest, identity
from guide_pipeline.editions.store import EditionStore
from guide_pipeline.errors import GuideError, RefusedError
from guide_pipeline.progress import SILENT, Reporter
from guide_pipeline.review.items import Item
from guide_pipeline.waiting import Ingested, needed_ingested


@dataclass(frozen=True, slots=True)
class Approval:
    """A person's consent to exactly the batch that was ingested."""

    by: str
    digest: str
    """Hash of the proposal that was read and approved (`Ingested.proposal`)."""
    items: tuple[Item, ...] = ()
    """All that was decided."""
    refused: tuple[Item, ...] = ()
    """What of it is left out."""
    record: Callable[[Manifest], bytes] | None = None
    """The record of the decisions that made an edition, kept beside its manifest."""


@dataclass(frozen=True, slots=True)
class Published:
    """What `publish` did."""

    manifest: Manifest
    summary: EditionSummary | None
    """None when the batch had been published before: at most the switch was made."""


def publish(
    store: EditionStore, batch: str, approval: Approval | None, reporter: Reporter = SILENT
) -> Published:
    """Publish an ingested batch. RefusedError when it isn't approved, or has changed since it was ingested."""
    with store.writing("Le lot n'a pas pu être publié"):
        done = store.of_batch(batch)
        if done is not None:
            return _again(store, done, reporter)
        ingested = needed_ingested(store, batch)
        latest = store.needed_latest()
        _check(ingested, approval, latest)
        assert approval is not None
        manifest, folder = _retained(store, ingested, latest, approval, reporter)
        summary = put_prepared_in_place(store, manifest, folder)
        if summary is None:
            from guide_pipeline.build.edition import stage_edition  # heavy, and seldom needed

            near = (prepared_pages(folder), prepared_pages(store.paths.batch(batch)))
            summary = stage_edition(store, manifest, latest, reporter, near=near)
        _write_record(store, manifest, approval)
        store.commit(manifest)
        store.switch(manifest.number)
        return Published(manifest, summary)


def _retained(
    store: EditionStore, ingested: Ingested, latest: Manifest, approval: Approval, reporter: Reporter
) -> tuple[Manifest, Path]:
    """What is published, and the folder where its pages and index were made."""
    if not approval.refused:
        return ingested.manifest, store.paths.batch(ingested.batch)
    from guide_pipeline.retained import retain  # heavy, and only needed when something is left out

    return retain(store, ingested, latest, approval.items, approval.refused, reporter)


def _write_record(store: EditionStore, manifest: Manifest, approval: Approval) -> None:
    if approval.record is not None:
        store.paths.records.mkdir(parents=True, exist_ok=True)
        sync_folder(store.paths.var)
        write_atomic(store.paths.record(manifest.number), approval.record(manifest))


def _again(store: EditionStore, done: Manifest, reporter: Reporter) -> Published:
    """Publishing again is harmless: it finishes what a crash interrupted, if anything."""
    if done.number == store.needed_latest().number and store.current() != done.number:
        _ensure_built(store, done, reporter)
        store.switch(done.number)
    return Published(done, None)


def _check(ingested: Ingested, approval: Approval | None, latest: Manifest) -> None:
    number = ingested.batch
    if ingested.manifest.parent != identity(latest):
        raise RefusedError(f"Une édition a paru depuis l'ingestion du lot {number} : ingérez-le de nouveau.")
    if _changed_since(ingested):
        raise RefusedError(
            f"Le lot {number} a changé depuis son ingestion ({ingested.origin}) : "
            "ingérez-le de nouveau pour en voir le rapport."
        )
    if approval is None:
        raise RefusedError(
            f"Le lot {number} n'est pas approuvé. Un administrateur l'approuve sur sa page de rapport, ou par "
            f"« guide publish {number} --approve-all --by NOM »."
        )
    if approval.digest != ingested.proposal:
        raise RefusedError(
            f"L'approbation porte sur un état antérieur du lot {number} : relisez son rapport."
        )


def _changed_since(ingested: Ingested) -> bool:
    """True when the batch is still where it was read, with another content. Gone is fine: all of it was kept."""
    try:
        return digest_of(read_files(Path(ingested.origin), [])) != ingested.digest
    except GuideError:
        return False


def _ensure_built(store: EditionStore, manifest: Manifest, reporter: Reporter) -> None:
    from guide_pipeline.build.edition import ensure_built  # heavy: as above

    ensure_built(store, manifest, reporter)


def serve_edition(store: EditionStore, number: int, reporter: Reporter = SILENT) -> Manifest:
    """Serve an edition again (or the latest). NotFoundError when there is no such edition."""
    with store.writing("L'édition n'a pas pu être servie"):
        manifest = store.manifest(number)
        _ensure_built(store, manifest, reporter)
        store.switch(number)
        return manifest
