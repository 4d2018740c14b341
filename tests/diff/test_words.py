"""Texts are cut where a person would have cut them."""

from hypothesis import given
from hypothesis import strategies as st

from guide_pipeline.diff.edits import Added, Kept, Removed, Replaced, Words
from guide_pipeline.diff.tokens import content_of, split, tokens_of
from guide_pipeline.diff.words import inline_edit, text_edit
from guide_pipeline.model.inline import Inlines, Link, Mark, RateRef, Span
from tests.strategies import inlines


def pieces(old: str, new: str) -> list[tuple[str, str]]:
    """What is replaced by what."""
    edit = inline_edit((old,), (new,))
    assert isinstance(edit, Words)
    found: list[tuple[str, str]] = []
    gone = ""
    for step in (*edit.steps, Kept(0)):
        match step:
            case Removed():
                gone = "".join(map(str, step.values))
            case Added():
                found.append((gone, "".join(map(str, step.values))))
                gone = ""
            case _ if gone:
                found.append((gone, ""))
                gone = ""
    return found


@given(st.text())
def test_tokens_joined_are_the_text(text: str) -> None:
    assert "".join(split(text)) == text


@given(inlines())
def test_a_content_comes_back_from_its_tokens(content: Inlines) -> None:
    assert content_of(tokens_of(content)) == content


def test_a_figure_is_one_token() -> None:
    assert split("soit 1 399,03 € en 2024 150 fois") == [
        "soit", " ", "1 399,03", " ", "€", " ", "en", " ", "2024", " ", "150", " ", "fois",
    ]  # fmt: skip


def test_what_only_goes_and_what_only_comes() -> None:
    assert pieces("une aide sociale versée", "une aide versée en avance") == [
        ("sociale ", ""),
        ("", " en avance"),
    ]


def test_each_amount_is_replaced_on_its_own() -> None:
    assert pieces("de 10 € et 20 €", "de 15 € et 25 €") == [("10", "15"), ("20", "25")]


def test_a_space_left_between_two_replacements_goes_with_them() -> None:
    assert pieces("le premier mois compte", "le dernier jour compte") == [("premier mois", "dernier jour")]


def test_a_small_word_among_others_goes_with_them() -> None:
    assert pieces(
        "Le demandeur adresse son dossier complet de recours à la commission.",
        "Le demandeur transmet directement une copie de ses justificatifs à la commission.",
    ) == [("adresse son dossier complet de recours", "transmet directement une copie de ses justificatifs")]


def test_a_mark_that_comes_is_a_token() -> None:
    edit = inline_edit(("a b",), ("a ", Span(Mark.STRONG, ("b",))))
    assert isinstance(edit, Words)
    assert [type(step) for step in edit.steps] == [Kept, Added, Kept, Added]


def test_a_link_without_words_is_a_token() -> None:
    assert tokens_of((Link((), sheet="a"), RateRef("smic"))) == [Link((), sheet="a"), RateRef("smic")]


def test_short_texts_and_codes_are_replaced_whole() -> None:
    assert text_edit("https://a.fr/x", "https://a.fr/y") == Replaced("https://a.fr/x", "https://a.fr/y")
    assert text_edit("Une aide", "Autre titre entier") == Replaced("Une aide", "Autre titre entier")
    assert isinstance(text_edit("Une aide pour tous", "Une aide pour chacun"), Words)


def test_contents_out_of_normal_form_are_replaced_whole() -> None:
    assert inline_edit(("a", "b"), ("c",)) == Replaced(("a", "b"), ("c",))
