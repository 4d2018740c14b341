"""The pages of an edition: rendered when their key is new, hard links to the last edition's when it isn't."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from guide_pipeline.build.context import site_context
from guide_pipeline.build.parallel import spread
from guide_pipeline.editions.files import staging_folder
from guide_pipeline.editions.manifest import Manifest, identity
from guide_pipeline.editions.store import EditionStore
from guide_pipeline.editions.tree import TREE_NAME, Tree, dump_tree, load_tree
from guide_pipeline.progress import SILENT, Reporter


@dataclass(frozen=True, slots=True)
class SiteSummary:
    """What building a tree of pages took."""

    staging: Path
    """Where the tree is until it is put in place."""
    written: int
    reused: int


def build_site(
    store: EditionStore, manifest: Manifest, parent: Manifest | None, reporter: Reporter = SILENT
) -> SiteSummary:
    """Build the tree of an edition in a staging folder. ContentError when a page would have a broken link."""
    from guide_site.render import PagePlan, plan_pages, render_page, renderer_key, static_files

    reporter.step("Préparation des pages")
    context = site_context(store, manifest)
    plans = plan_pages(context)
    staging = staging_folder(store.paths.site(manifest.number))
    for folder in sorted(
        {Path(plan.path).parent for plan in plans} | {Path(n).parent for n in static_files()}
    ):
        (staging / folder).mkdir(parents=True, exist_ok=True)
    for name, data in static_files().items():
        (staging / name).write_bytes(data)
    pages, fresh = _reuse(store, plans, manifest, parent, staging)

    def write(plan: PagePlan) -> tuple[str, str]:
        data = render_page(context, plan)
        (staging / plan.path).write_bytes(data)
        return plan.path, hashlib.sha256(data).hexdigest()

    reporter.step(f"Écriture de {len(fresh)} pages")
    keys = {plan.path: plan.key for plan in fresh}
    for done, (path, sha) in enumerate(spread(write, fresh), 1):
        pages[path] = (keys[path], sha)
        reporter.progress(done, len(fresh))
    tree = Tree(identity(manifest), renderer_key(), dict(sorted(pages.items())))
    (staging / TREE_NAME).write_bytes(dump_tree(tree))
    return SiteSummary(staging, len(fresh), len(plans) - len(fresh))
