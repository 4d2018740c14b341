"""Is there anything to build? Asked before anything heavy is imported: a build with nothing to do is instant."""

import json

from guide_pipeline.build.sources import known_digest
from guide_pipeline.editions.paths import GuidePaths
from guide_pipeline.editions.tree import load_tree
from guide_pipeline.model.digest import digest
from guide_site.render.assets import program_digest


def up_to_date(paths: GuidePaths) -> int | None:
    """The edition served, when its pages and index are there and its base is the corpus; None when that isn't certain."""
    try:
        number = int(paths.current.read_text("ascii"))
        manifest = digest(paths.manifest(number).read_bytes())
        base = json.loads(paths.manifest(0).read_bytes())["empreinte-lot"]
        sources = known_digest(paths.root)
        index = (paths.index(number) / "index.json").is_file()
    except (OSError, ValueError, KeyError):
        return None
    tree = load_tree(paths.site(number))
    whole = index and tree is not None and (tree.manifest, tree.renderer) == (manifest, program_digest())
    return number if whole and base == sources else None
