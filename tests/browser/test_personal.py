"""A reader's own things in a real browser, with and without JavaScript."""

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from guide_site.state import Role, State

from .conftest import PASSWORD, sign_in

TEXT = "Demander la dispense au procureur."


@pytest.fixture
def reader(published_state: State) -> Iterator[str]:
    """An account that has nothing yet, and has nothing again afterwards."""
    name = "nour"
    if not any(account.name == name for account in published_state.users()):
        published_state.add_user(name, PASSWORD, Role.AGENT, "Nour")
    yield name
    published_state.erase_personal(published_state.user(name).id, by=name)


def at(page: Page, address: str, reader: str) -> None:
    page.goto(address)
    sign_in(page, reader)


def is_read(page: Page, javascript: bool) -> None:
    """Wait until the script has told the server that this sheet is read, and shown the reader's own things."""
    expect(page.get_by_role("button", name="Favori")).to_have_count(1 if javascript else 0)


def write_note(page: Page, section: str) -> None:
    """On the page that its address or the pencil of a section opens."""
    expect(page.get_by_label("Sur")).to_have_value(section)
    page.get_by_label("Votre note").last.fill(TEXT)
    page.get_by_role("button", name="Enregistrer la note").click()
    expect(page.get_by_role("status")).to_contain_text("enregistrée")


def box(page: Page) -> Locator:
    return page.get_by_role("complementary", name="Ma note")


def test_a_note_from_the_section_to_its_end(page: Page, javascript: bool, reader: str) -> None:
    """Written from the pencil of a section, seen there, exported, erased."""
    at(page, "/fiches/mariage.html", reader)
    pencil = page.get_by_role("link", name="Écrire une note sur « Âge »")
    if javascript:
        page.get_by_role("heading", name="Âge").hover()
        pencil.click()
        expect(page).to_have_url(re.compile(r"/fiches/mariage/notes\?ancre=age#ecrire$"))
    else:
        expect(pencil).to_have_count(0)
        page.goto("/fiches/mariage/notes?ancre=age")
    write_note(page, "age")
    page.goto("/fiches/mariage.html")
    if javascript:
        expect(page.locator("#age").get_by_role("complementary", name="Ma note")).to_contain_text(TEXT)
        expect(page.locator("[data-personnel]")).to_have_text("Mes notes (1)")
        box(page).get_by_role("link", name="Modifier").click()
        expect(page).to_have_url(re.compile(r"/fiches/mariage/notes#note-\d+$"))
    else:
        page.get_by_role("link", name="Favori et notes").click()
    expect(page.get_by_role("main")).to_contain_text(TEXT)
    page.goto("/mes-fiches/reglages")
    with page.expect_download() as export:
        page.get_by_role("link", name="Télécharger tout ce qui est gardé").click()
    kept = json.loads(export.value.path().read_bytes())
    assert TEXT in json.dumps(kept, ensure_ascii=False)
    page.goto("/mes-fiches")
    page.get_by_text("Modifier ou effacer").first.click()
    page.get_by_role("button", name="Effacer la note").first.click()
    expect(page.get_by_role("main")).not_to_contain_text(TEXT)
    page.goto("/fiches/mariage.html")
    is_read(page, javascript)
    expect(page.locator("[data-personnel]")).to_have_text(
        "Écrire une note" if javascript else "Favori et notes"
    )
    expect(box(page)).to_have_count(0)


def test_a_note_follows_its_section_and_says_that_the_text_changed(page: Page, javascript: bool) -> None:
    """Lise wrote hers in edition 0, on a section whose text edition 1 changed."""
    at(page, "/fiches/mariage.html", "lise")
    if javascript:
        note = page.locator("#age").get_by_role("complementary", name="Ma note")
        expect(note).to_contain_text("Le texte a changé depuis que vous avez écrit cette note.")
        expect(note.locator(".note-perso-texte")).to_have_text(
            "À revoir avec la famille à la prochaine visite.\nDeux lignes."
        )
    page.goto("/fiches/mariage/notes")
    note = page.locator(".ma-note")
    expect(note.get_by_role("heading")).to_have_text("Âge")
    expect(note).to_contain_text("Le texte a changé depuis que vous avez écrit cette note (édition 0).")
    note.get_by_role("link", name="Voir les modifications").click()
    expect(page).to_have_url(re.compile(r"/comparer/mariage\?de=0"))


