"""A real browser on a real server: a small guide built and updated by the pipeline, one account per role."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect

from guide_pipeline.build.base import build
from guide_pipeline.editions.store import EditionStore
from guide_pipeline.ingest import ingest
from guide_pipeline.readers.config import read_config
from guide_site.review import approve_all, publish_approved
from guide_site.state import Role, State, default_url, open_state
from guide_site.web import create_app
from tests.guides import first_batch, write_batch, write_guide
from tests.serving import serving

from .departure import departing
from .lived import live_in

PASSWORD = "bonne phrase de passe"
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
SEEN = ((0, "mariage", "age"), (0, "loyer", ""), (1, "allocation", "montant"))
"""By Lise."""
WAITING = """\
[[operations]]
type = "renommage"
fiche = "pacs"
titre = "Pacte civil de solidarité"
"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All tests of this folder need Chromium."""
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.browser)


@contextmanager
def _people(root: Path) -> Iterator[State]:
    state = open_state(default_url(root), hasher=QUICK)
    try:
        yield state
    finally:
        state.close()


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A guide with edition 1 served after a batch, and another batch that awaits review."""
    root = write_guide(tmp_path_factory.mktemp("navigateur") / "guide")
    store = EditionStore(root)
    build(store, read_config(root))
    with _people(root) as state:
        state.create_schema()
        for name, role in (("agnes", Role.AGENT), ("remi", Role.EDITOR), ("ada", Role.ADMIN)):
            state.add_user(name, PASSWORD, role, name.title())
        batch = ingest(store, first_batch(root)).ingested.batch
        approve_all(store, state, batch, "ada")
        publish_approved(store, state, batch, "ada")
        link = live_in(store, state, default_url(root), PASSWORD, "ada", SEEN)
        (root / "invitation.txt").write_text(link)
    ingest(store, write_batch(root, "2026-02", "2026-01", WAITING, date="2026-02-01"))
    return root


@pytest.fixture(scope="session")
def published_state(published: Path) -> Iterator[State]:
    """Its accounts, and what they keep."""
    with _people(published) as state:
        yield state


@pytest.fixture(scope="session")
def site(published: Path, published_state: State) -> Iterator[str]:
    """The address of that guide, served."""
    with serving(create_app(published, state=published_state)) as address:
        yield address


def _is_complaint(message: ConsoleMessage) -> bool:
    """Errors and warnings; a form refused with its reason on the page (409) is no fault of the page."""
    return message.type in ("error", "warning") and "status of 409" not in message.text


def _context(browser: Browser, site: str, *, javascript: bool) -> BrowserContext:
    context = browser.new_context(base_url=site, java_script_enabled=javascript, locale="fr-FR")
    context.set_default_timeout(15_000)
    return context


@pytest.fixture(params=[True, False], ids=["javascript", "sans-javascript"])
def javascript(request: pytest.FixtureRequest) -> bool:
    """Whether scripts run: tests that take `page` run both ways."""
    return bool(request.param)


@pytest.fixture
def page(javascript: bool, browser: Browser, site: str) -> Iterator[Page]:
    """A new tab, with and without JavaScript. Whatever the page complains of (a refused style or script, a
    failed script, a missing file) fails the test."""
    context = _context(browser, site, javascript=javascript)
    tab = context.new_page()
    complaints: list[str] = []
    tab.on("console", lambda m: complaints.append(m.text) if _is_complaint(m) else None)
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    yield tab
    context.close()
    assert complaints == []


def sign_in(tab: Page, name: str) -> None:
    """Fill in the form that is shown, and wait for the page that was asked for."""
    tab.get_by_label("Nom de compte").fill(name)
    tab.get_by_label("Mot de passe").fill(PASSWORD)
    tab.get_by_role("button", name="Se connecter").click()
    expect(tab).not_to_have_title(re.compile("Connexion"))
    tab.wait_for_load_state()


@pytest.fixture(scope="session")
def invitation(published: Path) -> str:
    """The address of a link that was sent to someone."""
    return f"/invitation/{(published / 'invitation.txt').read_text()}"


@pytest.fixture(scope="session")
def departures(
    published: Path, published_state: State, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The address of the same guide, where Agnès signs on at a provider of identities."""
    with departing(published, published_state, "agnes", tmp_path_factory.mktemp("fournisseur")) as address:
        yield address


@pytest.fixture(scope="module")
def tabs(browser: Browser, site: str) -> Iterator[dict[str, Page]]:
    """A tab for each reader: signed out, agent, agent with things of her own, administrator."""
    found = {}
    contexts = []
    for name in ("", "agnes", "lise", "ada"):
        context = browser.new_context(base_url=site, locale="fr-FR", reduced_motion="reduce")
        contexts.append(context)
        found[name] = tab = context.new_page()
        tab.goto("/connexion")
        if name:
            sign_in(tab, name)
    yield found
    for context in contexts:
        context.close()
