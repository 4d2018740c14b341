"""Who is asking: read from the cookie, or from the token of a script, once a request; kept in `g`."""

import secrets
from dataclasses import dataclass

from flask import Response, g, request

from guide_site.state import Account, Caller, Origin, Session
from guide_site.web.config import WebConfig
from guide_site.web.devices import device_name
from guide_site.web.rights import Action, allowed
from guide_site.web.services import services

_SESSION, _BEFORE = "guide_session", "guide_avant"


@dataclass(frozen=True, slots=True)
class Visitor:
    """Someone signed in (`session`), a script (`caller`), or neither; `secret` is the cookie that their forms are
    bound to, '' for none."""

    secret: str
    session: Session | None
    caller: Caller | None = None

    @property
    def account(self) -> Account:
        """The account of someone signed in, or of a script; asking it of anyone else is a bug."""
        if self.caller is not None:
            return self.caller.account
        if self.session is None:
            raise LookupError("nobody is signed in")
        return self.session.account

    @property
    def known(self) -> bool:
        """True when it is known who asks."""
        return self.session is not None or self.caller is not None

    @property
    def actions(self) -> frozenset[Action]:
        """All that the table of rights lets them do."""
        scopes = self.caller.scopes if self.caller else None
        return allowed(self.account.role if self.known else None, scopes)

    def may(self, action: Action) -> bool:
        """True when the table of rights allows it."""
        return action in self.actions


def visitor() -> Visitor:
    """Who makes the current request."""
    if "visitor" not in g:
        g.visitor = _read_visitor()
    known: Visitor = g.visitor
    return known


def is_api() -> bool:
    """True when the answer is for a program."""
    return request.path == "/api" or request.path.startswith("/api/")


def came_from() -> Origin:
    """The address and the device of this request, for lists of sessions and for the trail."""
    return Origin(request.remote_addr or "", device_name(request.user_agent.string))


def _read_visitor() -> Visitor:
    """A token counts for programs only, and then alone: with it, no cookie is looked at."""
    authorization = request.authorization
    if is_api() and authorization is not None:
        bearer = authorization.token if authorization.type == "bearer" else None
        return Visitor("", None, services().state.caller(bearer or ""))
    token = request.cookies.get(_name(_SESSION), "")
    session = services().state.session(token) if token else None
    if session is not None:
        return Visitor(token, session)
    return Visitor(request.cookies.get(_name(_BEFORE), ""), None)


def welcome(response: Response) -> Response:
    """Give someone signed out the cookie that their sign-in form is bound to (`g.before`, when one was made)."""
    before = g.get("before")
    if before:
        _set(response, _BEFORE, before)
    return response


def form_secret() -> str:
    """The secret that forms of this answer are bound to; someone signed out may get a new one."""
    return visitor().secret or new_secret()


def new_secret() -> str:
    """The secret of the cookie that this answer gives to someone signed out."""
    if "before" not in g:
        g.before = secrets.token_urlsafe(32)
    return str(g.before)


def let_in(response: Response, token: str) -> None:
    """A new session: its cookie replaces whatever the browser came with."""
    _set(response, _SESSION, token)
    _drop(response, _BEFORE)


def let_out(response: Response) -> None:
    """No session any more."""
    _drop(response, _SESSION)


def session_cookie(config: WebConfig) -> str:
    """The name of the cookie that holds the secret of a session."""
    return _full_name(_SESSION, config)


def _name(name: str) -> str:
    return _full_name(name, services().config)


def _full_name(name: str, config: WebConfig) -> str:
    """With https the name itself makes browsers refuse a cookie set by a neighbour or without Secure."""
    return f"__Host-{name}" if config.secure else name


def _set(response: Response, name: str, value: str) -> None:
    secure = services().config.secure
    response.set_cookie(_name(name), value, path="/", secure=secure, httponly=True, samesite="Lax")


def _drop(response: Response, name: str) -> None:
    secure = services().config.secure
    response.delete_cookie(_name(name), path="/", secure=secure, httponly=True, samesite="Lax")
