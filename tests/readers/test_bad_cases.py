"""Bad files, one fault or one family of faults each: every fault is noted, with its code and its line."""

import tomllib
from pathlib import Path

import pytest

from guide_pipeline.readers.problems import Problems
from guide_pipeline.readers.schema import schema_issues
from guide_pipeline.readers.sheet_file import read_sheet_file

BAD = Path(__file__).parent / "cases" / "bad"
EXPECTED: dict[str, list[str]] = tomllib.loads((BAD / "attendus.toml").read_text("utf-8"))
BEYOND_A_GRAMMAR = {
    "ancres-repetees.xml": "two places with one name, far from one another",
    "lien-dans-un-lien.xml": "a link at any depth inside a link would double the whole grammar of text",
    "titres-vides.xml": "RELAX NG can't ask for text where it allows elements too",
}


def test_every_bad_file_has_its_expectation() -> None:
    assert {path.name for path in BAD.iterdir()} == {*EXPECTED, "attendus.toml"}


@pytest.mark.parametrize("name", EXPECTED)
def test_every_fault_is_noted_at_its_line(name: str) -> None:
    _, issues = read_sheet_file(name, (BAD / name).read_bytes())
    assert [f"{issue.code}:{issue.location.line}" for issue in issues] == EXPECTED[name]
    assert {issue.location.file for issue in issues} == {name}


@pytest.mark.parametrize("name", [name for name in EXPECTED if name.endswith(".xml")])
def test_the_schema_refuses_what_the_reader_refuses(name: str) -> None:
    problems = Problems(name)
    accepted = schema_issues((BAD / name).read_bytes(), problems)
    assert accepted == (name in BEYOND_A_GRAMMAR)
    assert accepted == (not problems.found)
