"""The command line as its users type it: output, exit codes, French."""

import json
import re
from pathlib import Path

import pytest

from guide_pipeline.cli.main import BUG, COMMANDS, FINE, ISSUES, USAGE, build_parser, main
from guide_pipeline.diff.sheets import diff_sheets
from guide_search import index_folder, stamp
from tests.guides import first_batch, new_sheet, write_files


def guide(root: Path, *words: str) -> int:
    return main(["-C", str(root), *words])


def test_every_command_has_help_in_french_with_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    for module in COMMANDS:
        name = {"import_data": "import"}.get(module, module)
        with pytest.raises(SystemExit) as left:
            main([name, "--help"])
        assert left.value.code == 0
        shown = capsys.readouterr().out
        assert "usage :" in shown and "exemple :" in shown and f"guide {name}" in shown
        assert not re.search(r"\b(show this|positional|the following|error)\b", shown), shown


def test_the_general_help_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    build_parser().print_help()
    shown = capsys.readouterr().out
    for name in ("init", "check", "ingest", "publish", "import", "demo"):
        assert re.search(rf"^\s+{name}\s", shown, re.MULTILINE)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "il manque"),
        (["publier"], "« publier » n'est pas un choix. Vouliez-vous dire « publish » ?"),
        (["user", "ad"], "Vouliez-vous dire « add » ?"),
        (["import", "mon-site", "x.zip", "--into", "y"], "Choix : service-public."),
        (["publish"], "il manque"),
        (["publish", "2026-01", "--by", "Anne", "--approve"], "arguments inconnus : --approve"),
    ],
)
def test_wrong_usage(capsys: pytest.CaptureFixture[str], words: list[str], said: str) -> None:
    with pytest.raises(SystemExit) as left:
        main(words)
    assert left.value.code == USAGE
    assert said in capsys.readouterr().err


