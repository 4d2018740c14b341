"""The server of `guide serve`: Granian, several processes of one application, ended and restarted as one.

A page's bytes leave Python as they are; sockets, HTTP and slow clients are Granian's (Rust, hyper). See ADR 0006.
"""

import errno
import os
import socket
from pathlib import Path
from typing import TYPE_CHECKING

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings

from guide_pipeline.errors import GuideError

if TYPE_CHECKING:
    from flask import Flask

_REASONS = {
    errno.EADDRINUSE: "un autre programme l'occupe ; choisissez-en un autre avec --port",
    errno.EACCES: "ce port est réservé au système ; choisissez-en un au-dessus de 1023 avec --port",
}
_ROOT, _PORT = "GUIDE_SERVE_ROOT", "GUIDE_SERVE_PORT"
_THREADS = 4
_MOST_WORKERS = 8
_WAITING = 1024
_HEADER_SECONDS = 15


def serve(root: Path, host: str, port: int, *, workers: int = 0, threads: int = _THREADS) -> None:
    """Serve the guide at `root` until interrupted; `workers` 0 is one a processor, eight at most.

    Raises `GuideError` when the address can't be had. Ctrl-C and SIGTERM end it after the requests at work.
    """
    check_address(host, port)
    os.environ[_ROOT], os.environ[_PORT] = str(root.resolve()), str(port)
    Granian(
        "guide_site.web.server:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        factory=True,
        workers=workers or min(len(os.sched_getaffinity(0)), _MOST_WORKERS),
        blocking_threads=threads,
        backlog=_WAITING,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=_HEADER_SECONDS * 1000),
        websockets=False,
        log_level="warning",  # type: ignore[arg-type]
        respawn_failed_workers=True,
        workers_kill_timeout=10,
    ).serve()


def application() -> "Flask":
    """What each process serves: the guide that `serve` named in the environment, as its guide.toml says."""
    from guide_site.web.app import guide_app

    return guide_app(Path(os.environ[_ROOT]), int(os.environ[_PORT]))


def check_address(host: str, port: int) -> None:
    """Raise `GuideError`, with the reason, when nobody could listen there."""
    try:
        family, kind, proto, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, proto) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        reason = _REASONS.get(error.errno or 0, "cette adresse n'est pas celle de cette machine")
        raise GuideError(f"Impossible d'écouter sur {host}, port {port} : {reason}.") from error
