"""Sixty-four wrong passwords at the same moment, over HTTP, against `guide serve` and its several processes.

Checks are counted where they are made: Python loads the `sitecustomize` below in every process of the server, and it
writes a sign for each check that the library of hashes really does. It also has the server believe in three processors,
so that it starts three processes on any machine.
"""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from threading import Barrier
from urllib.parse import urlencode

from guide_site.state import State, Way
from guide_site.web.csrf import form_token

from .conftest import PASSWORD
from .test_server import served

TRIES = 64
BEFORE = "cookie-d-avant-la-connexion"
COUNTING = """\
import os
import argon2

os.sched_getaffinity = lambda _: {0, 1, 2}
check = argon2.PasswordHasher.verify

def counted(self, encoded, password):
    with open(os.environ["COUNTED_CHECKS"], "ab", 0) as file:
        file.write(f"{os.getpid()}\\n".encode())
    return check(self, encoded, password)

argon2.PasswordHasher.verify = counted
"""


def test_sixty_four_wrong_passwords_at_once_get_three_checks(
    root: Path, state: State, tmp_path: Path
) -> None:
    """From as many addresses, so that nothing but the lock holds them; all get one answer, a locked account's."""
    checks = tmp_path / "checks"
    checks.touch()
    (tmp_path / "sitecustomize.py").write_text(COUNTING, "utf-8")
    with (root / "guide.toml").open("a", encoding="utf-8") as settings:
        settings.write("\n[reglages]\nmandataires = 1\n")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path), "COUNTED_CHECKS": str(checks)}
    with served(root, environment) as (port, _):
        for name in ("agnes", "inconnue"):
            before = len(checks.read_text().split())
            answers = sign_in_at_once(port, name, [f"faux {number}" for number in range(TRIES)])
            assert len(checks.read_text().split()) - before == 3
            assert len(answers) == TRIES and {status for status, _ in answers} == {403}
            assert len({page for _, page in answers}) == 1
            assert set(sign_in_at_once(port, name, [PASSWORD])) == set(answers), "locked, and the same said"
        assert len(checks.read_text().split()) == 6, "nothing is checked once locked"
        ((status, _),) = sign_in_at_once(port, "remi", [PASSWORD])
        assert status == 303, "nobody else is locked"
    assert {account.name: account.locked for account in state.users()}["agnes"] == (Way.PASSWORD,)
    assert [line.who for line in state.trail(200, holding="mot de passe bloqué")].count("agnes") == 1


def sign_in_at_once(port: int, name: str, passwords: Sequence[str]) -> list[tuple[int, str]]:
    """Send the form once for each password, all at the same moment; status and page of each answer."""
    ready = Barrier(len(passwords))

    def send(number: int) -> tuple[int, str]:
        connection = HTTPConnection("localhost", port, timeout=60)
        connection.connect()
        fields = {"nom": name, "mot_de_passe": passwords[number], "jeton": form_token(BEFORE)}
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": f"guide_avant={BEFORE}",
            "X-Forwarded-For": f"192.0.2.{number + 1}",
        }
        ready.wait(30)
        try:
            connection.request("POST", "/connexion", urlencode(fields), headers)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(passwords)) as pool:
        return list(pool.map(send, range(len(passwords))))
