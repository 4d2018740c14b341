"""guide user … and guide audit …, as an administrator types them."""

import json
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from guide_pipeline.cli.main import FINE, ISSUES, USAGE, main
from guide_site.state import Verdict, default_url, open_state

Guide = Callable[..., tuple[int, str]]


@pytest.fixture
def guide(guide_root: Path, capsys: pytest.CaptureFixture[str]) -> Guide:
    """Runs a command on a guide with an agent and an administrator; its exit code, and what it said."""

    def run(*words: str) -> tuple[int, str]:
        code = main(["-C", str(guide_root), *words])
        said = capsys.readouterr()
        return code, said.out + said.err

    for name, role in (("a.roux", "agent"), ("admin", "administrateur")):
        assert run("user", "add", name, "--role", role, "--genere")[0] == FINE
    return run


def test_roles_closing_and_opening(guide: Guide) -> None:
    assert guide("user", "role", "a.roux", "redacteur") == (
        FINE,
        "a.roux : rôle rédacteur, dès maintenant.\n",
    )
    assert guide("user", "role", "admin", "agent")[0] == ISSUES
    assert guide("user", "disable", "a.roux")[0] == FINE
    assert "a.roux" in guide("user", "list")[1] and "(fermé)" in guide("user", "list")[1]
    assert guide("user", "enable", "a.roux")[0] == FINE
    assert guide("user", "role", "personne", "agent")[0] == ISSUES


def test_deleting_an_account_is_confirmed_and_final(guide: Guide, monkeypatch: pytest.MonkeyPatch) -> None:
    assert guide("user", "delete", "a.roux")[0] == USAGE, "no terminal to ask on, and no --oui"
    answers = iter(["b.roux", "a.roux"])
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("builtins.input", lambda _: next(answers))
    code, said = guide("user", "delete", "A.Roux")
    assert code == USAGE and "Rien n'est supprimé" in said and "a.roux" in guide("user", "list")[1]
    code, said = guide("user", "delete", "A.Roux")
    assert code == FINE and "Compte a.roux supprimé" in said
    assert "a.roux" not in guide("user", "list")[1] and guide("audit", "verify")[0] == FINE
    assert guide("user", "delete", "admin", "--oui")[0] == ISSUES, "the last administrator"
    assert guide("user", "delete", "personne", "--oui")[0] == ISSUES


def test_an_invitation_is_a_link_shown_once(guide: Guide) -> None:
    code, said = guide("user", "add", "zoe", "--invite", "--courriel", "zoe@d.fr")
    assert code == FINE and re.search(r"http://localhost:8000/invitation/[\w-]{43}\n", said)
    assert guide("user", "invite", "zoe")[0] == FINE


def test_people_go_out_and_come_back(guide: Guide, tmp_path: Path) -> None:
    file = tmp_path / "comptes.csv"
    assert guide("user", "export", str(file)) == (FINE, f"2 comptes écrits dans {file}.\n")
    assert file.read_bytes().startswith(b"\xef\xbb\xbf") and b"\r\n" in file.read_bytes()
    assert "2 inchangés" in guide("user", "import", str(file))[1]
    file.write_text("compte;role\nzoe;agent\nA.ROUX;redacteur\n", "utf-8")
    assert "rien n’est fait" in guide("user", "import", str(file), "--essai")[1]
    assert "zoe" not in guide("user", "list")[1]
    assert "1 compte créé, 1 modifiés" in guide("user", "import", str(file))[1]
    file.write_text("compte;role\nluc;chef\n", "utf-8")
    code, said = guide("user", "import", str(file))
    assert code == ISSUES and "comptes.csv:2: erreur [role-inconnu]" in said
    assert guide("user", "import", str(tmp_path / "absent"))[0] == USAGE


def test_a_code_is_given_after_the_checks_only(guide: Guide) -> None:
    code, said = guide("user", "code", "a.roux")
    assert code == ISSUES and "J'ai rappelé la personne" in said
    done = ("--par", "admin", "--rappel", "01 23", "--verifie")
    code, said = guide("user", "code", "a.roux", *done)
    assert code == FINE and re.search(r": (?:[A-Z2-9]{4}-){3}[A-Z2-9]{4}\n", said)
    assert len(said.splitlines()) == 5
    assert guide("user", "code", "admin", *done)[0] == ISSUES
    assert "rappelé au 01 23" in guide("audit", "list", "code donné")[1]


