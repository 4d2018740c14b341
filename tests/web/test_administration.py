"""Administration: people in and out, invitations, the help desk, sessions, the trail."""

import io
import re

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from guide_site.state import CHECKLIST, Role, State, Way

from .conftest import PASSWORD, Clients, post, sign_in, token_of

NEW = "une autre phrase de passe"


def upload(client: FlaskClient, text: str, **fields: str) -> TestResponse:
    data = {"jeton": token_of(client), "fichier": (io.BytesIO(text.encode()), "liste.csv"), **fields}
    return client.post("/comptes/import", data=data, content_type="multipart/form-data")


def give_code(
    client: FlaskClient, purpose: str, name: str = "agnes", checks: int = len(CHECKLIST)
) -> TestResponse:
    checked = {f"verifie-{number}": "on" for number in range(checks)}
    return post(client, "/comptes/code", compte=name, but=purpose, numero="01 23", remarque="", **checked)


def code_in(answer: TestResponse) -> str:
    found = re.search(r'class="acces-code">([^<]+)<', answer.get_data(as_text=True))
    assert found is not None
    return found[1]


def test_an_import_is_shown_first_then_done(as_: Clients, state: State) -> None:
    admin = as_(Role.ADMIN)
    text = 'compte;nom;role\r\nzoe;"Zoé\r\n=1+1";agent\r\n'
    shown = upload(admin, text).get_data(as_text=True)
    assert "Cette liste ferait ceci" in shown and "zoe" in shown
    assert len(state.users()) == 3
    kept = re.search(r"<textarea[^>]*>(.*?)</textarea>", shown, re.DOTALL)
    assert kept is not None
    done = post(admin, "/comptes/import", texte=kept[1].replace("&#34;", '"'), confirme="oui")
    assert "C'est fait" in done.get_data(as_text=True)
    assert state.user("zoe").display_name == "Zoé =1+1"


def test_a_bad_list_changes_nothing_and_says_where(as_: Clients, state: State) -> None:
    answer = upload(as_(Role.ADMIN), "compte;role\nzoe;agent\nluc;chef\n", confirme="oui")
    assert answer.status_code == 409 and "Ligne 3" in answer.get_data(as_text=True)
    assert len(state.users()) == 3


def test_a_list_of_thousands_passes_and_other_forms_stay_small(as_: Clients, state: State) -> None:
    admin = as_(Role.ADMIN)
    lines = "".join(f"agent{n};Prénom et nom de l'agent numéro {n};agent\n" for n in range(3000))
    assert "3\u202f000 comptes créés" in upload(admin, "compte;nom;role\n" + lines).get_data(as_text=True)
    assert post(admin, "/comptes/ajout", compte="x" * 100_000).status_code == 413


def test_an_export_holds_no_formula(as_: Clients, state: State) -> None:
    state.set_person("agnes", "=cmd|' /C calc'!A0", "")
    answer = as_(Role.ADMIN).get("/comptes/export.csv")
    assert answer.mimetype == "text/csv" and "attachment" in answer.headers["Content-Disposition"]
    assert "\"'=cmd|' /C calc'!A0\"" in answer.get_data(as_text=True)
    assert state.trail(1)[0].what == "comptes exportés"


def test_an_invited_person_chooses_a_password_and_signs_in(
    as_: Clients, client: FlaskClient, state: State
) -> None:
    answer = post(as_(Role.ADMIN), "/comptes/ajout", compte="zoe", role="agent", entree="invitation")
    link = re.search(r"/invitation/[\w-]{43}", answer.get_data(as_text=True))
    assert link is not None
    form = {"jeton": token_of(client, link[0]), "nouveau": "court", "encore": "court"}
    assert client.post(link[0], data=form).status_code == 409
    chosen = client.post(link[0], data={**form, "nouveau": NEW, "encore": NEW})
    assert chosen.location == "/connexion?fait=mot-de-passe"
    assert client.get("/").status_code == 303, "nobody is signed in by it"
    assert client.get(link[0]).status_code == 404
    assert sign_in(client, "zoe", NEW).status_code == 303
    assert "Referrer-Policy" in client.get(link[0]).headers


