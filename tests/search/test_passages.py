"""The stretch of a text that is shown."""

from hypothesis import given
from hypothesis import strategies as st

from guide_search.analysis import ReadText, term_of, terms_of
from guide_search.passages import LONGEST_PASSAGE, Pieces, Wanted, flowing, marked, passage
from tests.search.corpus import text_of
from tests.strategies import raw_texts


def wanted(*words: str) -> Wanted:
    return Wanted(frozenset(term_of(word) for word in words))


def shown_of(text: str, wanted: Wanted) -> Pieces:
    return passage(ReadText(flowing(text)), wanted)


FILLER = "Rien ne parle ici de la question posée, et cela continue ainsi. " * 10


def test_a_short_text_is_shown_whole() -> None:
    assert (
        text_of(shown_of("Un loyer\n\n et l'aide.", wanted("loyer", "aide"))) == "Un [loyer] – et l'[aide]."
    )
    assert shown_of("", wanted("loyer")) == ()
    assert text_of(shown_of("Un loyer.", Wanted(frozenset()))) == "Un loyer."


def test_the_stretch_with_most_different_words_is_chosen() -> None:
    text = f"Le loyer, le loyer, le loyer. {FILLER}L'aide à payer le loyer existe. {FILLER}"
    shown = text_of(shown_of(text, wanted("loyer", "aide", "payer")))
    assert "L'[aide] à [payer] le [loyer] existe." in shown
    assert shown.startswith("… ") and shown.endswith(" …")


def test_without_a_match_it_is_the_beginning() -> None:
    shown = text_of(shown_of(FILLER, wanted("loyer")))
    assert shown.startswith("Rien ne parle") and shown.endswith(" …")


def test_the_words_of_a_phrase_are_marked_together_only() -> None:
    phrase = Wanted(frozenset({"apl"}), (tuple(terms_of("aide personnalisée au logement")),))
    text = "Une aide, un logement, l'aide personnalisée au logement (APL)."
    assert (
        text_of(marked(ReadText(text), phrase))
        == "Une aide, un logement, l'[aide personnalisée au logement] ([APL])."
    )


@given(raw_texts())
def test_pieces_are_the_text(text: str) -> None:
    assert "".join(piece.text for piece in marked(ReadText(text), wanted("mot", "allocation"))) == text


@given(
    st.lists(
        st.sampled_from(["loyer", "aide", "mot", "1 399,03", "l'État", "\n", "a" * 300]), max_size=200
    ).map(" ".join)
)
def test_a_passage_is_short(text: str) -> None:
    pieces = shown_of(text, wanted("loyer", "1399,03"))
    shown = "".join(piece.text for piece in pieces)
    assert len(shown) <= LONGEST_PASSAGE + 4
    assert "\n" not in shown
    assert all(piece.text for piece in pieces)
