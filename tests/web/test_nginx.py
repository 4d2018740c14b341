"""The configuration of nginx that ships, run by a real nginx before a real `guide serve`, with certificates made here."""

import os
import re
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

import pytest

from guide_site.state import Way, default_url, open_state

from .authority import Authority
from .conftest import TOKEN
from .test_server import free_port, served

SHIPPED = Path(__file__).parents[2] / "deploy" / "nginx"
HOST = "guide.exemple.fr"
SECRET = "un-secret-de-plus-de-vingt-signes"
SETTINGS = f"""
[reglages]
https = true
mandataires = 1
noms = ["{HOST}"]

[acces]
domaine = "{HOST}"
adresses = ["https://{HOST}"]

[acces.certificat]
champ = "CN"
fichier-secret = "nginx.secret"
liste-revocation = "crl.pem"
"""
AROUND = """
pid {folder}/pid; error_log {folder}/error.log; worker_processes 1; {user}
events {{ worker_connections 128; }}
http {{
  client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c;
  uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
  include {folder}/guide.conf;
}}
"""


@dataclass(frozen=True, slots=True)
class Front:
    """An nginx at work, and who signs for it."""

    authority: Authority
    root: Path
    tls: int
    plain: int
    guide: int
    """The port of the guide itself, behind."""
    log: Path


class Browser:
    """A browser that reaches the front, with its cookies and the certificate that it shows."""

    def __init__(self, front: Front, certificate: Path | None = None) -> None:
        self._port, self._context = front.tls, front.authority.context(certificate)
        self.cookies: dict[str, str] = {}

    def ask(
        self, method: str, path: str, headers: dict[str, str] | None = None, **form: str
    ) -> tuple[int, dict[str, str], str]:
        """The status, the headers in lower case and the text of an answer."""
        plain = socket.create_connection(("127.0.0.1", self._port), 20)
        with self._context.wrap_socket(plain, server_hostname=HOST) as link:
            connection = HTTPConnection(HOST)
            connection.sock = link
            cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
            kind = {"Content-Type": "application/x-www-form-urlencoded"} if form else {}
            sent = {**kind, "Cookie": cookie, **(headers or {})}
            connection.request(method, path, urlencode(form) if form else None, sent)
            answer = connection.getresponse()
            text = answer.read().decode()
        for value in answer.headers.get_all("Set-Cookie") or ():
            name, _, rest = value.partition("=")
            self.cookies[name] = rest.partition(";")[0]
        return answer.status, {k.lower(): v for k, v in answer.getheaders()}, text

    def show_certificate(self, headers: dict[str, str] | None = None) -> int:
        """The status of the answer to the button of certificates."""
        _, _, page = self.ask("GET", "/connexion", headers)
        token = TOKEN.search(page)
        fields = {"jeton": token[1] if token else "", "suite": "/fiches/pacs.html"}
        return self.ask("POST", "/connexion/certificat", headers, **fields)[0]


@pytest.fixture(scope="module")
def nginx() -> str:
    """Where nginx is: /usr/sbin is on no ordinary path."""
    found = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if found is None:
        pytest.skip("nginx est absent : apt-get install nginx-light")
    return found