def test_locks_sessions_keys_and_tokens_when_there_are_none(guide: Guide) -> None:
    for words, said in (
        (("locked",), "Aucun compte n'est bloqué."),
        (("sessions",), "Aucune session ouverte."),
        (("keys",), "Aucune clé."),
        (("tokens",), "Aucun jeton."),
    ):
        assert guide("user", *words) == (FINE, f"{said}\n")
        assert json.loads(guide("user", *words, "--json")[1]) == []
    assert guide("user", "end-session", "x")[0] == ISSUES
    assert guide("user", "lost-key", "7")[0] == ISSUES
    assert guide("user", "unlock", "a.roux") == (FINE, "Compte a.roux débloqué.\n")
    assert guide("user", "sign-out", "a.roux") == (FINE, "0 session fermée.\n")


def test_tokens_are_for_scripts_of_editors(guide: Guide) -> None:
    wanted = ("--libelle", "Passerelle", "--droit", "lecture", "--droit", "rapports")
    assert guide("user", "token", "a.roux", *wanted)[0] == USAGE
    assert re.search(r"guide_[\w-]{43}\n", guide("user", "token", "admin", *wanted)[1])
    (row,) = json.loads(guide("user", "tokens", "--json")[1])
    assert row["droits"] == ["lecture", "rapports"]
    assert guide("user", "revoke-token", str(row["numero"])) == (FINE, "Jeton révoqué.\n")
    assert "(révoqué)" in guide("user", "tokens")[1]


def test_verify_says_that_the_trail_is_whole_and_finds_an_altered_line(
    guide: Guide, guide_root: Path
) -> None:
    code, said = guide("audit", "verify")
    assert code == FINE and re.search(r"2 lignes vérifiées\. Dernière empreinte : [0-9a-f]{64}\n", said)
    with closing(sqlite3.connect(guide_root / "var" / "etat.sqlite")) as conn:
        conn.execute("DROP TRIGGER trail_update")
        conn.execute("UPDATE trail SET who = 'zoe' WHERE id = 1")
        conn.commit()
    code, said = guide("audit", "verify")
    assert code == ISSUES and re.search(r"journal \d{4}-\d\d:1: erreur \[ligne-alteree\]", said)
    assert json.loads(guide("audit", "verify", "--json")[1])["problemes"]


def test_exports_follow_each_other_and_serve_as_a_copy(guide: Guide, tmp_path: Path) -> None:
    mark, copy = tmp_path / "suite", tmp_path / "copie.jsonl"
    _, first = guide("audit", "export", "--suite", str(mark))
    assert len(first.splitlines()) == 2
    copy.write_text(first, "utf-8")
    guide("user", "disable", "a.roux")
    _, second = guide("audit", "export", "--suite", str(mark), "--format", "syslog")
    assert len(second.splitlines()) == 1 and second.startswith("<109>1 ")
    assert guide("audit", "export", "--suite", str(mark)) == (FINE, "")
    assert guide("audit", "verify", "--copie", str(copy))[0] == FINE
    copy.write_text(first.replace("a.roux", "b.roux").replace('"empreinte": "', '"empreinte": "0'), "utf-8")
    code, said = guide("audit", "verify", "--copie", str(copy))
    assert code == ISSUES and "copie-differente" in said
    copy.write_text("bonjour\n", "utf-8")
    assert guide("audit", "verify", "--copie", str(copy))[0] == USAGE


def test_purge_keeps_the_last_twelve_months(guide: Guide) -> None:
    assert guide("audit", "purge") == (FINE, "Aucun mois n'est plus vieux que la durée à garder.\n")


def test_a_name_of_a_deleted_account_is_refused_in_french(guide: Guide, guide_root: Path) -> None:
    """The name of who approved something: their decisions stay theirs."""
    state = open_state(default_url(guide_root))
    state.record_decision("2026-01", "aa", Verdict.APPROVED, "a.roux")
    state.close()
    assert guide("user", "delete", "a.roux", "--oui")[0] == FINE
    code, said = guide("user", "add", "A.Roux", "--genere")
    assert code == ISSUES and "« A.Roux » : ce nom a été celui d'un compte supprimé." in said
    assert "choisissez un autre nom" in said
