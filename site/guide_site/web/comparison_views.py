"""A sheet through the editions: what changed between two of them."""

from flask import Flask, Response, abort, request
from markupsafe import Markup

from guide_site.web.comparisons import compare
from guide_site.web.layout import show
from guide_site.web.page_views import check_edition
from guide_site.web.rights import Action, needs
from guide_site.web.services import services


def register(app: Flask) -> None:
    """Addresses of this module."""
    app.add_url_rule("/comparer/<sheet>", "comparison", comparison)


@needs(Action.READ)
def comparison(sheet: str) -> Response:
    """`?de=1&a=3`: the sheet in edition 1 and in edition 3; by default in the edition served and the one before."""
    after = _number("a", services().trees.current() or 0)
    before = _number("de", max(after - 1, 0))
    before, after = sorted((before, after))
    for number in (before, after):
        check_edition(number)
    found = compare(services().root, sheet, before, after)
    response = show(
        "comparaison.html",
        fiche=sheet,
        editions=tuple(reversed(services().trees.readable())),
        titre=found.title,
        corps=Markup(found.html),
        avant=services().trees.about(before),
        apres=services().trees.about(after),
    )
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _number(name: str, otherwise: int) -> int:
    text = request.args.get(name, "")
    if not text:
        return otherwise
    if not (text.isascii() and text.isdigit() and len(text) < 7):
        abort(400, "Les éditions se donnent par leur numéro, par exemple ?de=1&a=3.")
    return int(text)
