"""A record says of each part of a sheet what words it has."""

from itertools import chain

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from guide_search import numbering
from guide_search.analysis import words_of
from guide_search.records import IndexRecord, SearchDocument, SectionText, SheetLinkText, analyse, flowing
from tests.strategies import raw_texts

DOCUMENTS = st.builds(
    SearchDocument,
    st.just("apl"),
    raw_texts(),
    st.just("logement"),
    st.lists(raw_texts(), max_size=2).map(tuple),
    raw_texts(),
    st.lists(st.builds(SectionText, st.just("a"), raw_texts(), raw_texts()), max_size=3).map(tuple),
    raw_texts(),
    st.lists(st.builds(SheetLinkText, st.just("rsa"), raw_texts()), max_size=3).map(tuple),
)


def words(record: IndexRecord, numbers: bytes) -> list[str]:
    distinct = record.words.split("\n")
    return [distinct[number] for number in np.frombuffer(numbers, np.uint32)]


@given(DOCUMENTS)
def test_each_part_has_the_words_of_its_text(document: SearchDocument) -> None:
    record = analyse(document)
    title = words_of(document.title)
    sections = [words_of(f"{section.title}\n{flowing(section.text)}") for section in document.sections]
    text = [title + words_of(flowing(document.summary)), *sections]
    links = [words_of(link.text) for link in document.links]
    assert words(record, record.title) == title
    assert words(record, record.keywords) == [
        word for keyword in (*document.keywords, document.folder) for word in words_of(keyword)
    ]
    assert words(record, record.text) == list(chain.from_iterable(text))
    assert np.frombuffer(record.section_ends, np.uint32).tolist() == np.cumsum(list(map(len, text))).tolist()
    assert words(record, record.links) == list(chain.from_iterable(links))
    assert np.frombuffer(record.link_ends, np.uint32).tolist() == np.cumsum(list(map(len, links))).tolist()


def test_a_memory_that_is_full_starts_afresh(monkeypatch: pytest.MonkeyPatch) -> None:
    document = SearchDocument("apl", "Aide au logement", "logement", summary="L'aide, pour un logement.")
    record = analyse(document)
    before = numbering._known
    monkeypatch.setattr(numbering, "_MOST_LETTERS", 0)
    assert analyse(document) == record
    assert numbering._known is not before
