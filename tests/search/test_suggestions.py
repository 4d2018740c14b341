"""What is suggested for what is typed so far."""

import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guide_search.search import SearchIndex
from guide_search.suggestions import MOST, Suggestion, SuggestionKind, Suggestions
from tests.search.corpus import DOCUMENTS


@pytest.fixture(scope="module")
def suggestions(index: SearchIndex) -> Suggestions:
    figure = Suggestion(
        SuggestionKind.FIGURE, "RSA, montant pour une personne seule", "646,52 € par mois", "rsa-1"
    )
    return Suggestions((*index.suggestions(), figure))


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("apl", (SuggestionKind.NAME, "APL", "APL")),
        ("congé pat", (SuggestionKind.SHEET, "Congé de paternité et d'accueil de l'enfant", "conge")),
        (
            "CONGE DE PATERNITE",
            (SuggestionKind.SHEET, "Congé de paternité et d'accueil de l'enfant", "conge"),
        ),
        ("loyers i", (SuggestionKind.SHEET, "Loyers impayés", "impayes")),
        ("plafond rsa", (SuggestionKind.SECTION, "Plafond de ressources", "rsa#plafond")),
        ("rsa mont", (SuggestionKind.FIGURE, "RSA, montant pour une personne seule", "rsa-1")),
        ("complémentaire santé", (SuggestionKind.NAME, "C2S", "C2S")),
    ],
)
def test_the_likeliest_comes_first(suggestions: Suggestions, typed: str, first: tuple[str, str, str]) -> None:
    found = suggestions.suggest(typed)
    assert found and (found[0].kind, found[0].text, found[0].target) == first


def test_a_section_needs_a_word_of_its_own(suggestions: Suggestions) -> None:
    kinds = {line.kind for line in suggestions.suggest("revenu de solidarité")}
    assert SuggestionKind.SHEET in kinds and SuggestionKind.SECTION not in kinds
    (line,) = [line for line in suggestions.suggest("devant le juge") if line.kind is SuggestionKind.SECTION]
    assert (line.detail, line.target) == ("Loyers impayés", "impayes#juge")


@pytest.mark.parametrize("typed", ["", " ", "a", "?!", "zzzz", "apl zzzz", "\x00\u202e", "l'"])
def test_nothing_is_suggested_for_nothing(suggestions: Suggestions, typed: str) -> None:
    assert suggestions.suggest(typed) == ()


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=150) | st.text(string.ascii_lowercase + " '", max_size=12))
def test_any_text_is_answered_by_few_lines(suggestions: Suggestions, typed: str) -> None:
    assert len(suggestions.suggest(typed)) <= MOST


def test_an_empty_guide_suggests_nothing() -> None:
    assert Suggestions(()).suggest("apl") == ()


def test_every_title_is_found_by_its_own_words(suggestions: Suggestions) -> None:
    for document in DOCUMENTS[:-1]:
        assert document.sheet_id in [line.target for line in suggestions.suggest(document.title)], (
            document.title
        )
