"""Security keys: signing in with one, adding one to one's account, losing one. Forms answered by the script `cle.js`."""

from flask import Flask, Response, abort, jsonify, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from guide_pipeline.errors import RefusedError
from guide_site.state import Session
from guide_site.web.links import own_path
from guide_site.web.numbers import number
from guide_site.web.parties import relying_party
from guide_site.web.rights import Action, needs
from guide_site.web.services import services
from guide_site.web.visitors import came_from, let_in, visitor

_REFUSED = (
    "Cette clé n'ouvre aucun compte ici, ou elle est bloquée. Après trois échecs, la clé est bloquée : appelez le "
    "guichet d'assistance."
)
STALE = "Par prudence, reconnectez-vous d'abord : votre connexion date de plus de dix minutes."


def register(app: Flask) -> None:
    """Addresses of this module."""
    for path, endpoint, view in (
        ("/connexion/cle/options", "key_sign_in_options", sign_in_options),
        ("/connexion/cle", "key_sign_in", sign_in),
        ("/compte/cles/options", "new_key_options", new_key_options),
        ("/compte/cles", "new_key", new_key),
        ("/compte/cles/perdue", "own_key_lost", own_key_lost),
    ):
        app.add_url_rule(path, endpoint, view, methods=["POST"])


@needs(Action.OPEN)
def sign_in_options() -> Response:
    """What to ask a key: the same for everyone, so that it tells nobody who has one."""
    return _json(services().state.ask_key(relying_party(), visitor().secret))


@needs(Action.OPEN)
def sign_in() -> Response:
    """The answer of a key: a session, or a refusal that doesn't say why."""
    answer = request.form.get("reponse", "")
    signed = services().state.sign_in_with_key(relying_party(), visitor().secret, answer, came_from())
    if signed is None:
        return problem(_REFUSED, 403)
    response = jsonify(suite=own_path(request.form.get("suite")))
    let_in(response, signed.token)
    return response


@needs(Action.OWN_ACCOUNT)
def new_key_options() -> Response:
    """What to ask a new key of this account."""
    if not services().state.is_fresh(session_needed()):
        return problem(STALE, 403)
    return _json(services().state.ask_new_key(relying_party(), visitor().account.name, visitor().secret))


@needs(Action.OWN_ACCOUNT)
def new_key() -> Response:
    """The answer of the new key: it is registered, or the reason why not."""
    if not services().state.is_fresh(session_needed()):
        return problem(STALE, 403)
    try:
        services().state.add_key(
            relying_party(),
            visitor().account.name,
            visitor().secret,
            request.form.get("reponse", ""),
            request.form.get("libelle", ""),
        )
    except RefusedError as error:
        return problem(str(error), 409)
    return jsonify(suite=url_for("account", fait="cle"))


@needs(Action.OWN_ACCOUNT)
def own_key_lost() -> AnyResponse:
    """One's own lost key: it opens nothing any more, and every session ends, this one too."""
    services().state.revoke_key(
        request.form.get("cle", 0, type=number), of=visitor().account.name, by=visitor().account.name
    )
    return redirect(url_for("sign_in"), 303)


def problem(message: str, status: int) -> Response:
    """A refusal, for the script to show."""
    response = jsonify(erreur=message)
    response.status_code = status
    return response


def session_needed() -> Session:
    """The session of this request: a token has none, and may not do this."""
    session = visitor().session
    if session is None:
        abort(403)
    return session


def _json(text: str) -> Response:
    return Response(text, content_type="application/json")
