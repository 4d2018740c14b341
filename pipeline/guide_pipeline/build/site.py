"""The pages of an edition: rendered when their key is new, hard links to the last edition's when it isn't."""

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from guide_pipeline.build.context import site_context
from guide_pipeline.build.parallel import spread
from guide_pipeline.editions.files import staging_folder
from guide_pipeline.editions.manifest import Manifest, identity
from guide_pipeline.editions.store import EditionStore
from guide_pipeline.editions.tree import TREE_NAME, Tree, dump_tree, load_tree
from guide_pipeline.progress import SILENT, Reporter
from guide_site.render.assets import program_digest
from guide_site.render.pages import render_page
from guide_site.render.plan import PagePlan, plan_pages


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
    reporter.step("Préparation des pages")
    context = site_context(store, manifest)
    plans = plan_pages(context)
    staging = staging_folder(store.paths.site(manifest.number))
    for folder in sorted({Path(plan.path).parent for plan in plans}):
        (staging / folder).mkdir(parents=True, exist_ok=True)
    pages = _reuse(store, plans, manifest, parent, staging)
    fresh = [plan for plan in plans if plan.path not in pages]

    def write(plan: PagePlan) -> tuple[str, str]:
        data = render_page(context, plan)
        (staging / plan.path).write_bytes(data)
        return plan.path, hashlib.sha256(data).hexdigest()

    reporter.step(f"Écriture de {len(fresh)} pages")
    keys = {plan.path: plan.key for plan in fresh}
    for done, (path, sha) in enumerate(spread(write, fresh), 1):
        pages[path] = (keys[path], sha)
        reporter.progress(done, len(fresh))
    tree = Tree(identity(manifest), program_digest(), dict(sorted(pages.items())))
    (staging / TREE_NAME).write_bytes(dump_tree(tree))
    return SiteSummary(staging, len(fresh), len(plans) - len(fresh))


def _reuse(
    store: EditionStore, plans: Sequence[PagePlan], manifest: Manifest, parent: Manifest | None, staging: Path
) -> dict[str, tuple[str, str]]:
    """Link every page whose key an older tree has: the edition's own, when it is built anew, or its parent's."""
    pages: dict[str, tuple[str, str]] = {}
    for number in (manifest.number, *([parent.number] if parent else [])):
        folder = store.paths.site(number)
        tree = load_tree(folder)
        for plan in plans if tree else ():
            known = tree.pages.get(plan.path) if tree else None
            if (
                known
                and known[0] == plan.key
                and plan.path not in pages
                and _link(folder, staging, plan.path)
            ):
                pages[plan.path] = known
    return pages


def _link(folder: Path, staging: Path, path: str) -> bool:
    """Hard-link a page; False when it is gone, or its file system takes no more links."""
    try:
        os.link(folder / path, staging / path)
    except OSError:
        return False
    return True


def site_is_current(store: EditionStore, manifest: Manifest) -> bool:
    """True when the tree of an edition is there, and this program's templates made it."""
    tree = load_tree(store.paths.site(manifest.number))
    return tree is not None and (tree.manifest, tree.renderer) == (identity(manifest), program_digest())
