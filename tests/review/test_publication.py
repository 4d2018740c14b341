"""From decisions to an edition: what is refused stays out, what is left is sound, the record proves it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from guide_pipeline.build.base import build
from guide_pipeline.editions.store import EditionStore
from guide_pipeline.editions.verify import verify
from guide_pipeline.errors import ContentError, RefusedError
from guide_pipeline.ingest import ingest
from guide_pipeline.readers.config import read_config
from guide_pipeline.review.record import record_issues
from guide_pipeline.review.votes import Verdict
from guide_site.review import Board, approve_all, decide, find_board, publish_approved, verify_record
from guide_site.state import Role, State, default_url, open_state
from tests.guides import CONFIG, first_batch, new_sheet, write_batch, write_guide

LOT = "2026-01"


@pytest.fixture
def store(tmp_path: Path) -> EditionStore:
    """A guide with its first batch ingested by Remi: a new sheet, one that changes, one renamed, a new value."""
    root = write_guide(tmp_path / "guide")
    store = EditionStore(root)
    build(store, read_config(root))
    ingest(store, first_batch(root), by="remi")
    return store


@pytest.fixture
def state(store: EditionStore) -> Iterator[State]:
    state = open_state(default_url(store.paths.root))
    state.create_schema()
    yield state
    state.close()


def board(store: EditionStore, state: State) -> Board:
    return find_board(store, state, LOT)


def say(store: EditionStore, state: State, scope: str, verdict: Verdict, by: str = "ada") -> None:
    seen = board(store, state).proposal
    decide(store, state, LOT, seen, scope, verdict, by, "Parce que.", board(store, state).last)


def test_a_new_value_and_a_sheet_refused_stay_out_and_come_back(store: EditionStore, state: State) -> None:
    say(store, state, "changement:bareme-bmaf", Verdict.REFUSED)
    say(store, state, "changement:fiche-pacs", Verdict.REFUSED)
    approve_all(store, state, LOT, "ada")
    made = publish_approved(store, state, LOT, "bruno").manifest
    guide = store.guide(made)
    assert "pacs" not in guide.facts and guide.facts["loyer"].title == "Loyers impayés"
    assert len(guide.rates["bmaf"].values) == 2
    assert [out.id for out in made.left_out] == ["bareme-bmaf", "fiche-pacs"]
    assert "Pacs" in made.left_out[1].text
    assert not (store.paths.site(1) / "fiches" / "pacs.html").exists()
    assert verify(store)[1] == () and record_issues(store) == (1, ())
    again = '[[operations]]\ntype = "ajout"\nfichier = "fiches/pacs.xml"\n'
    files = {"fiches/pacs.xml": new_sheet("pacs", "Pacs", "Un contrat.")}
    ingest(store, write_batch(store.paths.root, "2026-02", LOT, again, files, "2026-02-01"))
    assert find_board(store, state, "2026-02").before["fiche-pacs"] == 1


def test_each_synonym_is_decided_on(store: EditionStore, state: State) -> None:
    approve_all(store, state, LOT, "ada")
    publish_approved(store, state, LOT, "ada")
    files = {"synonymes.toml": '["mini min"]\ndit-aussi = ["minimum"]\n[nounou]\ndit-aussi = ["garde"]\n'}
    ingest(store, write_batch(store.paths.root, "2026-02", LOT, "", files, "2026-02-01"))
    found = find_board(store, state, "2026-02")
    assert [(item.id, item.new) for item in found.items] == [
        ("synonyme-mini_min", "dit aussi\u00a0: minimum"),
        ("synonyme-nounou", "dit aussi\u00a0: garde"),
    ]
    page = (found.folder / "report.html").read_text("utf-8")
    assert 'id="synonyme-mini_min"' in page and "Chapitres, sigles et synonymes" in page
    refused = "changement:synonyme-mini_min"
    decide(store, state, "2026-02", found.proposal, refused, Verdict.REFUSED, "ada", "Trop familier.")
    approve_all(store, state, "2026-02", "ada")
    made = publish_approved(store, state, "2026-02", "ada").manifest
    assert list(store.synonyms(made)) == ["nounou"]
    assert [out.id for out in made.left_out] == ["synonyme-mini_min"]


def test_one_change_of_a_sheet_refused_leaves_the_others(store: EditionStore, state: State) -> None:
    items = [item for item in board(store, state).items if item.sheet == "mariage"]
    assert len(items) > 1
    refused = next(item for item in items if "introduction" in " ".join(item.where).lower() or item.where)
    say(store, state, f"changement:{refused.id}", Verdict.REFUSED)
    approve_all(store, state, LOT, "ada")
    made = publish_approved(store, state, LOT, "ada").manifest
    assert made.sheets["mariage"] not in (store.manifest(0).sheets["mariage"],)
    assert refused.id in {out.id for out in made.left_out}


def test_the_same_decisions_give_the_same_edition(tmp_path: Path) -> None:
    made = []
    for name, by in (("un", "ada"), ("deux", "bruno")):
        root = write_guide(tmp_path / name)
        store = EditionStore(root)
        build(store, read_config(root))
        ingest(store, first_batch(root))
        state = open_state(default_url(root))
        state.create_schema()
        say(store, state, "changement:fiche-pacs", Verdict.REFUSED, by)
        approve_all(store, state, LOT, by)
        publish_approved(store, state, LOT, by)
        state.close()
        made.append((store.paths.manifest(1).read_bytes(), (store.paths.site(1) / "pages.json").read_bytes()))
    assert made[0] == made[1]


def test_what_cannot_stand_is_refused_with_the_way_out(store: EditionStore, state: State) -> None:
    """A batch adds a sheet and a link to it: without the sheet, the link leads nowhere."""
    approve_all(store, state, LOT, "ada")
    publish_approved(store, state, LOT, "ada")
    operations = (
        '[[operations]]\ntype = "ajout"\nfichier = "fiches/a.xml"\n'
        '[[operations]]\ntype = "ajout"\nfichier = "fiches/b.xml"\n'
    )
    files = {
        "fiches/a.xml": new_sheet("a-deux", "A", "Texte."),
        "fiches/b.xml": new_sheet("b-deux", "B", 'Voir <lien fiche="a-deux">A</lien>.'),
    }
    ingest(store, write_batch(store.paths.root, "2026-02", LOT, operations, files, "2026-02-01"))
    seen = find_board(store, state, "2026-02").proposal
    decide(store, state, "2026-02", seen, "fiche:a-deux", Verdict.REFUSED, "ada", "Non.")
    approve_all(store, state, "2026-02", "ada")
    with pytest.raises(ContentError, match="Refusez aussi") as caught:
        publish_approved(store, state, "2026-02", "ada")
    assert [issue.code for issue in caught.value.issues] == ["lien-casse"]
    assert store.needed_latest().number == 1
    decide(store, state, "2026-02", seen, "fiche:b-deux", Verdict.REFUSED, "ada", "Non plus.")
    assert publish_approved(store, state, "2026-02", "ada").manifest.number == 2


def test_nobody_approves_what_they_ingested(store: EditionStore, state: State) -> None:
    for by in ("remi", "Remi "):
        with pytest.raises(RefusedError, match="a ingéré le lot"):
            approve_all(store, state, LOT, by)
    say(store, state, "changement:fiche-pacs", Verdict.REFUSED, "remi")
    with pytest.raises(RefusedError, match="il reste"):
        publish_approved(store, state, LOT, "ada")


def test_a_double_review_needs_two_administrators(store: EditionStore, state: State) -> None:
    config = store.paths.root / "guide.toml"
    config.write_text(CONFIG + '\n[reglages]\nrelecture = "double"\n', "utf-8")
    for name, role in (("ada", Role.ADMIN), ("bruno", Role.ADMIN), ("zoe", Role.EDITOR)):
        state.add_user(name, None, role)
    approve_all(store, state, LOT, "ada")
    with pytest.raises(RefusedError, match="seconde personne"):
        publish_approved(store, state, LOT, "ada")
    for by in ("zoe", "inconnu"):
        with pytest.raises(RefusedError, match="compte d'un administrateur"):
            approve_all(store, state, LOT, by)
    approve_all(store, state, LOT, "bruno")
    assert publish_approved(store, state, LOT, "ada").manifest.number == 1
    record, issues = verify_record(store, state, 1)
    assert record.double and issues == () and record.ingested_by == "remi"


def test_a_wide_approval_lifts_no_refusal(store: EditionStore, state: State) -> None:
    say(store, state, "changement:fiche-pacs", Verdict.REFUSED, "bruno")
    say(store, state, "tout", Verdict.APPROVED)
    assert [item.id for item in board(store, state).refused] == ["fiche-pacs"]
    assert board(store, state).publishable


def test_an_altered_record_is_seen(store: EditionStore, state: State) -> None:
    say(store, state, "changement:fiche-pacs", Verdict.REFUSED)
    approve_all(store, state, LOT, "ada")
    publish_approved(store, state, LOT, "ada")
    path = store.paths.record(1)
    data = path.read_bytes()
    path.write_bytes(data.replace(b'"par":"ada"', b'"par":"eve"'))
    assert [i.code for i in verify_record(store, state, 1)[1]] == ["decisions-alterees"] * 2
    path.write_bytes(data.replace(b'"refuse"', b'"approuve"', 1))
    assert any("ne mènent pas" in i.message for i in record_issues(store)[1])
    path.write_bytes(data)
    report = store.paths.report(LOT) / "report.json"
    report.write_bytes(report.read_bytes() + b" ")
    assert any("rapport" in i.message for i in record_issues(store)[1])


def test_publication_is_recorded_after_a_crash_before_it_was(store: EditionStore, state: State) -> None:
    """The edition exists, the database doesn't know it yet: publishing again tells it, in the name of who did it."""
    approve_all(store, state, LOT, "ada")
    from guide_pipeline.publish import publish
    from guide_site.review.publication import approval_of

    publish(store, LOT, approval_of(store, state, board(store, state), "ada"))
    assert state.publications() == ()
    publish_approved(store, state, LOT, "bruno")
    publish_approved(store, state, LOT, "bruno")
    assert [p.by for p in state.publications()] == ["ada"]
    assert verify_record(store, state, 1)[1] == ()
