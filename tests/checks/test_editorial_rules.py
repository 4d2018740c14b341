"""The rules of writing: what each finds, and what it lets pass."""

from datetime import date

import pytest

from guide_pipeline.checks.editorial_rules import check_writing
from guide_pipeline.checks.guide_rules import check_guide
from guide_pipeline.errors import Severity
from guide_pipeline.model.blocks import Cell, Note, NoteKind, Paragraph, Row, Section, Table
from guide_pipeline.model.inline import AcronymRef, Inline, Mark, RateRef, Span
from guide_pipeline.model.sheet import Sheet, SheetKind
from guide_pipeline.readers.sources import Sources, SourceText
from tests.checks.guides import guide_of, sheet


def found(one: Sheet) -> list[str]:
    issues = check_writing(guide_of(one), (one.id,), Sources())
    return [issue.code for issue in issues if issue.severity is Severity.ERROR]


def says(*content: Inline) -> Paragraph:
    return Paragraph(content)


def test_a_sound_sheet() -> None:
    assert found(sheet(says("La ", AcronymRef("CAF"), " verse ", RateRef("bmaf"), "."))) == []


@pytest.mark.parametrize(
    "text",
    [
        "148,52 €",
        "1 399,03\u00a0€",
        "15\u202f000 euros",
        "1 euro",
        "3 millions d’euros",
        "2 milliards d'euros",
    ],
)
def test_amounts_are_not_typed(text: str) -> None:
    assert found(sheet(says(f"Elle verse {text} par mois."))) == ["montant-hors-bareme"]
    assert found(sheet(says("Elle verse ", Span(Mark.STRONG, (text,))))) == ["montant-hors-bareme"]
    assert found(sheet(Table((Row((Cell((says(text),)),)),)))) == ["montant-hors-bareme"]
    assert found(sheet(says("Rien."), summary=f"Jusqu'à {text}.")) == ["montant-hors-bareme"]


@pytest.mark.parametrize("text", ["en euros", "l'euro", "3 enfants", "le 1er avril 2025", "article 4"])
def test_what_is_no_amount(text: str) -> None:
    assert found(sheet(says(text))) == []


def test_examples_may_type_amounts() -> None:
    amount = says("Elle reçoit 100 €.")
    assert found(sheet(Note(NoteKind.EXAMPLE, (amount,)))) == []
    assert found(sheet(Section("e", ("Exemple chiffré",), (amount,)))) == []
    assert found(sheet(Table((Row((Cell((amount,)),)),), caption=("Exemple de calcul",)))) == []
    assert found(sheet(Note(NoteKind.WARNING, (amount,)))) == ["montant-hors-bareme"]


def test_an_amount_is_found_at_its_line() -> None:
    one = sheet(says("Elle verse 12 €."))
    sources = Sources({"aide": SourceText("aide.xml", b"<fiche>\n<p>Elle verse 12 \xe2\x82\xac.</p>")})
    (issue, *_) = check_writing(guide_of(one), ("aide",), sources)
    assert str(issue.location) == "aide.xml:2"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("La CAF paie.", []),
        ("Le GIR compte.", []),
        ("Louis XIV, titre II.", []),
        ("Une CAF-relais", []),
        ("La CNAF et la CNAF.", ["sigle-inconnu"]),
        ("ÉTAT civil", ["sigle-inconnu"]),
    ],
)
def test_acronyms_are_known(text: str, expected: list[str]) -> None:
    assert found(sheet(says(text))) == expected


def test_references_and_dates() -> None:
    assert found(sheet(says("x"), references=())) == ["reference-manquante"]
    assert found(sheet(says("x"), references=(), kind=SheetKind.REDIRECT)) == []
    assert found(sheet(says("x"), checked=None)) == ["verification-manquante"]
    assert found(sheet(says("x"), checked=date(2025, 9, 2))) == ["date-future"]


@pytest.mark.parametrize(("words", "warned"), [(299, True), (300, False), (2000, False), (2001, True)])
def test_length_is_a_warning(words: int, warned: bool) -> None:
    one = sheet(says("mot " * (words - 1) + "mot"))
    codes = [
        i.code for i in check_writing(guide_of(one), ("aide",), Sources()) if i.severity is Severity.WARNING
    ]
    assert codes == (["longueur"] if warned else [])


def test_a_missing_summary_weighs_more_where_the_rules_bind() -> None:
    one = sheet(says("x"), summary="")
    for written, severity in ((), Severity.WARNING), (("aide",), Severity.ERROR):
        issues = check_guide(guide_of(one), Sources(), written)
        assert [i.severity for i in issues if i.code == "resume-manquant"] == [severity]
