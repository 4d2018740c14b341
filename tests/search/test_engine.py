"""What lies on disk is a Whoosh index like any other: stock Whoosh opens it, searches it, and ranks it the same way."""

from dataclasses import replace
from pathlib import Path

import pytest
from whoosh import index as whoosh_index  # type: ignore[import-untyped]
from whoosh.qparser import MultifieldParser, OrGroup, QueryParser  # type: ignore[import-untyped]
from whoosh.scoring import BM25F  # type: ignore[import-untyped]

from guide_search.analysis import terms_of
from guide_search.engine.reading import open_segments
from guide_search.index_folder import write_index
from guide_search.records import analyse, flowing
from tests.search.corpus import DOCUMENTS, sheet


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_index(tmp_path / "0", map(analyse, DOCUMENTS))
    changed = sheet(
        "rsa", "insertion", "Revenu de solidarité active", summary="Minimum de ressources, loyer compris."
    )
    write_index(tmp_path / "1", [analyse(changed)], base=tmp_path / "0", removed=["conge"])
    return tmp_path / "1"


def test_stock_whoosh_searches_it(folder: Path) -> None:
    opened = whoosh_index.open_dir(str(folder))
    with opened.searcher(weighting=BM25F()) as searcher:
        found = searcher.search(
            MultifieldParser(["title", "text"], opened.schema, group=OrGroup).parse("loyer impayé")
        )
        assert [hit["sheet"] for hit in found] == ["impayes", "apl", "rsa"]
        assert found[0]["title"] == "Loyers impayés"
        phrase = QueryParser("text", opened.schema).parse('"caisse d\'allocations familiales"')
        assert [hit["sheet"] for hit in searcher.search(phrase)] == ["apl"]
        assert not searcher.search(QueryParser("text", opened.schema).parse("paternité"))
        assert searcher.doc_count() == len(DOCUMENTS) - 1


def test_whoosh_can_write_on(folder: Path) -> None:
    """Should we ever do without our own writer: Whoosh merges our segments into one of its own."""
    opened = whoosh_index.open_dir(str(folder))
    opened.optimize()
    with whoosh_index.open_dir(str(folder)).searcher() as searcher:
        found = searcher.search(QueryParser("text", searcher.schema).parse("loyer"))
        assert {hit["sheet"] for hit in found} == {"impayes", "apl", "rsa"}


def test_postings_are_what_the_texts_say(folder: Path) -> None:
    for segment in open_segments(folder):
        for term in segment.terms("text"):
            postings = segment.postings("text", term)
            assert postings is not None
            ends = postings.counts.cumsum().tolist()
            for number, document in enumerate(postings.documents.tolist()):
                whole = segment.document(document)
                texts = (f"{whole.title}\n{whole.summary}", *(f"{s.title}\n{s.text}" for s in whole.sections))
                said = [word for text in texts for word in terms_of(text)]
                places = postings.places[ends[number] - postings.counts[number] : ends[number]].tolist()
                assert places == [place for place, word in enumerate(said) if word == term]
        segment.close()


def test_documents_come_back(folder: Path) -> None:
    """As they were given, texts as passages show them."""
    segment = open_segments(folder)[0]
    found = {segment.document(number) for number in range(segment.size)}
    assert found == {
        replace(
            d,
            summary=flowing(d.summary),
            sections=tuple(s._replace(text=flowing(s.text)) for s in d.sections),
        )
        for d in DOCUMENTS
    }
    assert segment.sheets() == sorted(document.sheet_id for document in DOCUMENTS)
    segment.close()
