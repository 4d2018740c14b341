"""Search as a page and as JSON."""

import re
import shutil
import time
from collections.abc import Callable
from functools import partial
from html import unescape
from pathlib import Path
from urllib.parse import quote

import jsonschema
import pytest
from flask.testing import FlaskClient

from guide_pipeline.build.base import build
from guide_pipeline.editions.store import EditionStore
from guide_pipeline.readers.config import read_config
from guide_site.state import Role, State
from guide_site.web import searches as searches_module
from guide_site.web.searches import Searches

from .conftest import Clients


@pytest.fixture
def agent(as_: Clients) -> FlaskClient:
    return as_(Role.AGENT)


def text_of(client: FlaskClient, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return answer.get_data(as_text=True)


def test_a_result_leads_to_its_best_section_with_its_words_marked(agent: FlaskClient) -> None:
    text = text_of(agent, "/recherche?q=dissolution+pacs")
    assert '<a href="/fiches/pacs.html#dissolution"><mark>Pacs</mark></a>' in text
    assert "Couple › Dissolution &lt;b&gt;" in text
    assert "dissout le <mark>pacs</mark>" in text.replace("<mark>dissout</mark>", "dissout")
    assert 'value="dissolution pacs"' in text


def test_what_is_typed_is_shown_as_text(agent: FlaskClient) -> None:
    typed = '"><script>alert(1)</script>&amp; pacs'
    text = text_of(agent, f"/recherche?q={quote(typed)}")
    assert "<script>alert" not in text and "&lt;script&gt;" in text


def test_pages_of_results_follow_one_another(agent: FlaskClient) -> None:
    seen: list[str] = []
    address = "/recherche?q=notaire"
    while address:
        text = text_of(agent, address)
        seen += re.findall(r'<h2><a href="/fiches/([a-z0-9-]+)\.html', text)
        following = re.search(r'rel="next" href="([^"]+)"', text)
        address = following[1].replace("&amp;", "&") if following else ""
    assert len(seen) == len(set(seen)) == 31
    assert "31 fiches répondent" in text and "Page 4 sur 4" in text


def test_results_in_one_chapter(agent: FlaskClient) -> None:
    text = text_of(agent, "/recherche?q=notaire&chapitre=couple")
    assert "1 fiche répond" in text and "Loyer 0" not in text
    assert "Logement &amp; loyer (30)" in text
    assert "31 fiches" in text_of(agent, "/recherche?q=notaire&chapitre=inconnu")


def test_without_words_or_answers(agent: FlaskClient) -> None:
    assert "répond" not in text_of(agent, "/recherche") and "répond" not in text_of(agent, "/recherche?q=+")
    text = text_of(agent, "/recherche?q=zzzzzz")
    assert "Aucune fiche ne répond" in text and "orthographe" in text


@pytest.mark.parametrize(
    "query", ["q=x&page=0", "q=x&page=-5", "q=x&page=9999999999", "q=x&page=abc", "q=%FF%00"]
)
def test_odd_addresses_do_no_harm(agent: FlaskClient, query: str) -> None:
    assert agent.get(f"/recherche?{query}").status_code == 200
    assert agent.get(f"/api/recherche?{query}").status_code == 200


def test_a_very_long_query_is_cut(agent: FlaskClient) -> None:
    assert len(agent.get("/api/recherche", query_string={"q": "notaire " * 500}).json["requete"]) == 300  # type: ignore[index]


def test_the_same_for_programs(agent: FlaskClient) -> None:
    answer = agent.get("/api/recherche?q=dissolution+pacs").json
    assert answer is not None
    assert (answer["total"], answer["page"], answer["pages"], answer["edition"]) == (1, 1, 1, 1)
    assert answer["chapitres"] == [{"slug": "couple", "titre": "Couple", "nombre": 1}]
    (hit,) = answer["resultats"]
    assert hit["adresse"] == "/fiches/pacs.html#dissolution" and hit["chapitre-titre"] == "Couple"
    assert "".join(piece["texte"] for piece in hit["passage"]) == "Le notaire dissout le pacs, état 1."
    assert {"texte": "pacs", "trouve": True} in hit["passage"]
    assert agent.get("/api/recherche").status_code == 400


def test_other_names_are_said_and_undone_by_a_link(agent: FlaskClient) -> None:
    text = text_of(agent, "/recherche?q=union")
    assert re.search(r"«\s*union\s*» aujourd.hui\s*: Pacs", unescape(text))
    assert "/fiches/pacs.html" in text and 'href="/recherche?q=union&amp;exact=1"' in text
    plain = text_of(agent, "/recherche?q=union&exact=1")
    assert "Aucune fiche ne répond" in plain and 'href="/recherche?q=union"' in plain


def test_only_what_the_edition_changed(agent: FlaskClient) -> None:
    assert "Changées par la dernière édition" in text_of(agent, "/recherche?q=notaire")
    text = text_of(agent, "/recherche?q=notaire&change=1")
    assert "1 fiche répond" in text and "/fiches/pacs.html" in text and "Loyer 0" not in text
    assert 'name="change" value="1"' in text
    none = text_of(agent, "/recherche?q=loyer&change=1")
    assert "Aucune fiche ne répond" in none and "Chercher dans toutes les fiches" in none
    answer = agent.get("/api/recherche?q=notaire&change=1").json
    assert answer is not None and [hit["fiche"] for hit in answer["resultats"]] == ["pacs"]
    # All of the base corpus is new: there is nothing to tell apart.
    assert "Changées" not in text_of(agent, "/editions/0/recherche?q=notaire")


def test_a_result_says_what_the_edition_did_to_it(agent: FlaskClient) -> None:
    changed = '<span class="marque-modification evenement">Modifiée</span>'
    text = text_of(agent, "/recherche?q=pacs")
    assert re.search(rf"/fiches/pacs\.html[^>]*>(<mark>)?Pacs(</mark>)?</a> {re.escape(changed)}", text)
    assert "evenement" not in text_of(agent, "/recherche?q=loyer")
    answer = agent.get("/api/recherche?q=pacs").json
    assert answer is not None and [hit["changement"] for hit in answer["resultats"]] == ["modification"]
    answer = agent.get("/api/recherche?q=loyer").json
    assert answer is not None and {hit["changement"] for hit in answer["resultats"]} == {""}
    # All of the base corpus is new: no result is marked.
    assert "evenement" not in text_of(agent, "/editions/0/recherche?q=pacs")


def test_a_figure_that_is_named_is_answered_first(agent: FlaskClient) -> None:
    text = text_of(agent, "/recherche?q=smic")
    assert "<strong>11,88\N{NO-BREAK SPACE}€ par heure</strong>" in text
    assert 'href="/baremes.html#smic"' in text and "Décret du 23" in text and "novembre" in text
    answer = agent.get("/api/recherche?q=smic").json
    assert answer is not None and answer["chiffres"][0]["bareme"] == "smic"
    assert agent.get("/api/recherche?q=pacs").json["chiffres"] == []  # type: ignore[index]


def test_suggestions_while_typing(agent: FlaskClient) -> None:
    def lines(typed: str, more: str = "") -> list[tuple[str, str]]:
        found = agent.get(f"/api/suggestions?q={quote(typed)}{more}").json
        assert found is not None
        return [(line["nature"], line["adresse"]) for line in found["suggestions"]]

    assert lines("pac")[0] == ("fiche", "/fiches/pacs.html")
    assert ("section", "/fiches/pacs.html#dissolution") in lines("dissol")
    assert lines("smi") == [("chiffre", "/baremes.html#smic")]
    assert lines("bdl") == [("sigle", "/recherche?q=BDL")]
    assert lines("union") == [("sigle", "/recherche?q=Pacs")]
    assert ("fiche", "/editions/0/fiches/pacs.html") in lines("pac", "&edition=0")
    assert lines("") == lines("zzz") == lines("x" * 100_000) == []


def test_answers_are_as_described(agent: FlaskClient) -> None:
    description = agent.get("/api/openapi.json").json
    assert description is not None and description["openapi"] == "3.1.0"
    queries = ("pacs", "union", "smic", "zzz", "notaire&page=2", "notaire&chapitre=couple&edition=0")
    for schema, address, texts in (
        ("Reponse", "/api/recherche", queries),
        ("Suggestions", "/api/suggestions", ("pac", "bdl", "smic", "zzz")),
    ):
        assert "get" in description["paths"][address]
        resolved = {**description["components"]["schemas"][schema], "components": description["components"]}
        for text in texts:
            jsonschema.validate(agent.get(f"{address}?q={text}").json, resolved)


def test_searches_are_counted_without_a_name(as_: Clients, root: Path, state: State) -> None:
    agent = as_(Role.AGENT)
    for query in ("notaire", "Notaire", "zzzz", "zzzz", "jeanne dupont"):
        agent.get(f"/recherche?q={query}")
    agent.get("/recherche?q=notaire&page=2")
    text = text_of(as_(Role.EDITOR), "/statistiques")
    assert "5 recherches" in text and "3 sans réponse" in text
    assert text.index("zzzz") < text.index("notaire") and "dupont" not in text
    counts = state.search_counts(1)
    assert [(c.query, c.asked, c.unanswered) for c in counts.most_asked] == [
        ("notaire", 2, 0),
        ("zzzz", 2, 2),
    ]
    assert not any("notaire" in entry.detail for entry in state.trail(100))


def test_a_broken_index_is_explained_to_those_who_can_mend_it(as_: Clients, root: Path) -> None:
    shutil.rmtree(EditionStore(root).paths.index(1))
    assert "guide verify" not in text_of(as_(Role.AGENT), "/recherche?q=pacs", 503)
    assert "guide verify --reparer" in text_of(as_(Role.ADMIN), "/recherche?q=pacs", 503)
    assert as_(Role.AGENT).get("/api/suggestions?q=pac").json == {"suggestions": []}


def test_an_older_edition_is_searched_by_its_own_index(agent: FlaskClient) -> None:
    text = text_of(agent, "/editions/0/recherche?q=dissolution+pacs")
    assert '<a href="/editions/0/fiches/pacs.html#dissolution">' in text and "état 0" in text
    assert "Vous lisez l'édition 0" in text and 'action="/editions/0/recherche"' in text
    answer = agent.get("/api/recherche?q=pacs&edition=0").json
    assert answer is not None and answer["edition"] == 0


def test_the_site_goes_on_without_an_index(agent: FlaskClient, root: Path) -> None:
    shutil.rmtree(EditionStore(root).paths.index(1))
    text = text_of(agent, "/recherche?q=pacs", 503)
    assert "pas disponible" in text and "Parcourir les chapitres" in text
    assert agent.get("/fiches/pacs.html").status_code == 200
    health = agent.get("/sante")
    assert health.status_code == 200
    assert health.json == {
        "statut": "incomplet",
        "edition": 1,
        "pages": True,
        "index": False,
        "comptes": True,
    }


def test_a_damaged_index_is_not_used_until_it_is_rebuilt(agent: FlaskClient, root: Path) -> None:
    folder = EditionStore(root).paths.index(1)
    victim = max(folder.iterdir(), key=lambda file: file.stat().st_size)
    victim.write_bytes(victim.read_bytes()[:-1] + b"x")
    assert agent.get("/recherche?q=pacs").status_code == 503
    shutil.rmtree(folder)
    build(EditionStore(root), read_config(root))
    assert agent.get("/recherche?q=pacs").status_code == 200


def test_only_a_few_indexes_stay_open(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searches_module, "MOST_OPEN", 2)
    searches = Searches(root)
    assert all(searches.index(number) is not None for number in EditionStore(root).numbers())
    assert len(EditionStore(root).numbers()) > 2 == len(searches._opened)
    assert searches.index(0) is searches.index(0)


def test_the_edition_served_is_open_before_anybody_asks(root: Path) -> None:
    store, searches = EditionStore(root), Searches(root)
    searches.keep_ready(0.01)
    for number in (0, 1):
        store.paths.current.write_text(f"{number}\n")
        wait_until(partial(searches._opened.__contains__, number))
        assert searches._opened[number].search is not None


def wait_until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not true():
        assert time.monotonic() < end
        time.sleep(0.01)
