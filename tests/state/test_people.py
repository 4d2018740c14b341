"""Lists of people: what comes out comes back, nothing in it runs, and a bad list changes nothing."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guide_pipeline.errors import RefusedError
from guide_site.state import Account, Role, State
from guide_site.state.names import name_key
from guide_site.state.people_csv import COLUMNS, Person, people_csv, read_people

from .conftest import Clock

GOOD = "bonne phrase de passe"
FORMULAS = ["=1+1", "+33 1", "-2", "@SUM(A1)", "=cmd|' /C calc'!A0", "'=1", "''@x", "＝1+1", "|calc", "%0A=1"]


def account(name: str, shown: str, email: str = "", role: Role = Role.AGENT, active: bool = True) -> Account:
    return Account(1, name, shown, role, active, Clock().now, None, email)


@pytest.mark.parametrize("shown", [*FORMULAS, 'Élise "Lili" ; Martin', "D'Arc, Jeanne", "’tit"])
def test_what_was_exported_comes_back_and_no_cell_is_a_formula(shown: str) -> None:
    text = people_csv((account("e.martin", shown, "=x@y.fr"[1:]),))
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=";"))
    assert tuple(rows[0]) == COLUMNS
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r", "|", "%", "＝")) for cell in rows[1])
    people, issues = read_people(text.encode(), "liste.csv")
    assert issues == () and people == (Person("e.martin", shown, Role.AGENT, "x@y.fr", True),)


@given(st.text(max_size=30))
def test_any_shown_name_makes_the_round(text: str) -> None:
    from guide_site.state.names import display_text

    shown = display_text(text) or "x"
    people, issues = read_people(people_csv((account("a.b", shown),)).encode("utf-8"), "f")
    assert issues == () and people[0].display_name == shown


def test_a_name_with_line_breaks_is_one_person_and_lines_go_on_right() -> None:
    data = b'compte;nom;role\r\na.b;"Anne\r\nBernard";agent\r\nc d;Claude;agent\r\n'
    people, issues = read_people(data, "liste.csv")
    assert people == () and [str(i.location) for i in issues] == ["liste.csv:4"]
    people, _ = read_people(data.replace(b"c d", b"c.d"), "liste.csv")
    assert [(p.name, p.display_name) for p in people] == [("a.b", "Anne Bernard"), ("c.d", "Claude")]


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("", "titre-absent", 1),
        ("nom;role\nx;agent", "titre-absent", 1),
        ("compte;age\na.b;3", "titre-inconnu", 1),
        ("compte;nom;nom\na.b;x;y", "titre-repete", 1),
        ("compte;nom\na.b", "colonnes", 2),
        ("compte\na.b\nA.B", "compte-repete", 3),
        ("compte\n\n<b>", "compte-interdit", 3),
        ("compte;role\na.b;chef", "role-inconnu", 2),
        ("compte;etat\na.b;parti", "etat-inconnu", 2),
        ("compte;courriel\na.b;moi", "courriel-interdit", 2),
        ('compte;nom\na.b;"Anne', "csv-mal-forme", 2),
    ],
)
def test_every_problem_has_its_line(text: str, code: str, line: int) -> None:
    people, issues = read_people(text.encode(), "liste.csv")
    assert people == () and [(i.code, i.location.line) for i in issues] == [(code, line)]


def test_lists_of_other_spreadsheets_are_read() -> None:
    for data in (
        "Compte,Nom,Rôle\na.b,Élise,Rédacteur\n".encode("cp1252"),
        "compte\tnom\trole\na.b\tÉlise\tredacteur\n".encode("utf-8-sig"),
    ):
        assert read_people(data, "f") == ((Person("a.b", "Élise", Role.EDITOR, "", True),), ())


@given(st.binary(max_size=200))
def test_no_bytes_make_it_fail(data: bytes) -> None:
    """People or problems, never both; each problem at a line of the file; without a line of titles nobody."""
    for text in (b"compte;nom\n" + data, data):
        people, issues = read_people(text, "liste.csv")
        assert not (people and issues)
        assert len({name_key(person.name) for person in people}) == len(people)
        ends = text.count(b"\n") + text.count(b"\r")
        assert all(issue.location is not None and issue.location.line <= ends + 1 for issue in issues)
        assert issues or b"compte" in text.lower()


def test_an_import_makes_changes_and_leaves_the_rest(state: State) -> None:
    state.add_user("ada", GOOD, Role.ADMIN, "Ada")
    state.add_user("marie", GOOD, Role.AGENT, "Marie")
    signed = state.sign_in("marie", GOOD)
    people = (
        Person("ada", "Ada", Role.ADMIN, "", True),
        Person("MARIE", "Marie D.", Role.AGENT, "m@d.fr", False),
        Person("zoe", "Zoé", Role.EDITOR, "", True),
    )
    told = state.import_people(people, by="ada", dry=True)
    assert (told.created, told.changed, told.unchanged) == (("zoe",), ("marie",), 1)
    assert len(state.users()) == 2
    assert state.import_people(people, by="ada") == told
    assert [(a.name, a.display_name, a.active, a.has_password) for a in state.users()] == [
        ("ada", "Ada", True, True),
        ("marie", "Marie D.", False, True),
        ("zoe", "Zoé", True, False),
    ]
    assert signed is not None and state.session(signed.token) is None
    assert state.import_people(people, by="ada").unchanged == 3
    assert [(e.what, e.detail) for e in state.trail(2)] == [
        ("compte créé", "zoe, rédacteur, par une liste"),
        ("compte modifié", "marie, agent, fermé, par une liste"),
    ]


def test_an_import_that_would_leave_no_administrator_changes_nothing(state: State) -> None:
    state.add_user("ada", GOOD, Role.ADMIN)
    people = (Person("zoe", "Zoé", Role.AGENT, "", True), Person("ada", "ada", Role.AGENT, "", True))
    with pytest.raises(RefusedError, match="administrateur"):
        state.import_people(people, by="ada")
    assert [(a.name, a.role) for a in state.users()] == [("ada", Role.ADMIN)]
