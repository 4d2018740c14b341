"""TOML as typed tables: every wrong key or value is noted at its line, in French."""

from datetime import date
from decimal import Decimal

import pytest

from guide_pipeline.readers.problems import Problems
from guide_pipeline.readers.toml_file import Table, parse_toml

TEXT = """\
titre = "  Un\\n titre "
nombre = 12.30
jour = 2025-04-01
oui = true
mots = ["a", " ", "b "]

[groupe]
cle = "x"

["a.b"]
cle = "y"

[[suite]]
nom = "un"
[[suite]]
nom = "deux"
autre = 1
"""


@pytest.fixture
def problems() -> Problems:
    return Problems("a.toml")


def found(problems: Problems) -> list[str]:
    return [f"{issue.code}:{issue.location.line}" for issue in problems.found]


def table(text: str, problems: Problems) -> Table:
    return parse_toml(text.encode(), problems)


def test_values_by_type(problems: Problems) -> None:
    top = table(TEXT, problems)
    assert top.text("titre") == "Un titre"
    assert top.number("nombre") == Decimal("12.30")
    assert top.day("jour") == date(2025, 4, 1)
    assert top.flag("oui") is True
    assert top.texts("mots") == ("a", "b")
    assert top.table("groupe").text("cle") == "x"
    assert [item.text("nom") for item in top.tables("suite")] == ["un", "deux"]
    assert (top.text("absent"), top.day("absent"), top.integer("absent")) == ("", None, 0)
    assert problems.found == []


def test_every_value_of_another_type_is_noted_at_its_line(problems: Problems) -> None:
    top = table(TEXT, problems)
    top.text("nombre"), top.number("titre"), top.day("oui"), top.integer("oui"), top.texts("titre")
    top.flag("jour"), top.table("mots"), top.tables("groupe"), top.tables("mots")
    assert found(problems) == [f"valeur-interdite:{line}" for line in (2, 1, 4, 4, 1, 3, 5, 7, 5)]


def test_a_date_with_a_time_is_no_day(problems: Problems) -> None:
    assert table("jour = 2025-04-01T10:00:00", problems).day("jour") is None
    assert found(problems) == ["valeur-interdite:1"]


def test_a_missing_key_stands_at_its_table(problems: Problems) -> None:
    for item in table(TEXT, problems).tables("suite"):
        item.text("absent", needed=True)
    assert found(problems) == ["cle-manquante:13", "cle-manquante:15"]


def test_keys_that_nobody_asked_for_are_noted(problems: Problems) -> None:
    top = table(TEXT, problems)
    second = top.tables("suite")[1]
    second.text("nom")
    second.close()
    assert found(problems) == ["cle-inconnue:17"]
    top.close()
    assert len(problems.found) == 1 + 7


@pytest.mark.parametrize("value", ["nan", "inf", "-inf"])
def test_a_number_that_is_none_is_refused(problems: Problems, value: str) -> None:
    assert table(f"a = 1\nvaleur = {value}", problems).number("valeur") == 0
    assert found(problems) == ["valeur-interdite:2"]


@pytest.mark.parametrize("text", ['a = "\\u0000"', 'a = ["x", "\\uFFFE"]', 'a = "\\u001b[31m"'])
def test_a_character_that_xml_could_not_keep_is_refused(problems: Problems, text: str) -> None:
    top = table(text, problems)
    assert (top.texts("a") if "[" in text[:6] else top.text("a")) in ("", ("x",))
    assert found(problems) == ["caractere-interdit:1"]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("a = 1\na = 2", 2, "deux fois"),
        ("[a]\n[a]", 2, "deux fois"),
        ("a = 1\n[a.b]", 2, "deux fois"),
        ("a.b = 1\na = {}", 2, "deux fois"),
        ("a = {}\na.b = 1", 2, "table"),
        ("\n\na 1", 3, "="),
        ("[a", 1, "crochet"),
        ("a = [1, 2", 1, "crochet"),
        ("a = 1 2", 1, "de trop"),
        ("a = 2025-02-30", 1, "date"),
        ("a = { b = 1", 1, "accolade"),
        ('a = "b', 1, "guillemet"),
        ('a = "\\q"', 1, "barre oblique"),
        ('a = "\\ud800"', 1, "barre oblique"),
        ("a = Essai", 1, "entre guillemets"),
        ("é = 1", 1, "nom"),
        ("a = " + "9" * 5000, 1, "se lit pas"),
    ],
)
def test_what_tomllib_refuses_is_told_in_french(problems: Problems, text: str, line: int, words: str) -> None:
    assert table(text, problems).keys() == ()
    assert found(problems) == [f"toml-mal-forme:{line}"]
    assert words in problems.found[0].message


def test_absurd_depth_is_an_issue_not_a_crash(problems: Problems) -> None:
    table("a = " + "[" * 5000, problems)
    assert [issue.code for issue in problems.found] == ["trop-profond"]


def test_another_encoding_is_refused(problems: Problems) -> None:
    parse_toml('titre = "été"'.encode("latin-1"), problems)
    assert found(problems) == ["encodage:1"]


def test_many_tables_are_located_in_one_pass(problems: Problems) -> None:
    tables = table("[[a]]\nb = 1\n" * 5000, problems).tables("a")
    assert tables[-1].line == 9999
    assert tables[-1].line_of("b") == 10_000


def test_quoted_names_are_found(problems: Problems) -> None:
    top = table("[\"é\"]\n'b c' = 1\n[['f']]\n", problems)
    assert top.table("é").line == 1
    assert top.table("é").line_of("b c") == 2
    assert top.tables("f")[0].line == 3
