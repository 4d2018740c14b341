"""One's own account, and everyone's for administrators."""

import re

from guide_site.state import Role, State

from .conftest import PASSWORD, Clients, post, sign_in

NEW = "une autre phrase de passe"


def test_changing_ones_password(as_: Clients, state: State) -> None:
    here, elsewhere = as_(Role.AGENT), as_(Role.AGENT)
    answer = post(here, "/compte/mot-de-passe", actuel=PASSWORD, nouveau=NEW, encore=NEW)
    assert answer.status_code == 303
    assert "Votre mot de passe est changé" in here.get(answer.location).get_data(as_text=True)
    assert elsewhere.get("/").status_code == 303
    assert sign_in(as_(None), "agnes").status_code == 403
    assert sign_in(as_(None), "agnes", NEW).status_code == 303


def test_what_stops_a_change_is_said(as_: Clients) -> None:
    client = as_(Role.AGENT)
    cases = (
        ("faux", NEW, NEW, "actuel"),
        (PASSWORD, NEW, NEW + "x", "diffèrent"),
        (PASSWORD, "court", "court", "au moins 12"),
    )
    for current, new, again, reason in cases:
        answer = post(client, "/compte/mot-de-passe", actuel=current, nouveau=new, encore=again)
        assert answer.status_code == 409 and reason in answer.get_data(as_text=True)
    assert sign_in(as_(None), "agnes").status_code == 303


def test_signing_out_everywhere(as_: Clients) -> None:
    here, elsewhere = as_(Role.AGENT), as_(Role.AGENT)
    assert post(here, "/compte/deconnexion-partout").location == "/connexion"
    assert here.get("/").status_code == elsewhere.get("/").status_code == 303


def test_an_added_person_signs_in_with_what_is_shown_once(as_: Clients, state: State) -> None:
    admin = as_(Role.ADMIN)
    answer = post(admin, "/comptes/ajout", compte="zoe", nom_affiche="Zoé <b>", role="redacteur")
    text = answer.get_data(as_text=True)
    found = re.search(r'class="mot-de-passe">([^<]+)<', text)
    assert found is not None and re.fullmatch(r"(?:[a-z2-9]{5}-){3}[a-z2-9]{5}", found[1])
    assert "Zoé &lt;b&gt;" in text
    assert answer.headers["Cache-Control"] == "no-store"
    assert found[1] not in admin.get("/comptes").get_data(as_text=True)
    assert sign_in(as_(None), "zoe", found[1]).status_code == 303
    assert state.user("zoe").role is Role.EDITOR
    assert [(e.who, e.what) for e in state.trail(2)] == [("zoe", "connexion"), ("ada", "compte créé")]


def test_a_bad_or_taken_name_or_role_is_refused(as_: Clients, state: State) -> None:
    admin = as_(Role.ADMIN)
    for name, role, reason in (
        ("AGNES", "agent", "déjà"),
        ("deux mots", "agent", "caractères"),
        ("zoe", "chef", "rôle"),
    ):
        answer = post(admin, "/comptes/ajout", compte=name, role=role)
        assert answer.status_code == 409 and reason in answer.get_data(as_text=True)
    assert len(state.users()) == 3


def test_resetting_ends_sessions_and_unlocks(as_: Clients) -> None:
    agent, admin = as_(Role.AGENT), as_(Role.ADMIN)
    for _ in range(3):
        sign_in(as_(None), "agnes", "faux")
    assert ">bloqué" in admin.get("/comptes").get_data(as_text=True)
    text = post(admin, "/comptes/mot-de-passe", compte="agnes").get_data(as_text=True)
    found = re.search(r'class="mot-de-passe">([^<]+)<', text)
    assert found is not None and ">bloqué" not in text
    assert agent.get("/").status_code == 303
    assert sign_in(as_(None), "agnes", found[1]).status_code == 303


def test_closing_and_reopening(as_: Clients) -> None:
    agent, admin = as_(Role.AGENT), as_(Role.ADMIN)
    assert post(admin, "/comptes/fermeture", compte="agnes").status_code == 303
    assert agent.get("/").status_code == 303
    assert post(admin, "/comptes/reouverture", compte="agnes").status_code == 303
    assert sign_in(agent, "agnes").status_code == 303


def test_a_role_given_works_at_the_next_request(as_: Clients) -> None:
    agent, admin = as_(Role.AGENT), as_(Role.ADMIN)
    assert agent.get("/comptes").status_code == 403
    assert post(admin, "/comptes/role", compte="agnes", role="administrateur").status_code == 303
    assert agent.get("/comptes").status_code == 200


def test_administrators_cannot_lock_themselves_out(as_: Clients, state: State) -> None:
    admin = as_(Role.ADMIN)
    for address in ("/comptes/fermeture", "/comptes/role"):
        answer = post(admin, address, compte="ADA", role="agent")
        assert answer.status_code == 409 and "propre" in answer.get_data(as_text=True)
    assert state.user("ada").role is Role.ADMIN and state.user("ada").active
