"""The application on a small guide, with one account per role, and clients signed in or not."""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from guide_site.state import Role, State, default_url, open_state
from guide_site.web import WebConfig, create_app

from .guides import publish_batches, write_sources

QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
PASSWORD = "bonne phrase de passe"
NAMES = {Role.AGENT: "agnes", Role.EDITOR: "remi", Role.ADMIN: "ada"}
TOKEN = re.compile(r'name="jeton" value="([^"]+)"')

Clients = Callable[[Role | None], FlaskClient]


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The guide that each test gets a copy of, with one account per role."""
    root = tmp_path_factory.mktemp("web") / "guide"
    write_sources(root)
    state = open_state(default_url(root), hasher=QUICK)
    state.create_schema()
    for role, name in NAMES.items():
        state.add_user(name, PASSWORD, role, f"{name.title()} d'essai")
    publish_batches(root, state)
    state.close()
    (root / "var" / "secret.txt").write_text("SECRET", "utf-8")
    return root


@pytest.fixture
def root(template: Path, tmp_path: Path) -> Path:
    """A working guide of one's own."""
    return shutil.copytree(template, tmp_path / "guide")


@pytest.fixture
def state(root: Path) -> Iterator[State]:
    """Its accounts, decisions and trail."""
    state = open_state(default_url(root), hasher=QUICK)
    yield state
    state.close()


@pytest.fixture
def app(root: Path, state: State) -> Flask:
    """The site of that guide."""
    return create_app(root, config=WebConfig(), state=state)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Someone signed out."""
    return app.test_client()


@pytest.fixture
def as_(app: Flask) -> Clients:
    """Someone of a role, or signed out (None)."""
    return clients_of(app)


@pytest.fixture(scope="module")
def shared_root(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The one guide that a module's tests share: they fill in no form, and each signs in anew."""
    return shutil.copytree(template, tmp_path_factory.mktemp("partage") / "guide")


@pytest.fixture(scope="module")
def shared_state(shared_root: Path) -> Iterator[State]:
    """Its accounts."""
    state = open_state(default_url(shared_root), hasher=QUICK)
    yield state
    state.close()


@pytest.fixture(scope="module")
def shared_as(shared_root: Path, shared_state: State) -> Clients:
    """`as_`, on that guide."""
    return clients_of(create_app(shared_root, config=WebConfig(), state=shared_state))


def clients_of(app: Flask) -> Clients:
    """Makes clients of a site, signed in for a role or signed out."""

    def connect(role: Role | None) -> FlaskClient:
        client = app.test_client()
        if role is not None:
            assert sign_in(client, NAMES[role]).status_code == 303
        return client

    return connect


def token_of(client: FlaskClient, address: str = "/compte") -> str:
    """The form token on a page."""
    found = TOKEN.search(client.get(address).get_data(as_text=True))
    assert found is not None, address
    return found[1]


def sign_in(
    client: FlaskClient, name: str, password: str = PASSWORD, suite: str | None = None
) -> TestResponse:
    """Fill in the sign-in form as a browser would."""
    form = {"nom": name, "mot_de_passe": password, "jeton": token_of(client, "/connexion")}
    return client.post("/connexion", data=form if suite is None else {**form, "suite": suite})


def post(client: FlaskClient, address: str, **fields: str) -> TestResponse:
    """Send a form of one's own pages."""
    return client.post(address, data={**fields, "jeton": token_of(client)})