def test_every_section_has_its_pencil(page: Page, javascript: bool, reader: str) -> None:
    at(page, "/fiches/allocation.html", reader)
    sections = page.locator(".corps section[id]")
    expect(sections).not_to_have_count(0)
    is_read(page, javascript)
    pencils = page.locator(".corps a.lien-section[href*='/notes?ancre=']")
    expect(pencils).to_have_count(sections.count() if javascript else 0)
    if javascript:
        names = {section.get_attribute("id") for section in sections.all()}
        found = {
            re.search(r"ancre=([\w-]+)#", pencil.get_attribute("href") or "") for pencil in pencils.all()
        }
        assert {match[1] for match in found if match} == names


def test_a_favourite_is_a_press_of_a_button(page: Page, javascript: bool, reader: str) -> None:
    at(page, "/fiches/pacs.html", reader)
    if javascript:
        button = page.get_by_role("button", name="Favori")
        expect(button).to_have_attribute("aria-pressed", "false")
        for pressed, said in (
            ("true", "Dans vos favoris"),
            ("false", "Retirée de vos favoris"),
            ("true", "Dans"),
        ):
            button.click()
            expect(page.get_by_role("status")).to_contain_text(said)
            expect(button).to_have_attribute("aria-pressed", pressed)
        page.reload()
        expect(button).to_have_attribute("aria-pressed", "true")
    else:
        expect(page.get_by_role("button", name="Favori")).to_have_count(0)
        page.get_by_role("link", name="Favori et notes").click()
        page.get_by_role("button", name="Ajouter aux favoris").click()
        expect(page.get_by_role("status")).to_contain_text("dans vos favoris")
    page.goto("/mes-fiches")
    favourites = page.get_by_role("region", name="Favoris")
    favourites.get_by_role("link", name="Pacs").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Pacs")
    page.goto("/mes-fiches")
    favourites.get_by_role("button", name="Retirer").click()
    expect(favourites).to_contain_text("Aucun favori")


def test_home_says_what_was_read_last(page: Page, javascript: bool, reader: str) -> None:
    at(page, "/fiches/loyer.html", reader)
    is_read(page, javascript)
    page.goto("/")
    read = page.get_by_role("region", name="Mes fiches")
    if not javascript:
        expect(read).to_have_count(0)
        return
    expect(read.get_by_role("heading", name="Lues récemment")).to_be_visible()
    expect(read.get_by_role("heading", name="Depuis votre dernière visite")).to_have_count(0)
    read.get_by_role("link", name="Loyers impayés").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Loyers impayés")


def test_what_changed_since_ones_last_visit(
    page: Page, javascript: bool, reader: str, published_state: State
) -> None:
    published_state.add_favourite(published_state.user(reader).id, "mariage", 0)
    at(page, "/", reader)
    own = page.get_by_role("region", name="Mes fiches")
    if javascript:
        own.get_by_role("link", name="Une fiche que vous suivez a changé").click()
    else:
        expect(own).to_have_count(0)
        page.get_by_role("link", name="Mes fiches").click()
    since = page.get_by_role("region", name="Depuis votre dernière visite")
    expect(since.get_by_role("listitem")).to_have_count(1)
    expect(since.get_by_role("listitem")).to_contain_text("Mariage")
    expect(since.get_by_role("link", name="Voir ce qui a changé")).to_have_attribute(
        "href", "/comparer/mariage?de=0"
    )
    since.get_by_role("button", name="Tout marquer comme vu").click()
    expect(since).to_contain_text("Rien n'a changé")
    page.goto("/")
    page.wait_for_load_state("networkidle")
    expect(page.get_by_text("Une fiche que vous suivez a changé")).to_have_count(0)
