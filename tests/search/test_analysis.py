"""What each spelling becomes, and the laws that hold for any text."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from guide_search.analysis import (
    STOP_WORDS,
    fold,
    spans_at,
    spans_of,
    terms_of,
    words_of,
)
from guide_search.numbering import numbered_words
from guide_search.places import pack_places, unpack_places
from tests.strategies import raw_texts

ANY_TEXT = st.one_of(raw_texts(), st.text(max_size=80), st.text("L.-– \u00a0\u202f1234,'’ʼaé", max_size=30))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("l'allocation d’aide qu'il jusqu'à lorsqu’un", ["allocation", "aide"]),
        ("aujourd'hui, le conseil de prud’hommes", ["aujourdhui", "conseil", "prudhommes"]),
        ("l`aide d´État lʼenfant ʼ", ["aide", "état", "enfant"]),
        ("1 399,03 €", ["1399,03"]),
        ("1\u202f399,03\u00a0€ 1\u00a0399,03 1399,03 1399.03 1.399,03", ["1399,03"] * 5),
        ("15 000 et 12 345 678", ["15000", "12345678"]),
        (
            "en 2018 250 personnes de 18 à 25 ans, 18-25 ans",
            ["2018", "250", "personnes", "18", "25", "ans", "18", "25", "ans"],
        ),
        ("9,2 % et 3.5", ["9,2", "3,5"]),
        ("L. 521-1, L521-1, L.521-1, L 521-1, l 521-1, l521–1", ["l521-1"] * 6),
        ("article L521-1 du CSS", ["article", "l521-1", "css"]),
        ("R*123-4 R. 142-10-5 D.412-1 LO 111-3", ["r123-4", "r142-10-5", "d412-1", "lo111-3"]),
        ("article 371-1 du code civil", ["article", "371-1", "code", "civil"]),
        ("R.S.A. et R.S.A et C.M.U.-C.", ["rsa", "rsa", "cmu"]),
        ("allocation-logement, avance Loca‑pass", ["allocation", "logement", "avance", "loca", "pass"]),
        ("1ère, 2e et 3ème", ["1", "2", "3"]),
        ("n°2042-K", ["2042", "k"]),
        ("Œuvre, cœur", ["œuvre", "cœur"]),
        ("micro\u00adcrédit \u200bsocial\u200f", ["microcrédit", "social"]),
        ("e\u0301tat", ["état"]),
        ("a 18-25 ans", ["18", "25", "ans"]),
        ("…«»—?!*** \x00\x07", []),
        ("", []),
    ],
)
def test_words(text: str, words: list[str]) -> None:
    assert [word for word in words_of(text) if word != "n"] == words


@pytest.mark.parametrize(
    "same",
    [
        ("allocation", "allocations", "Allocation", "ALLOCATIONS"),
        ("loyer", "loyers"),
        ("loi", "lois"),
        ("emploi", "emplois"),
        ("étranger", "étrangère", "étrangers", "etrangeres"),
        ("handicapé", "handicapée", "handicapés", "handicape"),
        ("familial", "familiale", "familiaux"),
        ("œuvre", "oeuvre", "Œuvres"),
        ("L. 521-1", "l521-1"),
    ],
)
def test_same_term(same: tuple[str, ...]) -> None:
    assert len({tuple(terms_of(word)) for word in same}) == 1


def test_stop_words_are_folded() -> None:
    assert {fold(word) for word in STOP_WORDS} == STOP_WORDS


@given(ANY_TEXT)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(ANY_TEXT)
def test_words_are_their_own_words(text: str) -> None:
    words = words_of(text)
    assert words_of("\n".join(words)) == words
    assert all(word and "\n" not in word for word in words)


@given(ANY_TEXT)
def test_spans_are_the_terms(text: str) -> None:
    spans = list(spans_of(text))
    assert [term for _, _, term in spans] == terms_of(text)
    assert all(0 <= start < end <= len(text) for start, end, _ in spans)
    assert [start for start, _, _ in spans] == sorted(start for start, _, _ in spans)


@given(ANY_TEXT)
def test_words_know_where_they_stand(text: str) -> None:
    found = numbered_words(text)
    words, places = [found.distinct[number] for number in found.numbers], found.starts
    assert words == words_of(text)
    assert found.distinct == list(dict.fromkeys(words))
    assert places.tolist() == sorted(places) and len(places) == len(words)
    spans = [
        (place + start, place + end, term)
        for place in dict.fromkeys(places.tolist())
        for start, end, term in spans_at(text, place)
    ]
    assert spans == list(spans_of(text))


@given(ANY_TEXT, ANY_TEXT)
def test_places_are_packed_part_by_part(first: str, second: str) -> None:
    each = [numbered_words(text).starts.tolist() for text in (first, second)]
    starts = numbered_words(f"{first}\n{second}").starts
    ends = np.cumsum(list(map(len, each))).astype(np.int32)
    part_ends = np.array([len(first) + 1, len(first) + 1 + len(second)])
    assert unpack_places(pack_places(starts, ends, part_ends), ends).tolist() == each[0] + each[1]


def test_places_far_apart_are_packed_too() -> None:
    starts = np.array([3, 258, 700, 70_000], np.int32)
    places = unpack_places(pack_places(starts, np.array([4]), np.array([80_000])), np.array([4], np.int32))
    assert places.tolist() == [3, 258, 700, 0xFFFF]


def test_a_text_without_end_takes_no_time() -> None:
    for text in (
        "1.111" * 50_000,
        "a." * 50_000,
        "L1-" * 50_000,
        "x" * 200_000,
        "1 111 " * 50_000,
        "'" * 100_000,
    ):
        assert isinstance(words_of(text), list)
