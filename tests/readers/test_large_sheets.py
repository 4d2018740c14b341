"""Large sheets are read whole. Were the time quadratic in their size, these tests would not end."""

import pytest

from guide_pipeline.model.blocks import ListBlock, Paragraph, Section, Table
from guide_pipeline.model.inline import normalise
from guide_pipeline.model.sheet import Sheet
from guide_pipeline.readers.sheet_file import read_sheet_file
from tests.readers.test_sheet_file import MARKDOWN, XML


def sound(name: str, text: str, *, schema: bool = False) -> Sheet:
    sheet, issues = read_sheet_file(name, text.encode(), schema=schema)
    assert issues == ()
    assert sheet is not None
    return sheet


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.md", MARKDOWN.format("Un **mot** et [un lien](#a).\n\n" * 10_000)),
        ("a.xml", XML.format('<p>Un <fort>mot</fort> et <lien ancre="a">un lien</lien>.</p>\n' * 10_000)),
    ],
    ids=["md", "xml"],
)
def test_ten_thousand_paragraphs(name: str, text: str) -> None:
    blocks = sound(name, text, schema=True).blocks
    assert len(blocks) == 10_000
    assert all(isinstance(block, Paragraph) for block in blocks)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.md", MARKDOWN.format("| a | b |\n|---|---|\n" + "| c | d |\n" * 5000)),
        (
            "a.xml",
            XML.format(
                "<tableau>"
                + "<ligne><cellule>c</cellule><cellule>d</cellule></ligne>\n" * 5001
                + "</tableau>"
            ),
        ),
    ],
    ids=["md", "xml"],
)
def test_five_thousand_rows(name: str, text: str) -> None:
    (table,) = sound(name, text, schema=True).blocks
    assert isinstance(table, Table)
    assert len(table.rows) == 5001
    assert all(len(row.cells) == 2 for row in table.rows)


def test_a_cell_spans_a_thousand_rows_and_no_more() -> None:
    text = "| a | b |\n|---|---|\n| c | d |\n" + "| ^^ | e |\n" * 999
    (table,) = sound("a.md", MARKDOWN.format(text)).blocks
    assert isinstance(table, Table)
    assert table.rows[1].cells[0].rows == 1000
    _, issues = read_sheet_file("a.md", MARKDOWN.format(text + "| ^^ | e |\n").encode())
    assert [f"{issue.code}:{issue.location.line}" for issue in issues] == ["fusion-impossible:9"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.md", MARKDOWN.format("|a|b|\n|-|-|\n" + "|a|b\n" * 70_000)),
        ("a.xml", XML.format("<liste>" + "<item>a</item>" * 160_000 + "</liste>")),
    ],
    ids=["md", "xml"],
)
def test_what_could_not_be_read_again_is_refused(name: str, text: str) -> None:
    _, issues = read_sheet_file(name, text.encode())
    assert [issue.code for issue in issues] == ["trop-gros"]


def test_five_thousand_items_and_two_thousand_sections() -> None:
    text = "- item\n" * 5000 + "".join(f"\n## Titre {n}\n\nTexte.\n" for n in range(2000))
    first, *sections = sound("a.md", MARKDOWN.format(text)).blocks
    assert isinstance(first, ListBlock) and len(first.items) == 5000
    assert len(sections) == 2000 and all(isinstance(section, Section) for section in sections)


def test_a_hundred_thousand_texts_side_by_side() -> None:
    assert normalise(["ab"] * 100_000) == ("ab" * 100_000,)


@pytest.mark.parametrize(
    "text", ["[", "![", "*a ", "_a* ", "`a``b", "<!--", "^a", "~a", "{bareme:", "> ", "\\", "&"]
)
def test_twenty_thousand_signs_that_open_and_never_close(text: str) -> None:
    assert read_sheet_file("a.md", MARKDOWN.format(text * 10_000).encode())[0] is not None
