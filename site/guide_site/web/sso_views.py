"""Coming in as someone that another authority has named: an identity provider, or a certificate checked by nginx."""

from pathlib import Path

from flask import Flask, Response, abort, make_response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from guide_pipeline.errors import GuideError, UsageError
from guide_site.state import Identity
from guide_site.web.certificates import presented
from guide_site.web.config import WebConfig
from guide_site.web.doors import door
from guide_site.web.layout import show
from guide_site.web.links import own_path
from guide_site.web.rights import Action, needs
from guide_site.web.services import services
from guide_site.web.sso import Sso, SsoError
from guide_site.web.visitors import came_from, form_secret, let_in, new_secret, visitor

_PURPOSE, _END = "sso", "sso-fin"
_CLOSED = "La connexion unique n'a pas abouti. Recommencez, ou prenez une autre façon d'entrer."
_NO_ACCOUNT = (
    "Vous êtes bien identifié, mais aucun compte du guide n'est à votre nom : voyez votre administrateur."
)
_NO_CERTIFICATE = "Aucun certificat valable n'a été présenté, ou il n'ouvre aucun compte."


def register(app: Flask) -> None:
    """Addresses of this module."""
    app.add_url_rule("/connexion/sso", "sso", sso)
    app.add_url_rule("/connexion/sso/retour", "sso_back", sso_back)
    app.add_url_rule("/connexion/sso/fin", "sso_ended", sso_ended)
    app.add_url_rule("/connexion/certificat", "certificate", certificate, methods=["POST"])


def make_sso(config: WebConfig) -> Sso | None:
    """The provider of the settings. Raises `UsageError` when they can't work."""
    settings = config.sso
    if settings is None:
        return None
    if not config.origins:
        raise UsageError(
            "La connexion unique demande « adresses » dans [acces] : l'adresse où le navigateur revient."
        )
    secret = ""
    if settings.secret_file:
        path: Path = config.folder / settings.secret_file
        try:
            secret = path.read_text("utf-8").strip()
        except OSError as error:
            raise UsageError(f"Le secret de la connexion unique ne se lit pas : {path}.") from error
    origin = config.origins[0]
    return Sso(settings, secret, f"{origin}/connexion/sso/retour", f"{origin}/connexion/sso/fin")


@needs(Action.OPEN)
def sso() -> AnyResponse:
    """Send the browser to the provider. What comes back counts only in this very browser, once."""
    known = services().sso
    if known is None:
        abort(404)
    wanted = own_path(request.args.get("suite"))
    if visitor().session is not None:
        return redirect(wanted, 303)
    try:
        started = known.start(wanted)
    except SsoError as error:
        return _refused(str(error))
    services().state.begin(_PURPOSE, form_secret(), started.state, started.kept)
    return redirect(started.address, 303)


@needs(Action.OPEN)
def sso_back() -> AnyResponse:
    """The browser is back: a session, or the door again."""
    known, state = services().sso, services().state
    if known is None:
        abort(404)
    asked = request.args.get("state", "")
    kept = state.take(_PURPOSE, visitor().secret, asked)
    if kept is None:
        return _refused("état inconnu")
    if "code" not in request.args:
        return _refused(f"refus du fournisseur : {request.args.get('error', '')[:60]}")
    try:
        found = known.finish(request.args["code"], kept)
    except SsoError as error:
        return _refused(str(error))
    return _came_in(found.identity, own_path(found.wanted), _NO_ACCOUNT)


def leave(id_token: str) -> Response | None:
    """The page that leads someone just signed out to their provider, to end its session too; None when it has no such
    address, or doesn't answer.

    A page, and not a redirection: browsers hold redirections of a form to `form-action`, all along, and a provider may
    send on to others.
    """
    known = services().sso
    farewell = known.farewell(id_token) if known else None
    if farewell is None:
        return None
    services().state.begin(_END, new_secret(), farewell.state, "")
    return show("deconnexion.html", adresse=farewell.address)


@needs(Action.OPEN)
def sso_ended() -> AnyResponse:
    """The browser is back from signing out at the provider."""
    ended = services().state.take(_END, visitor().secret, request.args.get("state", ""))
    if ended is None:
        return redirect(url_for("sign_in"), 303)
    return redirect(url_for("sign_in", fait="deconnexion"), 303)


@needs(Action.OPEN)
def certificate() -> AnyResponse:
    """The certificate that the browser showed nginx: a session, or the door again."""
    if services().config.certificate is None:
        abort(404)
    identity = presented(services().config)
    wanted = own_path(request.form.get("suite"))
    if identity is None:
        return _door(_NO_CERTIFICATE)
    return _came_in(identity, wanted, _NO_CERTIFICATE)


def _came_in(identity: Identity, wanted: str, otherwise: str) -> AnyResponse:
    try:
        signed = services().state.sign_in_as(identity, came_from())
    except GuideError as error:
        return _door(str(error))
    if signed is None:
        return _door(otherwise)
    response = make_response(redirect(wanted, 303))
    let_in(response, signed.token)
    return response


def _refused(reason: str) -> Response:
    services().state.record("", "connexion unique refusée", f"{came_from().address} {reason}".strip())
    return _door(_CLOSED)


def _door(message: str) -> Response:
    return door("/", "", message)