@pytest.fixture(scope="module")
def front(nginx: str, template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    """nginx and `guide serve` at work on a guide of this module's own."""
    folder = tmp_path_factory.mktemp("nginx")
    root = shutil.copytree(template, folder / "guide")
    with (root / "guide.toml").open("a", encoding="utf-8") as config:
        config.write(SETTINGS)
    (root / "nginx.secret").write_text(SECRET)
    authority = Authority(folder, "AC Exemple")
    authority.sign("server.pem", HOST, server=True)
    authority.sign("agnes.pem", "agnes")
    authority.sign("remi.pem", "remi")
    authority.sign("ada.pem", "ada", days=-1)
    shutil.copy(authority.revoke("remi.pem"), root / "crl.pem")
    with served(root) as (guide, _):
        front = Front(authority, root, free_port(), free_port(), guide, folder / "guide.log")
        _write_configuration(front, folder)
        with _running(nginx, folder, front.tls):
            yield front


def _write_configuration(front: Front, folder: Path) -> None:
    """The files that ship, with the ports and paths of this test in the place of theirs."""
    (folder / "secret.conf").write_text(f'proxy_set_header X-Guide-Mandataire "{SECRET}";\n')
    changes = {
        r"^  listen \[::\].*\n": "",
        r"listen 80;": f"listen 127.0.0.1:{front.plain};",
        r"listen 443 ": f"listen 127.0.0.1:{front.tls} ",
        r"127\.0\.0\.1:8000": f"127.0.0.1:{front.guide}",
        r"/etc/guide/tls/(fullchain|key)\.pem": str(folder / "server.pem"),
        r"/var/log/nginx/guide\.log": str(front.log),
        r"#include /etc/guide/nginx/certificats\.conf": f"include {folder}/certificats.conf",
        r"/etc/guide/nginx/secret\.conf": str(folder / "secret.conf"),
    }
    _adapt("guide.conf", folder, changes)
    files = {
        r"/etc/guide/tls/agents-ca\.pem": f'"{front.authority.file}"',
        r"/etc/guide/tls/agents-crl\.pem": str(folder / "crl.pem"),
    }
    _adapt("certificats.conf", folder, files)
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(AROUND.format(folder=folder, user=user))


def _adapt(name: str, folder: Path, changes: dict[str, str]) -> None:
    text = (SHIPPED / name).read_text("utf-8")
    for pattern, new in changes.items():
        text, times = re.subn(pattern, new, text, flags=re.MULTILINE)
        assert times, f"{pattern} is not in {name} any more"
    (folder / name).write_text(text, "utf-8")


class _running:  # noqa: N801 - a context manager
    """nginx, from its first answer to its end."""

    def __init__(self, nginx: str, folder: Path, port: int) -> None:
        self._command = [
            nginx,
            "-e",
            f"{folder}/error.log",
            "-c",
            f"{folder}/nginx.conf",
            "-g",
            "daemon off;",
        ]
        self._port = port

    def __enter__(self) -> None:
        self._process = subprocess.Popen(self._command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        deadline = time.monotonic() + 30
        while self._process.poll() is None and time.monotonic() < deadline:
            try:
                socket.create_connection(("127.0.0.1", self._port), 1).close()
                return
            except OSError:
                time.sleep(0.05)
        raise AssertionError(self._process.communicate(timeout=5)[0])

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.communicate(timeout=20)


def test_a_certificate_signs_in_and_opens_pages(front: Front) -> None:
    browser = Browser(front, front.authority.folder / "agnes.pem")
    assert browser.show_certificate() == 303
    assert browser.cookies["__Host-guide_session"]
    status, headers, page = browser.ask("GET", "/fiches/pacs.html")
    assert status == 200 and "Le notaire dissout" in page
    assert headers["strict-transport-security"].startswith("max-age=31536000")
    state = open_state(default_url(front.root))
    ways = {(s.way, s.address) for s in state.sessions("agnes")}
    state.close()
    assert ways == {(Way.CERTIFICATE, "127.0.0.1")}


@pytest.mark.parametrize("file", ["remi.pem", "ada.pem"], ids=["revoked", "expired"])
def test_a_certificate_that_no_longer_holds_opens_nothing(front: Front, file: str) -> None:
    browser = Browser(front, front.authority.folder / file)
    status, _, text = browser.ask("GET", "/connexion")
    assert status == 403 and "certificat est refusé" in text
    assert browser.show_certificate() == 403 and not browser.cookies


def test_a_certificate_of_another_authority_opens_nothing(front: Front, tmp_path: Path) -> None:
    stranger = Authority(tmp_path, "AC Exemple").sign("agnes.pem", "agnes")
    assert Browser(front, stranger).ask("GET", "/connexion")[0] == 403


@pytest.mark.parametrize("secret", ["", SECRET], ids=["guessing", "knowing the secret"])
@pytest.mark.parametrize("dash", ["-", "_"])
def test_what_nginx_says_cannot_be_said_from_outside(front: Front, secret: str, dash: str) -> None:
    forged = {
        "X-Certificat-Verifie": "SUCCESS",
        "X-Certificat-Sujet": "CN=agnes",
        "X-Certificat-Emetteur": "CN=AC Exemple",
        "X-Guide-Mandataire": secret,
    }
    browser = Browser(front)
    assert browser.show_certificate({name.replace("-", dash): value for name, value in forged.items()}) == 403
    assert "__Host-guide_session" not in browser.cookies


def test_where_someone_comes_from_is_what_nginx_saw(front: Front) -> None:
    browser = Browser(front, front.authority.folder / "agnes.pem")
    lies = {
        "X-Forwarded-For": "203.0.113.9",
        "X-Forwarded-Proto": "http",
        "X-Forwarded-Host": "ailleurs.exemple",
    }
    assert browser.show_certificate(lies) == 303
    assert browser.ask("GET", "/fiches/pacs.html", lies)[0] == 200
    state = open_state(default_url(front.root))
    addresses = {s.address for s in state.sessions("agnes")}
    state.close()
    assert addresses == {"127.0.0.1"}


def test_plain_http_and_other_names_lead_nowhere_else(front: Front) -> None:
    connection = HTTPConnection("127.0.0.1", front.plain, timeout=20)
    connection.request("GET", "/fiches/pacs.html", headers={"Host": "ailleurs.exemple"})
    answer = connection.getresponse()
    assert (answer.status, answer.getheader("Location")) == (301, f"https://{HOST}/fiches/pacs.html")
    connection.close()
    plain = socket.create_connection(("127.0.0.1", front.tls), 20)
    with plain, pytest.raises(ssl.SSLError, match="UNRECOGNIZED_NAME"):
        front.authority.context().wrap_socket(plain, server_hostname="ailleurs.exemple")


def test_one_header_of_each_on_every_answer_and_a_large_body_is_refused(front: Front) -> None:
    browser = Browser(front)
    status, headers, _ = browser.ask("POST", "/connexion", nom="x" * 2_200_000)
    assert status == 413 and headers["strict-transport-security"] == "max-age=31536000; includeSubDomains"
    _, headers, _ = browser.ask("GET", "/connexion")
    assert headers["strict-transport-security"] == "max-age=31536000; includeSubDomains"
    assert "nginx/" not in headers["server"]


def test_the_log_keeps_no_words_and_no_secret(front: Front) -> None:
    browser = Browser(front)
    browser.ask("GET", "/recherche?q=violences")
    browser.ask("GET", "/invitation/secret-d-invitation")
    time.sleep(0.1)
    log = front.log.read_text("utf-8")
    assert '"GET /recherche"' in log and '"GET /invitation/-"' in log
    assert "violences" not in log and "secret-d-invitation" not in log


def test_a_flood_of_tries_is_slowed_and_reading_is_not(front: Front) -> None:
    def attempt(_: int) -> int:
        return Browser(front).ask("POST", "/connexion", nom="x", mot_de_passe="y")[0]

    with ThreadPoolExecutor(16) as pool:
        statuses = list(pool.map(attempt, range(96)))
    assert 429 in statuses and 400 in statuses
    assert Browser(front).ask("GET", "/connexion")[0] == 200
