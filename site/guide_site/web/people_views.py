"""Accounts, for administrators. Passwords are drawn here, shown once, and changed by their owner."""

import secrets
from collections.abc import Callable

from flask import Flask, Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from guide_pipeline.errors import GuideError, RefusedError, UsageError
from guide_site.state import Role
from guide_site.web.layout import show
from guide_site.web.rights import Action, needs
from guide_site.web.services import services
from guide_site.web.visitors import visitor

_READABLE = "abcdefghjkmnpqrstuvwxyz23456789"


def register(app: Flask) -> None:
    """Addresses of this module."""
    app.add_url_rule("/comptes", "people", people)
    app.add_url_rule("/comptes/ajout", "add_person", add_person, methods=["POST"])
    app.add_url_rule("/comptes/mot-de-passe", "reset_password", reset_password, methods=["POST"])
    app.add_url_rule("/comptes/fermeture", "close_account", close_account, methods=["POST"])
    app.add_url_rule("/comptes/reouverture", "reopen_account", reopen_account, methods=["POST"])
    app.add_url_rule("/comptes/role", "change_role", change_role, methods=["POST"])


def drawn_password() -> str:
    """Four groups of five characters that can't be taken for one another: 99 bits."""
    return "-".join("".join(secrets.choice(_READABLE) for _ in range(5)) for _ in range(4))


@needs(Action.ACCOUNTS)
def people() -> Response:
    """Everyone."""
    return _page()


@needs(Action.ACCOUNTS)
def add_person() -> Response:
    """A new account; its password is on the answer, once."""
    password = drawn_password()
    try:
        created = services().state.add_user(
            request.form.get("compte", ""),
            password,
            _role(),
            request.form.get("nom_affiche", ""),
            by=visitor().account.name,
        )
    except (RefusedError, UsageError) as error:
        return _page(error=str(error))
    return _page(given=(created.name, password))


@needs(Action.ACCOUNTS)
def reset_password() -> Response:
    """A new drawn password; ends the account's sessions and unlocks it."""
    name, password = request.form.get("compte", ""), drawn_password()
    services().state.set_password(name, password, by=visitor().account.name)
    return _page(given=(name, password))


@needs(Action.ACCOUNTS)
def close_account() -> AnyResponse:
    """Close an account, but one's own."""
    name = _not_oneself("Vous ne pouvez pas fermer votre propre compte.")
    return _done(lambda by: services().state.deactivate(name, by=by))


@needs(Action.ACCOUNTS)
def reopen_account() -> AnyResponse:
    """Open a closed account again."""
    return _done(lambda by: services().state.set_active(request.form.get("compte", ""), True, by=by))


@needs(Action.ACCOUNTS)
def change_role() -> AnyResponse:
    """Another role, but for oneself."""
    name, role = _not_oneself("Vous ne pouvez pas changer votre propre rôle."), _role()
    return _done(lambda by: services().state.set_role(name, role, by=by))


def _not_oneself(refusal: str) -> str:
    account = services().state.user(request.form.get("compte", ""))
    if account.id == visitor().account.id:
        raise RefusedError(refusal)
    return account.name


def _role() -> Role:
    try:
        return Role(request.form.get("role", ""))
    except ValueError:
        raise RefusedError("Choisissez un rôle de la liste.") from None


def _done(act: Callable[[str], None]) -> AnyResponse:
    try:
        act(visitor().account.name)
    except GuideError as error:
        return _page(error=str(error))
    return redirect(url_for("people"), 303)


def _page(error: str = "", given: tuple[str, str] | None = None) -> Response:
    accounts = services().state.users()
    status = 409 if error else 200
    return show("comptes.html", status, comptes=accounts, roles=tuple(Role), erreur=error, remis=given)
