"""An administrator reads a change report and decides; an editor only reads."""

from playwright.sync_api import Page, expect

from .conftest import sign_in


def test_an_editor_reads_the_report(page: Page) -> None:
    page.goto("/rapports/")
    sign_in(page, "remi")
    page.get_by_role("link", name="2026-02", exact=True).click()
    expect(page.get_by_role("button", name="Approuver tout ce qui reste")).to_have_count(0)
    page.get_by_role("link", name="Lire le rapport de changements").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator("body")).to_contain_text("Pacte civil de solidarité")


def test_an_administrator_refuses_then_approves(page: Page) -> None:
    page.goto("/rapports/2026-02/?voir=tout")
    sign_in(page, "ada")
    change = page.locator(".revue-changement").first
    fate = change.locator(".revue-sort")
    change.get_by_text("Refuser, demander, commenter").click()
    change.get_by_label("Pourquoi, ou votre question").fill("Le titre est à revoir.")
    change.get_by_role("button", name="Refuser", exact=True).click()
    expect(fate).to_have_text("Refusé")
    expect(page.get_by_role("main")).to_contain_text("Refusé par ada")
    expect(page.get_by_role("main")).to_contain_text("Laissé de côté")
    change.get_by_role("button", name="Approuver", exact=False).first.click()
    expect(fate).to_have_text("Approuvé")
    expect(page.get_by_role("main")).to_contain_text("Enregistré.")
    expect(page.get_by_role("button", name="Approuver tout ce qui reste")).to_have_count(0)
    expect(page.get_by_role("main")).to_contain_text("relu, en attente de publication")
    expect(page.get_by_role("button", name="Publier l'édition")).to_be_visible()


def test_pages_of_the_application_fit_a_small_screen(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto("/")
    sign_in(page, "ada")
    for address in ("/recherche?q=mariage", "/comptes", "/compte", "/rapports/", "/rapports/2026-02/"):
        page.goto(address)
        assert page.locator("html").evaluate("html => html.scrollWidth") == 360, address
