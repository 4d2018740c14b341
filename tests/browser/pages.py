"""The tree of a guide written to a folder, for a browser or a checker to read."""

from pathlib import Path

from guide_site.render.context import SiteContext
from guide_site.render.pages import render_page
from guide_site.render.plan import plan_pages


def write_tree(context: SiteContext, folder: Path) -> Path:
    """Every page of the guide; returns the folder."""
    for plan in plan_pages(context):
        file = folder / plan.path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(render_page(context, plan))
    return folder
