"""Signing in and out, the assets of that page, and the health of the server: all that is open to anyone."""

from flask import (
    Flask,
    Response,
    jsonify,
    make_response,
    redirect,
    request,
    url_for,
)
from werkzeug.wrappers import Response as AnyResponse

from guide_site.state import Origin
from guide_site.web.layout import show
from guide_site.web.links import own_path
from guide_site.web.rights import Action, needs
from guide_site.web.services import services
from guide_site.web.visitors import let_in, let_out, visitor

_REFUSED = (
    "Le nom ou le mot de passe n'est pas le bon, ou votre rôle demande une clé. Après trois échecs, le mot de passe "
    "est bloqué : appelez le guichet d'assistance."
)


def register(app: Flask) -> None:
    """Addresses of this module."""
    app.add_url_rule("/connexion", "sign_in", sign_in, methods=["GET", "POST"])
    app.add_url_rule("/deconnexion", "sign_out", sign_out, methods=["POST"])
    app.add_url_rule("/sante", "health", health)


@needs(Action.OPEN)
def sign_in() -> AnyResponse:
    """The form, or a try. The answer to a try that fails is the same whatever the reason."""
    wanted = own_path(request.values.get("suite"))
    if visitor().session is not None:
        return redirect(wanted, 303)
    if request.method == "GET":
        return _form(wanted)
    name = request.form.get("nom", "")
    signed = services().state.sign_in(
        name, request.form.get("mot_de_passe", ""), Origin(request.remote_addr or "")
    )
    if signed is None:
        return _form(wanted, name, _REFUSED, 403)
    response = make_response(redirect(wanted, 303))
    let_in(response, signed.token)
    return response


@needs(Action.OWN_ACCOUNT)
def sign_out() -> AnyResponse:
    """End this session."""
    services().state.sign_out(visitor().secret)
    response = make_response(redirect(url_for("sign_in"), 303))
    let_out(response)
    return response


@needs(Action.OPEN)
def health() -> Response:
    """For monitoring: which edition is served, whether its index and the database answer. 503 when one doesn't."""
    edition = services().trees.current()
    pages = edition is not None and services().trees.has(edition)
    index = edition is not None and services().searches.index(edition) is not None
    base = services().state.answers()
    response = jsonify(
        statut="ok" if pages and index and base else "incomplet",
        edition=edition,
        pages=pages,
        index=index,
        comptes=base,
    )
    response.status_code = 200 if pages and base else 503
    return response


def _form(wanted: str, name: str = "", message: str = "", status: int = 200) -> Response:
    return show("connexion.html", status, suite=wanted, nom=name, message=message)
