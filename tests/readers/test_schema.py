"""The schema and the XML reader accept the same files: checked on sheets made up, then damaged at random."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from guide_pipeline.model.canonical import serialise
from guide_pipeline.model.sheet import Sheet
from guide_pipeline.readers.problems import Problems
from guide_pipeline.readers.schema import schema_bytes, schema_issues
from guide_pipeline.readers.sheet_file import read_sheet_file
from guide_pipeline.readers.xml_messages import schema_message
from tests.readers.test_cases import CASES
from tests.strategies import heavy, sheets

READER_ONLY = {"ancre-repetee", "lien-imbrique", "titre-manquant"}
"""What a grammar can't say; `titre-manquant` where the title is there, but empty."""
_GRAMMAR = etree.fromstring(schema_bytes())
_NAMES = sorted(
    {str(e.get("name") or e.text).strip() for e in _GRAMMAR.iter("{*}element", "{*}attribute", "{*}name")}
    - {""}
)
_VALUES = [
    "",
    " ",
    "x",
    "a b",
    "é",
    "oui",
    "0",
    "7",
    "1001",
    "2025-09-01",
    "2025-02-30",
    "https://x.fr",
    "x:y",
    "local",
]


def _rename(element: etree._Element, word: str, value: str) -> None:
    element.tag = word


def _set(element: etree._Element, word: str, value: str) -> None:
    element.set(word, value)


def _change(element: etree._Element, word: str, value: str) -> None:
    for name in list(element.attrib)[:1]:
        element.set(name, value)


def _unset(element: etree._Element, word: str, value: str) -> None:
    for name in list(element.attrib)[:1]:
        del element.attrib[name]


def _insert(element: etree._Element, word: str, value: str) -> None:
    element.insert(0, etree.Element(word))


def _write(element: etree._Element, word: str, value: str) -> None:
    element.text = value


def _write_after(element: etree._Element, word: str, value: str) -> None:
    if element.getparent() is not None:
        element.tail = value


def _repeat(element: etree._Element, word: str, value: str) -> None:
    if element.getparent() is not None:
        element.addnext(etree.fromstring(etree.tostring(element, with_tail=False)))


def _remove(element: etree._Element, word: str, value: str) -> None:
    if (parent := element.getparent()) is not None:
        parent.remove(element)


_DAMAGES: list[Callable[[etree._Element, str, str], None]] = [
    _rename, _set, _change, _unset, _insert, _write, _write_after, _repeat, _remove,
]  # fmt: skip


@heavy
@given(sheets(), st.data())
def test_a_damaged_sheet_is_refused_by_both_or_by_none(sheet: Sheet, data: st.DataObject) -> None:
    root = etree.fromstring(serialise(sheet))
    element = data.draw(st.sampled_from(list(root.iter())))
    damage = data.draw(st.sampled_from(_DAMAGES))
    damage(element, data.draw(st.sampled_from(_NAMES)), data.draw(st.sampled_from(_VALUES)))
    assert_agreement(etree.tostring(root, encoding="utf-8"))


def assert_agreement(damaged: bytes) -> None:
    _, issues = read_sheet_file("fiche.xml", damaged)
    accepted = schema_issues(damaged, Problems("fiche.xml"))
    if accepted:
        assert {issue.code for issue in issues} <= READER_ONLY, damaged.decode()
    else:
        assert issues, damaged.decode()


@pytest.mark.parametrize("path", sorted(CASES.glob("*/fiche.xml")), ids=lambda path: path.parent.name)
def test_every_element_of_the_golden_cases_matters_to_both_or_to_none(path: Path) -> None:
    """Each element in turn is repeated, removed, stripped of an attribute, given a word too many."""
    count = len(list(etree.fromstring(path.read_bytes()).iter("*")))
    for position in range(count):
        for damage in (_repeat, _remove, _unset, _insert, _write, _write_after):
            root = etree.fromstring(path.read_bytes())
            damage(list(root.iter("*"))[position], "titre", "mot")
            assert_agreement(etree.tostring(root, encoding="utf-8"))


def test_breaches_are_told_in_french_and_once() -> None:
    problems = Problems("fiche.xml")
    assert not schema_issues(
        b'<fiche id="a" chapitre="b" maj="2025-01-01"><titre>T</titre><x/></fiche>', problems
    )
    assert [issue.code for issue in problems.found] == ["schema"] * len(set(problems.found))
    assert all(issue.message.startswith("Le ") for issue in problems.found)


def test_a_root_element_is_checked_as_well_as_bytes() -> None:
    root = etree.fromstring('<fiche id="a" chapitre="b" maj="2025-01-01"><titre>T</titre></fiche>')
    assert schema_issues(root, Problems("fiche.xml"))


def test_the_file_is_checked_against_the_schema_only_when_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(source: bytes, problems: Problems) -> bool:
        problems.add("schema", "refusé")
        return False

    monkeypatch.setattr("guide_pipeline.readers.sheet_file.schema_issues", refuse)
    data = b'<fiche id="a" chapitre="b" maj="2025-01-01"><titre>T</titre></fiche>'
    assert read_sheet_file("a.xml", data)[1] == ()
    assert [issue.code for issue in read_sheet_file("a.xml", data, schema=True)[1]] == ["schema"]


def test_an_unknown_message_still_says_something_in_french() -> None:
    assert schema_message("Something new") == "Le fichier ne suit pas le schéma des fiches (fiche.rng) ici."
