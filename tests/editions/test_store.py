"""Editions on disk: found, switched, verified, and never believed without their hash."""

import ctypes
from pathlib import Path

import pytest

from guide_pipeline.build.base import build
from guide_pipeline.editions.files import STAGING_PREFIX, locked, put_in_place, staging_folder
from guide_pipeline.editions.store import EditionStore
from guide_pipeline.editions.verify import verify
from guide_pipeline.errors import BusyError, ContentError, DamagedError, NotFoundError, RefusedError
from guide_pipeline.ingest import ingest
from guide_pipeline.model.guide import Notice
from guide_pipeline.publish import Approval, publish, serve_edition
from guide_pipeline.readers.config import read_config
from guide_pipeline.waiting import find_ingested
from tests.guides import first_batch, new_sheet, write_batch, write_files


@pytest.fixture
def store(guide_root: Path) -> EditionStore:
    store = EditionStore(guide_root)
    build(store, read_config(guide_root))
    return store


def published(store: EditionStore) -> EditionStore:
    ingest(store, first_batch(store.paths.root))
    found = find_ingested(store, "2026-01")
    assert found is not None
    publish(store, "2026-01", Approval("test", found.proposal))
    return store


def test_what_the_guide_says_of_itself_stays_with_each_edition(guide_root: Path) -> None:
    config = guide_root / "guide.toml"
    said = 'titre = "Petit guide"\navis = "Un essai."\npresentation = ["Premier.", "Second."]'
    config.write_text(config.read_text("utf-8").replace('titre = "Petit guide"', said, 1), "utf-8")
    store = EditionStore(guide_root)
    build(store, read_config(guide_root))
    published(store)
    notice = Notice("Un essai.", ("Premier.", "Second."))
    assert [store.manifest(n).notice for n in (0, 1)] == [notice, notice]
    assert store.guide(store.manifest(1)).notice == notice
    config.write_text(config.read_text("utf-8").replace("Un essai.", "Un autre."), "utf-8")
    with pytest.raises(RefusedError, match="Les sources ont changé"):
        build(store, read_config(guide_root))


def test_the_way_from_corpus_to_edition(store: EditionStore) -> None:
    assert (store.numbers(), store.current()) == ((0,), 0)
    published(store)
    assert (store.numbers(), store.current()) == ((0, 1), 1)
    old, new = store.guide(store.manifest(0)), store.guide(store.manifest(1))
    assert "pacs" not in old.facts and "pacs" in new.facts
    assert new.load("loyer").title == "Loyers impayés" and old.load("loyer").title == "Loyer impayé"
    assert [event.kind for event in store.history(store.manifest(1))["loyer"]] == ["ajout", "renommage"]
    assert verify(store)[1] == ()


def test_ingesting_changes_nothing_that_agents_see(store: EditionStore) -> None:
    before = {path: path.read_bytes() for path in store.paths.site(0).rglob("*") if path.is_file()}
    result = ingest(store, first_batch(store.paths.root))
    assert (result.ingested.folder / "report.html").is_file()
    assert store.current() == 0
    assert {path: path.read_bytes() for path in store.paths.site(0).rglob("*") if path.is_file()} == before


def test_the_same_batch_twice_is_recognised(store: EditionStore) -> None:
    path = first_batch(store.paths.root)
    assert ingest(store, path).report is not None
    assert ingest(store, path).report is None
    found = find_ingested(store, "2026-01")
    assert found is not None
    publish(store, "2026-01", Approval("test", found.proposal))
    with pytest.raises(RefusedError, match="déjà publié : c'est l'édition 1"):
        ingest(store, path)
    (path / "lot.toml").write_text((path / "lot.toml").read_text("utf-8") + "# autre\n", "utf-8")
    with pytest.raises(RefusedError, match="Un autre lot 2026-01"):
        ingest(store, path)


def test_out_of_sequence(store: EditionStore) -> None:
    path = write_batch(store.paths.root, "2026-03", "2026-01", "")
    with pytest.raises(RefusedError, match="n'est pas à sa place"):
        ingest(store, path)


def test_a_broken_link_refuses_the_whole_batch(store: EditionStore) -> None:
    text = new_sheet("pacs", "Pacs", '<lien fiche="absente">x</lien>')
    operations = '[[operations]]\ntype = "ajout"\nfichier = "fiches/pacs.xml"\n[[operations]]\ntype = "suppression"\nfiche = "mariage"\n'
    path = write_batch(store.paths.root, "2026-01", "", operations, {"fiches/pacs.xml": text})
    with pytest.raises(ContentError) as caught:
        ingest(store, path)
    found = {(issue.code, issue.location.file) for issue in caught.value.issues}
    assert found == {("lien-casse", "fiches/pacs.xml"), ("lien-casse", "fiche allocation (édition actuelle)")}
    assert find_ingested(store, "2026-01") is None


