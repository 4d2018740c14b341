"""A guide whose readers sign on at a provider of identities, and the page that leads them back there to sign out."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask
from playwright.sync_api import Page, Route, expect

from guide_pipeline.readers.access import SsoSettings
from guide_site.state import State
from guide_site.web import WebConfig, create_app
from tests.web.identity_provider import CLIENT, SECRET, Provider, provider_app
from tests.web.local_server import served

DOOR = "Connexion unique de la maison"


@contextmanager
def departing(root: Path, state: State, reader: str, secrets: Path) -> Iterator[str]:
    """The address of the guide of `root`, served with a provider that knows its `reader`; `secrets` is any folder."""
    (secrets / "sso.secret").write_text(f"{SECRET}\n", "utf-8")
    provider = Provider(claims={"sub": "u-1", "preferred_username": reader})

    def make(port: int) -> Flask:
        settings = SsoSettings(provider.issuer, CLIENT, "sso.secret", DOOR)
        here = (f"http://localhost:{port}",)
        return create_app(root, config=WebConfig(sso=settings, origins=here, folder=secrets), state=state)

    with served(lambda port: provider_app(provider, port)), served(make) as port:
        yield f"http://localhost:{port}"


def sign_on(tab: Page, address: str) -> None:
    """By the provider, at the guide that `departing` serves."""
    tab.goto(f"{address}/compte")
    tab.get_by_role("link", name=DOOR).click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Mon compte")


def leave(tab: Page) -> dict[str, bytes]:
    """Sign out; the page that leads to the provider, then what it asks for, by address.

    It stays in sight: there is nothing to go to at the provider (204).
    """
    bodies: dict[str, bytes] = {}

    def answer(route: Route) -> None:
        if "/fin?" in route.request.url:
            route.fulfill(status=204)
            return
        found = route.fetch()
        bodies[route.request.url] = found.body()
        route.fulfill(response=found)

    tab.route("**", answer)
    tab.get_by_role("button", name="Se déconnecter", exact=True).click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Vous êtes déconnecté du guide")
    tab.wait_for_load_state("networkidle")
    tab.unroute_all()
    return bodies
