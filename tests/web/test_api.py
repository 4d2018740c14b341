"""The interface for programs: tokens, forms of answers, its description."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from guide_site.state import Role, Scope, State
from guide_site.web.api_description import description

from .conftest import Clients, post, token_of


def bearer(state: State, *scopes: Scope, name: str = "ada") -> dict[str, str]:
    return {"Authorization": f"Bearer {state.add_token(name, 'essai', frozenset(scopes), 1, by=name)}"}


def test_the_description_names_every_address_and_no_other(app: Flask) -> None:
    routes = {
        (re.sub(r"<(\w+)>", r"{\1}", rule.rule), method.lower())
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if rule.rule.startswith("/api/")
    }
    assert {(path, method) for path, acts in description()["paths"].items() for method in acts} == routes


def test_a_token_says_whose_it_is(client: FlaskClient, state: State) -> None:
    answer = client.get("/api/moi", headers=bearer(state, Scope.READ, name="remi")).get_json()
    assert (answer["compte"], answer["role"]) == ("remi", "redacteur")
    assert "lire et chercher" in answer["actions"] and "publier" not in answer["actions"]


@pytest.mark.parametrize(
    "header", ["Bearer", "Bearer x", "Bearer guide_x", "Basic YWRhOmFkYQ==", "x", "Bearer é"]
)
def test_a_bad_token_opens_nothing_even_with_a_session(as_: Clients, header: str) -> None:
    answer = as_(Role.ADMIN).get("/api/moi", headers={"Authorization": header})
    assert answer.status_code in (200, 401)
    assert answer.status_code == 401 or header == "x", "what is no scheme at all is no authorization"


def test_a_token_opens_no_page(client: FlaskClient, state: State) -> None:
    headers = bearer(state, *Scope)
    for address in ("/", "/compte", "/comptes", "/journal"):
        assert client.get(address, headers=headers).status_code == 303


def test_a_whole_review_by_a_script(client: FlaskClient, state: State) -> None:
    headers = bearer(state, Scope.REPORTS, Scope.DECIDE, Scope.PUBLISH)
    lots = client.get("/api/rapports", headers=headers).get_json()["lots"]
    waiting = next(lot for lot in lots if lot["lot"] == "2026-03")
    assert client.get("/api/rapports/2026-03", headers=headers).get_json()
    address = "/api/rapports/2026-03/decision"
    stale = {"decision": "approuve", "proposition": "autre"}
    assert client.post(address, json=stale, headers=headers).status_code == 409
    done = client.post(address, json={**stale, "proposition": waiting["proposition"]}, headers=headers)
    answer = done.get_json()
    assert (answer["decision"], answer["par"]) == ("approuve", "ada") and answer["changements"]
    published = client.post("/api/rapports/2026-03/publication", headers=headers)
    assert published.status_code == 200 and published.get_json()["edition"] == 3
    assert client.post("/api/rapports/2026-03/publication", headers=headers).status_code == 409


def test_an_editor_answers_by_a_script_what_decides_nothing(client: FlaskClient, state: State) -> None:
    """By what a token for comments may do; the one who may decide needs another for it."""
    (lot,) = (r for r in _lots(client, state) if r["lot"] == "2026-03")
    headers = bearer(state, Scope.COMMENT, name="remi")
    said = {"proposition": lot["proposition"], "commentaire": "L'article 515-7."}
    assert (
        client.post(
            "/api/rapports/2026-03/commentaire", json={**said, "vu": "x"}, headers=headers
        ).status_code
        == 400
    )
    empty = {**said, "commentaire": " "}
    assert client.post("/api/rapports/2026-03/commentaire", json=empty, headers=headers).status_code == 409
    answer = client.post("/api/rapports/2026-03/commentaire", json=said, headers=headers).get_json()
    assert (answer["decision"], answer["par"]) == ("commentaire", "remi") and answer["changements"]
    review = client.get("/api/rapports/2026-03/relecture", headers=bearer(state, Scope.REPORTS)).get_json()
    assert "L'article 515-7." in str(review) and state.decisions("2026-03")[-1].comment == "L'article 515-7."
    decide = {**said, "decision": "commentaire"}
    by_ada = bearer(state, Scope.DECIDE)
    assert client.post("/api/rapports/2026-03/decision", json=decide, headers=by_ada).status_code == 400


def _lots(client: FlaskClient, state: State) -> list[dict[str, str]]:
    found: list[dict[str, str]] = client.get(
        "/api/rapports", headers=bearer(state, Scope.REPORTS)
    ).get_json()["lots"]
    return found


@pytest.mark.parametrize(
    "body", ["[]", "1", "{", '{"decision": 1}', '{"decision": {"a": []}}', "null", '"x"']
)
def test_bodies_that_are_none(client: FlaskClient, state: State, body: str) -> None:
    headers = bearer(state, Scope.DECIDE)
    answer = client.post(
        "/api/rapports/2026-03/decision", data=body, headers=headers, content_type="application/json"
    )
    assert answer.status_code == 400 and answer.get_json()["erreur"]


def test_a_session_posts_with_its_form_token_only(as_: Clients) -> None:
    client = as_(Role.ADMIN)
    address = "/api/rapports/2026-03/publication"
    assert client.post(address).status_code == 400
    assert client.post(address, headers={"X-Jeton": token_of(client)}).status_code == 409


def test_creating_and_revoking_a_token_on_ones_page(as_: Clients, client: FlaskClient) -> None:
    editor = as_(Role.EDITOR)
    page = editor.get("/compte").get_data(as_text=True)
    assert 'value="rapports"' in page and 'value="publication"' not in page
    answer = post(editor, "/compte/jetons", libelle="Passerelle", droits="lecture", jours="30")
    secret = re.search(r"guide_[\w-]{43}", answer.get_data(as_text=True))
    assert secret is not None
    headers = {"Authorization": f"Bearer {secret[0]}"}
    assert client.get("/api/recherche?q=pacs", headers=headers).status_code == 200
    page = editor.get("/compte").get_data(as_text=True)
    assert secret[0] not in page and "Passerelle" in page
    ident = re.search(r'name="jeton_id" value="(\d+)"', page)
    assert ident is not None
    assert post(editor, "/compte/jetons/revocation", jeton_id=ident[1]).status_code == 303
    assert client.get("/api/recherche?q=pacs", headers=headers).status_code == 401


def test_the_trail_for_programs(client: FlaskClient, as_: Clients) -> None:
    lines = as_(Role.ADMIN).get("/api/journal?nombre=2").get_json()["lignes"]
    assert lines[0]["quoi"] == "connexion" and len(lines) == 2
