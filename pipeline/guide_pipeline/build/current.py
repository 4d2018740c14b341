"""Is there anything to build? Asked before anything heavy is imported: a build with nothing to do is instant."""

import json

from guide_pipeline.build.sources import known_digest
from guide_pipeline.editions.paths import GuidePaths
from guide_pipeline.editions.tree import load_tree
from guide_pipeline.errors import GuideError
from guide_pipeline.model.digest import digest
from guide_search.stamp import RECORD_VERSION, read_stamp
from guide_site.render.assets import program_digest


def up_to_date(paths: GuidePaths) -> int | None:
    """The edition served, when this program made its pages and index and its base is the corpus; None when that isn't certain."""
    try:
        number = int(paths.current.read_text("ascii"))
        manifest = digest(paths.manifest(number).read_bytes())
        base = json.loads(paths.manifest(0).read_bytes())["empreinte-lot"]
        sources = known_digest(paths.root)
        analysis = read_stamp(paths.index(number)).records
    except (OSError, ValueError, KeyError, GuideError):
        return None
    tree = load_tree(paths.site(number))
    whole = tree is not None and (tree.manifest, tree.renderer) == (manifest, program_digest())
    return number if whole and analysis == RECORD_VERSION and base == sources else None
