"""Rates against parameters in OpenFisca's own form of files."""

from decimal import Decimal
from pathlib import Path

import pytest

from guide_pipeline.errors import NotFoundError
from guide_pipeline.model.guide import Rate
from guide_pipeline.rates.compare import compare_rates
from guide_pipeline.rates.openfisca import installed_parameters
from guide_pipeline.readers.problems import Problems
from guide_pipeline.readers.tables import read_rates

BMAF = """\
description: Base
values:
  2023-04-01: {value: 445.93}
  2024-04-01:
    value: 466.44
  2025-04-01:
    value: 474.37
  2026-04-01: expected
metadata:
  reference:
    2025-04-01:
      title: Instruction 2025
      href: https://example.org
"""
SCALE = """\
brackets:
- threshold: {1990-01-01: {value: 0}}
  rate: {2014-01-01: {value: 0}}
- threshold:
    2024-01-01: {value: 11497}
    2025-01-01: {value: 11600}
  rate:
    2014-01-01: {value: 0.14}
"""
INSIDE = "child:\n  values:\n    2020-01-01: {value: 12}\n    2024-01-01: {value: null}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A package as pip lays it out, with three parameters."""
    root = tmp_path / "openfisca_france" / "parameters"
    for name, text in (
        ("prestations_sociales/bmaf.yaml", BMAF),
        ("impot/bareme.yaml", SCALE),
        ("impot/index.yaml", INSIDE),
    ):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
    return tmp_path


def rate(name: str, source: str, *values: tuple[str, str]) -> str:
    """A rate as an editor writes it; each value is (day, figure)."""
    dated = "".join(
        f"[[{name}.valeurs]]\ndepuis = {day}\nvaleur = {figure}\nreference = 'Texte'\n"
        for day, figure in values
    )
    return f"[{name}]\nlibelle = 'Barème'\nsource = '{source}'\n{dated}\n"


def read(*texts: str) -> dict[str, Rate]:
    problems = Problems("baremes.toml")
    rates = read_rates("".join(texts).encode(), problems).rates
    assert problems.found == []
    return rates


def found(folder: Path, *texts: str) -> list[tuple[str, str, str]]:
    comparison = compare_rates(read(*texts), installed_parameters(folder))
    return [
        (f.kind, str(f.day), str(f.theirs if f.theirs is not None else f.detail)) for f in comparison.findings
    ]


OF = "openfisca-france : prestations_sociales.bmaf"


def test_the_same_values_say_nothing(folder: Path) -> None:
    assert found(folder, rate("a", OF, ("2024-04-01", "466.44"), ("2025-04-01", "474.37"))) == []


def test_a_difference_is_told_once_with_both_values(folder: Path) -> None:
    rates = read(rate("a", OF, ("2024-04-01", "466.44"), ("2025-04-01", "474.73")))
    (one,) = compare_rates(rates, installed_parameters(folder)).findings
    assert (one.kind, one.ours, one.theirs) == ("difference", Decimal("474.73"), Decimal("474.37"))
    assert one.detail == "Instruction 2025"


def test_a_newer_value(folder: Path) -> None:
    assert found(folder, rate("a", OF, ("2024-04-01", "466.44"))) == [("plus-recent", "2025-04-01", "474.37")]


def test_a_value_passed_over(folder: Path) -> None:
    text = rate("a", OF, ("2023-04-01", "445.93"), ("2025-04-01", "474.37"))
    assert found(folder, text) == [("oubli", "2024-04-01", "466.44")]


def test_a_change_dated_later_by_us_is_minor(folder: Path) -> None:
    text = rate("a", OF, ("2024-04-01", "466.44"), ("2025-06-01", "474.37"))
    assert found(folder, text) == [("autre-date", "2025-04-01", "474.37")]


def test_a_date_that_an_editor_excepts(folder: Path) -> None:
    text = rate("a", f"{OF} ; sauf 2025-04-01", ("2024-04-01", "466.44"), ("2025-04-01", "1"))
    assert found(folder, text) == []


def test_brackets_factors_and_income_years(folder: Path) -> None:
    scale = "openfisca-france : impot.bareme#1"
    thresholds = rate("seuil", f"{scale}.threshold ; décalage 1 an", ("2025-01-01", "11497"))
    share = rate("taux", f"{scale}.rate ; x 100", ("2020-01-01", "14"))
    assert found(folder, thresholds, share) == [("plus-recent", "2026-01-01", "11600")]


def test_a_parameter_inside_another_file(folder: Path) -> None:
    assert found(folder, rate("a", "openfisca-france : impot.child", ("2021-01-01", "12"))) == []


@pytest.mark.parametrize("path", ["impot.nothing", "impot.bareme#7.rate", "impot.bareme#1.amount", "x"])
def test_no_such_parameter(folder: Path, path: str) -> None:
    ((kind, _, detail),) = found(folder, rate("a", f"openfisca-france : {path}", ("2021-01-01", "12")))
    assert (kind, detail) == ("introuvable", path.split("#")[0])


def test_a_source_that_cannot_be_read(folder: Path) -> None:
    ((kind, _, detail),) = found(folder, rate("a", f"{OF} ; fois 3", ("2021-01-01", "12")))
    assert kind == "introuvable" and "fois 3" in detail


SHARES = rate("part", "textes", ("2020-01-01", "32")), rate("base-mensuelle", OF, ("2025-04-01", "474.37"))


@pytest.mark.parametrize(
    ("figure", "less", "expected"),
    [
        ("151.80", "", []),
        ("151.05", "", [("difference", "2025-04-01", "151.80")]),
        ("151.04", " ; moins crds", []),
        ("151.80", " ; moins crds", [("difference", "2025-04-01", "151.04")]),
    ],
)
def test_a_share_is_computed_again(folder: Path, figure: str, less: str, expected: list[object]) -> None:
    computed = rate("montant", f"calcul : part x base-mensuelle{less}", ("2025-04-01", figure))
    assert found(folder, *SHARES, computed) == expected


def test_what_is_computed_from_a_rate_that_moved(folder: Path) -> None:
    base = rate("base-mensuelle", "textes", ("2025-04-01", "474.37"), ("2026-04-01", "480"))
    told = [("a-recalculer", "2026-04-01", "base-mensuelle a changé")]
    assert found(folder, base, rate("m", "calcul : base-mensuelle", ("2025-04-01", "1"))) == told
    assert found(folder, base, rate("m", "calcul : base-mensuelle au 1er janvier", ("2025-04-01", "1"))) == []


def test_nothing_installed_there(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="OpenFisca"):
        installed_parameters(tmp_path)
