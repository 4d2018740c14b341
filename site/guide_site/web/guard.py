"""Before every view: may this visitor do this, and does the form come from our own page?"""

from flask import abort, current_app, redirect, request, url_for
from werkzeug.exceptions import SecurityError
from werkzeug.wrappers import Response

from guide_site.web.csrf import FIELD, HEADER, SAFE_METHODS, is_form_token
from guide_site.web.rights import Action, action_of
from guide_site.web.visitors import is_api, visitor


def check_request() -> Response | None:
    """None to go on, or the answer that stops the request. Closed by default.

    Someone signed out is sent to the sign-in page from any address, known or not: what exists is not theirs
    to know either.
    """
    if isinstance(request.routing_exception, SecurityError):
        return None  # a host name that isn't ours: Flask answers 400, and no address can be made for it
    action = _action()
    if action is not None and visitor().may(action):
        _check_form()
        return None
    if not visitor().known:
        return _ask_to_sign_in()
    if action is not None or request.endpoint is not None:
        abort(403)
    return None


def _action() -> Action | None:
    view = current_app.view_functions.get(request.endpoint or "")
    return None if view is None else action_of(view)


def _ask_to_sign_in() -> Response:
    if is_api():
        abort(401)
    asked = request.full_path.rstrip("?") if request.method in SAFE_METHODS else None
    if asked in (None, "/"):
        return redirect(url_for("sign_in"), 303)
    return redirect(url_for("sign_in", suite=asked), 303)


_LARGER_FORMS = {"import_people": 2 * 1024 * 1024}
"""Endpoints whose forms may be larger than all others."""


def _check_form() -> None:
    """Refuse what did not come from a form of ours. At sign-in, someone signed in already (in another tab,
    say) is simply sent on by the view, so their old form needs no check."""
    if request.method in SAFE_METHODS or (request.endpoint == "sign_in" and visitor().session):
        return
    if visitor().caller is not None:
        return  # no browser sends a token by itself
    if size := _LARGER_FORMS.get(request.endpoint or ""):
        request.max_content_length = request.max_form_memory_size = size
    token = request.headers.get(HEADER) or request.form.get(FIELD, "")
    if not is_form_token(visitor().secret, token):
        abort(400, "Ce formulaire n'est plus valable : revenez à la page, rechargez-la, puis recommencez.")
