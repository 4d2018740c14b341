"""Pages of editions: the one served, older ones, frames, caching, and nothing outside the trees."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guide_pipeline.editions.store import EditionStore
from guide_site.state import Role
from guide_site.web.trees import SiteTrees

from .conftest import Clients


def test_a_page_has_its_frame_and_the_menu_of_its_reader(as_: Clients) -> None:
    answer = as_(Role.AGENT).get("/fiches/pacs.html")
    text = answer.get_data(as_text=True)
    assert answer.status_code == 200 and answer.content_type == "text/html; charset=utf-8"
    assert "dissout le pacs, état 1." in text
    assert text.index(">Édition 1</a>") < text.index("Agnes d&#39;essai") < text.index("<main ")
    assert "<!--#include" not in text
    assert "Se déconnecter" in text and "/rapports/" not in text and "/comptes" not in text


@pytest.mark.parametrize(
    ("role", "links"), [(Role.EDITOR, ["/rapports/"]), (Role.ADMIN, ["/rapports/", "/comptes"])]
)
def test_the_menu_leads_where_the_role_may_go(as_: Clients, role: Role, links: list[str]) -> None:
    text = as_(role).get("/").get_data(as_text=True)
    assert [link for link in ("/rapports/", "/comptes") if f'href="{link}"' in text] == links


def test_a_switch_is_seen_at_once(as_: Clients, root: Path) -> None:
    client = as_(Role.AGENT)
    assert "état 1" in client.get("/fiches/pacs.html").get_data(as_text=True)
    EditionStore(root).switch(0)
    assert "état 0" in client.get("/fiches/pacs.html").get_data(as_text=True)


def test_an_older_edition_has_its_own_address_and_frame(as_: Clients) -> None:
    text = as_(Role.AGENT).get("/editions/0/fiches/pacs.html").get_data(as_text=True)
    assert "Vous lisez l'édition 0" in text and "état 0" in text
    assert "Vous lisez l'édition 0" in as_(Role.AGENT).get("/editions/0/").get_data(as_text=True)


def test_the_edition_served_has_one_address(as_: Clients) -> None:
    answer = as_(Role.AGENT).get("/editions/1/fiches/pacs.html")
    assert (answer.status_code, answer.location) == (302, "/fiches/pacs.html")


@pytest.mark.parametrize("path", ["//ailleurs.example", "/%5Cailleurs.example", "/%09/ailleurs.example"])
def test_leading_to_the_edition_served_leads_nowhere_else(as_: Clients, path: str) -> None:
    client = as_(Role.AGENT)
    answer = client.get(f"/editions/1/{path}")
    while answer.status_code in (302, 303, 308):
        assert re.match(r"(http://localhost)?/(?![/\\\\])", answer.location), answer.location
        answer = client.get(answer.location)
    assert answer.status_code in (200, 404)


def test_a_withdrawn_edition_is_for_those_who_review(as_: Clients) -> None:
    assert as_(Role.AGENT).get("/editions/2/").status_code == 404
    assert as_(Role.EDITOR).get("/editions/2/").status_code == 200


def test_an_edition_without_its_manifest_does_not_exist(as_: Clients, root: Path) -> None:
    EditionStore(root).paths.manifest(0).unlink()
    assert as_(Role.ADMIN).get("/editions/0/").status_code == 404


def test_a_page_unchanged_is_not_sent_again(as_: Clients) -> None:
    client = as_(Role.AGENT)
    first = client.get("/fiches/pacs.html")
    again = client.get("/fiches/pacs.html", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert first.headers["Cache-Control"] == again.headers["Cache-Control"] == "private, no-cache"
    assert "Cookie" in first.headers["Vary"]
    assert "Content-Security-Policy" in again.headers


def test_a_tag_is_not_shared_by_two_readers(as_: Clients) -> None:
    """Their menus differ, so what one's browser keeps never stands for the other's page."""
    tag = as_(Role.AGENT).get("/").headers["ETag"]
    assert as_(Role.ADMIN).get("/", headers={"If-None-Match": tag}).status_code == 200


def test_files_of_the_tree_have_their_type(as_: Clients, root: Path) -> None:
    style = next((EditionStore(root).paths.site(0) / "assets").glob("guide.*.css"))
    answer = as_(Role.AGENT).get(f"/editions/0/assets/{style.name}")
    assert (answer.content_type, answer.data) == ("text/css; charset=utf-8", style.read_bytes())


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/fiches/../../../secret.txt",
        "/editions/0/../../secret.txt",
        "/editions/0/../../../etat.sqlite",
        "/editions/0/%2e%2e/%2e%2e/secret.txt",
        "/editions/0/..%2f..%2fsecret.txt",
        "/editions/0/..%5c..%5csecret.txt",
        "/editions/0//etc/passwd",
        "/%00",
        "/fiches/pacs.html%00.css",
        "/fiches/",
        "/fiches",
        "/.cache",
        "/cadre.html",
        "/pages.json",
        "/cadre-ancienne.html",
        "/lien.html",
        "/fiches/pacs.html/x",
        "/editions/99/",
        "/editions/-1/",
        "/editions/00000000000000000000000000001x/",
        "/" + "x" * 5000,
    ],
)
def test_nothing_outside_the_trees_is_read(as_: Clients, root: Path, path: str) -> None:
    tree = EditionStore(root).paths.site(1)
    (tree / "lien.html").symlink_to(root / "var" / "secret.txt")
    (tree / ".cache").write_text("SECRET")
    answer = as_(Role.ADMIN).get(path, follow_redirects=True)
    assert answer.status_code == 404
    assert b"SECRET" not in answer.data


@given(st.text(alphabet="./\\%~a\0é ", max_size=12) | st.text(max_size=12))
def test_no_path_at_all_leads_out(tmp_path_factory: pytest.TempPathFactory, path: str) -> None:
    root = tmp_path_factory.getbasetemp() / "law"
    tree = root / "var" / "sites" / "0001"
    if not tree.exists():
        tree.mkdir(parents=True)
        (tree / "a").write_text("inside")
        for outside in (root / "a", tree.parent / "a", tree.parent.parent / "a"):
            outside.write_text("outside")
    found = SiteTrees(root).page(1, path)
    assert found is None or found.pieces == (b"inside",)


@pytest.mark.parametrize("content", [None, "", "abc", "7"])
def test_without_an_edition_the_site_says_so(as_: Clients, root: Path, content: str | None) -> None:
    switch = root / "var" / "courante"
    switch.unlink() if content is None else switch.write_text(content)
    answer = as_(Role.AGENT).get("/")
    assert answer.status_code == 503 and "pas encore publié" in answer.get_data(as_text=True)
    assert as_(None).get("/sante").status_code == 503
