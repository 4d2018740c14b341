"""Pages and indexes are derived: what was altered or lost is made again from the objects, which are not."""

from guide_pipeline.build.edition import ensure_built
from guide_pipeline.editions.files import remove_tree
from guide_pipeline.editions.store import EditionStore
from guide_pipeline.editions.tree import TREE_NAME
from guide_pipeline.editions.verify import altered_pages
from guide_pipeline.progress import SILENT, Reporter
from guide_search.stamp import index_issues


def repair(store: EditionStore, reporter: Reporter = SILENT) -> int:
    """Make again every altered or missing page and index; the number of editions that needed it.

    A page may be shared with other editions by hard link: the altered file is removed, never written over.
    """
    repaired = 0
    with store.writing("La réparation n'a pas pu se faire"):
        for manifest in store.manifests():
            site, index = store.paths.site(manifest.number), store.paths.index(manifest.number)
            altered = altered_pages(site)
            for name in altered:
                (site / name).unlink(missing_ok=True)
            if altered:
                (site / TREE_NAME).unlink(missing_ok=True)
            if index_issues(index, manifest.number):
                remove_tree(index)
            summary = ensure_built(store, manifest, reporter)
            repaired += bool(summary.site or summary.index)
    return repaired
