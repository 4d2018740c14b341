"""« À la date du… »: the guide of a day, below `/le/2026-02-14/`. Made on demand: nothing of it is stored."""

import mimetypes
from datetime import date
from urllib.parse import urlsplit

from flask import Flask, abort, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from guide_pipeline.markup.values import date_text
from guide_site.web.dated import dated_page, edition_on
from guide_site.web.layout import fragment, menu
from guide_site.web.links import own_path, page_path
from guide_site.web.rights import Action, needs
from guide_site.web.services import services
from guide_site.web.stored import stored_answer
from guide_site.web.trees import About, framed


def register(app: Flask) -> None:
    """Addresses of this module."""
    app.add_url_rule("/a-la-date", "choose_date", choose_date)
    app.add_url_rule("/le/<day>/", "dated_home", dated, defaults={"path": ""})
    app.add_url_rule("/le/<day>/<path:path>", "dated_page", dated)


@needs(Action.READ)
def choose_date() -> AnyResponse:
    """`?jour=2026-02-14&page=/fiches/pacs.html`: the same page that day; without `page`, the one that asks."""
    day = _day(request.args.get("jour", ""))
    asked = request.args.get("page") or urlsplit(request.referrer or "").path
    path = page_path(own_path(asked)).lstrip("/")
    if not path:
        return redirect(url_for("dated_home", day=day.isoformat()), 302)
    return redirect(url_for("dated_page", day=day.isoformat(), path=path), 302)


@needs(Action.READ)
def dated(day: str, path: str) -> AnyResponse:
    """A page as of a day. Search and files are those of the edition."""
    when = _day(day)
    editions = services().trees.readable()
    about = edition_on(when, editions)
    if about is None:
        first = f"Le guide commence le {date_text(editions[0].date)}." if editions else "Rien n'est publié."
        abort(404, f"Il n'y a pas d'édition au {date_text(when)}. {first}")
    if path == "recherche":
        return redirect(f"{_base(about, editions[-1])}recherche?{request.query_string.decode()}", 302)
    if path.startswith("assets/"):
        return _asset(path)
    wanted = f"{path}index.html" if not path or path.endswith("/") else path
    found = dated_page(services().root, about.number, editions[-1].number, when, wanted)
    if found is None:
        abort(404, f"Cette page n'existe pas dans l'édition {about.number}, celle du {date_text(when)}.")
    if not wanted.endswith(".html"):
        return stored_answer(found, mimetypes.guess_type(wanted)[0] or "application/octet-stream")
    frame = fragment("cadre_date.html", jour=when, edition=about, premiere=editions[0].date)
    return stored_answer(framed(found, frame).body(menu()), "text/html")


def _asset(path: str) -> AnyResponse:
    """Files have one address; their name holds their hash, so a browser need not ask this again."""
    response = redirect(own_path(f"/{path}"), 302)
    response.headers["Cache-Control"] = "private, max-age=31536000, immutable"
    return response


def _base(about: About, current: About) -> str:
    return "/" if about.number == current.number else f"/editions/{about.number}/"


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        abort(400, "Donnez un jour de la forme AAAA-MM-JJ, par exemple 2026-02-14.")
