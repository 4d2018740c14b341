"""Texts of a sheet come out one by one as they went in."""

import pickle
import zlib

from hypothesis import given
from hypothesis import strategies as st

from guide_search.records import SearchDocument, SectionText, analyse, flowing, unpack
from guide_search.texts import pack_texts, text_at, unpack_texts
from tests.strategies import raw_texts


@given(st.lists(raw_texts(), max_size=6))
def test_each_text_comes_out(texts: list[str]) -> None:
    packed = pack_texts(texts)
    assert unpack_texts(packed) == texts
    assert [text_at(packed, number) for number in range(len(texts))] == texts


@given(raw_texts(), st.lists(raw_texts(), max_size=4))
def test_a_stored_sheet_is_analysed_as_the_sheet_was(summary: str, texts: list[str]) -> None:
    sections = tuple(SectionText(f"s{number}", "Partie", text) for number, text in enumerate(texts))
    given_one = SearchDocument("apl", "Aide", "logement", summary=summary, sections=sections)
    record = analyse(given_one)
    stored = unpack(pickle.loads(zlib.decompress(record.stored)), record.texts)
    assert stored.summary == flowing(summary)
    assert analyse(stored) == record
