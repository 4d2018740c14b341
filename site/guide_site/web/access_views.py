"""What is open now, for administrators: sessions, keys, locked accounts; and ending it."""

from flask import Flask, Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from guide_site.web.layout import show
from guide_site.web.links import own_path
from guide_site.web.numbers import number
from guide_site.web.rights import Action, needs
from guide_site.web.services import services
from guide_site.web.visitors import visitor


def register(app: Flask) -> None:
    """Addresses of this module."""
    app.add_url_rule("/comptes/sessions", "all_sessions", all_sessions)
    app.add_url_rule("/comptes/cles", "all_keys", all_keys)
    app.add_url_rule("/comptes/bloques", "locked", locked)
    for path, endpoint, view in (
        ("/comptes/sessions/fermeture", "end_any_session", end_any_session),
        ("/comptes/deconnexion", "sign_person_out", sign_person_out),
        ("/comptes/cles/perdue", "key_lost", key_lost),
        ("/comptes/jetons/revocation", "revoke_any_token", revoke_any_token),
    ):
        app.add_url_rule(path, endpoint, view, methods=["POST"])


@needs(Action.ACCOUNTS)
def all_sessions() -> Response:
    """Everyone's sessions alive now."""
    return show("comptes-sessions.html", sessions=services().state.sessions())


@needs(Action.ACCOUNTS)
def all_keys() -> Response:
    """Everyone's keys."""
    return show("comptes-cles.html", cles=services().state.keys())


@needs(Action.HELP_DESK)
def locked() -> Response:
    """Accounts that failed tries have locked."""
    return show("comptes-bloques.html", comptes=[a for a in services().state.users() if a.locked])


@needs(Action.ACCOUNTS)
def end_any_session() -> AnyResponse:
    """End a session, at once."""
    services().state.end_session(request.form.get("session", ""), by=visitor().account.name)
    return _back("all_sessions")


@needs(Action.ACCOUNTS)
def sign_person_out() -> AnyResponse:
    """End every session of a person."""
    services().state.sign_out_everywhere(request.form.get("compte", ""), by=visitor().account.name)
    return _back("all_sessions")


@needs(Action.ACCOUNTS)
def key_lost() -> AnyResponse:
    """A key that was lost: it opens nothing any more, and its owner's sessions and offline leases end."""
    services().state.revoke_key(request.form.get("cle", 0, type=number), by=visitor().account.name)
    return _back("all_keys")


@needs(Action.ACCOUNTS)
def revoke_any_token() -> AnyResponse:
    """A token opens nothing any more."""
    services().state.revoke_token(request.form.get("jeton_id", 0, type=number), by=visitor().account.name)
    return _back("people")


def _back(otherwise: str) -> AnyResponse:
    """To the page that the form was on."""
    return redirect(own_path(request.form.get("retour"), url_for(otherwise)), 303)
