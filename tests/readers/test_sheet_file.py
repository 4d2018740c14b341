"""The door of sheets: the format by its suffix, names and anchors, lines as the user's editor counts them."""

import pytest

from guide_pipeline.model.canonical import serialise
from guide_pipeline.readers.limits import Limits
from guide_pipeline.readers.problems import Problems
from guide_pipeline.readers.sheet_file import read_sheet_file
from guide_pipeline.readers.xml_sheet import read_xml_sheet

XML = '<fiche id="essai" chapitre="famille" maj="2025-09-01">\n<titre>Essai</titre>\n<contenu>{}</contenu>\n</fiche>\n'
MARKDOWN = '+++\nid = "essai"\ntitre = "Essai"\nchapitre = "famille"\nmaj = 2025-09-01\n+++\n{}'


def codes(name: str, text: str) -> list[str]:
    return [f"{i.code}:{i.location.line}" for i in read_sheet_file(name, text.encode())[1]]


def test_both_formats_are_found_by_suffix() -> None:
    xml, _ = read_sheet_file("a/b.xml", XML.format("<p>Texte.</p>").encode())
    markdown, _ = read_sheet_file("a/b.MD", MARKDOWN.format("Texte.").encode())
    assert xml is not None and xml == markdown


@pytest.mark.parametrize("name", ["fiche", "fiche.docx", "xml", "a.md/fiche"])
def test_another_suffix_is_refused(name: str) -> None:
    sheet, issues = read_sheet_file(name, b"")
    assert sheet is None
    assert [issue.code for issue in issues] == ["format-inconnu"]


def test_issues_name_the_file_as_the_user_knows_it() -> None:
    _, issues = read_sheet_file("lot/fiches/essai.xml", XML.format("<b/>").encode())
    assert [str(issue.location) for issue in issues] == ["lot/fiches/essai.xml:3"]


@pytest.mark.parametrize("name", ["a.xml", "a.md"])
def test_a_byte_order_mark_and_windows_lines_change_nothing(name: str) -> None:
    text = XML.format("<p>a\nb</p>\n<b/>") if name == "a.xml" else MARKDOWN.format("a\nb\n\n<b>\n")
    plain, issues = read_sheet_file(name, text.encode())
    windows, found = read_sheet_file(name, b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert windows == plain
    assert found == issues != ()


@pytest.mark.parametrize("key", ["a", "F1", "A" + "b" * 99, "rsa-2"])
def test_good_ids(key: str) -> None:
    assert codes("a.xml", XML.format("").replace("essai", key)) == []
    assert codes("a.md", MARKDOWN.format("").replace("essai", key)) == []


@pytest.mark.parametrize("key", ["1a", "é", "a_b", "a.b", "a/b", "-a", "A" + "b" * 100])
def test_bad_ids_stand_at_their_line(key: str) -> None:
    assert codes("a.xml", "<!-- -->\n" + XML.format("").replace("essai", key)) == ["identifiant:2"]
    assert codes("a.md", MARKDOWN.format("").replace("essai", key)) == ["identifiant:2"]


def test_anchors_of_all_kinds_share_one_list() -> None:
    body = (
        '<section id="a"><titre>A</titre></section>\n<definition id="a"><mot>A</mot></definition>\n'
        '<contact id="a"><titre>A</titre></contact>\n<formulaire id="a"><titre>A</titre></formulaire>\n'
        '<ressource id="a"><titre>A</titre></ressource>\n<alternatives><cas id="a"><titre>A</titre></cas></alternatives>'
    )
    assert codes("a.xml", XML.format(body)) == [f"ancre-repetee:{line}" for line in range(4, 9)]


def test_anchors_of_the_front_matter_count_too() -> None:
    text = MARKDOWN.replace("+++\n{}", '[[contacts]]\nid = "caf"\ntitre = "Caf"\n+++\n{}').format("## Caf")
    assert codes("a.md", text) == ["ancre-repetee:10"]


def test_a_sheet_with_errors_is_read_as_far_as_possible() -> None:
    sheet, issues = read_sheet_file("a.xml", XML.format("<p>Un <b>mot</b>.</p>").encode())
    assert sheet is not None and sheet.blocks
    assert [issue.code for issue in issues] == ["balise-inconnue"]


def test_limits_are_those_given() -> None:
    deep = XML.format("<note>bare <fort>a</fort></note>").encode()
    sheet, issues = read_sheet_file("a.xml", deep, Limits(depth=5))
    assert sheet is not None and issues == ()
    assert read_xml_sheet(serialise(sheet), Problems("a.xml"), Limits(depth=5)) == sheet
    assert [i.code for i in read_sheet_file("a.xml", deep, Limits(depth=4))[1]] == ["trop-profond"]


@pytest.mark.parametrize("limit", range(3, 9))
def test_what_markdown_gives_within_a_depth_is_readable_within_it(limit: int) -> None:
    """A note, a list, a table, marks in marks: one of them is too deep for each limit, and says so."""
    limits = Limits(depth=limit)
    for text in (
        "a",
        "**a**",
        "- a",
        "::: note\n- **a**\n:::",
        "| *a* |\n|---|\n| a |",
        "## a *b*",
        "***a** b*",
    ):
        sheet, issues = read_sheet_file("a.md", MARKDOWN.format(text).encode(), limits)
        if sheet and not issues:
            problems = Problems("a.xml")
            assert read_xml_sheet(serialise(sheet), problems, limits) == sheet
            assert problems.found == []
        else:
            assert "trop-profond" in {issue.code for issue in issues}
