"""One's own things on the site, as a browser without JavaScript asks for them, and as the script of a page does."""

import html
import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from lxml import etree

from guide_pipeline.editions.store import EditionStore
from guide_site.state import NotePlace, Role, State

from .conftest import NAMES, Clients, post, sign_in, token_of

ATOM = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture
def agent(as_: Clients) -> FlaskClient:
    return as_(Role.AGENT)


def text(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return html.unescape(answer.get_data(as_text=True))


def owner(state: State) -> int:
    return state.user(NAMES[Role.AGENT]).id


def test_a_sheet_leads_to_ones_own_without_javascript(agent: FlaskClient) -> None:
    assert 'href="/fiches/pacs/notes"' in text(agent, "/fiches/pacs.html")
    assert 'href="/mes-fiches"' in text(agent, "/fiches/pacs.html")


def test_a_favourite_comes_and_goes(agent: FlaskClient) -> None:
    assert "Ajouter aux favoris" in text(agent, "/fiches/pacs/notes")
    answer = post(agent, "/fiches/pacs/favori", valeur="oui")
    assert answer.status_code == 303 and answer.location.endswith("/fiches/pacs/notes?fait=favori")
    assert "Retirer des favoris" in text(agent, answer.location)
    assert '<a href="/fiches/pacs.html">' in text(agent, "/mes-fiches")
    post(agent, "/fiches/pacs/favori", valeur="non", retour="/mes-fiches#favoris")
    assert "Aucun favori" in text(agent, "/mes-fiches")


def test_only_sheets_of_the_guide_can_be_favourites(agent: FlaskClient) -> None:
    assert post(agent, "/fiches/inconnue/favori", valeur="oui").status_code == 404


def test_a_note_is_written_on_a_section_changed_and_erased(agent: FlaskClient, state: State) -> None:
    page = text(agent, "/fiches/pacs/notes?ancre=dissolution")
    assert re.search(r'<option value="dissolution" selected>Dissolution <b></option>', page)
    post(agent, "/fiches/pacs/notes", ancre="dissolution", texte="<i>Appeler</i> la mairie")
    page = agent.get("/fiches/pacs/notes").get_data(as_text=True)
    assert "&lt;i&gt;Appeler&lt;/i&gt; la mairie" in page and 'href="/fiches/pacs.html#dissolution"' in page
    note = state.notes(owner(state))[0]
    post(agent, f"/mes-fiches/notes/{note.id}", texte="Autre chose")
    assert "Autre chose" in text(agent, "/mes-fiches")
    post(agent, f"/mes-fiches/notes/{note.id}", texte="", acte="effacer")
    assert state.notes(owner(state)) == ()


def test_a_note_that_can_not_be_kept_is_not_lost(agent: FlaskClient) -> None:
    answer = post(agent, "/fiches/pacs/notes", ancre="inconnue", texte="Un long texte")
    assert answer.status_code == 409
    page = answer.get_data(as_text=True)
    assert "Un long texte</textarea>" in page and 'role="alert"' in page


def test_a_note_says_that_its_text_changed_and_can_be_confirmed(
    agent: FlaskClient, state: State, root: Path
) -> None:
    EditionStore(root).switch(0)
    post(agent, "/fiches/pacs/notes", ancre="dissolution", texte="Une note")
    assert "Le texte a changé" not in text(agent, "/mes-fiches")
    EditionStore(root).switch(1)
    for address in ("/mes-fiches", "/fiches/pacs/notes"):
        page = text(agent, address)
        assert "Le texte a changé" in page and 'href="/comparer/pacs?de=0"' in page
    note = state.notes(owner(state))[0]
    post(agent, f"/mes-fiches/notes/{note.id}", acte="relue")
    assert "Le texte a changé" not in text(agent, "/mes-fiches")
    assert state.notes(owner(state))[0].text == "Une note"


def test_a_note_on_a_sheet_that_is_gone_is_kept(agent: FlaskClient, state: State) -> None:
    place = NotePlace("disparue", "x", "0" * 64, 0, "Une section")
    ident = state.add_note(owner(state), place, "Toujours là")
    page = text(agent, "/mes-fiches")
    assert "La fiche a été retirée" in page and "Toujours là" in page and "Une section" in page
    post(agent, f"/mes-fiches/notes/{ident}", texte="Reprise")
    assert "Reprise" in text(agent, "/mes-fiches")


def test_nobody_reaches_the_notes_of_another(as_: Clients, state: State) -> None:
    ident = state.add_note(owner(state), NotePlace("pacs", "", "0" * 64, 1, "Pacs"), "À moi seul")
    other = as_(Role.ADMIN)
    for act in ("effacer", "relue", ""):
        assert post(other, f"/mes-fiches/notes/{ident}", acte=act, texte="pris").status_code == 404
    for address in ("/mes-fiches", "/fiches/pacs/notes", "/mes-fiches/export.json"):
        assert "À moi seul" not in text(other, address)
    assert state.notes(owner(state))[0].text == "À moi seul"


def ask(client: FlaskClient, address: str) -> dict[str, object]:
    """As the script of a page asks: with the token of the menu in a header."""
    answer = client.post(address, headers={"X-Jeton": token_of(client, "/fiches/pacs.html")})
    assert answer.status_code == 200
    found: dict[str, object] = answer.get_json()
    return found


def test_a_page_tells_the_server_that_it_was_read(agent: FlaskClient) -> None:
    text(agent, "/fiches/pacs.html")
    assert "Aucune lecture" in text(agent, "/mes-fiches"), "the page alone records nothing"
    assert ask(agent, "/fiches/pacs/lecture") == {"gardee": True, "favori": False, "notes": []}
    assert agent.get("/mes-fiches/resume.json").get_json()["lues"][0]["id"] == "pacs"
    assert agent.post("/fiches/pacs/lecture").status_code == 400, "another site can not say so"


def test_a_page_shows_the_notes_that_stand_on_it(agent: FlaskClient) -> None:
    post(agent, "/fiches/pacs/notes", ancre="dissolution", texte="Une note")
    found = ask(agent, "/fiches/pacs/lecture")["notes"]
    assert isinstance(found, list)
    assert [(n["ancre"], n["texte"], n["modifiee"]) for n in found] == [("dissolution", "Une note", False)]
    assert ask(agent, "/fiches/loyer-01/lecture")["notes"] == []


def test_since_the_last_visit(agent: FlaskClient, root: Path) -> None:
    EditionStore(root).switch(0)
    ask(agent, "/fiches/pacs/lecture")
    ask(agent, "/fiches/loyer-01/lecture")
    EditionStore(root).switch(1)
    page = text(agent, "/mes-fiches")
    changed = page[page.index("Depuis votre dernière visite") : page.index("Tout marquer comme vu")]
    assert "/fiches/pacs.html" in changed and "/comparer/pacs?de=0" in changed and "loyer" not in changed
    assert agent.get("/mes-fiches/resume.json").get_json()["changees"] == 1
    post(agent, "/mes-fiches/vu")
    assert "Rien n'a changé" in text(agent, "/mes-fiches")


def test_readings_can_be_switched_off_and_forgotten(agent: FlaskClient) -> None:
    ask(agent, "/fiches/pacs/lecture")
    post(agent, "/mes-fiches/lectures/oubli")
    assert "Aucune lecture" in text(agent, "/mes-fiches")
    ask(agent, "/fiches/pacs/lecture")
    post(agent, "/mes-fiches/reglages")
    assert ask(agent, "/fiches/pacs/lecture")["gardee"] is False
    assert "ne pas garder vos lectures" in text(agent, "/mes-fiches")


def test_all_can_be_taken_away_and_erased(agent: FlaskClient) -> None:
    post(agent, "/fiches/pacs/favori", valeur="oui")
    post(agent, "/fiches/pacs/notes", ancre="dissolution", texte="Une note")
    ask(agent, "/fiches/pacs/lecture")
    answer = agent.get("/mes-fiches/export.json")
    assert answer.headers["Content-Disposition"] == "attachment; filename=mes-fiches.json"
    kept = answer.get_json()
    assert (kept["favoris"][0]["fiche"], kept["lectures"][0]["fiche"]) == ("pacs", "pacs")
    assert kept["notes"][0]["texte"] == "Une note"
    assert kept["notes"][0]["maintenant"]["ancre"] == "dissolution"
    post(agent, "/mes-fiches/effacement")
    kept = agent.get("/mes-fiches/export.json").get_json()
    assert (kept["favoris"], kept["notes"], kept["lectures"]) == ([], [], [])


def test_wishes_are_kept_and_a_bad_address_is_told(agent: FlaskClient, state: State) -> None:
    answer = post(agent, "/mes-fiches/reglages", courriel="on", adresse="")
    assert answer.status_code == 409 and "adresse" in html.unescape(answer.get_data(as_text=True))
    post(agent, "/mes-fiches/reglages", courriel="on", adresse="a@exemple.fr", chapitres="logement")
    wanted = state.preferences(owner(state))
    assert (wanted.digest, wanted.email, wanted.chapters) == (True, "a@exemple.fr", ("logement",))


def feed_address(client: FlaskClient) -> str:
    page = html.unescape(post(client, "/mes-fiches/flux").get_data(as_text=True))
    found = re.search(r"http://localhost(/flux/[\w-]+/nouveautes\.atom)", page)
    assert found is not None
    return found[1]


def test_the_feed_needs_its_key_and_no_sign_in(agent: FlaskClient, as_: Clients) -> None:
    address = feed_address(agent)
    answer = as_(None).get(address)
    assert answer.status_code == 200 and answer.content_type == "application/atom+xml"
    assert "no-cache" in answer.headers["Cache-Control"]
    again = as_(None).get(address, headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    key = address.split("/")[2]
    assert key not in text(agent, "/mes-fiches/reglages"), "shown once"
    post(agent, "/mes-fiches/flux/revocation")
    assert as_(None).get(address).status_code == 404


def test_the_feed_tells_the_editions_served_by_chapter(agent: FlaskClient, as_: Clients, root: Path) -> None:
    address = feed_address(agent)
    first = as_(None).get(address).data
    feed = etree.fromstring(first)
    ids = feed.xpath("a:entry/a:id/text()", namespaces=ATOM)
    assert len(set(ids)) == len(ids) and any(ident.endswith("edition/1/chapitre/couple") for ident in ids)
    assert not any("edition/2/" in ident for ident in ids), "an edition that was withdrawn is not told"
    for entry in feed.findall("a:entry", ATOM):
        for part in ("a:title", "a:updated", "a:content", "a:link"):
            assert entry.find(part, ATOM) is not None
    assert as_(None).get(address).data == first
    EditionStore(root).switch(2)
    again = etree.fromstring(as_(None).get(address).data)
    entries = {
        e.findtext("a:id", None, ATOM): e.findtext("a:updated", None, ATOM) for e in again.iter("{*}entry")
    }
    before = {
        e.findtext("a:id", None, ATOM): e.findtext("a:updated", None, ATOM) for e in feed.iter("{*}entry")
    }
    assert before.items() <= entries.items(), "ids and dates stay"
    assert any("edition/2/" in str(ident) for ident in entries)


def test_a_feed_of_some_chapters(agent: FlaskClient, as_: Clients) -> None:
    post(agent, "/mes-fiches/reglages", lectures="on", chapitres="logement")
    feed = as_(None).get(feed_address(agent)).get_data(as_text=True)
    assert "chapitre/couple" not in feed


def test_a_feed_of_an_account_that_was_closed(agent: FlaskClient, as_: Clients, state: State) -> None:
    address = feed_address(agent)
    state.deactivate(NAMES[Role.AGENT])
    assert as_(None).get(address).status_code == 404
    state.set_active(NAMES[Role.AGENT], True)
    assert sign_in(as_(None), NAMES[Role.AGENT]).status_code == 303
