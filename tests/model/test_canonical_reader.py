"""The canonical form is read back exactly, and nothing else is taken for it."""

import pytest
from hypothesis import given

from guide_pipeline.model.canonical import serialise
from guide_pipeline.model.canonical_reader import read_canonical
from guide_pipeline.model.sheet import Sheet
from guide_pipeline.readers.problems import Problems
from guide_pipeline.readers.xml_sheet import read_xml_sheet
from tests.strategies import heavy, sheets

SHEET = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<fiche id="a" chapitre="c" type="fiche" maj="2025-09-01">\n'
    '<titre>A</titre>\n<contenu>\n<p>Un <fort>mot</fort>, <lien fiche="b">là</lien></p>\n</contenu>\n</fiche>\n'
)


@heavy
@given(sheets())
def test_it_reads_what_is_written(sheet: Sheet) -> None:
    data = serialise(sheet)
    assert read_canonical(data) == sheet
    assert read_xml_sheet(data, Problems("fiche.xml")) == sheet, "the two readers agree"


def test_the_example_is_canonical() -> None:
    assert serialise(read_canonical(SHEET.encode())) == SHEET.encode()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("</fiche>\n", ""),
        ("</fiche>\n", "</fiche>"),
        ("</fiche>\n", "</fiche>\n<p>x</p>\n"),
        ("</contenu>\n", ""),
        ("</fort>", "</emphase>"),
        ("</fort>", ""),
        ("<fort>", "<gras>"),
        ("<p>", "<q>"),
        ('maj="2025-09-01"', 'maj="hier"'),
        (' id="a"', ""),
        ('type="fiche"', 'type="autre"'),
        ("<contenu>\n", "<contenu>\n<section>\n"),
        (SHEET, ""),
    ],
)
def test_anything_else_is_refused(old: str, new: str) -> None:
    assert old in SHEET
    with pytest.raises(ValueError, match=r".+"):
        read_canonical(SHEET.replace(old, new, 1).encode())
