"""« Mes fiches »: favourites, notes, what was read and what changed since; what is kept, exported and erased."""

from typing import Any

from flask import Flask, Response, jsonify, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from guide_pipeline.errors import GuideError
from guide_site.personal.since import sheet_names
from guide_site.state import Preferences
from guide_site.web.layout import show
from guide_site.web.personal import OwnPage, changed_since, own_page, owner, served, store
from guide_site.web.rights import Action, needs
from guide_site.web.services import services
from guide_site.web.visitors import visitor

_DONE = {
    "vu": "Tout est marqué comme vu.",
    "oubli": "Vos lectures sont oubliées.",
    "reglages": "Vos réglages sont enregistrés.",
    "efface": "Vos favoris, notes, lectures et réglages sont effacés.",
    "cle": "La clé de votre flux est révoquée.",
}
_HOME_LINES = 6


def register(app: Flask) -> None:
    """Addresses of this module."""
    app.add_url_rule("/mes-fiches", "own_sheets", own_sheets)
    app.add_url_rule("/mes-fiches/reglages", "own_settings", own_settings)
    app.add_url_rule("/mes-fiches/resume.json", "own_summary", own_summary)
    app.add_url_rule("/mes-fiches/export.json", "own_export", own_export)
    for path, endpoint, view in (
        ("/mes-fiches/vu", "mark_seen", mark_seen),
        ("/mes-fiches/reglages", "change_own_settings", change_own_settings),
        ("/mes-fiches/lectures/oubli", "forget_readings", forget_readings),
        ("/mes-fiches/effacement", "erase_own", erase_own),
        ("/mes-fiches/flux", "make_feed_key", make_feed_key),
        ("/mes-fiches/flux/revocation", "revoke_feed_key", revoke_feed_key),
    ):
        app.add_url_rule(path, endpoint, view, methods=["POST"])


@needs(Action.OWN_ACCOUNT)
def own_sheets() -> Response:
    """All of one's own on a page."""
    return show("mes-fiches.html", a_moi=own_page(), message=_said())


@needs(Action.OWN_ACCOUNT)
def own_summary() -> Response:
    """For the home page: what was read last, and how much changed since."""
    names = sheet_names(store(), served())
    read = services().state.readings(owner(), _HOME_LINES * 2)
    lines = [{"id": r.sheet, "titre": names[r.sheet].title} for r in read if r.sheet in names]
    return jsonify(lues=lines[:_HOME_LINES], changees=len(changed_since()))


@needs(Action.OWN_ACCOUNT)
def mark_seen() -> AnyResponse:
    """One knows of all changes."""
    services().state.mark_seen(owner(), served())
    return redirect(url_for("own_sheets", fait="vu"), 303)


@needs(Action.OWN_ACCOUNT)
def forget_readings() -> AnyResponse:
    """What one read is forgotten."""
    services().state.forget_readings(owner())
    return redirect(url_for("own_settings", fait="oubli"), 303)


@needs(Action.OWN_ACCOUNT)
def own_settings() -> Response:
    """What is kept, what is sent."""
    return _settings(_said())


@needs(Action.OWN_ACCOUNT)
def change_own_settings() -> AnyResponse:
    """Other wishes."""
    wanted = Preferences(
        keep_readings="lectures" in request.form,
        digest="courriel" in request.form,
        email=request.form.get("adresse", ""),
        chapters=tuple(slug for slug in request.form.getlist("chapitres") if slug in _slugs()),
    )
    try:
        services().state.set_preferences(owner(), wanted)
    except GuideError as error:
        return _settings(error=str(error))
    return redirect(url_for("own_settings", fait="reglages"), 303)


@needs(Action.OWN_ACCOUNT)
def make_feed_key() -> Response:
    """A new key of one's feed: its address is on the answer, once."""
    secret = services().state.make_feed_key(owner())
    return _settings(feed=url_for("feed", key=secret, _external=True))


@needs(Action.OWN_ACCOUNT)
def revoke_feed_key() -> AnyResponse:
    """No key opens one's feed any more."""
    services().state.revoke_feed_key(owner())
    return redirect(url_for("own_settings", fait="cle"), 303)


@needs(Action.OWN_ACCOUNT)
def erase_own() -> AnyResponse:
    """All of it is gone, at once."""
    services().state.erase_personal(owner(), by=visitor().account.name)
    return redirect(url_for("own_settings", fait="efface"), 303)


@needs(Action.OWN_ACCOUNT)
def own_export() -> Response:
    """All of it, as a file."""
    response = jsonify(_export(own_page(most_read=10_000)))
    response.headers["Content-Disposition"] = "attachment; filename=mes-fiches.json"
    return response


def _export(page: OwnPage) -> dict[str, Any]:
    wanted = services().state.preferences(owner())
    return {
        "compte": visitor().account.name,
        "edition": served(),
        "favoris": [{"fiche": f.id, "titre": f.title, "depuis": f.at.isoformat()} for f in page.favourites],
        "notes": [
            {
                "texte": n.note.text,
                "creee": n.note.created.isoformat(),
                "modifiee": n.note.changed.isoformat(),
                "ecrite-sur": {
                    "fiche": n.note.place.sheet,
                    "ancre": n.note.place.anchor,
                    "titre": n.note.place.title,
                    "edition": n.note.place.edition,
                    "empreinte": n.note.place.digest,
                },
                "maintenant": {
                    "fiche": n.at.sheet,
                    "ancre": n.at.anchor,
                    "deplacee": n.at.moved,
                    "texte-modifie": n.at.changed,
                    "perdue": n.at.lost.value,
                },
            }
            for n in page.notes
        ],
        "lectures": [{"fiche": r.id, "titre": r.title, "le": r.at.isoformat()} for r in page.read],
        "reglages": {
            "garder-les-lectures": wanted.keep_readings,
            "courriel": wanted.digest,
            "adresse": wanted.email,
            "chapitres": list(wanted.chapters),
            "flux-depuis": wanted.feed_created.isoformat() if wanted.feed_created else None,
        },
    }


def _settings(message: str = "", error: str = "", feed: str = "") -> Response:
    return show(
        "mes-reglages.html",
        409 if error else 200,
        voulu=services().state.preferences(owner()),
        compte=visitor().account,
        chapitres=store().manifest(served()).chapters,
        flux=feed,
        message=message,
        erreur=error,
    )


def _slugs() -> frozenset[str]:
    return frozenset(chapter.slug for chapter in store().manifest(served()).chapters)


def _said() -> str:
    return _DONE.get(request.args.get("fait", ""), "")
