"""An index that grew by updates answers as one built at a stroke: same sheets, same scores, same passages."""

import shutil
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guide_pipeline.errors import DamagedError
from guide_search import index_folder
from guide_search.engine.reading import open_segments
from guide_search.index_folder import write_index
from guide_search.records import SearchDocument, analyse
from guide_search.search import SearchResults, open_index
from guide_search.stamp import check_index
from tests.search.corpus import ACRONYMS, DOCUMENTS, sheet

WORDS = (
    "loyer",
    "loyers",
    "aide",
    "logement",
    "étudiant",
    "caisse",
    "père",
    "congé",
    "RSA",
    "L. 262-2",
    "1 399,03",
    "du",
    "le",
)
QUERIES = (
    "loyer",
    "aide logement etudiant",
    "rsa",
    "revenu de solidarite active",
    "conge pere",
    "loyr caise",
    "L262-2 1399,03",
)

sentences = st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join)
ids = st.sampled_from(("a", "b", "c", "d", "e"))
documents = st.builds(
    lambda sheet_id, title, summary, texts, link: sheet(
        sheet_id,
        "logement" if len(title) % 2 else "famille",
        title,
        *((f"s{number}", f"Partie {number}", text) for number, text in enumerate(texts)),
        summary=summary,
        links=(link,),
    ),
    ids,
    sentences,
    sentences,
    st.lists(sentences, max_size=3),
    st.tuples(ids, sentences),
)
updates = st.tuples(st.lists(documents, max_size=4), st.sets(ids, max_size=2))


def answers(folder: Path) -> list[SearchResults]:
    index = open_index(folder)
    found = [index.search(query) for query in QUERIES]
    index.close()
    return found


def write(
    folder: Path, guide: Mapping[str, SearchDocument], base: Path | None = None, removed: Iterable[str] = ()
) -> None:
    write_index(folder, map(analyse, guide.values()), base=base, removed=removed, acronyms=ACRONYMS)


@settings(max_examples=60, deadline=None)
@given(st.lists(documents, max_size=5), st.lists(updates, min_size=1, max_size=4))
def test_growing_is_the_same(
    start: list[SearchDocument], history: list[tuple[list[SearchDocument], set[str]]]
) -> None:
    root = Path(tempfile.mkdtemp())
    try:
        guide = {document.sheet_id: document for document in start}
        write(root / "0", guide)
        for number, (changed, removed) in enumerate(history, 1):
            new = {document.sheet_id: document for document in changed}
            guide = {key: value for key, value in guide.items() if key not in removed} | new
            write(root / str(number), new, root / str(number - 1), removed - new.keys())
        write(root / "full", guide)
        assert check_index(root / str(len(history))).documents == len(guide)
        assert answers(root / str(len(history))) == answers(root / "full")
    finally:
        shutil.rmtree(root)


def test_segments_are_shared_until_worn(tmp_path: Path) -> None:
    write(tmp_path / "0", {d.sheet_id: d for d in DOCUMENTS})
    changed = sheet("apl", "logement", "Aide personnalisée au logement", summary="Revue.")
    write(tmp_path / "1", {"apl": changed}, tmp_path / "0", {"tutelle"})
    segments = sorted(path.name for path in (tmp_path / "0").glob("*.seg"))
    assert len(list((tmp_path / "1").glob("*.seg"))) == 2
    assert (tmp_path / "1" / segments[0]).samefile(tmp_path / "0" / segments[0])
    # Most of the first segment goes: the next one is written afresh, in one piece.
    write(tmp_path / "2", {}, tmp_path / "1", {"rsa", "conge", "impayes"})
    assert len(list((tmp_path / "2").glob("*.seg"))) == 1
    assert [segment.deleted for segment in open_segments(tmp_path / "2")] == [frozenset()]
    kept = {d.sheet_id: d for d in DOCUMENTS if d.sheet_id in ("microcredit", "vide")} | {"apl": changed}
    write(tmp_path / "full", kept)
    assert answers(tmp_path / "2") == answers(tmp_path / "full")
    assert {p.name: p.read_bytes() for p in (tmp_path / "2").iterdir()} == {
        p.name: p.read_bytes() for p in (tmp_path / "full").iterdir()
    }


def test_segments_do_not_pile_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index_folder, "MOST_SEGMENTS", 3)
    write(tmp_path / "0", {d.sheet_id: d for d in DOCUMENTS})
    for number in range(1, 7):
        new = sheet(f"nouvelle-{number}", "logement", f"Fiche nouvelle {number}")
        write(tmp_path / str(number), {new.sheet_id: new}, tmp_path / str(number - 1))
        assert len(list((tmp_path / str(number)).glob("*.seg"))) <= 3


def test_a_sheet_may_come_back(tmp_path: Path) -> None:
    guide = {d.sheet_id: d for d in DOCUMENTS}
    write(tmp_path / "0", guide)
    write(tmp_path / "1", {}, tmp_path / "0", {"rsa"})
    write(tmp_path / "2", {"rsa": guide["rsa"]}, tmp_path / "1")
    assert answers(tmp_path / "2") == answers(tmp_path / "0")


def test_another_analysis_starts_afresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    guide = {d.sheet_id: d for d in DOCUMENTS}
    monkeypatch.setattr(index_folder, "RECORD_VERSION", "d'avant")
    write(tmp_path / "0", guide)
    monkeypatch.undo()
    with pytest.raises(DamagedError, match="autre version"):
        open_index(tmp_path / "0")
    write(tmp_path / "1", {}, tmp_path / "0")
    write(tmp_path / "full", guide)
    assert (tmp_path / "1" / "index.json").read_bytes() == (tmp_path / "full" / "index.json").read_bytes()
