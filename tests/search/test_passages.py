"""The stretch of a text that is shown."""

from collections.abc import Sequence

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from guide_search.analysis import spans_of, term_of, terms_of
from guide_search.numbering import numbered_words
from guide_search.passages import LONGEST_PASSAGE, Pieces, ShownText, Wanted, marked_title, passages_of
from guide_search.records import flowing
from tests.search.corpus import text_of
from tests.strategies import raw_texts


class Numbers(dict[str, int]):
    """Terms, numbered as they come."""

    def __missing__(self, term: str) -> int:
        return self.setdefault(term, len(self))


NUMBERS = Numbers()


def wanted(*words: str, phrases: Sequence[str] = ()) -> Wanted:
    terms = frozenset(term_of(word) for word in words)
    for term in (*terms, *(term for phrase in phrases for term in terms_of(phrase))):
        NUMBERS[term]
    return Wanted(terms, [tuple(terms_of(phrase)) for phrase in phrases], NUMBERS)


def read(text: str) -> ShownText:
    found = numbered_words(text)
    numbers = np.array([NUMBERS[term_of(word)] for word in found.distinct], np.int64)
    return ShownText(text, 0, found.starts.astype(np.uint16), numbers[found.numbers])


def marked(shown: ShownText, looked_for: Wanted) -> Pieces:
    (pieces,) = passages_of([shown], looked_for, length=len(shown.text))
    return pieces


def passage(text: str, *words: str) -> Pieces:
    shown = read(flowing(text))
    (pieces,) = passages_of([shown], wanted(*words))
    return pieces


FILLER = "Rien ne parle ici de la question posée, et cela continue ainsi. " * 10


def test_a_short_text_is_shown_whole() -> None:
    assert text_of(passage("Un loyer\n\n et l'aide.", "loyer", "aide")) == "Un [loyer] – et l'[aide]."
    assert passage("", "loyer") == ()
    assert text_of(passage("Un loyer.")) == "Un loyer."


def test_the_stretch_with_most_different_words_is_chosen() -> None:
    text = f"Le loyer, le loyer, le loyer. {FILLER}L'aide à payer le loyer existe. {FILLER}"
    shown = text_of(passage(text, "loyer", "aide", "payer"))
    assert "L'[aide] à [payer] le [loyer] existe." in shown
    assert shown.startswith("… ") and shown.endswith(" …")


def test_without_a_match_it_is_the_beginning() -> None:
    shown = text_of(passage(FILLER, "loyer"))
    assert shown.startswith("Rien ne parle") and shown.endswith(" …")


def test_the_words_of_a_phrase_are_marked_together_only() -> None:
    text = read("Une aide, un logement, l'aide personnalisée au logement (APL).")
    phrase = wanted("APL", phrases=["aide personnalisée au logement"])
    assert (
        text_of(marked(text, phrase)) == "Une aide, un logement, l'[aide personnalisée au logement] ([APL])."
    )


def test_texts_are_looked_through_together() -> None:
    """What stands above a text in its section is no find of it, nor is what stands in the text before."""
    below = ShownText("de l'aide", 9, *read("Le loyer de l'aide au loyer")[2:])
    others = read("Le loyer"), read("Rien"), read("Un loyer")
    texts = passages_of([*others[:2], below, others[2]], wanted("loyer", "aide"))
    assert list(map(text_of, texts)) == ["Le [loyer]", "Rien", "de l'[aide]", "Un [loyer]"]
    assert passages_of([], wanted("loyer")) == []


@given(raw_texts())
def test_a_title_is_marked_as_other_texts_are(text: str) -> None:
    shown = read(text)
    for looked_for in (wanted("mot", "allocation"), wanted("mot", phrases=["allocation de logement"])):
        assert marked_title(text, spans_of(text), looked_for) == marked(shown, looked_for)


@given(raw_texts())
def test_pieces_are_the_text(text: str) -> None:
    assert "".join(piece.text for piece in marked(read(text), wanted("mot", "allocation"))) == text


@given(
    st.lists(
        st.sampled_from(["loyer", "aide", "mot", "1 399,03", "l'État", "\n", "a" * 300]), max_size=200
    ).map(" ".join)
)
def test_a_passage_is_short(text: str) -> None:
    pieces = passage(text, "loyer", "1399,03")
    shown = "".join(piece.text for piece in pieces)
    assert len(shown) <= LONGEST_PASSAGE + 4
    assert "\n" not in shown
    assert all(piece.text for piece in pieces)
