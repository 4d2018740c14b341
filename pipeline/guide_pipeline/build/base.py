"""Edition 0: the base corpus, checked, stored and built. Later commands find it and go on from it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from guide_pipeline.build.cores import CoreMaker
from guide_pipeline.build.edition import Made, ensure_built, stage_edition
from guide_pipeline.build.index import record_maker
from guide_pipeline.build.news import NO_NEWS
from guide_pipeline.build.parallel import spread
from guide_pipeline.build.sources import keeper, sources_digest
from guide_pipeline.build.spool import Spool, Ticket, spool
from guide_pipeline.build.summary import EditionSummary
from guide_pipeline.checks.guide_rules import check_guide
from guide_pipeline.editions.canonical_json import dump
from guide_pipeline.editions.draft import draft
from guide_pipeline.editions.files import discard
from guide_pipeline.editions.manifest import Manifest
from guide_pipeline.editions.store import EditionStore
from guide_pipeline.errors import ContentError, RefusedError, has_errors
from guide_pipeline.progress import SILENT, Reporter
from guide_pipeline.readers.config import GuideConfig
from guide_pipeline.readers.corpus import TOGETHER, SheetRead, corpus_sources, read_corpus, read_tables
from guide_pipeline.readers.corpus_files import corpus_digest
from guide_search.records import IndexRecord
from guide_site.render.sheet_core import SheetCore

BASE_LABEL = "Corpus de base"


@dataclass(frozen=True, slots=True)
class Built:
    """What `build` did."""

    manifest: Manifest
    """The edition that is served."""
    summary: EditionSummary
    made: bool
    """True when edition 0 was made by this build."""


def build(
    store: EditionStore, config: GuideConfig, reporter: Reporter = SILENT, *, again: bool = False
) -> Built:
    """Make edition 0 when there is none; else rebuild what is missing of the edition served.

    `again` makes edition 0 anew from changed sources, as long as no batch is published. RefusedError when the
    sources have changed and it isn't set, ContentError with all the problems of an unsound corpus.
    """
    with store.writing("Le guide n'a pas pu être construit"):
        root = store.paths.root
        latest = store.latest()
        if latest is None:
            return _make_base(store, config, reporter)
        if store.manifest(0).batch_digest != sources_digest(root, config):
            _check_again(latest, again)
            return _make_base(store, config, reporter, again=True)
        current = store.current()
        manifest = latest if current is None else store.manifest(current)
        summary = ensure_built(store, manifest, reporter)
        if current is None:
            store.switch(manifest.number)
        return Built(manifest, summary, made=False)


def _check_again(latest: Manifest, again: bool) -> None:
    if latest.number > 0:
        raise RefusedError(
            "Les sources ont changé depuis l'édition 0, que des lots ont suivie. Une édition ne change plus : "
            "remettez les sources en l'état, et livrez ces changements dans un lot (updates/)."
        )
    if not again:
        raise RefusedError(
            "Les sources ont changé depuis l'édition 0. Une édition ne change plus : livrez ces changements dans un "
            "lot ; ou, si le guide n'est pas encore en service, refaites l'édition 0 par « guide build --refaire »."
        )


def _make_base(store: EditionStore, config: GuideConfig, reporter: Reporter, *, again: bool = False) -> Built:
    """Make edition 0; `again`, in the place of the one that is there, which stays served until all is made."""
    cores: Spool[SheetCore]
    keep_digest = keeper(store.paths.root)
    with spool(store.paths.var / "fiches") as cores:
        manifest, made = _base_manifest(store, config, reporter, cores)
        summary = stage_edition(store, manifest, None, reporter, made)
    if again:
        store.replace_base(manifest)
        # batches that wait follow what isn't there any more
        discard(store.paths.batches)
    else:
        store.commit(manifest)
    store.switch(0)
    keep_digest(manifest.batch_digest)
    return Built(manifest, summary, made=True)


def _base_manifest(
    store: EditionStore, config: GuideConfig, reporter: Reporter, spool: Spool[SheetCore]
) -> tuple[Manifest, Made]:
    """The manifest of edition 0, its objects stored, and what was made of each sheet while it was at hand.

    ContentError with every problem of the corpus.
    """
    root: Path = store.paths.root
    reporter.step("Lecture du corpus de base")
    store.paths.objects.mkdir(parents=True, exist_ok=True)
    tables = read_tables(root)
    record_of = record_maker(tables.rates, config.date)
    maker = CoreMaker(root, config, tables, spool)
    put = store.objects.put

    def visit(sheets: Sequence[SheetRead]) -> Iterable[tuple[IndexRecord, Ticket]]:
        for read in sheets:
            put(read.canonical, read.sha)
        records = [record_of(read.sheet) for read in sheets]
        return zip(records, [maker.put(read.sheet) for read in sheets])

    corpus = read_corpus(root, config, tables, visit=visit, each=partial(spread, weight=TOGETHER))
    written = corpus.guide.facts if config.settings.strict_writing else ()
    issues = (*corpus.issues, *check_guide(corpus.guide, corpus_sources(root, corpus), written))
    if has_errors(issues):
        raise ContentError("Le corpus est à corriger : aucune édition n'est faite.", issues)
    digest = corpus_digest(config, corpus.seals)
    manifest = draft(
        corpus.guide, None, store.objects, label=BASE_LABEL, batch_digest=digest, news=dump(NO_NEWS)
    )
    records = {key: record for key, (record, _) in corpus.kept.items()}
    tickets = {key: ticket for key, (_, ticket) in corpus.kept.items()}
    return manifest, Made(records, maker.cores(corpus.guide, tickets), corpus.guide.facts)
