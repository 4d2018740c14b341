"""Canonical form: one spelling of every sheet, and the same sheet read back."""

from hypothesis import given

from guide_pipeline.model.canonical import serialise, tag
from guide_pipeline.model.digest import digest
from guide_pipeline.model.sheet import Sheet
from guide_pipeline.readers.sheet_file import read_sheet_file
from tests.strategies import heavy, sheets


@heavy
@given(sheets())
def test_what_is_written_keeps_the_schema_and_reads_back(sheet: Sheet) -> None:
    data = serialise(sheet)
    again, issues = read_sheet_file("fiche.xml", data, schema=True)
    assert issues == ()
    assert again == sheet
    assert serialise(again) == data


def test_a_digest_is_the_sha_256_of_the_bytes() -> None:
    assert digest(b"abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_attributes_without_value_are_left_out_and_others_keep_their_white_space() -> None:
    assert tag("p", (("a", ""), ("b", 'x"<\n\t\r&')), "/") == '<p b="x&quot;&lt;&#10;&#9;&#13;&amp;"/>'
