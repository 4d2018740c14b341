"""Golden cases: each construct in both formats gives the same sheet, and the canonical form reads as both do."""

from pathlib import Path

import pytest

from guide_pipeline.model.canonical import serialise
from guide_pipeline.model.sheet import Sheet
from guide_pipeline.readers.sheet_file import read_sheet_file

CASES = Path(__file__).parent / "cases"
BOTH = sorted(path.parent for path in CASES.glob("*/fiche.md"))


def sound_sheet(path: Path) -> Sheet:
    sheet, issues = read_sheet_file(path.name, path.read_bytes(), schema=True)
    assert issues == ()
    assert sheet is not None
    return sheet


@pytest.mark.parametrize("case", BOTH, ids=lambda path: path.name)
def test_both_formats_give_the_same_sheet(case: Path) -> None:
    assert sound_sheet(case / "fiche.md") == sound_sheet(case / "fiche.xml")


@pytest.mark.parametrize("path", sorted(CASES.glob("*/fiche.xml")), ids=lambda path: path.parent.name)
def test_the_canonical_form_is_the_same_sheet(path: Path) -> None:
    sheet = sound_sheet(path)
    again, issues = read_sheet_file("fiche.xml", serialise(sheet), schema=True)
    assert (again, issues) == (sheet, ())
