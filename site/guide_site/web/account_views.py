"""One's own account: password, keys, sessions, tokens of one's scripts."""

from flask import Flask, Response, make_response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from guide_pipeline.errors import GuideError, NotFoundError, RefusedError
from guide_site.state import Scope
from guide_site.web.key_views import STALE, session_needed
from guide_site.web.layout import show
from guide_site.web.numbers import number
from guide_site.web.rights import SCOPES, Action, needs
from guide_site.web.services import services
from guide_site.web.visitors import let_out, visitor

_DONE = {
    "mot-de-passe": "Votre mot de passe est changé ; vos autres sessions sont closes.",
    "cle": "Votre clé est enregistrée.",
    "session": "La session est close.",
    "jeton": "Le jeton est révoqué.",
}
_LIVES = (30, 90, 180, 365)


def register(app: Flask) -> None:
    """Addresses of this module."""
    app.add_url_rule("/compte", "account", account)
    for path, endpoint, view in (
        ("/compte/mot-de-passe", "change_password", change_password),
        ("/compte/deconnexion-partout", "sign_out_everywhere", sign_out_everywhere),
        ("/compte/sessions/fermeture", "end_own_session", end_own_session),
        ("/compte/jetons", "new_token", new_token),
        ("/compte/jetons/revocation", "revoke_own_token", revoke_own_token),
    ):
        app.add_url_rule(path, endpoint, view, methods=["POST"])


@needs(Action.OWN_ACCOUNT)
def account() -> Response:
    """What one may see and change."""
    return _page(_DONE.get(request.args.get("fait", ""), ""))


@needs(Action.OWN_ACCOUNT)
def change_password() -> AnyResponse:
    """A new password, the current one being given; typed twice."""
    new = request.form.get("nouveau", "")
    if new != request.form.get("encore", ""):
        return _page(error="Les deux saisies du nouveau mot de passe diffèrent.")
    try:
        services().state.change_password(
            visitor().account.name, request.form.get("actuel", ""), new, keep=visitor().secret
        )
    except RefusedError as error:
        return _page(error=str(error))
    return redirect(url_for("account", fait="mot-de-passe"), 303)


@needs(Action.OWN_ACCOUNT)
def sign_out_everywhere() -> AnyResponse:
    """End all one's sessions, this one too."""
    services().state.sign_out_everywhere(visitor().account.name)
    response = make_response(redirect(url_for("sign_in"), 303))
    let_out(response)
    return response


@needs(Action.OWN_ACCOUNT)
def end_own_session() -> AnyResponse:
    """End one of one's own sessions: on a device left behind, say."""
    name = visitor().account.name
    try:
        services().state.end_session(request.form.get("session", ""), of=name, by=name)
    except NotFoundError as error:
        return _page(error=str(error))
    return redirect(url_for("account", fait="session"), 303)


@needs(Action.API_TOKENS)
def new_token() -> Response:
    """A token for a script; its secret is on the answer, once."""
    name = visitor().account.name
    if not services().state.is_fresh(session_needed()):
        return _page(error=STALE)
    scopes = frozenset(s for s in Scope if s.value in request.form.getlist("droits"))
    days = request.form.get("jours", 0, type=number)
    try:
        secret = services().state.add_token(name, request.form.get("libelle", ""), scopes, days, by=name)
    except GuideError as error:
        return _page(error=str(error))
    return _page(secret=secret)


@needs(Action.API_TOKENS)
def revoke_own_token() -> AnyResponse:
    """One's own token opens nothing any more."""
    name = visitor().account.name
    try:
        services().state.revoke_token(request.form.get("jeton_id", 0, type=number), of=name, by=name)
    except NotFoundError as error:
        return _page(error=str(error))
    return redirect(url_for("account", fait="jeton"), 303)


def _page(message: str = "", error: str = "", secret: str = "") -> Response:
    state, session = services().state, session_needed()
    name = visitor().account.name
    mine = visitor().actions
    return show(
        "compte.html",
        409 if error else 200,
        compte=visitor().account,
        session=session,
        sessions=state.sessions(name),
        cles=[key for key in state.keys(name) if key.revoked is None],
        jetons=[token for token in state.tokens(name) if token.revoked is None],
        droits=[scope for scope in Scope if SCOPES[scope] <= mine],
        durees=_LIVES,
        frais=state.is_fresh(session),
        domaine=services().config.domain,
        secret=secret,
        message=message,
        erreur=error,
    )
