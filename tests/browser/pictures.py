"""Pictures of every template of the demo, in both themes and two widths, to be looked at: a build artefact.

    guide demo --no-serve
    python -m tests.browser.pictures [--guide var/demo] [--to var/images] [--readme]

It serves the demo's guide on a free port for as long as it takes. `--readme` makes the pictures of the README instead,
in docs/images.
"""

import argparse
import json
import os
import secrets
import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from playwright.sync_api import Browser, Page, sync_playwright

from guide_pipeline.editions.store import EditionStore
from guide_site.state import State, default_url, open_state
from guide_site.web import create_app
from tests.browser.departure import departing, leave, sign_on
from tests.browser.lived import live_in
from tests.browser.templates import LEAVING, LINK, TEMPLATES
from tests.serving import serving

ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-proxy-server")
ROOT = Path(__file__).parents[2]
SIZES = ((1366, 768), (390, 844))
ADMIN = "admin"
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
SEEN = (
    (3, "pacs", ""),
    (3, "allocations-familiales", "montants"),
    (5, "concubinage", ""),
    (6, "aides-au-logement", ""),
)
"""By Lise, in the demo's guide."""
ADDRESSES = {
    "home.html": "/",
    "chapter.html": "/chapitres/prestations-familiales.html",
    "sheet.html": "/fiches/allocations-familiales.html",
    "news.html": "/nouveautes.html",
    "rates.html": "/baremes.html",
    "theme.html": "/baremes/prestations-familiales.html",
    "acronyms.html": "/sigles.html",
    "editions.html": "/editions.html",
    "about.html": "/a-propos.html",
    "old_frame.html": "/editions/2/fiches/allocations-familiales.html",
    "cadre_date.html": "/le/2026-02-15/fiches/allocations-familiales.html",
    "recherche.html": "/recherche?q=allocations",
    "comparaison.html": "/comparer/allocations-familiales?de=3&a=4",
    "erreur.html": "/fiches/inconnue.html",
    "mes-fiches.html": "/mes-fiches",
    "mes-reglages.html": "/mes-fiches/reglages",
    "fiche-notes.html": "/fiches/pacs/notes",
    "compte.html": "/compte",
    "rapports.html": "/rapports/",
    "rapport.html": "/rapports/2026-04/",
    "report.html": "/rapports/2026-04/report.html",
    "statistiques.html": "/statistiques",
    "comptes.html": "/comptes",
    "comptes-personne.html": "/comptes/compte/luc",
    "comptes-suppression.html": "/comptes/compte/luc/suppression",
    "comptes-import.html": "/comptes/import",
    "comptes-bloques.html": "/comptes/bloques",
    "comptes-cles.html": "/comptes/cles",
    "comptes-sessions.html": "/comptes/sessions",
    "journal.html": "/journal",
    "connexion.html": "/connexion",
    "secours.html": "/secours",
    "invitation.html": LINK,
    "deconnexion.html": LEAVING,
}
"""In the demo's guide. Who reads them is said in `templates.py`."""
README = {
    "fiche": "/fiches/allocations-familiales.html",
    "recherche": "/recherche?q=smic",
    "rapport": "/rapports/2026-04/report.html",
}


def take_all(
    browser: Browser, address: str, people: Mapping[str, str], link: str, departures: str, folder: Path
) -> int:
    """Every template, each theme, each size; `people` are passwords by reader. How many pictures there are.

    `departures` is the address of the same guide with single sign-on.
    """
    taken = 0
    for theme in THEMES:
        tabs = {}
        for reader, password in people.items():
            tabs[reader] = tab = _tab(browser, address, theme)
            if reader:
                tab.goto("/connexion")
                _sign_in(tab, reader, password)
        for template, path in ADDRESSES.items():
            reader = TEMPLATES[template][0]
            tab = tabs.get(reader) or tabs[ADMIN]
            if path == LEAVING:
                sign_on(tab, departures)
                leave(tab)
            else:
                tab.goto(f"/invitation/{link}" if path == LINK else path)
            taken += _take(tab, template.removesuffix(".html"), theme, folder)
        for tab in tabs.values():
            tab.context.close()
    return taken


def take_readme(browser: Browser, address: str, password: str, folder: Path) -> int:
    """The pictures of the README."""
    tab = _tab(browser, address, "light")
    tab.set_viewport_size({"width": 1240, "height": 700})
    tab.goto("/connexion")
    _sign_in(tab, ADMIN, password)
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


def _sign_in(tab: Page, name: str, password: str) -> None:
    tab.get_by_label("Nom de compte").fill(name)
    tab.get_by_label("Mot de passe").fill(password)
    tab.get_by_role("button", name="Se connecter").click()


def _take(tab: Page, name: str, theme: str, folder: Path) -> int:
    for width, height in SIZES:
        tab.set_viewport_size({"width": width, "height": height})
        tab.evaluate("document.fonts.ready")
        tab.wait_for_load_state("networkidle")
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
    password = json.loads((given.guide / "var" / "comptes-demo.json").read_bytes())[ADMIN]
    chromium = os.environ.get("GUIDE_CHROMIUM") or shutil.which("chromium")
    with _lived_in(given.guide) as (state, link, readers), sync_playwright() as engine:
        browser = engine.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        people = {ADMIN: password, **readers}
        with serving(create_app(given.guide, state=state)) as address:
            if given.readme:
                taken = take_readme(browser, address, password, folder)
            else:
                with TemporaryDirectory() as own, departing(given.guide, state, "lise", Path(own)) as sso:
                    taken = take_all(browser, address, people, link, sso, folder)
        print(f"{taken} pictures in {folder}")
        browser.close()


@contextmanager
def _lived_in(root: Path) -> Iterator[tuple[State, str, Mapping[str, str]]]:
    """A copy of the demo's accounts that people have used, the secret of a link, passwords by reader."""
    password = secrets.token_urlsafe(16)
    with TemporaryDirectory() as folder:
        (Path(folder) / "var").mkdir()
        own, copy = (sqlite3.connect(at / "var" / "etat.sqlite") for at in (root, Path(folder)))
        with closing(own), closing(copy):
            own.backup(copy)
        url = default_url(Path(folder))
        state = open_state(url)
        link = live_in(EditionStore(root), state, url, password, ADMIN, SEEN)
        yield state, link, {"": "", "lise": password}
        state.close()


if __name__ == "__main__":
    main()
