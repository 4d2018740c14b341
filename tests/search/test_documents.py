"""From a sheet to what search knows of it."""

from dataclasses import replace
from datetime import date

from hypothesis import given, settings

from guide_pipeline.model.blocks import (
    Case,
    CaseGroup,
    Cell,
    Contact,
    Definition,
    Form,
    ListBlock,
    ListItem,
    Note,
    NoteKind,
    Paragraph,
    Reference,
    Row,
    Section,
    Table,
)
from guide_pipeline.model.inline import AcronymRef, Break, LegalRef, Link, Mark, RateRef, Span
from guide_pipeline.model.sheet import Sheet
from guide_search.documents import document_of
from guide_search.records import SectionText, SheetLinkText, analyse, flowing, unpack
from tests.strategies import sheets
from tests.walks import anchors

SHEET = Sheet(
    id="apl",
    chapter="logement",
    title="Aide au logement",
    updated=date(2026, 1, 1),
    folder="Aides",
    keywords=("loyer",),
    summary="En bref.",
    blocks=(
        Paragraph(("Avant tout : ", Span(Mark.STRONG, ("le bail",)), Break(), AcronymRef("APL"), ".")),
        Section(
            "montant",
            ("Montant",),
            (
                Paragraph(("Au plus ", RateRef("apl-max"), " (", LegalRef("CCH", "L821-1"), ").")),
                CaseGroup((Case("seul", ("Vous vivez seul",), (Paragraph(("Moins.",)),)),)),
                Note(NoteKind.WARNING, (ListBlock((ListItem((Paragraph(("Un point.",)),)),)),)),
                Table(
                    (Row((Cell((Paragraph(("Zone",)),)), Cell((Paragraph(("1",)),)))),), caption=("Zones",)
                ),
                Section("detail", ("Détail",), (Paragraph((Link(("le RSA",), sheet="rsa"), " compte.")),)),
                Form("Demande d'aide", number="10840*07"),
            ),
        ),
        Paragraph(
            (
                Link(("le RSA",), sheet="rsa"),
                Link(("ici",), anchor="montant"),
                Link(("ailleurs",), url="https://x.fr"),
            )
        ),
    ),
    forms=(Form("Déclaration de ressources", number="10397*19"),),
    references=(Reference("Code de la construction", articles=("L821-1", "L821-2")),),
    contacts=(Contact("Caisse d'allocations familiales"),),
    definitions=(Definition("bail", ("Bail",), (Paragraph(("Un contrat.",)),)),),
)


def rate(name: str, at: date | None) -> str:
    return {"apl-max": "350,50 €"}[name]


def test_a_sheet_is_read_in_order() -> None:
    document = document_of(SHEET, rate)
    assert document.sections == (
        SectionText("", "", "Avant tout : le bail APL.\nle RSAiciailleurs"),
        SectionText(
            "montant",
            "Montant",
            "Au plus 350,50 € (article L821-1 du CCH).\nVous vivez seul\nMoins.\nUn point.\nZones\nZone · 1\n"
            "Demande d'aide 10840*07",
        ),
        SectionText("detail", "Détail", "le RSA compte."),
        SectionText("", "Formulaires et services en ligne", "Déclaration de ressources 10397*19"),
        SectionText("", "Textes de référence", "Code de la construction L821-1, L821-2"),
    )
    assert document.links == (SheetLinkText("rsa", "le RSA"),)
    assert (document.summary, document.folder, document.keywords) == ("En bref.", "Aides", ("loyer",))


def test_without_lists_only_text_remains() -> None:
    document = document_of(SHEET, rate, lists=False)
    assert [section.title for section in document.sections] == ["", "Montant", "Détail"]
    assert "10840" not in document.sections[1].text


@settings(max_examples=40, deadline=None)
@given(sheets())
def test_every_sheet_has_a_document(sheet: Sheet) -> None:
    document = document_of(sheet, lambda name, at: "1 €")
    assert {section.anchor for section in document.sections} - {""} <= set(anchors(sheet))
    record = analyse(document)
    assert analyse(document) == record


def test_what_is_stored_comes_back() -> None:
    import pickle
    import zlib

    document = document_of(SHEET, rate)
    record = analyse(document)
    stored = unpack(pickle.loads(zlib.decompress(record.stored)), record.texts)
    sections = tuple(section._replace(text=flowing(section.text)) for section in document.sections)
    assert stored == replace(document, sections=sections)
