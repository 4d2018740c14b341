"""The real server on a real port."""

import socket
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from threading import Event, Thread
from urllib.parse import urlsplit

import pytest
from flask import Flask

from guide_pipeline.errors import GuideError
from guide_site.web import serve, server
from guide_site.web.server import serving


def get(address: str, path: str) -> tuple[int, dict[str, str], bytes]:
    """Ask for `path`; headers in lower case."""
    connection = HTTPConnection(urlsplit(address).netloc, timeout=20)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read()
    finally:
        connection.close()


def test_it_serves_several_at_once_and_says_little_of_itself(app: Flask) -> None:
    with serving(app) as address, ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: get(address, "/connexion"), range(24)))
    assert {status for status, _, _ in answers} == {200}
    headers = answers[0][1]
    assert "content-security-policy" in headers
    assert "cheroot" not in str(headers).lower() and "python" not in str(headers).lower()


@pytest.mark.parametrize("path", ["/editions/0/../../secret.txt", "//etc/passwd", "/%2e%2e/secret.txt"])
def test_raw_paths_lead_nowhere(app: Flask, path: str) -> None:
    """Sent as they are, which no browser and no test client would do."""
    with serving(app) as address:
        status, _, body = get(address, path)
    assert status in (303, 308, 400, 404) and b"SECRET" not in body


def test_serve_tells_when_it_is_ready_and_ends_when_stopped(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[server._Server] = []
    prepared = server._prepared

    def spy(app: Flask, host: str, port: int, threads: int) -> server._Server:
        made.append(prepared(app, host, port, threads))
        return made[-1]

    monkeypatch.setattr(server, "_prepared", spy)
    told: list[str] = []
    ready = Event()

    def tell(address: str) -> None:
        told.append(address)
        ready.set()

    thread = Thread(target=serve, args=(app, "127.0.0.1", 0, 2), kwargs={"ready": tell})
    thread.start()
    assert ready.wait(10)
    assert get(told[0], "/connexion")[0] == 200
    made[0].stop()
    thread.join(10)
    assert not thread.is_alive()


def test_a_port_in_use_is_said_so(app: Flask) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(GuideError, match=f"port {port}"):
            serve(app, "127.0.0.1", port)
