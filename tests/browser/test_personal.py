"""A reader's own things in a real browser, with and without JavaScript."""

from playwright.sync_api import Page, expect

from .conftest import sign_in


def test_a_favourite_and_a_note(page: Page) -> None:
    page.goto("/fiches/mariage.html")
    sign_in(page, "agnes")
    page.locator("[data-personnel]").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mariage")
    page.get_by_label("Sur").select_option("age")
    page.get_by_label("Votre note").last.fill("Demander la dispense au procureur.")
    page.get_by_role("button", name="Enregistrer la note").click()
    expect(page.get_by_role("status")).to_contain_text("enregistrée")
    page.get_by_role("button", name="Ajouter aux favoris").click()
    expect(page.get_by_role("button", name="Retirer des favoris")).to_be_visible()
    page.goto("/mes-fiches")
    expect(page.get_by_role("main")).to_contain_text("Demander la dispense au procureur.")
    page.get_by_text("Modifier ou effacer").first.click()
    page.get_by_role("button", name="Effacer la note").first.click()
    page.get_by_role("button", name="Retirer").first.click()
    expect(page.get_by_role("main")).to_contain_text("Aucun favori")