def test_the_help_desk_from_lock_to_sign_in(as_: Clients, client: FlaskClient, state: State) -> None:
    for _ in range(3):
        sign_in(client, "agnes", "faux")
    admin = as_(Role.ADMIN)
    assert "agnes" in admin.get("/comptes/bloques").get_data(as_text=True)
    assert give_code(admin, "compte", checks=2).status_code == 409
    answer = give_code(admin, "compte")
    code = code_in(answer)
    assert len(re.findall(r"<li><code>", answer.get_data(as_text=True))) == 4, "spelt out, group by group"
    assert code not in admin.get("/comptes/compte/agnes").get_data(as_text=True)
    form = {"jeton": token_of(client, "/secours"), "nom": "agnes", "code": code.lower().replace("-", " ")}
    opened = client.post("/secours", data=form)
    assert "débloqué" in opened.get_data(as_text=True)
    assert client.get("/").status_code == 303, "the code signs nobody in"
    assert sign_in(client, "agnes").status_code == 303


def test_a_code_for_a_key_opens_its_registering_only(as_: Clients, client: FlaskClient) -> None:
    code = code_in(give_code(as_(Role.ADMIN), "cle"))
    form = {"jeton": token_of(client, "/secours"), "nom": "agnes", "code": code}
    assert client.post("/secours", data=form).status_code == 403
    text = client.post("/secours", data={**form, "mot_de_passe": PASSWORD}).get_data(as_text=True)
    grant = re.search(r'name="droit" value="([^"]+)"', text)
    assert grant is not None
    token = re.search(r'name="jeton" value="([^"]+)"', text)
    assert token is not None
    options = client.post("/secours/cle/options", data={"jeton": token[1], "droit": grant[1]}).get_json()
    assert options["user"]["name"] == "agnes" and options["rp"]["id"] == "localhost"
    assert options["authenticatorSelection"]["userVerification"] == "required"
    assert options["authenticatorSelection"]["residentKey"] == "required"
    assert "prf" in options["extensions"]
    assert client.get("/").status_code == 303


def test_an_administrator_gives_no_code_to_themselves(as_: Clients) -> None:
    answer = give_code(as_(Role.ADMIN), "compte", name="ada")
    assert answer.status_code == 409 and "vous-même" in answer.get_data(as_text=True)


def test_sessions_are_listed_and_ended_one_by_one(as_: Clients, state: State) -> None:
    here, elsewhere = as_(Role.AGENT), as_(Role.AGENT)
    other = next(s for s in state.sessions("agnes") if s.id != state.sessions("agnes")[0].id)
    page = here.get("/compte").get_data(as_text=True)
    assert page.count('name="session"') == 2 and "(celle-ci)" in page
    mine = re.search(r"\(celle-ci\).*?name=\"session\" value=\"(\w+)\"", page, re.DOTALL)
    ids = re.findall(r'name="session" value="(\w+)"', page)
    assert mine is not None and other.id in ids
    (theirs,) = set(ids) - {mine[1]}
    assert post(here, "/compte/sessions/fermeture", session=theirs).status_code == 303
    assert elsewhere.get("/").status_code == 303 and here.get("/").status_code == 200


def test_nobody_ends_anothers_session_but_an_administrator(as_: Clients, state: State) -> None:
    agent, editor, admin = as_(Role.AGENT), as_(Role.EDITOR), as_(Role.ADMIN)
    (session,) = state.sessions("agnes")
    assert post(editor, "/compte/sessions/fermeture", session=session.id).status_code == 409
    assert agent.get("/").status_code == 200
    page = admin.get("/comptes/sessions").get_data(as_text=True)
    assert session.id in page and "agnes" in page
    back = post(admin, "/comptes/sessions/fermeture", session=session.id, retour="/comptes/compte/agnes")
    assert back.location == "/comptes/compte/agnes"
    assert agent.get("/").status_code == 303
    away = post(admin, "/comptes/deconnexion", compte="remi", retour="//ailleurs.example")
    assert away.location == "/comptes/sessions" and editor.get("/").status_code == 303


