"""The pages of an edition: rendered when their key is new, hard links to the last edition's when it isn't."""

import hashlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from guide_pipeline.editions.files import staging_folder
from guide_pipeline.editions.manifest import Manifest, identity
from guide_pipeline.editions.store import EditionStore
from guide_pipeline.editions.tree import TREE_NAME, Tree, dump_tree, load_tree
from guide_site.render.assets import program_digest
from guide_site.render.context import SiteContext
from guide_site.render.pages import render_page
from guide_site.render.plan import PagePlan, plan_pages

Page = tuple[str, str]
"""(key, SHA-256 of the bytes)."""


@dataclass(frozen=True, slots=True)
class SitePlan:
    """A tree in its staging folder: the pages that older trees gave it, and those to render."""

    context: SiteContext
    staging: Path
    reused: Mapping[str, Page]
    fresh: tuple[PagePlan, ...]


@dataclass(frozen=True, slots=True)
class SiteSummary:
    """What building a tree of pages took."""

    staging: Path
    """Where the tree is until it is put in place."""
    written: int
    reused: int


def plan_site(
    store: EditionStore, manifest: Manifest, parent: Manifest | None, context: SiteContext
) -> SitePlan:
    """Make the staging folder of an edition's tree, and link into it every page that is there already."""
    plans = plan_pages(context)
    staging = staging_folder(store.paths.site(manifest.number))
    for folder in sorted({Path(plan.path).parent for plan in plans}):
        (staging / folder).mkdir(parents=True, exist_ok=True)
    reused = _reuse(store, plans, manifest, parent, staging)
    return SitePlan(context, staging, reused, tuple(plan for plan in plans if plan.path not in reused))


def _reuse(
    store: EditionStore, plans: Sequence[PagePlan], manifest: Manifest, parent: Manifest | None, staging: Path
) -> dict[str, Page]:
    """Link pages whose key an older tree has: the edition's own, when it is built anew, or its parent's."""
    pages: dict[str, Page] = {}
    for number in (manifest.number, *([parent.number] if parent else [])):
        folder = store.paths.site(number)
        tree = load_tree(folder)
        if tree is None:
            continue
        for plan in plans:
            known = tree.pages.get(plan.path)
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
        os.link(f"{folder}/{path}", f"{staging}/{path}")
    except OSError:
        return False
    return True


def write_page(plan: SitePlan, page: PagePlan) -> str:
    """Render a page into the staging folder and return the SHA-256 of its bytes."""
    data = render_page(plan.context, page)
    with open(f"{plan.staging}/{page.path}", "wb") as file:  # noqa: PTH123 (thousands of times)
        file.write(data)
    return hashlib.sha256(data).hexdigest()


def finish_site(plan: SitePlan, manifest: Manifest, written: Mapping[str, str]) -> SiteSummary:
    """Write the tree's record, once every fresh page is written (`written`: SHA-256 by path)."""
    fresh = {page.path: (page.key, written[page.path]) for page in plan.fresh}
    pages = dict(sorted({**plan.reused, **fresh}.items()))
    (plan.staging / TREE_NAME).write_bytes(dump_tree(Tree(identity(manifest), program_digest(), pages)))
    return SiteSummary(plan.staging, len(fresh), len(plan.reused))


def site_is_current(store: EditionStore, manifest: Manifest) -> bool:
    """True when the tree of an edition is there, and this program's templates made it."""
    tree = load_tree(store.paths.site(manifest.number))
    return tree is not None and (tree.manifest, tree.renderer) == (identity(manifest), program_digest())
