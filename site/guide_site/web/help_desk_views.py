"""The help desk's code, on the side of who was given it. It opens the account's locks or the registering of a key,
and never a session."""

from flask import Flask, Response, jsonify, request, url_for

from guide_pipeline.errors import RefusedError
from guide_site.state import CodePurpose
from guide_site.web.doors import door
from guide_site.web.key_views import problem
from guide_site.web.layout import show
from guide_site.web.parties import relying_party
from guide_site.web.rights import Action, needs
from guide_site.web.services import services
from guide_site.web.visitors import came_from, visitor

_REFUSED = (
    "Ce code n'ouvre rien. Un code vit quinze minutes, supporte cinq essais et ne sert qu'une fois ; pour enregistrer "
    "une clé, il faut aussi votre mot de passe. Rappelez le guichet s'il le faut."
)
_OPENED = "Votre compte est débloqué. Connectez-vous maintenant comme d'habitude."
_OVER = "Le temps d'enregistrer la clé est passé : demandez un autre code au guichet."


def register(app: Flask) -> None:
    """Addresses of this module."""
    app.add_url_rule("/secours", "help_desk", help_desk, methods=["GET", "POST"])
    app.add_url_rule("/secours/cle/options", "enrol_options", enrol_options, methods=["POST"])
    app.add_url_rule("/secours/cle", "enrol", enrol, methods=["POST"])


@needs(Action.OPEN)
def help_desk() -> Response:
    """The form for the code, or a try."""
    if request.method == "GET":
        return show("secours.html", nom="", erreur="", droit="")
    name, password = request.form.get("nom", ""), request.form.get("mot_de_passe", "")
    code = request.form.get("code", "")
    opened = services().state.use_code(name, code, password, visitor().secret, came_from())
    if opened is None:
        return show("secours.html", 403, nom=name, erreur=_REFUSED, droit="")
    if opened.purpose is CodePurpose.ACCOUNT:
        return door("/", name, done=_OPENED)
    return show("secours.html", nom=name, erreur="", droit=opened.grant)


@needs(Action.OPEN)
def enrol_options() -> Response:
    """What to ask the new key."""
    name = _enrolling()
    if name is None:
        return problem(_OVER, 403)
    options = services().state.ask_new_key(relying_party(), name, visitor().secret)
    return Response(options, content_type="application/json")


@needs(Action.OPEN)
def enrol() -> Response:
    """The answer of the new key. Its owner then signs in with it."""
    name, state = _enrolling(), services().state
    if name is None:
        return problem(_OVER, 403)
    answer, label = request.form.get("reponse", ""), request.form.get("libelle", "")
    try:
        state.add_key(relying_party(), name, visitor().secret, answer, label)
    except RefusedError as error:
        return problem(str(error), 409)
    state.end_enrolment(visitor().secret, request.form.get("droit", ""))
    return jsonify(suite=url_for("sign_in", fait="cle"))


def _enrolling() -> str | None:
    return services().state.enrolling(visitor().secret, request.form.get("droit", ""))
