"""The real server: its processes, a real port, an end that is clean."""

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from guide_pipeline.errors import GuideError
from guide_site.state import Role, State
from guide_site.web.server import check_address
from tests.web.conftest import PASSWORD, Clients


def get(port: int, path: str, cookie: str = "") -> tuple[int, dict[str, str], bytes]:
    """Ask for `path` as it is; headers in lower case."""
    connection = HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request("GET", path, headers={"Cookie": cookie} if cookie else {})
        answer = connection.getresponse()
        return answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read()
    finally:
        connection.close()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
        return port


@contextmanager
def served(
    root: Path, environment: Mapping[str, str] | None = None
) -> Iterator[tuple[int, "subprocess.Popen[bytes]"]]:
    """`guide serve` on a port of its own, once it answers."""
    port = free_port()
    guide = Path(sys.executable).with_name("guide")
    command = [str(guide), "-C", str(root), "serve", "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment)
    try:
        deadline = time.monotonic() + 60
        while process.poll() is None and time.monotonic() < deadline:
            try:
                get(port, "/sante")
                break
            except OSError:
                time.sleep(0.05)
        yield port, process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)
        assert process.stdout is not None
        process.stdout.close()


def test_it_serves_several_at_once_and_keeps_what_is_behind(root: Path, as_: Clients) -> None:
    session = cookie_of(as_(Role.AGENT))
    with served(root) as (port, process), ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: get(port, "/connexion"), range(24)))
        assert {status for status, _, _ in answers} == {200}
        assert "content-security-policy" in answers[0][1]
        assert "python" not in str(answers[0][1]).lower()
        for path in ("/editions/0/../../secret.txt", "//etc/passwd", "/%2e%2e/secret.txt"):
            status, _, body = get(port, path, session)
            assert status in (303, 308, 400, 404) and b"SECRET" not in body
        assert get(port, "/fiches/pacs.html", session)[0] == 200
        assert process.poll() is None
    assert process.returncode in (0, -signal.SIGTERM)


def test_what_is_ended_elsewhere_is_over_in_two_seconds(root: Path, state: State) -> None:
    """Whatever ends it, in another process than those that serve: signed out, closed, deleted, its password replaced."""
    for name in ("bea", "carl", "dora"):
        state.add_user(name, PASSWORD, Role.AGENT)
    ends: dict[str, Callable[[], object]] = {
        "agnes": lambda: state.sign_out(signed["agnes"]),
        "remi": lambda: state.sign_out_everywhere("remi", by="ada"),
        "bea": lambda: state.deactivate("bea"),
        "carl": lambda: state.delete_user("carl"),
        "dora": lambda: state.set_password("dora", "une autre phrase de passe"),
    }
    signed = {name: _secret(state, name) for name in (*ends, "ada")}
    with served(root) as (port, _), ThreadPoolExecutor(16) as pool:

        def asked(name: str) -> set[int]:
            cookie = f"guide_session={signed[name]}"
            return set(pool.map(lambda _: get(port, "/fiches/pacs.html", cookie)[0], range(32)))

        assert all(asked(name) == {200} for name in signed), "on every worker"
        for end in ends.values():
            end()
        time.sleep(2)
        assert all(asked(name) == {303} for name in ends), "on none any more"
        assert asked("ada") == {200}


def _secret(state: State, name: str) -> str:
    signed = state.sign_in(name, PASSWORD)
    assert signed is not None
    return signed.token


def cookie_of(client: FlaskClient) -> str:
    """The cookie of someone signed in, as a header."""
    cookie = client.get_cookie("guide_session")
    assert cookie is not None
    return f"guide_session={cookie.value}"


def test_a_port_in_use_is_said_so() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(GuideError, match=f"port {port}.*--port"):
            check_address("127.0.0.1", port)
        with pytest.raises(GuideError, match="n'est pas celle de cette machine"):
            check_address("192.0.2.1", port)
