"""Ingesting a batch: read, check, compare, write the change report. Changes nothing that agents see.

What is ingested is kept as the manifest of the edition that would follow, its objects stored, its pages and index
made: publishing takes exactly that, and nobody can slip another text in between.
"""

from dataclasses import dataclass
from pathlib import Path

from guide_pipeline.batch.apply import replacements
from guide_pipeline.batch.model import Batch
from guide_pipeline.batch.read import read_batch
from guide_pipeline.build.parallel import spread
from guide_pipeline.build.prepared import prepare
from guide_pipeline.build.spool import spool
from guide_pipeline.checks.steps import check_step
from guide_pipeline.editions.files import (
    put_in_place,
    staging_folder,
    sync_tree,
)
from guide_pipeline.editions.manifest import Manifest, identity
from guide_pipeline.editions.store import EditionStore
from guide_pipeline.errors import (
    AlreadyPublishedError,
    ContentError,
    Issue,
    RefusedError,
    has_errors,
)
from guide_pipeline.progress import SILENT, Reporter
from guide_pipeline.proposal import propose
from guide_pipeline.readers.config import read_config
from guide_pipeline.report.model import BatchInfo, ChangeReport
from guide_pipeline.report.write import write_report
from guide_pipeline.waiting import Ingested, find_ingested, write_ingested


@dataclass(frozen=True, slots=True)
class IngestResult:
    """What `ingest` did."""

    ingested: Ingested
    report: ChangeReport | None
    """None when the same batch had been ingested before: nothing was to be done."""
    issues: tuple[Issue, ...]
    """Warnings; errors refuse the batch."""


def ingest(store: EditionStore, path: Path, reporter: Reporter = SILENT, by: str = "") -> IngestResult:
    """Ingest a batch, in the name of who does it: they won't approve it. ContentError with all its problems, RefusedError when it is out of sequence or published."""
    with store.writing("Le lot n'a pas pu être ingéré"):
        parent = store.needed_latest()
        reporter.step(f"Lecture du lot {path.name}")
        batch, found = read_batch(path, each=spread)
        if batch is None or has_errors(found):
            raise ContentError("Le lot est refusé : rien n'a changé.", found)
        if known := _already(store, batch):
            return IngestResult(known, None, found)
        _check_sequence(store, parent, batch)
        return _ingest(store, parent, batch, path, found, reporter, by.strip())


def _already(store: EditionStore, batch: Batch) -> Ingested | None:
    published = store.of_batch(batch.number)
    if published is not None:
        if published.batch_digest == batch.digest:
            raise AlreadyPublishedError(
                f"Le lot {batch.number} est déjà publié : c'est l'édition {published.number}."
            )
        raise RefusedError(
            f"Un autre lot {batch.number} est déjà publié (édition {published.number}) : "
            "donnez à celui-ci un nouveau numéro dans lot.toml."
        )
    known = find_ingested(store, batch.number)
    latest = store.needed_latest()
    same = known is not None and known.digest == batch.digest and known.manifest.parent == identity(latest)
    return known if same else None


def _check_sequence(store: EditionStore, parent: Manifest, batch: Batch) -> None:
    if batch.follows != parent.batch:
        last = f"le lot {parent.batch}" if parent.batch else 'le corpus de base (suit = "")'
        said = f"le lot {batch.follows}" if batch.follows else "le corpus de base"
        raise RefusedError(
            f"Le lot {batch.number} n'est pas à sa place : il dit suivre {said}, le dernier publié est {last}. "
            "Publiez d'abord les lots qui manquent, ou corrigez « suit » dans lot.toml."
        )


def _ingest(
    store: EditionStore,
    parent: Manifest,
    batch: Batch,
    path: Path,
    found: tuple[Issue, ...],
    reporter: Reporter,
    by: str,
) -> IngestResult:
    current = store.guide(parent)
    reporter.step("Contrôle du lot")
    strict = read_config(store.paths.root).settings.strict_writing
    after, issues = check_step(current, batch, found, strict=strict)
    if has_errors(issues):
        raise ContentError(f"Le lot {batch.number} est refusé : rien n'a changé.", issues)
    reporter.step("Comparaison avec l'édition actuelle")
    info = BatchInfo(batch.number, batch.label, batch.date, batch.digest, parent.number)
    target, folder = store.paths.batch(batch.number), store.paths.report(batch.number)
    staged, staged_report = staging_folder(target), staging_folder(folder)
    with spool(store.paths.var / "fiches") as cores:
        proposal = propose(store, parent, (current, after), info, replacements(batch), cores)
        ingested = Ingested(
            batch=batch.number,
            digest=batch.digest,
            label=batch.label,
            folder=folder,
            manifest=proposal.manifest,
            origin=str(path.resolve()),
            by=by,
        )
        prepare(
            store,
            proposal.manifest,
            parent,
            staged,
            reporter,
            proposal.made,
            near=target,
            errands=(lambda: write_report(proposal.report, staged_report),),
        )
    write_ingested(ingested, staged)
    reporter.step("Mise en place")
    sync_tree(store.paths.var)
    put_in_place(staged_report, folder)
    put_in_place(staged, target)
    return IngestResult(ingested, proposal.report, issues)
