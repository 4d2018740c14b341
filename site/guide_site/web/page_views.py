"""The pages of editions: the one served at `/`, the others below `/editions/N/`."""

from flask import Flask, abort, redirect
from werkzeug.wrappers import Response as AnyResponse

from guide_site.web.layout import menu
from guide_site.web.links import own_path
from guide_site.web.rights import Action, needs
from guide_site.web.services import services
from guide_site.web.stored import stored_answer
from guide_site.web.trees import StoredPage
from guide_site.web.visitors import visitor


def register(app: Flask) -> None:
    """Addresses of this module: every one that no other has."""
    app.add_url_rule("/", "home", page, defaults={"path": ""})
    app.add_url_rule("/<path:path>", "page", page)
    app.add_url_rule("/editions/<int:number>/", "old_home", old_page, defaults={"path": ""})
    app.add_url_rule("/editions/<int:number>/<path:path>", "old_page", old_page)


@needs(Action.READ)
def page(path: str) -> AnyResponse:
    """A page of the edition served."""
    current = services().trees.current()
    if current is None or not services().trees.has(current):
        abort(503)
    return _answer(services().trees.page(current, path))


@needs(Action.READ)
def old_page(number: int, path: str) -> AnyResponse:
    """A page of another edition; the edition served has one address only."""
    check_edition(number)
    if number == services().trees.current():
        return redirect(own_path(f"/{path}"), 302)
    return _answer(services().trees.page(number, path, old=True))


def check_edition(number: int) -> None:
    """404 unless this visitor may read the edition: one that was withdrawn (newer than the one served) is for
    editors and administrators."""
    trees = services().trees
    withdrawn = number > (trees.current() or 0)
    if not trees.has(number) or (withdrawn and not visitor().may(Action.READ_WITHDRAWN)):
        abort(404, f"L'édition {number} n'existe pas.")


def _answer(found: StoredPage | None) -> AnyResponse:
    if found is None:
        abort(404)
    body = found.body(menu()) if len(found.pieces) > 1 else found.pieces[0]
    return stored_answer(body, found.media_type)
