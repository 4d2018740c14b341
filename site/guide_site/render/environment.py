"""The templates. `page_environment` is also what the web application's own pages are made with.

A template that extends `base.html` needs these variables: `root` ('' at the root of a tree, '../' a folder
below, '/' in a page of the server), `guide_title`, `notice`, and `here`, the path of the page in the tree ('' when it isn't
in one). It fills the blocks `title` (words before the guide's title), `main`, and if it wants to `before`
(a column on the left) and `header_menu` (empty it for a page shown to people signed out).
`{{ asset('guide.css') }}` is the path of an asset from the root.
"""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from guide_pipeline.markup.values import date_text, value_text
from guide_site.render import wording
from guide_site.render.assets import TEMPLATES, asset_paths
from guide_site.render.rubrics import rubric
from guide_site.render.sidebar import shown

FRAME_PLACE = '<!--#include virtual="cadre.html" -->'
"""What a page holds where the server, or a web server's includes, put the frame of the edition."""


def page_environment(*folders: Path) -> Environment:
    """An environment with the templates of the pages, and before them those of `folders`."""
    loader = ChoiceLoader([FileSystemLoader(folder) for folder in (*folders, TEMPLATES)])
    environment = Environment(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )
    environment.globals.update(_GLOBALS)
    environment.filters.update(_FILTERS)
    return environment


@cache
def static_environment() -> Environment:
    """The environment of the pages of a tree, made once."""
    return page_environment()


def _asset(name: str) -> str:
    return asset_paths()[name]


_GLOBALS: dict[str, Callable[..., Any] | Markup] = {
    "asset": _asset,
    "frame_place": Markup(FRAME_PLACE),
    "value_text": value_text,
    "event_name": wording.event_name,
    "event_count": wording.event_count,
    "revision_text": wording.revision_text,
    "kind_name": wording.kind_name,
    "plural": wording.plural,
}
_FILTERS: dict[str, Callable[..., str]] = {
    "day": date_text,
    "number": wording.number,
    "rubric": rubric,
    "typeset": shown,
}
