"""French pages for errors, JSON under /api; never a trace."""

from flask import Flask, Response, current_app, jsonify, make_response
from werkzeug.exceptions import HTTPException, SecurityError

from guide_pipeline.errors import BusyError, DamagedError, GuideError, NotFoundError
from guide_site.state import TooManyChecksError, TooManyTriesError
from guide_site.web.layout import show
from guide_site.web.visitors import is_api

_TEXTS = {
    400: ("Demande incorrecte", "Le serveur n'a pas compris cette demande."),
    401: ("Connexion nécessaire", "Connectez-vous pour continuer."),
    403: ("Accès refusé", "Votre compte n'a pas accès à cette page."),
    404: ("Page introuvable", "Cette page n'existe pas, ou n'existe plus dans cette édition."),
    405: ("Action impossible ici", "Cette adresse n'accepte pas cette action."),
    409: ("Action refusée", "L'état du guide ne le permet pas."),
    413: ("Envoi trop volumineux", "Le formulaire envoyé dépasse la taille permise."),
    429: ("Trop de demandes", "Attendez un moment, puis recommencez."),
    500: (
        "Erreur du serveur",
        "La demande n'a pas pu aboutir. L'incident est noté dans le journal du serveur.",
    ),
    503: ("Guide indisponible", "Le guide n'est pas encore publié. Réessayez plus tard."),
}
_OTHER_NAME = (
    "Ce guide ne répond pas à ce nom : ouvrez-le à son adresse habituelle (« noms » dans guide.toml)."
)
_STATUS: tuple[tuple[type[GuideError], int], ...] = (
    (TooManyChecksError, 429),
    (TooManyTriesError, 429),
    (NotFoundError, 404),
    (DamagedError, 500),
    (BusyError, 409),
    (GuideError, 409),
)


def register(app: Flask) -> None:
    """Answer every error of `app` this way."""
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(GuideError, _guide_error)
    app.register_error_handler(Exception, _bug)


def error_answer(status: int, message: str = "") -> Response:
    """The page or JSON of an error; `message` (French) replaces the usual sentence."""
    title, usual = _TEXTS.get(status, ("Erreur", "La demande n'a pas pu aboutir."))
    if is_api():
        response = jsonify(erreur=message or usual)
    else:
        response = show("erreur.html", titre=title, message=message or usual)
    response.status_code = status
    if status in (429, 503):
        response.headers["Retry-After"] = "10"
    return response


def _http_error(error: HTTPException) -> Response:
    """Werkzeug's own texts are English: only ours, given to `abort`, are shown."""
    if error.code is None or error.code < 400:
        return make_response(error.get_response())
    if isinstance(error, SecurityError):
        return error_answer(400, _OTHER_NAME)
    ours = error.description if error.description != type(error).description else ""
    answer = error_answer(error.code, ours or "")
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After"):
            answer.headers[name] = value
    return answer


def _guide_error(error: GuideError) -> Response:
    status = next(code for kind, code in _STATUS if isinstance(error, kind))
    if isinstance(error, TooManyTriesError):
        answer = error_answer(status, str(error))
        answer.headers["Retry-After"] = str(error.wait)
        return answer
    if status == 500:
        current_app.logger.error("%s", error)
    return error_answer(status, str(error))


def _bug(error: Exception) -> Response:
    current_app.logger.exception("unexpected error", exc_info=error)
    try:
        return error_answer(500)
    except Exception:  # the page itself needs what is broken, say the database
        title, text = _TEXTS[500]
        return Response(f"{title}. {text}", 500, content_type="text/plain; charset=utf-8")
