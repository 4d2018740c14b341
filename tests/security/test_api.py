"""The interface for programs answers nothing with a 5xx, whoever asks and whatever is asked (few examples: see api_fuzz)."""

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest

from tests.web.local_server import served

from .api_fuzz import Caller, fuzz, guide_with_callers, write_description

Served = tuple[str, dict[str, Caller], Path]


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The address of a guide, who may call it, and its description."""
    folder = tmp_path_factory.mktemp("api")
    with guide_with_callers(folder) as (address, callers):
        yield address, {caller.name: caller for caller in callers}, write_description(folder)


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("signed out", None),
        ("session, agent", "agent"),
        ("session, redacteur", "redacteur"),
        ("session, administrateur", "administrateur"),
        ("token, administrateur", "administrateur"),
    ],
)
def test_nothing_asked_of_it_breaks_it(api: Served, name: str, role: str | None) -> None:
    address, callers, described = api
    assert role_of(address, callers[name]) == role, "the headers say who it is"
    status, report = fuzz(address, described, callers[name], 1)
    assert status == 0, report
    assert role_of(address, callers[name]) == role, "and still do at the end"


def test_a_server_that_breaks_is_found(api: Served) -> None:
    _, callers, described = api

    def broken(environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        start_response("500 Internal Server Error", [("Content-Type", "application/json")])
        return [b"{}"]

    with served(lambda _: broken) as port:
        status, report = fuzz(f"http://localhost:{port}", described, callers["signed out"], 1)
    assert status == 1 and "Server error" in report


def role_of(address: str, caller: Caller) -> str | None:
    """The role that the guide sees in `caller`."""
    headers = dict(header.split(": ", 1) for header in caller.headers)
    try:
        with urlopen(Request(f"{address}/api/moi", headers=headers), timeout=20) as answer:
            role: str = json.load(answer)["role"]
            return role
    except HTTPError as error:
        error.close()
        assert error.code == 401
        return None
