"""Staging an edition: its pages and its index, beside one another, flushed and put in place."""

from dataclasses import dataclass
from functools import partial

from guide_pipeline.build.index import IndexSummary, build_index, index_is_whole
from guide_pipeline.build.parallel import Beside
from guide_pipeline.build.site import SiteSummary, build_site, site_is_current
from guide_pipeline.editions.files import put_in_place, remove_remains, sync_tree
from guide_pipeline.editions.manifest import Manifest
from guide_pipeline.editions.store import EditionStore
from guide_pipeline.progress import SILENT, Reporter


@dataclass(frozen=True, slots=True)
class EditionSummary:
    """What building an edition took."""

    site: SiteSummary | None
    index: IndexSummary | None
    """None: it was there already."""


def stage_edition(
    store: EditionStore, manifest: Manifest, parent: Manifest | None, reporter: Reporter = SILENT
) -> EditionSummary:
    """Build the pages and the index of a manifest that isn't an edition yet, from those of its parent."""
    return _build(store, manifest, parent, reporter, site=True, index=True)


def ensure_built(store: EditionStore, manifest: Manifest, reporter: Reporter = SILENT) -> EditionSummary:
    """Build what is missing of an edition, or was made by other templates; nothing when all is there."""
    site = not site_is_current(store, manifest)
    index = not index_is_whole(store, manifest)
    parent = store.manifest(manifest.number - 1) if manifest.number else None
    if not site and not index:
        return EditionSummary(None, None)
    return _build(store, manifest, parent, reporter, site=site, index=index)


def _build(
    store: EditionStore,
    manifest: Manifest,
    parent: Manifest | None,
    reporter: Reporter,
    *,
    site: bool,
    index: bool,
) -> EditionSummary:
    paths = store.paths
    for folder in (paths.site(0).parent, paths.index(0).parent):
        folder.mkdir(parents=True, exist_ok=True)
        remove_remains(folder)
    indexing = Beside(partial(build_index, store, manifest, parent), len(manifest.sheets)) if index else None
    site_summary = build_site(store, manifest, parent, reporter) if site else None
    reporter.step("Index de recherche")
    index_summary = indexing.result() if indexing else None
    reporter.step("Mise en place")
    sync_tree(paths.var)
    if site_summary:
        put_in_place(site_summary.staging, paths.site(manifest.number))
    if index_summary:
        put_in_place(index_summary.staging, paths.index(manifest.number))
    return EditionSummary(site_summary, index_summary)
