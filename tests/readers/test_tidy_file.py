"""What the quick reader takes, the explaining one takes too, to the same sheet and without an issue."""

from pathlib import Path

import pytest
from hypothesis import event, given

from guide_pipeline.model.canonical import serialise
from guide_pipeline.model.sheet import Sheet
from guide_pipeline.readers.limits import DEFAULT_LIMITS, Limits
from guide_pipeline.readers.sheet_file import read_sheet_file
from guide_pipeline.readers.tidy_file import read_tidy
from tests.damage import EXAMPLE, damaged
from tests.strategies import heavy, sheets

CASES = Path(__file__).with_name("cases")


def assert_agree(data: bytes) -> bool:
    """Whether the quick reader takes it; if so, the other one must agree."""
    tidy = read_tidy(data)
    if tidy is not None:
        assert read_sheet_file("a.xml", data, schema=True) == (tidy, ())
        assert serialise(tidy) == data
    return tidy is not None


def test_the_example_is_taken() -> None:
    sheet = read_tidy(EXAMPLE.encode())
    assert sheet is not None and sheet.title == "A"
    assert_agree(EXAMPLE.encode())


@heavy
@given(sheets())
def test_sheets_of_every_kind(sheet: Sheet) -> None:
    event(f"taken: {assert_agree(serialise(sheet))}")


@heavy
@given(damaged())
def test_hardly_damaged_sheets(text: str) -> None:
    event(f"taken: {assert_agree(text.encode('utf-8', 'surrogatepass'))}")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<titre>Section</titre>\n", ""),
        ("<titre>Cas</titre>\n", ""),
        ("<titre>A</titre>\n", ""),
        ("<titre>Texte</titre>\n", ""),
        ("<mot>mot</mot>\n", ""),
        ('id="d"', 'id="s"'),
        ('id="d"', 'id="1"'),
        ('id="a"', 'id="é"'),
        ("<fort>mot", "<fort> mot"),
        ("</fort> <lien", " </fort> <lien"),
        ("<p>Un", "<p> Un"),
        ("après.</p>", "après. </p>"),
        ("<saut/>", " <saut/>"),
        ("<saut/>", "<saut/> "),
        (">l'article<", "> l'article<"),
        (">l'article<", ">l'article <"),
        ("mot <emphase>ou</emphase>", "mot <emphase></emphase>"),
        ("là</lien>", '<lien fiche="e">là</lien></lien>'),
        ('fiche="b" ancre="c"', 'fiche="b" chapitre="c"'),
        ('<renvoi fiche="b">', '<renvoi ancre="b">'),
        ("https://exemple.fr/", "javascript:alert(1)"),
        ('colonnes="2"', 'colonnes="2000"'),
        ('largeur="20"', 'largeur="2000"'),
        ("Sens.", "Se\u0301ns."),
        ("Sens.", "Se\u0000ns."),
        ('<?xml version="1.0" encoding="UTF-8"?>\n', '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE fiche>\n'),
    ],
)  # fmt: skip
def test_what_has_to_be_explained_is_left(old: str, new: str) -> None:
    assert old in EXAMPLE
    assert read_tidy(EXAMPLE.replace(old, new, 1).encode()) is None


@pytest.mark.parametrize("path", sorted((CASES / "bad").glob("*.xml")), ids=lambda path: path.stem)
def test_bad_files_are_left(path: Path) -> None:
    assert read_tidy(path.read_bytes()) is None


def test_deep_large_and_limited_files_are_left() -> None:
    deep = EXAMPLE.replace("<p>x</p>\n", '<note type="a-savoir">\n' * 45 + "<p>x</p>\n" + "</note>\n" * 45)
    large = EXAMPLE.replace("<p>x</p>", f"<p>{'x' * 500_000}</p>")
    assert read_tidy(deep.encode()) is None and read_tidy(large.encode()) is None
    assert read_tidy(EXAMPLE.encode(), Limits(depth=3)) is None
    assert read_tidy(EXAMPLE.encode(), DEFAULT_LIMITS) is not None
