"""guide review: decisions taken, listed, and kept with the edition, all from the command line."""

import json
import re
from pathlib import Path

import pytest

from guide_pipeline.cli.main import FINE, ISSUES, USAGE, main
from guide_pipeline.editions.store import EditionStore
from tests.guides import first_batch

Output = pytest.CaptureFixture[str]


@pytest.fixture
def waiting(guide_root: Path, capsys: Output) -> Path:
    """A guide with a batch that awaits review."""
    first_batch(guide_root)
    assert guide(guide_root, "build") == FINE
    assert guide(guide_root, "ingest", "updates/2026-01", "--by", "Rémi") == FINE
    capsys.readouterr()
    return guide_root


def guide(root: Path, *words: str) -> int:
    return main(["-C", str(root), *words])


def review(root: Path, *words: str) -> int:
    return guide(root, "review", "2026-01", *words)


def decide(root: Path, verdict: str, on: str, by: str = "Anne Roux", *words: str) -> int:
    return review(root, "--decision", verdict, "--sur", on, "--by", by, *words)


def open_items(root: Path, capsys: Output) -> dict[str, str]:
    """The lines of the changes left to decide, by id."""
    capsys.readouterr()
    assert review(root, "--liste") == FINE
    found = re.findall(r"^(\S+)  (?:à décider|.*?) · (.*)$", capsys.readouterr().out, re.MULTILINE)
    return dict(found)


def test_a_change_is_decided_and_leaves_the_list(waiting: Path, capsys: Output) -> None:
    before = open_items(waiting, capsys)
    item = next(iter(before))
    assert decide(waiting, "approuve", f"changement:{item}") == FINE
    assert "Approuvé : 1 changement" in capsys.readouterr().out
    after = open_items(waiting, capsys)
    assert item not in after and len(after) < len(before)


def test_a_question_with_its_words_is_in_the_journal_and_keeps_the_batch_open(
    waiting: Path, capsys: Output
) -> None:
    item = next(iter(open_items(waiting, capsys)))
    words = "--comment", "Quelle source pour ce montant ?"
    assert decide(waiting, "question", f"changement:{item}", "Anne Roux", *words) == FINE
    assert review(waiting, "--journal") == FINE
    shown = capsys.readouterr().out
    assert "Anne Roux" in shown and "« Quelle source pour ce montant ? »" in shown
    assert guide(waiting, "publish", "2026-01", "--by", "Anne Roux") == ISSUES
    assert "n'est pas approuvé" in capsys.readouterr().err


def test_what_is_refused_is_left_out_of_the_edition_and_its_record_says_so(
    waiting: Path, capsys: Output
) -> None:
    assert decide(waiting, "refuse", "fiche:loyer", "Anne Roux", "--comment", "Pas encore.") == FINE
    assert decide(waiting, "approuve", "tout") == FINE
    assert guide(waiting, "publish", "2026-01", "--by", "Anne Roux") == FINE
    store = EditionStore(waiting)
    assert store.guide(store.manifest(1)).facts["loyer"].title == "Loyer impayé"
    capsys.readouterr()
    assert guide(waiting, "review", "1", "--verify") == FINE
    shown = capsys.readouterr().out
    assert "le relevé est intact" in shown and "dont 1 refusé" in shown


def test_who_ingested_may_not_approve(waiting: Path, capsys: Output) -> None:
    assert decide(waiting, "approuve", "tout", "Rémi") == ISSUES
    assert "ingéré" in capsys.readouterr().err
    assert open_items(waiting, capsys)


@pytest.mark.parametrize(
    "words",
    [
        ("--decision", "approuve", "--sur", "tout"),
        ("--decision", "approuve", "--by", "Anne"),
        ("--decision", "approuve", "--sur", "fiche:absente", "--by", "Anne"),
        ("--decision", "approuve", "--sur", "n'importe quoi", "--by", "Anne"),
        ("--verify",),
    ],
)
def test_wrong_usage_says_so_and_decides_nothing(
    waiting: Path, capsys: Output, words: tuple[str, ...]
) -> None:
    before = open_items(waiting, capsys)
    assert review(waiting, *words) == USAGE
    assert capsys.readouterr().err.startswith("guide : ")
    assert open_items(waiting, capsys) == before


def test_json_tells_what_people_read(waiting: Path, capsys: Output) -> None:
    assert review(waiting, "--json") == FINE
    assert json.loads(capsys.readouterr().out)["lot"] == "2026-01"


def test_a_batch_ingested_anew_says_what_became_of_its_decisions(waiting: Path, capsys: Output) -> None:
    assert decide(waiting, "approuve", "tout") == FINE
    words = waiting / "updates" / "2026-01" / "lot.toml"
    words.write_text(words.read_text("utf-8").replace('libelle = "', 'libelle = "Autre : '), "utf-8")
    capsys.readouterr()
    assert guide(waiting, "ingest", "updates/2026-01", "--by", "Rémi") == FINE
    said = capsys.readouterr().out
    changes = len(open_items(waiting, capsys))
    assert f"1 décision donnée sur {changes} changements ne compte plus, aucune n'est reprise" in said
    assert f"De ces changements, {changes} s'y retrouvent à l'identique." in said
    assert guide(waiting, "ingest", "updates/2026-01", "--by", "Rémi") == FINE
    assert "ne compte plus" not in capsys.readouterr().out, "nothing was to be done, nothing is lost"


def test_a_first_ingestion_loses_nothing(guide_root: Path, capsys: Output) -> None:
    first_batch(guide_root)
    assert guide(guide_root, "build") == FINE
    assert guide(guide_root, "ingest", "updates/2026-01") == FINE
    assert "compte plus" not in capsys.readouterr().out
