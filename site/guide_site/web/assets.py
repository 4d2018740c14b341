"""The only files readable signed out: the style, script and icon of the site and of the application's own pages.

Their names carry the hash of their content, as those of an edition's tree do, so they may be kept forever.
"""

import hashlib
import mimetypes
from functools import cache
from pathlib import Path

from flask import Flask
from werkzeug.wrappers import Response

from guide_site.render.assets import asset_bytes, asset_paths
from guide_site.web.rights import Action, needs
from guide_site.web.stored import stored_answer

_OWN = Path(__file__).parent / "assets"


def register(app: Flask) -> None:
    """One address a file: anything else below /assets/ is a page like others, for those signed in."""
    for name, path in open_paths().items():
        app.add_url_rule(f"/{path}", "asset", asset, defaults={"name": name})
    app.add_url_rule("/favicon.ico", "icon", icon)


def asset_address(name: str) -> str:
    """The address of the open file plainly named `name`."""
    return f"/{open_paths()[name]}"


@cache
def open_paths() -> dict[str, str]:
    """The path of each open file by its plain name: 'application.css' is 'assets/application.0123456789.css'."""
    own = {file.name: _path(file) for file in sorted(_OWN.iterdir()) if file.is_file()}
    return {**own, **asset_paths()}


@needs(Action.OPEN)
def asset(name: str) -> Response:
    """One of these files."""
    body = asset_bytes(name) if name in asset_paths() else (_OWN / name).read_bytes()
    response = stored_answer(body, mimetypes.guess_type(name)[0] or "application/octet-stream")
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


@needs(Action.OPEN)
def icon() -> Response:
    """What browsers ask for on pages that name no icon, such as a report."""
    response = asset("icone.svg")
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response


def _path(file: Path) -> str:
    mark = hashlib.sha256(file.read_bytes()).hexdigest()[:10]
    return f"assets/{file.stem}.{mark}{file.suffix}"
