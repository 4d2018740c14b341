"""Are the pages and the index of an edition there, whole, and made by this program? Light: publishing asks it."""

from pathlib import Path

from guide_pipeline.editions.manifest import Manifest, identity
from guide_pipeline.editions.store import EditionStore
from guide_pipeline.editions.tree import load_tree
from guide_pipeline.errors import GuideError
from guide_search.stamp import check_current
from guide_site.render.assets import program_digest


def site_is_current(store: EditionStore, manifest: Manifest) -> bool:
    """True when the tree of an edition is there, and this program's templates made it."""
    return tree_is_current(store.paths.site(manifest.number), manifest)


def tree_is_current(folder: Path, manifest: Manifest) -> bool:
    """True when a folder holds the tree of an edition, made by this program's templates."""
    tree = load_tree(folder)
    return tree is not None and (tree.manifest, tree.renderer) == (identity(manifest), program_digest())


def usable_index(folder: Path) -> bool:
    """True when the index can be built upon: whole, and made by this program's analysis."""
    try:
        check_current(folder)
    except GuideError:
        return False
    return True


def index_is_whole(store: EditionStore, manifest: Manifest) -> bool:
    """True when the index of an edition is there, unaltered, made by this program's analysis."""
    return usable_index(store.paths.index(manifest.number))
