"""Forged requests: no POST goes through without the token of the very session."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from guide_site.state import Role, State
from guide_site.web.csrf import form_token, is_form_token

from .conftest import PASSWORD, Clients, token_of

POSTS = ("/deconnexion", "/compte/mot-de-passe", "/comptes/ajout", "/comptes/fermeture", "/adresse-inconnue")


@pytest.mark.parametrize("address", POSTS)
@pytest.mark.parametrize("token", [None, "", "x", "é"])
def test_a_post_without_its_token_is_refused(as_: Clients, address: str, token: str | None) -> None:
    client = as_(Role.ADMIN)
    fields = {} if token is None else {"jeton": token}
    assert client.post(address, data=fields).status_code == (405 if "inconnue" in address else 400)
    assert client.get("/compte").status_code == 200


def test_no_address_takes_a_post_without_its_token(app: Flask, as_: Clients) -> None:
    """All that this application has, by page and by API; at sign-in, someone signed in already is only sent on."""
    client = as_(Role.ADMIN)
    rules = [rule for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())]
    assert len(rules) > 40
    for rule in rules:
        _, address = rule.build(dict.fromkeys(rule.arguments, "1")) or ("", "")
        answer = client.post(address, data={"compte": "remi", "confirmation": "remi"})
        assert answer.status_code == (303 if rule.endpoint == "sign_in" else 400), address
    assert client.get("/comptes/compte/remi").status_code == 200


def test_the_token_of_another_session_is_refused(as_: Clients) -> None:
    mine, theirs = as_(Role.ADMIN), as_(Role.ADMIN)
    assert mine.post("/deconnexion", data={"jeton": token_of(theirs)}).status_code == 400
    assert mine.post("/deconnexion", data={"jeton": token_of(mine)}).status_code == 303


def test_a_token_by_header(as_: Clients) -> None:
    client = as_(Role.AGENT)
    assert client.post("/deconnexion", headers={"X-Jeton": token_of(client)}).status_code == 303


def test_nobody_is_signed_in_by_another_site(client: FlaskClient, as_: Clients) -> None:
    form = {"nom": "agnes", "mot_de_passe": PASSWORD}
    assert client.post("/connexion", data=form).status_code == 400
    stolen = token_of(as_(None), "/connexion")
    client.get("/connexion")
    assert client.post("/connexion", data={**form, "jeton": stolen}).status_code == 400


def test_a_forged_try_does_not_count(client: FlaskClient, state: State) -> None:
    for _ in range(4):
        client.post("/connexion", data={"nom": "agnes", "mot_de_passe": "faux"})
    assert state.sign_in("agnes", PASSWORD) is not None


def test_no_cookie_has_no_token() -> None:
    assert not is_form_token("", form_token(""))
    assert is_form_token("a", form_token("a")) and not is_form_token("a", form_token("b"))


def test_a_form_too_large_is_refused(as_: Clients) -> None:
    client = as_(Role.AGENT)
    answer = client.post("/deconnexion", data={"jeton": token_of(client), "x": "x" * 70_000})
    assert answer.status_code == 413
    assert "volumineux" in answer.get_data(as_text=True)
