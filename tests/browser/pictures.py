"""Pictures of every template of the demo, in both themes and two widths, to be looked at: a build artefact.

    guide demo --no-serve
    python -m tests.browser.pictures [--guide var/demo] [--to var/images] [--readme]

It serves the demo's guide on a free port for as long as it takes. `--readme` makes the pictures of the README instead,
in docs/images.
"""

import argparse
import json
import os
import shutil
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page, sync_playwright

from guide_site.web import create_app
from tests.serving import serving

ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-proxy-server")
ROOT = Path(__file__).parents[2]
SIZES = ((1366, 768), (390, 844))
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
TEMPLATES = {
    "accueil": "/",
    "chapitre": "/chapitres/prestations-familiales.html",
    "fiche": "/fiches/allocations-familiales.html",
    "nouveautes": "/nouveautes.html",
    "baremes": "/baremes.html",
    "theme": "/baremes/prestations-familiales.html",
    "sigles": "/sigles.html",
    "editions": "/editions.html",
    "a-propos": "/a-propos.html",
    "ancienne": "/editions/2/fiches/allocations-familiales.html",
    "a-la-date": "/le/2026-02-15/fiches/allocations-familiales.html",
    "recherche": "/recherche?q=allocations",
    "comparaison": "/comparer/allocations-familiales?de=3&a=4",
    "compte": "/compte",
    "comptes": "/comptes",
    "rapports": "/rapports/",
    "lot": "/rapports/2026-04/",
    "rapport": "/rapports/2026-04/report.html",
    "introuvable": "/fiches/inconnue.html",
}
README = {
    "fiche": "/fiches/allocations-familiales.html",
    "recherche": "/recherche?q=smic",
    "rapport": "/rapports/2026-04/report.html",
}


def take_all(browser: Browser, address: str, password: str, folder: Path) -> int:
    """Every template, each theme, each size; returns how many pictures there are."""
    taken = 0
    for theme in THEMES:
        tab = _tab(browser, address, theme)
        tab.goto("/connexion")
        taken += _take(tab, "connexion", theme, folder)
        _sign_in(tab, password)
        for name, path in TEMPLATES.items():
            tab.goto(path)
            taken += _take(tab, name, theme, folder)
        tab.context.close()
    return taken


def take_readme(browser: Browser, address: str, password: str, folder: Path) -> int:
    """The pictures of the README."""
    tab = _tab(browser, address, "light")
    tab.set_viewport_size({"width": 1240, "height": 700})
    tab.goto("/connexion")
    _sign_in(tab, password)
    for name, path in README.items():
        tab.goto(path)
        tab.evaluate("document.fonts.ready")
        tab.screenshot(path=folder / f"{name}.png")
    tab.context.close()
    return len(README)


def _tab(browser: Browser, address: str, theme: Literal["light", "dark"]) -> Page:
    context = browser.new_context(
        base_url=address, color_scheme=theme, locale="fr-FR", reduced_motion="reduce"
    )
    return context.new_page()


def _sign_in(tab: Page, password: str) -> None:
    tab.get_by_label("Nom de compte").fill("admin")
    tab.get_by_label("Mot de passe").fill(password)
    tab.get_by_role("button", name="Se connecter").click()


def _take(tab: Page, name: str, theme: str, folder: Path) -> int:
    for width, height in SIZES:
        tab.set_viewport_size({"width": width, "height": height})
        tab.evaluate("document.fonts.ready")
        tab.screenshot(path=folder / f"{name}-{width}-{theme}.png")
    return len(SIZES)


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--guide", type=Path, default=ROOT / "var" / "demo")
    parser.add_argument("--to", type=Path, default=ROOT / "var" / "images")
    parser.add_argument("--readme", action="store_true")
    given = parser.parse_args()
    folder = ROOT / "docs" / "images" if given.readme else given.to
    folder.mkdir(parents=True, exist_ok=True)
    password = json.loads((given.guide / "var" / "comptes-demo.json").read_bytes())["admin"]
    chromium = os.environ.get("GUIDE_CHROMIUM") or shutil.which("chromium")
    with serving(create_app(given.guide)) as address, sync_playwright() as engine:
        browser = engine.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        take = take_readme if given.readme else take_all
        print(f"{take(browser, address, password, folder)} pictures in {folder}")
        browser.close()


if __name__ == "__main__":
    main()
