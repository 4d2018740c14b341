"""`create_app`: the application put together. Each module of views registers its own addresses."""

from pathlib import Path

from flask import Flask, Response
from werkzeug.middleware.proxy_fix import ProxyFix

from guide_pipeline.readers.config import read_config
from guide_site.state import State, default_url, open_state
from guide_site.state.policy import policy_of
from guide_site.web import (
    access_views,
    account_views,
    api_views,
    assets,
    comparison_views,
    dated_views,
    errors,
    feed_views,
    guard,
    help_desk_views,
    key_views,
    page_views,
    people_views,
    personal_views,
    report_views,
    search_views,
    sheet_note_views,
    sign_in_views,
    sso_views,
    trail_views,
)
from guide_site.web.config import WebConfig, web_config
from guide_site.web.fast import FastPages
from guide_site.web.headers import secure_headers
from guide_site.web.numbers import NumberInPath
from guide_site.web.searches import Searches
from guide_site.web.services import Services, install, services
from guide_site.web.tally import Tally
from guide_site.web.trees import SiteTrees
from guide_site.web.visitors import welcome

LARGEST_FORM = 64 * 1024
_VIEWS = (
    assets,
    sign_in_views,
    key_views,
    sso_views,
    help_desk_views,
    search_views,
    report_views,
    comparison_views,
    dated_views,
    account_views,
    people_views,
    access_views,
    trail_views,
    api_views,
    personal_views,
    sheet_note_views,
    feed_views,
    page_views,
)


def create_app(
    guide_root: Path, *, config: WebConfig | None = None, database: str = "", state: State | None = None
) -> Flask:
    """The site of the working guide at `guide_root`.

    Without `state` it opens the one at the address `database` (empty: the guide's own SQLite file) and makes
    its tables where they are missing.
    """
    config = config or WebConfig()
    app = Flask("guide_site.web", static_folder=None, template_folder=None)
    app.config.update(
        MAX_CONTENT_LENGTH=LARGEST_FORM,
        TRUSTED_HOSTS=list(config.trusted_hosts) or None,
        PROPAGATE_EXCEPTIONS=False,
    )
    app.url_map.converters["int"] = NumberInPath
    known = _services(guide_root, config, state or _open(guide_root, database))
    install(app.extensions, known)
    for views in _VIEWS:
        views.register(app)
    errors.register(app)
    app.before_request(guard.check_request)
    app.after_request(lambda response: _finish(response, config))
    app.wsgi_app = FastPages(app, known)  # type: ignore[method-assign]
    if config.proxies:
        fix = ProxyFix(app.wsgi_app, x_for=config.proxies, x_proto=config.proxies, x_host=config.proxies)
        app.wsgi_app = fix  # type: ignore[method-assign]
    return app


def guide_app(root: Path, port: int = 0) -> Flask:
    """The site of the working guide at `root`, all as its guide.toml says; each process of a server calls this.

    Raises `UsageError` when the settings can't work.
    """
    settings = read_config(root).settings
    state = open_state(settings.database or default_url(root), policy=policy_of(settings.access))
    state.create_schema()
    app = create_app(root, config=web_config(settings, root, port), state=state)
    with app.app_context():
        services().searches.keep_ready()
    return app


def _open(root: Path, database: str) -> State:
    state = open_state(database or default_url(root))
    state.create_schema()
    return state


def _services(root: Path, config: WebConfig, state: State) -> Services:
    return Services(
        root, config, state, SiteTrees(root), Searches(root), Tally(state), sso_views.make_sso(config)
    )


def _finish(response: Response, config: WebConfig) -> Response:
    return secure_headers(welcome(response), config.secure)
