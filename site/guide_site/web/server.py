"""The WSGI server of `guide serve`: cheroot, the threaded server of CherryPy, in this very process."""

import errno
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from socket import socket
from threading import Thread
from typing import Any

from cheroot.wsgi import Server
from flask import Flask

from guide_pipeline.errors import GuideError

_REASONS = {
    errno.EADDRINUSE: "un autre programme l'occupe ; choisissez-en un autre avec --port",
    errno.EACCES: "ce port est réservé au système ; choisissez-en un au-dessus de 1023 avec --port",
}
_IDLE = 15
_WAITING = 128


def serve(
    app: Flask,
    host: str,
    port: int,
    threads: int = 8,
    *,
    ready: Callable[[str], None] | None = None,
) -> None:
    """Serve until interrupted; `ready` is told the address once connections are accepted.

    Raises `GuideError` when the address can't be had. Ctrl-C ends it after the requests at work.
    """
    server = _prepared(app, host, port, threads)
    try:
        if ready is not None:
            ready(_address(server))
        server.serve()
    finally:
        server.stop()


@contextmanager
def serving(app: Flask, host: str = "127.0.0.1", threads: int = 4) -> Iterator[str]:
    """The address of a server in a thread of this process, on any free port, for as long as the block lasts."""
    server = _prepared(app, host, 0, threads)
    thread = Thread(target=server.serve, daemon=True)
    thread.start()
    try:
        yield _address(server)
    finally:
        server.stop()
        thread.join()


class _Server(Server):
    """Remembers why an address was refused, and lets go of the socket then."""

    refusal = 0

    def bind_socket(self, socket_: socket, bind_addr: Any) -> socket:  # type: ignore[override]
        """Bind; on failure cheroot tries the next address of the host. (Static in cheroot, called on `self`.)"""
        try:
            socket_.bind(bind_addr)
        except OSError as error:
            self.refusal = error.errno or 0
            socket_.close()
            raise
        return socket_


def _prepared(app: Flask, host: str, port: int, threads: int) -> _Server:
    server = _Server(
        (host, port),
        app,
        numthreads=threads,
        server_name="guide",
        request_queue_size=_WAITING,
        timeout=_IDLE,
        shutdown_timeout=5,
    )
    try:
        server.prepare()
    except OSError as error:
        reason = _REASONS.get(server.refusal, "cette adresse n'est pas celle de cette machine")
        raise GuideError(f"Impossible d'écouter sur {host}, port {port} : {reason}.") from error
    return server


def _address(server: Server) -> str:
    host, port = server.bind_addr[:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"
