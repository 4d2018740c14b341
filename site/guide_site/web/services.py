"""What the views work with, made once for an application."""

from dataclasses import dataclass, field
from pathlib import Path

from flask import current_app

from guide_site.state import State
from guide_site.web.config import WebConfig
from guide_site.web.prepared import Shelf
from guide_site.web.searches import Searches
from guide_site.web.sso import Sso
from guide_site.web.tally import Tally
from guide_site.web.trees import SiteTrees

_KEY = "guide"
_REPORTS = 48 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Services:
    """The working guide, its state, its trees of pages, its indexes."""

    root: Path
    config: WebConfig
    state: State
    trees: SiteTrees
    searches: Searches
    tally: Tally
    sso: Sso | None = None
    reports: Shelf = field(default_factory=lambda: Shelf(_REPORTS, 0))
    """Files of change reports, of megabytes: packed once."""


def install(app_extensions: dict[str, object], known: Services) -> None:
    """Make `known` what `services()` returns in this application."""
    app_extensions[_KEY] = known


def services() -> Services:
    """Those of the current application."""
    known: Services = current_app.extensions[_KEY]
    return known
