"""Signing in and out in a browser's terms: cookies, forms, addresses to go back to."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from guide_site.state import Role, State
from guide_site.web import WebConfig, create_app
from guide_site.web.links import own_path

from .conftest import PASSWORD, Clients, post, sign_in, token_of


def test_from_the_page_asked_to_the_form_and_back(client: FlaskClient) -> None:
    asked = client.get("/fiches/pacs.html?x=é")
    assert asked.status_code == 303
    assert asked.location == "/connexion?suite=/fiches/pacs.html?x%3D%C3%A9"
    form = client.get(asked.location).get_data(as_text=True)
    assert 'name="suite" value="/fiches/pacs.html?x=é"' in form
    signed = sign_in(client, "agnes", suite="/fiches/pacs.html?x=é")
    assert (signed.status_code, signed.location) == (303, "/fiches/pacs.html?x=%C3%A9")
    assert client.get("/fiches/pacs.html").status_code == 200


def test_the_cookie_of_the_session(client: FlaskClient) -> None:
    cookies = sign_in(client, "agnes").headers.getlist("Set-Cookie")
    (session,) = [c for c in cookies if c.startswith("guide_session=")]
    assert "HttpOnly" in session and "SameSite=Lax" in session and "Path=/" in session
    assert "Domain" not in session and "Secure" not in session and "Expires" not in session


def test_the_cookie_with_https(root: Path, state: State) -> None:
    client = create_app(root, config=WebConfig(secure=True), state=state).test_client()
    https = {"base_url": "https://localhost"}
    page = client.get("/connexion", **https)
    assert page.headers["Strict-Transport-Security"].startswith("max-age=")
    token = page.get_data(as_text=True).split('name="jeton" value="')[1].split('"')[0]
    answer = client.post(
        "/connexion", data={"nom": "agnes", "mot_de_passe": PASSWORD, "jeton": token}, **https
    )
    (session,) = [c for c in answer.headers.getlist("Set-Cookie") if "guide_session=" in c]
    assert session.startswith("__Host-guide_session=") and "Secure" in session and "HttpOnly" in session


def test_a_session_cannot_be_fixed(client: FlaskClient, as_: Clients) -> None:
    """Whatever cookie the browser came with, what it leaves with is new; and the old value opens nothing."""
    client.set_cookie("guide_session", "choisi-par-un-autre")
    assert sign_in(client, "agnes").status_code == 303
    cookie = client.get_cookie("guide_session")
    assert cookie is not None and cookie.value != "choisi-par-un-autre"
    thief = as_(None)
    thief.set_cookie("guide_session", "choisi-par-un-autre")
    assert thief.get("/").status_code == 303


def test_each_sign_in_has_a_new_identifier(as_: Clients) -> None:
    one, two = (as_(Role.AGENT).get_cookie("guide_session") for _ in range(2))
    assert one is not None and two is not None and one.value != two.value


def test_wrong_unknown_closed_and_locked_get_the_same_answer(as_: Clients, state: State) -> None:
    def answer(name: str) -> tuple[int, str]:
        client = as_(None)
        given = sign_in(client, name, "un mot de passe faux")
        text = given.get_data(as_text=True).replace(f'value="{name}"', "")
        return given.status_code, text.replace(token_of(client, "/connexion"), "")

    state.deactivate("remi")
    answers = {answer(name) for name in ("agnes", "inconnue", "remi", *["ada"] * 4)}
    assert len(answers) == 1
    assert answers.pop()[0] == 403


def test_three_failures_lock(as_: Clients) -> None:
    for _ in range(3):
        sign_in(as_(None), "agnes", "faux")
    assert sign_in(as_(None), "agnes").status_code == 403
    assert sign_in(as_(None), "remi").status_code == 303


def test_signing_out_ends_the_session_itself(as_: Clients) -> None:
    client, thief = as_(Role.AGENT), as_(None)
    cookie = client.get_cookie("guide_session")
    assert cookie is not None
    thief.set_cookie("guide_session", cookie.value)
    assert thief.get("/").status_code == 200
    assert post(client, "/deconnexion").location == "/connexion"
    assert client.get_cookie("guide_session") is None
    assert thief.get("/").status_code == 303


def test_the_form_is_not_shown_to_someone_signed_in(as_: Clients) -> None:
    client = as_(Role.AGENT)
    assert client.get("/connexion?suite=/compte").location == "/compte"
    again = client.post("/connexion", data={"nom": "ada", "mot_de_passe": PASSWORD})
    assert (again.status_code, again.location) == (303, "/")
    assert "Agnes" in client.get("/compte").get_data(as_text=True)


@pytest.mark.parametrize(
    "target",
    [
        "https://ailleurs.example/",
        "//ailleurs.example/",
        "///ailleurs.example",
        "/\\ailleurs.example",
        "\\\\ailleurs.example",
        "/\t/ailleurs.example",
        "/\n/ailleurs.example",
        " //ailleurs.example",
        "javascript:alert(1)",
        "/connexion",
        "/deconnexion",
        "ailleurs",
        "",
        "//[",
    ],
)
def test_nobody_is_led_elsewhere(client: FlaskClient, target: str) -> None:
    assert own_path(target) == "/"
    assert sign_in(client, "agnes", suite=target).location == "/"


@given(st.text(alphabet="/\\.:@?#ab\t\n %[]", max_size=12))
def test_an_own_path_stays_here(target: str) -> None:
    path = own_path(target)
    assert path.startswith("/") and not path.startswith(("//", "/\\"))
    assert not any(char in path for char in "\\\t\n ")
