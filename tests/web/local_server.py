"""A server on a port that is known before the application is made: keys and single sign-on are bound to addresses."""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Thread
from wsgiref.types import WSGIApplication

from werkzeug.serving import WSGIRequestHandler, make_server


class _Silent(WSGIRequestHandler):
    def log(self, *_: object) -> None:
        """Nothing."""


@contextmanager
def served(make: Callable[[int], WSGIApplication]) -> Iterator[int]:
    """The port on which the application that `make` makes for it is served, on localhost."""
    with socket.create_server(("localhost", 0)) as taken:
        taken.listen()
        port = taken.getsockname()[1]
        server = make_server(
            "localhost", port, make(port), threaded=True, request_handler=_Silent, fd=taken.fileno()
        )
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield port
        finally:
            server.shutdown()
            thread.join()
            server.server_close()
