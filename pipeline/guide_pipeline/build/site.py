"""The pages of an edition: rendered when their key is new, hard links to the last edition's when it isn't."""

import hashlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from guide_pipeline.build.summary import SiteSummary
from guide_pipeline.editions.manifest import Manifest, identity
from guide_pipeline.editions.tree import TREE_NAME, Tree, dump_tree, load_tree
from guide_site.render.assets import program_digest
from guide_site.render.context import SiteContext
from guide_site.render.pages import render_page
from guide_site.render.plan import PageKind, PagePlan, plan_pages
from guide_site.render.sheet_page import make_shared

Page = tuple[str, str]
"""(key, SHA-256 of the bytes)."""


@dataclass(frozen=True, slots=True)
class SitePlan:
    """A tree in the making: the pages that other trees gave it, and those to render."""

    context: SiteContext
    folder: Path
    reused: Mapping[str, Page]
    fresh: tuple[PagePlan, ...]


def plan_site(folder: Path, trees: Sequence[Path], context: SiteContext) -> SitePlan:
    """Make the folders of an edition's tree in an empty folder, and link into it every page that other trees have."""
    plans = plan_pages(context)
    for parent in sorted({Path(plan.path).parent for plan in plans}):
        (folder / parent).mkdir(parents=True, exist_ok=True)
    reused = _reuse(plans, trees, folder)
    fresh = tuple(plan for plan in plans if plan.path not in reused)
    make_shared(context, tuple(plan.subject for plan in fresh if plan.kind is PageKind.SHEET))
    return SitePlan(context, folder, reused, fresh)


def _reuse(plans: Sequence[PagePlan], trees: Sequence[Path], folder: Path) -> dict[str, Page]:
    """Link the pages whose key a tree has, the first that has it."""
    pages: dict[str, Page] = {}
    for source in trees:
        tree = load_tree(source)
        if tree is None:
            continue
        for plan in plans:
            known = tree.pages.get(plan.path)
            if known and known[0] == plan.key and plan.path not in pages and _link(source, folder, plan.path):
                pages[plan.path] = known
    return pages


def _link(source: Path, folder: Path, path: str) -> bool:
    """Hard-link a page; False when it is gone, or its file system takes no more links."""
    try:
        os.link(f"{source}/{path}", f"{folder}/{path}")
    except OSError:
        return False
    return True


def write_page(plan: SitePlan, page: PagePlan) -> str:
    """Render a page into its tree and return the SHA-256 of its bytes."""
    data = render_page(plan.context, page)
    with open(f"{plan.folder}/{page.path}", "wb") as file:  # noqa: PTH123 (thousands of times)
        file.write(data)
    return hashlib.sha256(data).hexdigest()


def finish_site(plan: SitePlan, manifest: Manifest, written: Mapping[str, str]) -> SiteSummary:
    """Write the tree's record, once every fresh page is written (`written`: SHA-256 by path)."""
    fresh = {page.path: (page.key, written[page.path]) for page in plan.fresh}
    pages = dict(sorted({**plan.reused, **fresh}.items()))
    (plan.folder / TREE_NAME).write_bytes(dump_tree(Tree(identity(manifest), program_digest(), pages)))
    return SiteSummary(len(fresh), len(plan.reused))
