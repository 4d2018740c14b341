"""What an agent types, and what comes back."""

import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guide_search.query import Expansion
from guide_search.search import SearchIndex, SearchResults
from tests.search.corpus import DOCUMENTS, text_of


def sheets(found: SearchResults) -> list[str]:
    return [hit.sheet_id for hit in found.hits]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("apl etudiant", "apl"),
        ("APL", "apl"),
        ("aide personnalisee au logement", "apl"),
        ("revenu de solidarité active", "rsa"),
        ("R.S.A.", "rsa"),
        ("plafond ressources", "rsa"),
        ("conge paternite", "conge"),
        ("loyer impayé", "impayes"),
        ("impayés de loyers", "impayes"),
        ("L. 262-2", "rsa"),
        ("article l262-2 css", "rsa"),
        ("1 399,03 €", "apl"),
        ("1399.03", "apl"),
        ("micro credit", "microcredit"),
        ("micro-crédit", "microcredit"),
        ("prud hommes", "impayes"),
        ("location", "impayes"),
        ("arrivée d'un enfant", "conge"),
    ],
)
def test_the_right_sheet_comes_first(index: SearchIndex, query: str, first: str) -> None:
    assert sheets(index.search(query))[:1] == [first]


def test_a_hit_points_at_its_best_section(index: SearchIndex) -> None:
    hit = index.search("plafond de ressources").hits[0]
    assert (hit.sheet_id, hit.anchor, hit.section_title) == ("rsa", "plafond", "Plafond de ressources")
    assert text_of(hit.passage) == "Le [plafond] dépend de la composition du foyer. Article L. 262-2."
    assert text_of(index.search("solidarité").hits[0].title_pieces) == "Revenu de [solidarité] active (RSA)"
    top = index.search("minimum de ressources").hits[0]
    assert (top.anchor, top.section_title) == ("", "")
    assert text_of(top.passage).startswith("Un [minimum] de [ressources] pour")


def test_an_amount_and_an_article_are_marked_whole(index: SearchIndex) -> None:
    assert "[1 399,03]" in text_of(index.search("1399,03").hits[0].passage)
    assert "[L. 262-2]" in text_of(index.search("L262-2").hits[0].passage)


def test_acronyms_are_spelled_out_and_said(index: SearchIndex) -> None:
    found = index.search("apl étudiant")
    assert found.expansions == (Expansion("apl", "Aide personnalisée au logement"),)
    assert text_of(found.hits[0].title_pieces) == "[Aide personnalisée au logement] ([APL])"
    # The words of the meaning only count together: no other sheet that gives an aid comes in with them.
    assert sheets(index.search("apl")) == ["apl"]
    assert index.search("aide personnalisée au logement").expansions == (
        Expansion("aide personnalisée logement", "APL"),
    )
    # The guide says nothing of it under another name.
    assert index.search("complémentaire santé solidaire").expansions == ()


def test_unknown_words_are_corrected_and_said(index: SearchIndex) -> None:
    found = index.search("Loyers impayyés, personallisée ?")
    assert found.suggestion == "Loyers impayés, personnalisée ?"
    assert sheets(found)[0] == "impayes"
    assert index.search("loyer impayé").suggestion == ""
    # Nothing near, or typed as an acronym: left alone.
    assert index.search("xylophone").suggestion == ""
    assert index.search("ASPA").suggestion == ""
    assert index.search("xylophone").hits == ()


def test_chapters_are_counted_and_chosen(index: SearchIndex) -> None:
    every = index.search("loyer caisse")
    assert every.chapters == (("logement", 2), ("insertion", 1))
    assert every.total == 3
    only = index.search("loyer caisse", chapter="logement")
    assert only.total == 2 and {hit.chapter for hit in only.hits} == {"logement"}
    assert only.chapters == every.chapters
    assert index.search("loyer", chapter="inconnu").total == 0


def test_pages_follow_one_another(index: SearchIndex) -> None:
    query = "loyer caisse"
    every = index.search(query)
    pages = [sheets(index.search(query, limit=2, offset=offset)) for offset in range(0, every.total, 2)]
    assert [sheet for page in pages for sheet in page] == sheets(every)
    assert index.search(query, offset=10_000).hits == ()
    assert index.search(query, limit=0).total == every.total
    assert index.search(query, limit=-3, offset=-5).hits == ()


def test_the_ranking_alone_is_the_same(index: SearchIndex) -> None:
    assert index.ranked("loyer impayé", 1) == sheets(index.search("loyer impayé"))[:1]


def test_a_sheet_without_text_harms_nothing(index: SearchIndex) -> None:
    assert index.size == len(DOCUMENTS)
    assert index.search("…").hits == ()


HOSTILE = [
    "",
    " ",
    "***",
    "*",
    "?",
    '"loyer',
    "((loyer",
    "loyer AND OR NOT",
    "title:loyer",
    "\x00\x01\x1b[31mloyer",
    "\u202eloyer\u202c \u200floyer",
    "\ud800loyer",
    "l'" * 5_000,
    "'" * 10_000,
    "a" * 100_000,
    "loyer " * 20_000,
    " ".join(f"mot{number}" for number in range(5_000)),
    " ".join(f"impayés{number % 7}x" for number in range(5_000)),
    "1 111 " * 20_000,
    "L. 1-" * 20_000,
    "e\u0301\u0301\u0301" * 1_000,
    "İıſﬁ²½Ⅷ१२३",
    "\n\t\r\u2028\u0085loyer",
]


@pytest.mark.parametrize("query", HOSTILE, ids=range(len(HOSTILE)))
def test_any_query_is_answered(index: SearchIndex, query: str) -> None:
    found = index.search(query)
    assert found.query == query
    assert len(found.hits) == min(10, found.total)


def test_hidden_marks_do_not_hide_words(index: SearchIndex) -> None:
    for query in ("\x00\x01loyer", "\u202eloyer\u202c", "lo\u00adyer", "\ud800loyer", '"loyer', "loyer*"):
        assert sheets(index.search(query)) == sheets(index.search("loyer")), repr(query)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60), st.integers(-2, 12), st.integers(-2, 12))
def test_nothing_raises(index: SearchIndex, query: str, limit: int, offset: int) -> None:
    found = index.search(query, limit=limit, offset=offset)
    assert len(found.hits) <= max(0, limit)
    for hit in found.hits:
        assert "".join(piece.text for piece in hit.title_pieces) == hit.title


def test_threads_share_an_index(index: SearchIndex) -> None:
    expected = [index.search(document.title) for document in DOCUMENTS]
    found: list[list[SearchResults]] = []

    def ask() -> None:
        found.append([index.search(document.title) for document in DOCUMENTS])

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [expected] * 8
