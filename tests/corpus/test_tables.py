"""guide.toml, baremes.toml and sigles.toml: every wrong key or value is an issue at its line."""

from datetime import date
from decimal import Decimal

import pytest

from guide_pipeline.readers.config import parse_config
from guide_pipeline.readers.problems import Problems
from guide_pipeline.readers.tables import merge_rates, read_acronyms, read_rates
from tests.guides import ACRONYMS, CONFIG, RATES


def found(problems: Problems) -> list[tuple[str, int]]:
    return sorted((issue.code, issue.location.line) for issue in problems.found)


def test_rates() -> None:
    problems = Problems("baremes.toml")
    rate = read_rates(RATES.encode(), problems).rates["bmaf"]
    assert problems.found == []
    assert [str(value.value) for value in rate.values] == ["466.44", "474.37"]
    before, on, after = (rate.at(day) for day in (date(2024, 3, 31), date(2024, 4, 1), date(2026, 1, 1)))
    assert before is None
    assert on is not None and on.value == Decimal("466.44")
    assert after is not None and after.value == Decimal("474.37")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[a]\nunite = 'euro'\n", [("bareme-vide", 1), ("cle-manquante", 1)]),
        (RATES.replace('unite = "euro"', 'unite = "franc"'), [("valeur-interdite", 3)]),
        (RATES.replace("valeur = 474.37", 'valeur = "474,37"'), [("valeur-interdite", 11)]),
        (RATES.replace("depuis = 2025-04-01", "depuis = 2023-04-01"), [("dates-desordonnees", 1)]),
        (RATES.replace('reference = "Instruction B"\n', ""), [("cle-manquante", 9)]),
        (RATES.replace("periode", "periodicite"), [("cle-inconnue", 4)]),
        (RATES.replace("[bmaf]", "[BMAF]").replace("[[bmaf.", "[[BMAF."), [("identifiant", 1)]),
        (RATES + "[bmaf]\n", [("toml-mal-forme", 13)]),
    ],
)
def test_wrong_rates(text: str, expected: list[tuple[str, int]]) -> None:
    problems = Problems("baremes.toml")
    read_rates(text.encode(), problems)
    assert found(problems) == expected


def test_merged_rates() -> None:
    current = read_rates(RATES.encode(), Problems("a")).rates
    later = (
        "[bmaf]\nlibelle = 'Base'\n[[bmaf.valeurs]]\ndepuis = 2026-04-01\nvaleur = 478.16\nreference = 'C'\n"
    )
    merged = merge_rates(current, read_rates(later.encode(), Problems("b")))
    assert [str(v.value) for v in merged["bmaf"].values] == ["466.44", "474.37", "478.16"]
    assert merged["bmaf"].label == "Base"
    assert merge_rates(current, read_rates(b"[bmaf]\nsupprime = true\n", Problems("c"))) == {}


def test_acronyms() -> None:
    problems = Problems("sigles.toml")
    assert (
        read_acronyms(ACRONYMS.encode(), problems).acronyms["CAF"].expansion
        == "Caisse d'allocations familiales"
    )
    read_acronyms(b"[X]\nvariantes = 'x'\n", problems)
    assert found(problems) == [("cle-manquante", 1), ("valeur-interdite", 2)]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('slug = "logement"', 'slug = "famille"', "chapitre-repete"),
        ("numero = 2", "numero = 1", "chapitre-repete"),
        ('slug = "logement"', 'slug = "Le logement"', "identifiant"),
        ("date = 2025-09-01", 'date = "hier"', "valeur-interdite"),
        ('titre = "Petit guide"\n', "", "cle-manquante"),
        ("[guide]", "[guide]\nauteur = 'x'", "cle-inconnue"),
    ],
)
def test_wrong_configuration(old: str, new: str, code: str) -> None:
    problems = Problems("guide.toml")
    assert parse_config(CONFIG.encode(), Problems("guide.toml")) is not None
    assert parse_config(CONFIG.replace(old, new).encode(), problems) is None
    assert code in [issue.code for issue in problems.found]