def test_not_a_guide(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert guide(tmp_path, "check") == ISSUES
    assert "guide init" in capsys.readouterr().err


def test_init_then_check(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["init", str(tmp_path / "neuf"), "--titre", 'Guide "à" moi']) == FINE
    assert guide(tmp_path / "neuf", "check") == FINE
    assert "Corpus sain : 0 fiche" in capsys.readouterr().out
    assert not (tmp_path / "neuf" / "var").exists(), "init makes no account and no state"
    assert main(["init", str(tmp_path / "neuf")]) == USAGE


def test_check_shows_every_problem_with_file_and_line(
    guide_root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = new_sheet(
        "bail", "Bail", '<lien fiche="absente">x</lien> <sigle id="ZZZ"/>\n<bareme id="rien"/>', "logement"
    )
    write_files(
        guide_root / "sources", {"02-logement/bail.xml": bad, "02-logement/mal.xml": "<fiche>\n<p></fiche>"}
    )
    assert guide(guide_root, "check") == ISSUES
    shown = capsys.readouterr().out
    for expected in (
        "sources/02-logement/bail.xml:1: erreur [lien-casse]",
        "sources/02-logement/bail.xml:1: erreur [sigle-inconnu]",
        "sources/02-logement/bail.xml:2: erreur [bareme-inconnu]",
        "sources/02-logement/mal.xml:2: erreur [xml-mal-forme]",
    ):
        assert expected in shown
    assert guide(guide_root, "check", "--json") == ISSUES
    assert len(json.loads(capsys.readouterr().out)["problemes"]) == 4


def test_the_whole_way(guide_root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first_batch(guide_root)
    assert guide(guide_root, "build") == FINE
    assert guide(guide_root, "build") == FINE
    assert "Rien à faire" in capsys.readouterr().out
    assert guide(guide_root, "ingest", "updates/2026-01") == FINE
    (guide_root / "updates" / "2026-03.zip").write_bytes(b"")
    assert guide(guide_root, "status") == FINE
    status = capsys.readouterr().out
    assert (
        "à publier : 2026-01" in status
        and "à ingérer : 2026-03.zip (guide ingest updates/2026-03.zip)" in status
    )
    (guide_root / "updates" / "2026-03.zip").unlink()
    assert guide(guide_root, "publish", "2026-01", "--by", "Anne") == ISSUES
    assert "n'est pas approuvé" in capsys.readouterr().err
    assert guide(guide_root, "publish", "2026-01", "--by", "Anne", "--approve-all") == FINE
    assert "Édition 1 publiée" in capsys.readouterr().out
    assert guide(guide_root, "report", "2026-01") == FINE
    assert "474,37\u00a0€ → 480\u00a0€" in capsys.readouterr().out
    assert guide(guide_root, "diff", "0", "1") == FINE
    assert "474,37\u00a0€ → 480\u00a0€" in capsys.readouterr().out
    assert guide(guide_root, "search", "pacs", "--json") == FINE
    assert json.loads(capsys.readouterr().out)["hits"][0]["sheet_id"] == "pacs"
    assert guide(guide_root, "search", "pacs", "--edition", "0") == ISSUES
    assert guide(guide_root, "ingest", "updates/2026-01") == FINE
    assert "déjà publié" in capsys.readouterr().out
    assert guide(guide_root, "verify") == FINE
    assert guide(guide_root, "rollback", "0") == FINE
    capsys.readouterr()
    assert guide(guide_root, "editions", "--json") == FINE
    assert [row["servie"] for row in json.loads(capsys.readouterr().out)] == [True, False]


def test_a_build_after_an_upgrade_makes_the_index_anew(
    guide_root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as earlier:
        for module in (stamp, index_folder):
            earlier.setattr(module, "RECORD_VERSION", "0.9")
        assert guide(guide_root, "build") == FINE
    assert guide(guide_root, "search", "mariage") == ISSUES
    assert guide(guide_root, "build") == FINE
    assert "Rien à faire" not in capsys.readouterr().out
    assert guide(guide_root, "search", "mariage") == FINE
    assert guide(guide_root, "build") == FINE
    assert "Rien à faire" in capsys.readouterr().out


def test_a_refused_batch_lists_its_problems(guide_root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    guide(guide_root, "build")
    folder = first_batch(guide_root)
    (folder / "fiches" / "pacs.xml").unlink()
    assert guide(guide_root, "ingest", str(folder)) == ISSUES
    shown = capsys.readouterr()
    assert "lot.toml:8: erreur [fichier-absent]" in shown.out
    assert "rien n'a changé" in shown.err


def test_accounts(guide_root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert guide(guide_root, "user", "list") == FINE
    assert "Aucun compte" in capsys.readouterr().out
    assert guide(guide_root, "user", "add", "a.roux", "--role", "agent", "--genere") == FINE
    assert "affiché cette seule fois" in capsys.readouterr().out
    assert guide(guide_root, "user", "add", "A.Roux", "--genere") == ISSUES
    assert guide(guide_root, "user", "disable", "a.roux") == FINE
    capsys.readouterr()
    assert guide(guide_root, "user", "list", "--json") == FINE
    assert [(row["identifiant"], row["actif"]) for row in json.loads(capsys.readouterr().out)] == [
        ("a.roux", False)
    ]


def test_a_bug_names_its_log(
    guide_root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("pour voir")

    monkeypatch.setattr("guide_pipeline.checks.corpus_rules.check_corpus", broken)
    assert guide(guide_root, "check") == BUG
    log = Path(capsys.readouterr().err.rpartition(" : ")[2].strip())
    assert "pour voir" in log.read_text("utf-8")
    log.unlink()


def test_differences_are_shown_and_proved(
    guide_root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    first_batch(guide_root)
    assert guide(guide_root, "build") == FINE
    capsys.readouterr()
    assert guide(guide_root, "diff", "updates/2026-01") == FINE
    before = capsys.readouterr().out
    assert guide(guide_root, "ingest", "updates/2026-01") == FINE
    capsys.readouterr()
    assert guide(guide_root, "diff", "2026-01") == FINE
    assert capsys.readouterr().out == before, "ingesting changes nothing to what differs"
    assert guide(guide_root, "diff", "--prove", "2026-01", "--json") == FINE
    proof = json.loads(capsys.readouterr().out)
    assert proof["comparees"] == proof["verifiees"] > 0 and proof["inexactes"] == []
    assert guide(guide_root, "diff", "--prove", "0", "0") == FINE
    assert "0 sur 0 fiche" in capsys.readouterr().out
    assert guide(guide_root, "diff", "2027-01") == ISSUES
    assert guide(guide_root, "diff", "0", "1", "2") == USAGE

    monkeypatch.setattr("guide_pipeline.diff.prove.diff_sheets", lambda old, new: diff_sheets(old, old))
    assert guide(guide_root, "diff", "--prove", "2026-01") == ISSUES
    assert "0 sur" in capsys.readouterr().out
