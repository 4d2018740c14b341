"""The fast way says what Flask says: same status, same words, same headers, for every role and address."""

import gzip
import time
import zlib
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from guide_pipeline.editions.store import EditionStore
from guide_site.state import Role, Session, State
from guide_site.web import WebConfig, create_app
from guide_site.web.fast import FRESH, FastPages
from guide_site.web.prepared import Shelf, gzip_body, part_of, plain_body, prepare

from .conftest import Clients, sign_in, token_of

PATHS = (
    "/",
    "/fiches/pacs.html",
    "/nouveautes.html",
    "/fiches/rien.html",
    "/pages.json",
    "/cadre.html",
    "/../x",
    "/comptes",
)


def slow(app: Flask) -> Flask:
    """The same application without the fast way."""
    layer = app.wsgi_app
    assert isinstance(layer, FastPages)
    app.wsgi_app = layer._inner  # type: ignore[method-assign]
    return app


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("role", [None, *Role])
def test_the_same_answer(root: Path, state: State, role: Role | None, path: str) -> None:
    fast, plain = (create_app(root, config=WebConfig(), state=state) for _ in range(2))
    slow(plain)
    client = fast.test_client()
    if role is not None:
        sign_in(client, {"agent": "agnes", "redacteur": "remi", "administrateur": "ada"}[role.value])
    other = plain.test_client()
    if cookie := client.get_cookie("guide_session"):
        other.set_cookie("guide_session", cookie.value)
    one, two = client.get(path), other.get(path)
    assert (one.status_code, one.data) == (two.status_code, two.data)
    for name in (set(one.headers.keys()) | set(two.headers.keys())) - {"ETag", "Vary", "Set-Cookie", "Date"}:
        assert one.headers.get(name) == two.headers.get(name), name


def test_it_is_the_fast_way_that_answers(as_: Clients, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    client = as_(Role.AGENT)
    client.get("/")
    layer = app.wsgi_app
    assert isinstance(layer, FastPages)
    monkeypatch.setattr(layer, "_inner", None)
    assert client.get("/fiches/pacs.html").status_code == 200


def test_compressed_and_not_modified(as_: Clients) -> None:
    client = as_(Role.AGENT)
    plain = client.get("/fiches/pacs.html")
    packed = client.get("/fiches/pacs.html", headers={"Accept-Encoding": "gzip, br"})
    assert packed.headers["Content-Encoding"] == "gzip" and len(packed.data) < len(plain.data) / 2
    assert gzip.decompress(packed.data) == plain.data
    assert packed.headers["ETag"] != plain.headers["ETag"]
    again = client.get("/fiches/pacs.html", headers={"If-None-Match": plain.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert client.head("/fiches/pacs.html").data == b""


def test_two_readers_are_told_apart(as_: Clients) -> None:
    one, two = (as_(role).get("/fiches/pacs.html") for role in (Role.AGENT, Role.ADMIN))
    assert one.headers["ETag"] != two.headers["ETag"]
    assert b"Agnes" in one.data and b"Agnes" not in two.data


def test_what_ends_is_over(as_: Clients, state: State) -> None:
    client = as_(Role.AGENT)
    assert client.get("/").status_code == 200
    state.set_active("agnes", False, by="ada")
    time.sleep(FRESH)
    assert client.get("/").status_code == 303


def test_one_asks_the_state_and_the_others_are_answered_meanwhile(
    as_: Clients, app: Flask, state: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is asked anew is asked once; but a session is never believed longer than that lasts, at most half a second."""
    client = as_(Role.AGENT)
    assert client.get("/").status_code == 200
    layer = app.wsgi_app
    assert isinstance(layer, FastPages)
    (token,) = layer._readers
    asked, real, meanwhile = [], state.session, []

    def session(secret: str) -> Session | None:
        asked.append(secret)
        if len(asked) == 1:
            meanwhile.append(layer._reader(token, seen + FRESH + 0.1))
            meanwhile.append(layer._reader(token, seen + FRESH + 0.6))
        return real(secret)

    monkeypatch.setattr(state, "session", session)
    before, seen = layer._readers[token], layer._readers[token].seen
    after = layer._reader(token, seen + FRESH + 0.1)
    assert meanwhile[0] is before, "answered from what is known while another thread asks"
    assert len(asked) == 2 and meanwhile[1] is not before, "too old: asks for itself"
    assert after is not None and after is not before


def test_a_switch_and_a_repair_are_seen(as_: Clients, root: Path) -> None:
    client = as_(Role.AGENT)
    assert b"1." in client.get("/fiches/pacs.html").data
    store = EditionStore(root)
    store.switch(0)
    assert "état 0" in client.get("/fiches/pacs.html").get_data(as_text=True)
    page = store.paths.site(0) / "fiches" / "pacs.html"
    repaired = page.with_name("neuf.html")
    repaired.write_bytes(page.read_bytes().replace("état 0".encode(), "état réparé".encode()))
    repaired.replace(page)
    time.sleep(FRESH)
    assert "état réparé" in client.get("/fiches/pacs.html").get_data(as_text=True)


def test_another_host_is_refused(root: Path, state: State) -> None:
    app = create_app(root, config=WebConfig(trusted_hosts=("guide.exemple.fr",)), state=state)
    client = app.test_client()
    sign = client.get("/", base_url="http://guide.exemple.fr")
    assert sign.status_code == 303
    assert client.get("/", base_url="http://ailleurs.exemple").status_code == 400


@given(st.lists(st.binary(max_size=300), min_size=1, max_size=4), st.binary(max_size=100))
def test_parts_side_by_side_are_one_stream(pieces: list[bytes], between: bytes) -> None:
    page = prepare(tuple(pieces), "text/html", between)
    whole = between.join(pieces)
    assert plain_body(page, part_of(between)) == whole
    stream = zlib.decompressobj(31)
    assert stream.decompress(gzip_body(page, part_of(between))) == whole
    assert stream.eof and stream.unused_data == b""


def test_the_shelf_forgets_what_was_asked_first() -> None:
    shelf = Shelf(1000, fresh=10)
    made: list[str] = []

    def ask(name: str, now: float = 0.0, stamp: object = 1) -> None:
        def make() -> object:
            made.append(name)
            return prepare((name.encode() * 300,), "font/woff2", b"")

        shelf.get((name,), now, lambda: stamp, make)  # type: ignore[arg-type]

    for name in "abca":
        ask(name)
    assert made == ["a", "b", "c"]
    ask("d")
    ask("b")
    assert made == ["a", "b", "c", "d", "b"]
    ask("b", now=11, stamp=2)
    assert made[-2:] == ["b", "b"]
    ask("b", now=30, stamp=None)
    assert made[-2:] == ["b", "b"]


def test_saying_that_a_sheet_was_read_makes_nobody_slower(
    as_: Clients, state: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every sheet that is read says so; a sign-out, on the contrary, is seen at once."""
    monkeypatch.setattr("guide_site.web.fast.FRESH", 3_600.0)
    client = as_(Role.AGENT)
    token = {"X-Jeton": token_of(client)}
    asked: list[str] = []
    known = state.session
    monkeypatch.setattr(State, "session", lambda _, secret: [asked.append(secret), known(secret)][1])
    client.get("/fiches/pacs.html")
    assert client.post("/fiches/pacs/lecture", headers=token).status_code == 200
    asked.clear()
    client.get("/fiches/pacs.html")
    assert asked == []
    client.post("/mes-fiches/vu", headers=token)
    asked.clear()
    client.get("/fiches/pacs.html")
    assert asked
