"""Signing in and out, and the health of the server: what is open to anyone."""

from flask import Flask, Response, jsonify, make_response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from guide_pipeline.errors import RefusedError
from guide_site.web.certificates import crl_state
from guide_site.web.doors import door
from guide_site.web.layout import show
from guide_site.web.links import own_path
from guide_site.web.rights import Action, needs
from guide_site.web.services import services
from guide_site.web.sso_views import leave
from guide_site.web.visitors import came_from, let_in, let_out, visitor

_REFUSED = (
    "Le nom ou le mot de passe n'est pas le bon, ou votre rôle demande une clé. Après trois échecs, le mot de passe "
    "est bloqué : appelez le guichet d'assistance."
)
_DONE = {
    "cle": "Votre clé est enregistrée : connectez-vous avec elle.",
    "deconnexion": "Vous êtes déconnecté du guide et de votre connexion unique.",
    "mot-de-passe": "Votre mot de passe est choisi : connectez-vous.",
}


def register(app: Flask) -> None:
    """Addresses of this module."""
    app.add_url_rule("/connexion", "sign_in", sign_in, methods=["GET", "POST"])
    app.add_url_rule("/deconnexion", "sign_out", sign_out, methods=["POST"])
    app.add_url_rule("/invitation/<secret>", "invitation", invitation, methods=["GET", "POST"])
    app.add_url_rule("/sante", "health", health)


@needs(Action.OPEN)
def sign_in() -> AnyResponse:
    """The form, or a try. The answer to a try that fails is the same whatever the reason."""
    wanted = own_path(request.values.get("suite"))
    if visitor().session is not None:
        return redirect(wanted, 303)
    if request.method == "GET":
        done = _DONE.get(request.args.get("fait", ""), "")
        return door(wanted, done=done)
    name = request.form.get("nom", "")
    signed = services().state.sign_in(name, request.form.get("mot_de_passe", ""), came_from())
    if signed is None:
        return door(wanted, name, _REFUSED)
    response = make_response(redirect(wanted, 303))
    let_in(response, signed.token)
    return response


@needs(Action.OWN_ACCOUNT)
def sign_out() -> AnyResponse:
    """End this session; and the provider's, for who came in by single sign-on."""
    id_token = services().state.sign_out(visitor().secret)
    response = make_response(leave(id_token) or redirect(url_for("sign_in"), 303))
    let_out(response)
    return response


@needs(Action.OPEN)
def invitation(secret: str) -> AnyResponse:
    """Choosing the first password, by the link that an administrator sent; it signs nobody in."""
    account = services().state.invited(secret)
    if account is None:
        return show("invitation.html", 404, compte=None, erreur="")
    if request.method == "GET":
        return show("invitation.html", compte=account, erreur="")
    new = request.form.get("nouveau", "")
    if new != request.form.get("encore", ""):
        return show("invitation.html", 409, compte=account, erreur="Les deux saisies diffèrent.")
    try:
        services().state.accept_invitation(secret, new)
    except RefusedError as error:
        return show("invitation.html", 409, compte=account, erreur=str(error))
    return redirect(url_for("sign_in", fait="mot-de-passe"), 303)


@needs(Action.OPEN)
def health() -> Response:
    """For monitoring: which edition is served, whether its index, the database and the revocation list are well.
    503 when pages or accounts don't answer."""
    edition = services().trees.current()
    pages = edition is not None and services().trees.has(edition)
    index = edition is not None and services().searches.index(edition) is not None
    base = services().state.answers()
    revocation = crl_state(services().config)
    well = pages and index and base and not revocation.alarming
    response = jsonify(
        statut="ok" if well else "incomplet",
        edition=edition,
        pages=pages,
        index=index,
        comptes=base,
        **({"revocation": revocation.value} if revocation.value else {}),
    )
    response.status_code = 200 if pages and base else 503
    return response
