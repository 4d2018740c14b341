"""In light and dark, nothing for axe-core to find in what pages become: what the script opens, what forms answer."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from .axe import findings


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1366, 390])
def test_axe_finds_nothing_in_what_the_script_opens(tabs: dict[str, Page], theme: str, width: int) -> None:
    tab = tabs["agnes"]
    tab.set_viewport_size({"width": width, "height": 768})
    tab.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    tab.goto("/fiches/mariage.html")
    tab.keyboard.press("m")
    expect(tab.locator(".corps ins").first).to_be_visible()
    assert findings(tab) == []
    tab.goto("/fiches/allocation.html")
    tab.locator(".corps abbr[tabindex]").first.focus()
    expect(tab.get_by_role("tooltip")).to_be_visible()
    tab.get_by_text("Autre date").click()
    assert findings(tab) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_what_forms_answer(tabs: dict[str, Page], theme: str, tmp_path: Path) -> None:
    """Messages, refusals, secrets that are shown once."""
    people = tmp_path / "comptes.csv"

    def import_list(text: str) -> None:
        people.write_text(text, "utf-8")
        ada.goto("/comptes/import")
        ada.get_by_label("Fichier CSV").set_input_files(people)
        ada.get_by_role("button", name="Voir ce que cela ferait").click()

    def is_sound(tab: Page, said: str) -> None:
        expect(tab.locator("main .message").first).to_contain_text(said)
        assert findings(tab) == [], said

    ada, lise, out = tabs["ada"], tabs["lise"], tabs[""]
    for tab in (ada, lise, out):
        tab.set_viewport_size({"width": 390, "height": 844})
        tab.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    import_list("compte;role\nzoe;chef\n")
    is_sound(ada, "La liste est à corriger")
    import_list("compte;nom\nzoe;Zoé\n")
    is_sound(ada, "Cette liste ferait ceci")
    ada.goto("/comptes/compte/luc")
    ada.get_by_role("button", name="Nouveau mot de passe").click()
    is_sound(ada, "Mot de passe de luc")
    lise.goto("/mes-fiches/reglages#flux")
    lise.get_by_role("button", name="Faire une nouvelle clé").click()
    is_sound(lise, "Adresse de votre flux")
    out.goto("/connexion")
    out.get_by_label("Nom de compte").fill("personne")
    out.get_by_label("Mot de passe").fill("une phrase")
    out.get_by_role("button", name="Se connecter").click()
    is_sound(out, "")
