"""An agent at work, with and without JavaScript."""

import re

from playwright.sync_api import Page, expect

from .conftest import sign_in


def test_from_sign_in_to_sign_out(page: Page) -> None:
    page.goto("/fiches/loyer.html")
    expect(page).to_have_title(re.compile("Connexion"))
    expect(page.get_by_role("navigation")).to_have_count(0)
    sign_in(page, "agnes")
    expect(page.get_by_role("heading", level=1)).to_have_text("Loyers impayés")

    page.get_by_label("Rechercher dans le guide").fill("mariage")
    page.get_by_role("button", name="Rechercher").click()
    expect(page).to_have_url(re.compile(r"/recherche\?q=mariage"))
    page.get_by_role("link", name="Mariage", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mariage")

    page.goto("/fiches/pacs.html")
    page.get_by_role("main").get_by_role("link", name="mariage", exact=True).first.click()
    expect(page).to_have_url(re.compile(r"/fiches/mariage\.html$"))

    page.get_by_role("button", name="Se déconnecter").click()
    expect(page).to_have_title(re.compile("Connexion"))
    page.goto("/fiches/loyer.html")
    expect(page).to_have_title(re.compile("Connexion"))


def test_every_page_shows_its_edition_and_its_reader(page: Page) -> None:
    page.goto("/")
    sign_in(page, "agnes")
    for address in ("/", "/chapitres/famille.html", "/fiches/mariage.html", "/baremes.html", "/compte"):
        page.goto(address)
        expect(page.get_by_text("Édition 1", exact=True).first).to_be_visible()
        expect(page.get_by_role("navigation", name="Votre compte")).to_contain_text("Agnes")


def test_an_older_edition_says_that_it_is_old(page: Page) -> None:
    page.goto("/editions/0/fiches/loyer.html")
    sign_in(page, "agnes")
    expect(page.get_by_role("heading", level=1)).to_have_text("Loyer impayé")
    expect(page.get_by_text("n'est plus en vigueur")).to_be_visible()
    page.get_by_role("link", name="dans l'édition en vigueur").click()
    expect(page.get_by_text("n'est plus en vigueur")).to_have_count(0)


def test_changing_ones_password_and_a_page_that_is_not_there(page: Page) -> None:
    page.goto("/compte")
    sign_in(page, "agnes")
    page.get_by_label("Mot de passe actuel").fill("ce n'est pas le mien")
    for label in ("Nouveau mot de passe", "Nouveau mot de passe, encore une fois"):
        page.get_by_label(label, exact=True).fill("une autre phrase de passe")
    with page.expect_response("/compte/mot-de-passe") as answer:
        page.get_by_role("button", name="Changer le mot de passe").click()
    assert answer.value.status == 409
    expect(page.get_by_role("alert")).to_contain_text("actuel")
