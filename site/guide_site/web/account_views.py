"""One's own account: password, signing out everywhere."""

from flask import Flask, Response, make_response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from guide_pipeline.errors import RefusedError
from guide_site.web.layout import show
from guide_site.web.rights import Action, needs
from guide_site.web.services import services
from guide_site.web.visitors import let_out, visitor

_DONE = {"mot-de-passe": "Votre mot de passe est changé ; vos autres sessions sont closes."}


def register(app: Flask) -> None:
    """Addresses of this module."""
    app.add_url_rule("/compte", "account", account)
    app.add_url_rule("/compte/mot-de-passe", "change_password", change_password, methods=["POST"])
    app.add_url_rule(
        "/compte/deconnexion-partout", "sign_out_everywhere", sign_out_everywhere, methods=["POST"]
    )


@needs(Action.OWN_ACCOUNT)
def account() -> Response:
    """What one may change."""
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


def _page(message: str = "", error: str = "") -> Response:
    status = 409 if error else 200
    return show("compte.html", status, compte=visitor().account, message=message, erreur=error)
