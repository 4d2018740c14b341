"""The top of a sheet: identity, summary, see-also, questions, acronyms; what is odd is noted and kept."""

from datetime import date

import pytest

from guide_pipeline.model.blocks import Note, NoteKind, Paragraph
from guide_pipeline.model.inline import AcronymRef, Link
from guide_pipeline.model.sheet import SheetKind, SheetLink, Status
from tests.readers.service_public.conftest import ReadSheet
from tests.readers.service_public.source import publication, text
from tests.readers.service_public.test_blocks import p
from tests.readers.service_public.test_inline import ACRONYM

SIGLE = '<LienInterne LienPublication="R9" type="Sigle">Caf</LienInterne>'


def introduction(content: str) -> str:
    return f"<Introduction>{text(content)}</Introduction>"


def test_identity(read: ReadSheet) -> None:
    sheet, issues = read(
        "", title="Se marier", modified="2024-05-06", attributes='statut="enCoursDeMiseAJour"'
    )
    assert issues == ()
    assert (sheet.id, sheet.chapter, sheet.folder, sheet.title) == ("F1", "famille", "Mariage", "Se marier")
    assert (sheet.updated, sheet.status, sheet.audience) == (date(2024, 5, 6), Status.UNDER_REVISION, ())


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("Fiche d'information", SheetKind.SHEET),
        ("Fiche Question-réponse", SheetKind.QUESTION),
        ("Fiche avec liens externes", SheetKind.REDIRECT),
        ("Fiche Comment faire si", SheetKind.HOW_TO),
    ],
)
def test_kinds(read: ReadSheet, source: str, kind: SheetKind) -> None:
    assert read("", kind=source)[0].kind is kind


def test_audience_beyond_the_public_at_large(read: ReadSheet) -> None:
    sheet, _ = read("<Audience>Professionnels</Audience><Cible>Parent, Jeune</Cible>")
    assert sheet.audience == ("Particuliers", "Professionnels", "Parent", "Jeune")


def test_a_plain_introduction_is_the_summary(read: ReadSheet) -> None:
    sheet, _ = read(
        introduction(p("Une <Expression>aide</Expression> de <Valeur>3 €</Valeur>.")) + text(p("a"))
    )
    assert (sheet.summary, sheet.blocks) == ("Une aide de 3 €.", (Paragraph(("a",)),))


def test_an_acronym_of_the_summary_is_listed_at_the_foot(read: ReadSheet) -> None:
    sheet, _ = read(introduction(p(f"La {SIGLE} verse.")) + ACRONYM)
    assert (sheet.summary, sheet.acronyms) == ("La Caf verse.", ("R9",))


def test_an_acronym_of_the_text_is_not_listed_twice(read: ReadSheet) -> None:
    sheet, _ = read(introduction(p(f"La {SIGLE} verse.")) + text(p(SIGLE)) + ACRONYM)
    assert (sheet.blocks, sheet.acronyms) == ((Paragraph((AcronymRef("R9", "Caf"),)),), ())


def test_an_introduction_with_links_keeps_them(read: ReadSheet) -> None:
    link = '<LienExterne URL="https://a.fr">aide</LienExterne>'
    sheet, _ = read(introduction(p(f"Une {link} de l'État.")), description="Ce que donne l'État.")
    assert sheet.summary == "Ce que donne l'État."
    assert sheet.blocks == (Paragraph(("Une ", Link(("aide",), url="https://a.fr"), " de l'État.")),)


def test_a_description_that_only_repeats_the_introduction_is_left_out(read: ReadSheet) -> None:
    link = '<LienExterne URL="https://a.fr">aide</LienExterne>'
    assert read(introduction(p(f"Une {link} de l'État.")), description="Une aide de.")[0].summary == ""


def test_a_sheet_without_introduction_has_its_description(read: ReadSheet) -> None:
    assert read(text(p("a")), description="Oui, parfois.")[0].summary == "Oui, parfois."


def test_order_of_the_body(read: ReadSheet) -> None:
    notice = f"<Avertissement><Titre>Réforme</Titre>{text(p('a'))}</Avertissement>"
    sheet, _ = read(notice + introduction(p("b") + p("c")) + text(p("d")))
    assert sheet.blocks == (
        Note(NoteKind.NOTICE, (Paragraph(("a",)),), ("Réforme",)),
        *(Paragraph((word,)) for word in "bcd"),
    )


def test_see_also_and_questions(read: ReadSheet) -> None:
    sheet, issues = read(
        '<VoirAussi important="oui"><Fiche ID="F2" audience="Particuliers"><Titre>Deux</Titre>'
        '<Theme ID="N100"><Titre>Famille</Titre></Theme></Fiche><Dossier ID="N200" audience="Particuliers">'
        '<Titre>Louer</Titre><Theme ID="N200"><Titre>Logement</Titre></Theme></Dossier></VoirAussi>'
        '<QuestionReponse ID="F2" audience="Particuliers">Et si ?</QuestionReponse>'
        '<QuestionReponse ID="F88" audience="Professionnels">Et moi ?</QuestionReponse>'
        '<CommentFaireSi ID="F2">Je me marie</CommentFaireSi>',
        files={"F2": publication("F2", "", place='<Theme ID="N200"><Titre>Logement</Titre></Theme>')},
    )
    assert issues == ()
    assert sheet.see_also == (
        SheetLink(sheet="F2", title="Deux", context="Famille"),
        SheetLink(chapter="logement", title="Louer", context="Logement"),
    )
    assert sheet.questions == (
        SheetLink(sheet="F2", title="Et si ?"),
        SheetLink(url="https://entreprendre.service-public.gouv.fr/vosdroits/F88", title="Et moi ?"),
        SheetLink(sheet="F2", title="Je me marie"),
    )


def test_a_pointer_without_id_is_noted_and_its_text_kept(read: ReadSheet) -> None:
    sheet, issues = read("<QuestionReponse>Et si ?</QuestionReponse>")
    assert (sheet.questions, sheet.blocks) == ((), (Paragraph(("Et si ?",)),))
    assert [issue.code for issue in issues] == ["lien-sans-cible"]


def test_a_date_that_does_not_read_is_noted(read: ReadSheet) -> None:
    sheet, issues = read("", modified="hier")
    assert sheet.updated == date(1900, 1, 1)
    assert [issue.code for issue in issues] == ["date-invalide"]


def test_an_acronym_explained_in_two_ways_keeps_both(read: ReadSheet) -> None:
    other = ACRONYM.replace("Caisse inventée", "Autre sens")
    sheet, issues = read(ACRONYM + other)
    assert sheet.blocks == (Paragraph(("Caf",)), Paragraph(("Autre sens",)))
    assert [issue.code for issue in issues] == ["sigle-different"]
