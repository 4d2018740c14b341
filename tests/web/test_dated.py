"""The guide at a date: the edition in force that day, with the rates in force that very day."""

from datetime import date
from pathlib import Path

import pytest

from guide_pipeline.build.base import build
from guide_pipeline.editions.store import EditionStore
from guide_pipeline.ingest import ingest
from guide_pipeline.readers.config import read_config
from guide_site.review import approve_all, publish_approved
from guide_site.state import Role, default_url, open_state
from guide_site.web.dated import dated_page
from guide_site.web.links import page_path
from tests.guides import first_batch, write_guide

from .conftest import QUICK, Clients


@pytest.fixture(scope="module")
def guide(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Editions 0 (1 September 2025) and 1 (1 January 2026), whose batch gives the rate a value since that day."""
    root = write_guide(tmp_path_factory.mktemp("dates") / "guide")
    store = EditionStore(root)
    build(store, read_config(root))
    state = open_state(default_url(root), hasher=QUICK)
    state.create_schema()
    batch = ingest(store, first_batch(root)).ingested.batch
    approve_all(store, state, batch, "ada")
    publish_approved(store, state, batch, "ada")
    state.close()
    return root


@pytest.mark.parametrize(
    ("edition", "day", "amount"),
    [
        (0, "2025-09-01", "474,37"),
        (0, "2026-03-01", "480"),
        (0, "2024-06-01", "466,44"),
        (1, "2025-12-31", "474,37"),
    ],
)
def test_rates_are_those_of_the_day_as_known_today(guide: Path, edition: int, day: str, amount: str) -> None:
    page = dated_page(guide, edition, 1, date.fromisoformat(day), "fiches/allocation.html")
    assert page is not None
    assert f"{amount}\u00a0€</data>" in page.decode()


def test_the_words_are_those_of_the_edition(guide: Path) -> None:
    day = date(2025, 10, 1)
    assert b"Loyer impay" in (dated_page(guide, 0, 1, day, "fiches/loyer.html") or b"")
    assert dated_page(guide, 0, 1, day, "fiches/pacs.html") is None
    assert dated_page(guide, 1, 1, day, "fiches/pacs.html")


@pytest.mark.parametrize(
    "path", ["index.html", "chapitres/famille.html", "baremes/autres.html", "baremes.csv", "changements.json"]
)
def test_every_kind_of_page_can_be_read_at_a_date(guide: Path, path: str) -> None:
    assert dated_page(guide, 0, 1, date(2025, 10, 1), path)


@pytest.mark.parametrize(
    "path", ["cadre.html", "pages.json", "fiches/../index.html", "fiches/inconnue.html", ""]
)
def test_nothing_else_can(guide: Path, path: str) -> None:
    assert dated_page(guide, 0, 1, date(2025, 10, 1), path) is None


def test_a_day_leads_to_the_edition_of_that_day(as_: Clients) -> None:
    client = as_(Role.AGENT)
    before = client.get("/le/2025-12-31/fiches/pacs.html").get_data(as_text=True)
    assert "Vous lisez le guide à la date du 31\u00a0décembre\u00a02025." in before
    assert "état 0" in before and "Agnes" in before
    assert "état 1" in client.get("/le/2026-01-31/fiches/pacs.html").get_data(as_text=True)
    # edition 2, of 1 February, was withdrawn: agents don't read it at any date
    assert "état 1" in client.get("/le/2026-03-01/fiches/pacs.html").get_data(as_text=True)
    assert "à la date du" in client.get("/le/2025-12-31/").get_data(as_text=True)


def test_a_day_before_the_guide_says_when_it_begins(as_: Clients) -> None:
    answer = as_(Role.AGENT).get("/le/2025-08-31/")
    assert answer.status_code == 404
    assert "Le guide commence le 1er\u00a0septembre\u00a02025." in answer.get_data(as_text=True)


@pytest.mark.parametrize("day", ["2026-02-30", "demain", "2026-2-1", "20260201x"])
def test_what_is_no_day_is_refused(as_: Clients, day: str) -> None:
    assert as_(Role.AGENT).get(f"/le/{day}/").status_code == 400


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("/fiches/pacs.html", "/le/2026-01-15/fiches/pacs.html"),
        ("/editions/0/fiches/pacs.html", "/le/2026-01-15/fiches/pacs.html"),
        ("/le/2025-10-10/fiches/pacs.html", "/le/2026-01-15/fiches/pacs.html"),
        ("/", "/le/2026-01-15/"),
        ("//ailleurs.example/x", "/le/2026-01-15/"),
    ],
)
def test_the_form_leads_to_the_same_page_that_day(as_: Clients, asked: str, answer: str) -> None:
    client = as_(Role.AGENT)
    found = client.get("/a-la-date", query_string={"jour": "2026-01-15", "page": asked})
    assert (found.status_code, found.location) == (302, answer)
    found = client.get("/a-la-date?jour=2026-01-15", headers={"Referer": f"http://localhost{asked}"})
    assert found.location == answer or asked.startswith("//")


def test_search_at_a_date_is_that_of_the_edition(as_: Clients) -> None:
    client = as_(Role.AGENT)
    assert client.get("/le/2025-10-01/recherche?q=bail").location == "/editions/0/recherche?q=bail"
    assert client.get("/le/2026-01-15/recherche?q=bail").location == "/recherche?q=bail"


def test_path_of_a_page_in_its_tree() -> None:
    assert page_path("/editions/12/fiches/a.html") == "/fiches/a.html"
    assert page_path("/le/2026-01-15/") == "/"
    assert page_path("/fiches/editions/3/") == "/fiches/editions/3/"
