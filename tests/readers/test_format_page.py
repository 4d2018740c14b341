"""The page that tells the format tells the truth: each of its Markdown examples reads as the XML beside it."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

from guide_pipeline.model.sheet import Sheet
from guide_pipeline.readers.limits import DEFAULT_LIMITS
from guide_pipeline.readers.sheet_file import read_sheet_file
from tests.readers.test_sheet_file import MARKDOWN, XML

PAGE = Path(__file__).resolve().parents[2] / "docs" / "format.md"
EXAMPLES = re.findall(r"^```(markdown|xml)\n(.*?)^```$", PAGE.read_text("utf-8"), re.DOTALL | re.MULTILINE)
PAIRS = [
    (markdown, xml)
    for (first, markdown), (second, xml) in pairwise(EXAMPLES)
    if (first, second) == ("markdown", "xml")
]


def sheet_of(language: str, text: str) -> Sheet:
    if language == "markdown":
        whole = text if text.startswith("+++") else MARKDOWN.format("{}").replace("{}", text)
        sheet, issues = read_sheet_file("essai.md", whole.encode())
    else:
        whole = text if "<fiche " in text else XML.replace("{}", text)
        sheet, issues = read_sheet_file("essai.xml", whole.encode(), schema=True)
    assert issues == ()
    assert sheet is not None
    return sheet


@pytest.mark.parametrize(("language", "text"), EXAMPLES)
def test_every_example_is_sound(language: str, text: str) -> None:
    assert sheet_of(language, text).id


@pytest.mark.parametrize(("markdown", "xml"), PAIRS)
def test_both_spellings_are_one_sheet(markdown: str, xml: str) -> None:
    assert sheet_of("markdown", markdown) == sheet_of("xml", xml)


def test_the_page_has_examples_of_both() -> None:
    assert len(PAIRS) == sum(language == "markdown" for language, _ in EXAMPLES) >= 10


def test_the_limits_are_those_of_the_program() -> None:
    text = PAGE.read_text("utf-8")
    assert f"| {DEFAULT_LIMITS.file_bytes // 2**20} MiB |" in text
    assert f"| {DEFAULT_LIMITS.markdown_bytes // 2**20} MiB |" in text
    assert f"| {DEFAULT_LIMITS.depth - 1} |" in text
    assert f"| {DEFAULT_LIMITS.attributes} |" in text
    assert f"| {DEFAULT_LIMITS.elements:,} |" in text
