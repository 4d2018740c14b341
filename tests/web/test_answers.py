"""What every answer carries, and what errors look like."""

import json
from pathlib import Path

import pytest
from flask import Flask

from guide_pipeline.errors import DamagedError
from guide_site.state import Role, State, TooManyChecksError
from guide_site.web import WebConfig, create_app

from .conftest import Clients, sign_in

ADDRESSES = ("/", "/connexion", "/sante", "/rien", "/editions/0/", "/compte", "/api/rien")


@pytest.mark.parametrize("role", [None, Role.ADMIN])
@pytest.mark.parametrize("address", ADDRESSES)
def test_every_answer_has_the_security_headers(as_: Clients, role: Role | None, address: str) -> None:
    headers = as_(role).get(address).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy and "*" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Robots-Tag"] == "noindex, nofollow"
    assert "camera=()" in headers["Permissions-Policy"]
    assert headers["Cache-Control"] in ("no-store", "private, no-cache")
    assert "Strict-Transport-Security" not in headers


def test_a_program_gets_json(as_: Clients) -> None:
    for role, status in ((None, 401), (Role.AGENT, 404)):
        answer = as_(role).get("/api/rien")
        assert (answer.status_code, answer.content_type) == (status, "application/json")
        assert "erreur" in json.loads(answer.data)


def test_errors_are_french_pages_that_keep_their_secrets(app: Flask, as_: Clients, state: State) -> None:
    client = as_(Role.AGENT)
    missing = client.get("/fiches/rien.html")
    assert missing.status_code == 404 and "Page introuvable" in missing.get_data(as_text=True)
    wrong = client.post("/fiches/pacs.html")
    assert wrong.status_code == 405 and "GET" in wrong.headers["Allow"]
    assert "Action impossible" in wrong.get_data(as_text=True)


def test_a_bug_shows_no_trace(as_: Clients, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("secret de fabrication")

    client = as_(Role.AGENT)
    monkeypatch.setattr("guide_site.web.trees.SiteTrees.page", broken)
    answer = client.get("/")
    text = answer.get_data(as_text=True)
    assert answer.status_code == 500 and "Erreur du serveur" in text
    assert "secret" not in text and "Traceback" not in text


def test_damage_is_an_error_of_the_server(as_: Clients, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise DamagedError("Une page est abîmée.")

    client = as_(Role.AGENT)
    monkeypatch.setattr("guide_site.web.trees.SiteTrees.page", broken)
    assert client.get("/").status_code == 500


def test_too_many_at_once_are_asked_to_wait(as_: Clients, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*_: object, **__: object) -> None:
        raise TooManyChecksError("Trop de connexions en même temps : réessayez dans un moment.")

    monkeypatch.setattr(State, "sign_in", busy)
    answer = sign_in(as_(None), "agnes")
    assert answer.status_code == 429 and answer.headers["Retry-After"] == "10"
    assert "Trop de connexions" in answer.get_data(as_text=True)


def test_only_trusted_names_are_answered(root: Path, state: State) -> None:
    config = WebConfig(trusted_hosts=("guide.exemple.fr",))
    client = create_app(root, config=config, state=state).test_client()
    assert client.get("/connexion", base_url="http://guide.exemple.fr").status_code == 200
    for name in ("ailleurs.example", "guide.exemple.fr.ailleurs.example"):
        answer = client.get("/connexion", base_url=f"http://{name}")
        assert answer.status_code == 400 and "ne répond pas à ce nom" in answer.get_data(as_text=True)


def test_addresses_of_clients_are_believed_from_our_proxies_only(root: Path, state: State) -> None:
    for proxies, expected in ((0, "127.0.0.1"), (1, "192.0.2.7")):
        client = create_app(root, config=WebConfig(proxies=proxies), state=state).test_client()
        client.environ_base["HTTP_X_FORWARDED_FOR"] = "192.0.2.7"
        sign_in(client, "agnes", "faux")
        assert state.trail(1)[0].detail == expected
