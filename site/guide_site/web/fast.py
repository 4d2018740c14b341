"""Published pages, answered before Flask is asked: the same checks, at a tenth of the price.

Nine requests in ten are for a page of the edition served, by someone signed in. For those, this layer reads the
cookie, asks the state for the session (at most `FRESH` seconds ago, so that a session ended elsewhere is over here in
less than two), asks the table of rights, and sends bytes from memory. Whatever it is not sure of (nobody signed in, a
query, another address, a host that isn't ours, an older edition) goes on to Flask, whose answer is the rule:
`tests/web/test_fast.py` holds the two against each other.
"""

import re
import time
from collections import OrderedDict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache, partial
from threading import Lock
from typing import TYPE_CHECKING

from flask import Flask
from werkzeug.sansio.utils import host_is_trusted

from guide_site.state import Session
from guide_site.web.headers import HEADERS, HSTS
from guide_site.web.layout import menu
from guide_site.web.prepared import NOTHING, Part, Prepared, Shelf, gzip_body, part_of, plain_body, prepare
from guide_site.web.rights import Action, allowed
from guide_site.web.services import Services
from guide_site.web.visitors import session_cookie

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

FRESH = 1.0
"""Seconds for which a session that was found in the state is believed."""
_WHILE_ASKED = 1.5
"""The same while another thread is asking the state anew: one asks, the others don't stand in line for the answer."""
_SHELF = 64 * 1024 * 1024
_MOST_READERS = 5_000
_READING = ("GET", "HEAD")
_ENDS_NOTHING = re.compile(r"/fiches/[^/]+/(lecture|favori)")
"""Sent by the page of every sheet that is read: it ends no session, and forgetting readers for it would serve nobody."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Someone signed in, as last seen in the state, and the menu that their pages show."""

    session: Session
    seen: float
    menus: dict[bytes, Part]
    """The frame of an edition and then the menu, by frame."""


class FastPages:
    """A WSGI layer over a Flask application."""

    def __init__(self, app: Flask, services: Services) -> None:
        self._app, self._inner = app, app.wsgi_app
        self._services = services
        self._shelf = Shelf(_SHELF, FRESH)
        self._readers: OrderedDict[str, Reader] = OrderedDict()
        self._asking: set[str] = set()
        self._lock = Lock()
        self._trusted = lru_cache(maxsize=64)(partial(_host_is_ours, services.config.trusted_hosts))
        self._mark = f"{session_cookie(services.config)}="
        self._headers = [
            *HEADERS.items(),
            ("Vary", "Cookie, Accept-Encoding"),
            ("Cache-Control", "private, no-cache"),
        ]
        if services.config.secure:
            self._headers.append(("Strict-Transport-Security", HSTS))

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer, or let Flask answer."""
        try:
            answer = self._answer(environ) if _is_plain_reading(environ) else None
        except Exception:  # whatever it is, Flask meets it too, and has the page and the log for it
            answer = None
        if answer is None:
            return self._ask_flask(environ, start_response)
        status, headers, body = answer
        start_response(status, headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]

    def _ask_flask(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Flask's answer. Whatever is sent to it may end a session (a sign-out, an account closed): here, at once."""
        try:
            return self._inner(environ, start_response)
        finally:
            if environ["REQUEST_METHOD"] not in _READING and not _ENDS_NOTHING.fullmatch(
                environ["PATH_INFO"]
            ):
                self._readers.clear()

    def _answer(self, environ: "WSGIEnvironment") -> tuple[str, list[tuple[str, str]], bytes] | None:
        token = _cookie(environ.get("HTTP_COOKIE", ""), self._mark)
        if not token or not self._trusted(environ.get("HTTP_HOST")):
            return None
        now = time.monotonic()
        reader = self._reader(token, now)
        if reader is None or Action.READ not in allowed(reader.session.account.role):
            return None
        page = self._page(environ["PATH_INFO"].removeprefix("/"), now)
        if page is None:
            return None
        return self._reply(environ, page, self._between(reader, page, environ))

    def _reader(self, token: str, now: float) -> Reader | None:
        known = self._readers.get(token)
        if known is not None:
            believed = _WHILE_ASKED if token in self._asking else FRESH
            if now - known.seen < believed:
                return known
        self._asking.add(token)
        try:
            return self._ask_state(token, now, known)
        finally:
            self._asking.discard(token)

    def _ask_state(self, token: str, now: float, known: Reader | None) -> Reader | None:
        session = self._services.state.session(token)
        with self._lock:
            self._readers.pop(token, None)
            if session is None:
                return None
            menus = known.menus if known is not None and known.session.account == session.account else {}
            found = self._readers[token] = Reader(session, now, menus)
            while len(self._readers) > _MOST_READERS:
                self._readers.popitem(last=False)
        return found

    def _page(self, path: str, now: float) -> Prepared | None:
        trees = self._services.trees
        current = trees.current()
        if current is None:
            return None

        def make() -> Prepared | None:
            found = trees.page(current, path)
            return None if found is None else prepare(found.pieces, found.media_type, found.frame)

        return self._shelf.get((current, path), now, lambda: trees.stamp(current, path), make)

    def _between(self, reader: Reader, page: Prepared, environ: "WSGIEnvironment") -> Part:
        """What stands at the place of the frame, for this reader."""
        if len(page.parts) == 1:
            return NOTHING
        known = reader.menus.get(page.frame)
        if known is None:
            with self._app.request_context(environ):
                known = part_of(page.frame + menu())
            reader.menus.clear()
            reader.menus[page.frame] = known
        return known

    def _reply(
        self, environ: "WSGIEnvironment", page: Prepared, between: Part
    ) -> tuple[str, list[tuple[str, str]], bytes]:
        packed = page.pressable and "gzip" in environ.get("HTTP_ACCEPT_ENCODING", "")
        tag = f'"{page.tag}-{between.tag}{"-gz" if packed else ""}"'
        headers = [*self._headers, ("ETag", tag)]
        if tag in environ.get("HTTP_IF_NONE_MATCH", ""):
            return "304 NOT MODIFIED", headers, b""
        body = gzip_body(page, between) if packed else plain_body(page, between)
        text = page.media_type.startswith("text/")
        headers.append(("Content-Type", f"{page.media_type}; charset=utf-8" if text else page.media_type))
        headers.append(("Content-Length", str(len(body))))
        if packed:
            headers.append(("Content-Encoding", "gzip"))
        return "200 OK", headers, body


def _host_is_ours(names: Collection[str], host: str | None) -> bool:
    return not names or host_is_trusted(host, names)


def _is_plain_reading(environ: "WSGIEnvironment") -> bool:
    """True for the request of a page as it is: nothing sent along, nothing asked besides."""
    return environ["REQUEST_METHOD"] in _READING and not environ.get("QUERY_STRING")


def _cookie(header: str, mark: str) -> str:
    """The value of one of our own cookies ('name='): letters, digits and signs that are never quoted."""
    for piece in header.split(";"):
        piece = piece.strip()
        if piece.startswith(mark):
            return piece.removeprefix(mark)
    return ""
