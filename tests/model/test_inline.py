"""Normal form of inline content: laws on made-up content, and the cases that first broke them."""

from itertools import pairwise

from hypothesis import given

from guide_pipeline.model.inline import (
    AcronymRef,
    Break,
    Foreign,
    Inline,
    Inlines,
    LegalRef,
    Link,
    Mark,
    Parent,
    RateRef,
    Span,
    TermRef,
    clean_text,
    legal_text,
    normalise,
    plain,
    walk_inlines,
)
from tests.strategies import raw_inlines, raw_texts


def strong(*children: Inline) -> Span:
    return Span(Mark.STRONG, children)


@given(raw_inlines())
def test_normal_form_is_normal(items: tuple[Inline, ...]) -> None:
    once = normalise(items)
    assert normalise(once) == once


@given(raw_inlines())
def test_normal_form_keeps_every_word(items: tuple[Inline, ...]) -> None:
    assert clean_text(plain(normalise(items))).split() == clean_text(plain(items)).split()


@given(raw_inlines())
def test_no_empty_text_nor_two_texts_side_by_side(items: tuple[Inline, ...]) -> None:
    assert _tidy(normalise(items))


def _tidy(content: Inlines) -> bool:
    texts = [isinstance(item, str) for item in content]
    side_by_side = any(a and b for a, b in pairwise(texts))
    inner = all(_tidy(item.children) for item in content if isinstance(item, Parent))
    empty_marks = any(isinstance(item, Span | Foreign) and not item.children for item in content)
    return "" not in content and not side_by_side and not empty_marks and inner


@given(raw_texts())
def test_clean_text_is_clean(text: str) -> None:
    assert clean_text(clean_text(text)) == clean_text(text)
    assert "  " not in clean_text(text) and "\n" not in clean_text(text)


def test_spaces_collapse_across_marks() -> None:
    assert normalise(("a ", strong(" b "), " c ")) == ("a ", strong("b "), "c")


def test_no_break_spaces_stay() -> None:
    assert normalise(("\u00a0a\u00a0",)) == ("\u00a0a\u00a0",)


def test_an_accent_joins_the_letter_of_the_text_before() -> None:
    assert normalise(("e", "\u0301")) == ("é",)


def test_an_empty_mark_goes_and_its_neighbours_meet() -> None:
    assert normalise(("a", strong(" "), "b")) == ("a", strong(" "), "b")
    assert normalise(("a ", strong(" "), "b")) == ("a b",)
    assert normalise(("a", strong(" "))) == ("a",)
    assert normalise((strong(Foreign("en", ())),)) == ()


def test_a_link_without_text_stays() -> None:
    link = Link((), sheet="autre")
    assert normalise((link,)) == (link,)


def test_no_space_around_a_break() -> None:
    assert normalise(("a ", Break(), " b")) == ("a", Break(), "b")


def test_plain_reads_as_people_would() -> None:
    content = normalise(
        (
            "La ", AcronymRef("CAF"), " (", AcronymRef("CNAF", "Cnaf"), ") verse ", RateRef("bmaf"), Break(),
            LegalRef("Code civil", "413-2"), ", ", LegalRef("CSS", "L. 1", "article L. 1"), TermRef("t", (" mot",)),
        )
    )  # fmt: skip
    assert plain(content) == "La CAF (Cnaf) verse {bmaf} article 413-2 du Code civil, article L. 1 mot"


def test_walk_gives_parents_before_children() -> None:
    content = (strong("a", Foreign("en", ("b",))),)
    assert list(walk_inlines(content)) == [content[0], "a", Foreign("en", ("b",)), "b"]


def test_legal_text_prefers_what_is_written() -> None:
    assert legal_text(LegalRef("Code civil", "1", "l'article premier")) == "l'article premier"