def test_an_account_is_deleted_once_its_name_is_written_again(as_: Clients, state: State) -> None:
    agent, admin = as_(Role.AGENT), as_(Role.ADMIN)
    assert "/comptes/compte/agnes/suppression" in admin.get("/comptes/compte/agnes").get_data(as_text=True)
    assert "favoris" in admin.get("/comptes/compte/agnes/suppression").get_data(as_text=True)
    assert post(admin, "/comptes/suppression", compte="agnes", confirmation="remi").status_code == 409
    assert agent.get("/").status_code == 200
    without_token = admin.post("/comptes/suppression", data={"compte": "agnes", "confirmation": "agnes"})
    assert without_token.status_code == 400
    assert post(admin, "/comptes/suppression", compte="agnes", confirmation="agnes").location == "/comptes"
    assert admin.get("/comptes/compte/agnes").status_code == 404
    assert [account.name for account in state.users()] == ["ada", "remi"]
    assert (state.trail(1)[0].what, state.trail(1)[0].detail) == ("compte supprimé", "agnes")
    assert agent.get("/").status_code == 303
    again = post(admin, "/comptes/ajout", compte="Agnes", nom="Agnès Bis", role="agent")
    assert again.status_code == 409
    assert "celui d&#39;un compte supprimé" in again.get_data(as_text=True)
    for more in ({}, {"confirme": "oui"}):
        listed = upload(admin, "compte\nagnes\nzoe\n", **more)
        assert listed.status_code == 409 and "compte supprimé" in listed.get_data(as_text=True)
    assert [account.name for account in state.users()] == ["ada", "remi"]


def test_nobody_deletes_their_own_account(as_: Clients, state: State) -> None:
    admin = as_(Role.ADMIN)
    state.set_role("remi", Role.ADMIN)
    own = admin.get("/comptes/compte/ada/suppression").get_data(as_text=True)
    assert "propre compte" in own and 'name="confirmation"' not in own
    assert post(admin, "/comptes/suppression", compte="ada", confirmation="ada").status_code == 409
    assert "/suppression" not in admin.get("/comptes/compte/ada").get_data(as_text=True)
    assert state.user("ada").active


def test_a_flood_locks_the_password_and_says_so_nowhere(as_: Clients, state: State) -> None:
    for _ in range(4):
        sign_in(as_(None), "agnes", "faux")
    assert state.users()[1].locked == (Way.PASSWORD,)
    assert as_(None).get("/comptes/bloques").status_code == 303


def test_the_trail_is_read_searched_and_exported(as_: Clients, state: State) -> None:
    state.record("<b>zoe</b>", "essai", "détail <script>")
    admin = as_(Role.ADMIN)
    page = admin.get("/journal").get_data(as_text=True)
    assert "&lt;b&gt;zoe" in page and "<script>" not in page.split("<main")[1].split("</main>")[0]
    found = admin.get("/journal?q=zoe+essai").get_data(as_text=True)
    assert "détail" in found and "connexion" not in found.split("<tbody>")[1].split("</tbody>")[0]
    lines = admin.get("/journal/export.jsonl").get_data(as_text=True).splitlines()
    assert len(lines) == len(list(state.whole_trail())) and "journal exporté" in lines[-1].encode().decode(
        "unicode_escape"
    )


def test_the_trail_goes_back_page_by_page(as_: Clients, state: State) -> None:
    for number in range(120):
        state.record("ada", "essai", f"ligne {number}")
    page = as_(Role.ADMIN).get("/journal?q=essai").get_data(as_text=True)
    older = re.search(r'href="(/journal\?q=essai&amp;avant=\d+)"', page)
    assert older is not None and "ligne 119" in page and "ligne 19<" not in page
    assert "ligne 19<" in as_(Role.ADMIN).get(older[1].replace("&amp;", "&")).get_data(as_text=True)


@pytest.mark.parametrize("etat", ["ouvert", "ferme", "bloque", "sans-cle", "autre"])
def test_the_list_is_filtered(as_: Clients, state: State, etat: str) -> None:
    state.deactivate("remi")
    page = as_(Role.ADMIN).get(f"/comptes?q=&etat={etat}").get_data(as_text=True)
    assert ("compte/remi" in page) == (etat in ("ferme", "autre"))