def test_an_unsound_corpus_makes_no_edition(guide_root: Path) -> None:
    bad = new_sheet(
        "bail", "Bail", '<lien fiche="absente">x</lien><lien fiche="loyer" ancre="rien">y</lien>', "logement"
    )
    write_files(guide_root / "sources", {"02-logement/bail.xml": bad})
    with pytest.raises(ContentError) as caught:
        build(EditionStore(guide_root), read_config(guide_root))
    found = [(issue.code, str(issue.location)) for issue in caught.value.issues]
    assert found == [(code, "sources/02-logement/bail.xml:1") for code in ("ancre-cassee", "lien-casse")]
    assert EditionStore(guide_root).numbers() == () and EditionStore(guide_root).current() is None


def test_not_approved_or_changed_since(store: EditionStore) -> None:
    path = first_batch(store.paths.root)
    ingest(store, path)
    with pytest.raises(RefusedError, match="n'est pas approuvé"):
        publish(store, "2026-01", None)
    with pytest.raises(RefusedError, match="état antérieur"):
        publish(store, "2026-01", Approval("test", "0" * 64))
    write_files(path, {"sigles.toml": '[RSA]\ndeveloppe = "Revenu de solidarité active"\n'})
    found = find_ingested(store, "2026-01")
    assert found is not None
    with pytest.raises(RefusedError, match="a changé depuis son ingestion"):
        publish(store, "2026-01", Approval("test", found.proposal))
    assert store.current() == 0


def test_publishing_again_is_harmless(store: EditionStore) -> None:
    published(store)
    assert publish(store, "2026-01", None).summary is None
    assert (store.numbers(), store.current()) == ((0, 1), 1)


def test_rollback_and_back(store: EditionStore) -> None:
    published(store)
    serve_edition(store, 0)
    assert store.current() == 0
    serve_edition(store, 1)
    assert store.current() == 1
    with pytest.raises(NotFoundError, match="les éditions vont de 0 à 1"):
        serve_edition(store, 7)


@pytest.mark.parametrize("part", ["objects", "editions", "sites"])
def test_an_altered_byte_is_found(store: EditionStore, part: str) -> None:
    published(store)
    path = max(
        (p for p in (store.paths.var / part).rglob("*") if p.is_file()), key=lambda p: p.stat().st_size
    )
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.unlink()  # a page may be shared by hard links: alter this one only
    path.write_bytes(bytes(data))
    assert verify(store)[1] != ()


def test_a_damaged_object_is_not_served(store: EditionStore) -> None:
    name = store.manifest(0).sheets["loyer"]
    store.objects.path(name).write_bytes(b"x")
    with pytest.raises(DamagedError, match="est abîmé"):
        EditionStore(store.paths.root).sheet(name)


def test_changed_sources(store: EditionStore) -> None:
    root = store.paths.root
    write_files(
        root / "sources", {"02-logement/bail.xml": new_sheet("bail", "Bail", "Un contrat.", "logement")}
    )
    with pytest.raises(RefusedError, match="--refaire"):
        build(store, read_config(root))
    assert build(store, read_config(root), again=True).made
    assert "bail" in store.manifest(0).sheets
    published(store)
    write_files(root / "sources", {"02-logement/bail.xml": new_sheet("bail", "Bail", "Autre.", "logement")})
    with pytest.raises(RefusedError, match="dans un lot"):
        build(store, read_config(root), again=True)


def test_a_base_that_fails_to_be_made_again_leaves_the_one_there(store: EditionStore) -> None:
    root = store.paths.root
    first_batch(root)
    ingest(store, root / "updates" / "2026-01")
    before = store.manifest(0)
    write_files(root / "sources", {"02-logement/bail.xml": "<fiche"})
    with pytest.raises(ContentError, match="aucune édition n'est faite"):
        build(store, read_config(root), again=True)
    assert (store.current(), store.manifest(0)) == (0, before)
    assert find_ingested(store, "2026-01") is not None
    assert verify(store)[1] == ()


def test_a_tree_takes_the_place_of_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In one step, and in three where the system can't exchange names."""
    for able in (True, False):
        if not able:
            monkeypatch.setattr(ctypes, "CDLL", lambda *args, **options: object())
        target = tmp_path / f"pages-{able}"
        write_files(target, {"index.html": "ancien"})
        staging = staging_folder(target)
        write_files(staging, {"index.html": "nouveau"})
        put_in_place(staging, target)
        assert (target / "index.html").read_text() == "nouveau"
        assert [path.name for path in tmp_path.iterdir() if path.name.startswith(STAGING_PREFIX)] == []
        target.rename(tmp_path / f"done-{able}")


def test_one_command_at_a_time(store: EditionStore) -> None:
    with locked(store.paths.lock), pytest.raises(BusyError, match="Une autre commande"):
        ingest(store, first_batch(store.paths.root))
