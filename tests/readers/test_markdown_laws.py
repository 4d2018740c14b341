"""Laws of the Markdown reader, on texts made of its own syntax at random: whatever is written, no word is lost."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from guide_pipeline.model.canonical import serialise
from guide_pipeline.model.sheet import Sheet
from guide_pipeline.readers.limits import Limits
from guide_pipeline.readers.markdown_sheet import read_markdown_sheet
from guide_pipeline.readers.problems import Problems
from guide_pipeline.readers.sheet_file import read_sheet_file
from tests.strategies import raw_texts

HEAD = '+++\nid = "essai"\ntitre = "Essai"\nchapitre = "famille"\nmaj = 2025-09-01\n+++\n'
_SYNTAX = [
    "\n", "\n\n", "\n  ", "\n    ", " ", "  \n", "\\\n", "\\", "*", "**", "_", "^", "~", "~~", "`", "```\n", "[", "](", ")", "](#a)",
    "](fiche:a#b)", "](https://x.fr)", "](terme:a)", "![", "<", ">", "<b>", "</b>", "<!--", "-->", "<https://x.fr>", "&nbsp;",
    "{", "}", "{sigle:", "{bareme:", "{article:", "{#", "|", "||", "\n| ", " |\n|---|---|\n| ", " | << |\n", " | ^^ |\n", "\n\n| ",
    "\n# ", "\n## ", "\n### ", "\n---\n", "\n===\n", "\n- ", "\n  - ", "\n1. ", "\n3) ", "\n> ", "\n::: note ", "\n::: note attention ",
    "\n:::\n", "\n::::\n", "\n::: alternatives\n", "\n:::: cas a ", "\n::: definition d ", "\n  :::\n", "\nTableau : ",
    "\nTableau à double entrée : ", "\n[a]: ", "\t", "\u00a0", "é",
]  # fmt: skip


def bodies() -> st.SearchStrategy[str]:
    """Syntax with a different word at each place; short, or it would seldom be sound."""
    parts = st.lists(st.sampled_from(_SYNTAX), max_size=7)
    ends = st.sampled_from(["", "\n:::", "\n::::\n:::", "**", "](#a)", "\n"])
    return st.builds(lambda p, end: "".join(f"{s}mot{n}" for n, s in enumerate(p)) + end, parts, ends)


def read(body: str) -> tuple[Sheet | None, tuple[str, ...]]:
    sheet, issues = read_sheet_file("essai.md", (HEAD + body).encode())
    return sheet, tuple(issue.code for issue in issues)


@settings(max_examples=400, deadline=None)
@given(bodies())
def test_no_word_is_lost_without_an_issue(body: str) -> None:
    sheet, issues = read(body)
    assert sheet is not None
    if not issues:
        assert set(re.findall(r"mot\d+", body)) <= set(re.findall(r"mot\d+", serialise(sheet).decode()))


@settings(max_examples=200, deadline=None)
@given(st.one_of(bodies(), raw_texts()))
def test_what_is_read_is_in_normal_form(body: str) -> None:
    sheet, issues = read(body)
    if sheet and not issues:
        again, found = read_sheet_file("essai.xml", serialise(sheet), schema=True)
        assert (again, found) == (sheet, ())


@settings(deadline=None)
@given(bodies())
def test_issues_stand_at_lines_of_the_file(body: str) -> None:
    text = HEAD + body
    _, issues = read_sheet_file("essai.md", text.encode())
    assert all(0 <= issue.location.line <= text.count("\n") + 1 for issue in issues)


@settings(deadline=None)
@given(st.text(max_size=60))
def test_any_front_matter_is_read_or_refused(text: str) -> None:
    sheet, issues = read_sheet_file("essai.md", f"+++\n{text}\n+++\nmot".encode("utf-8", "ignore"))
    assert issues or sheet


@settings(deadline=None)
@given(st.binary(max_size=40))
def test_any_bytes_are_refused_with_an_issue(data: bytes) -> None:
    for name in ("essai.md", "essai.xml"):
        assert read_sheet_file(name, data)[1]


def test_a_small_limit_holds() -> None:
    problems = Problems("essai.md")
    assert read_markdown_sheet((HEAD + "a" * 100).encode(), problems, Limits(markdown_bytes=100)) is None
    assert [issue.code for issue in problems.found] == ["trop-gros"]
