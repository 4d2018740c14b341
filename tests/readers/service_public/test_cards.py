"""Contacts, forms, references, definitions, resources: every text of a box has its field."""

from guide_pipeline.model.blocks import (
    Contact,
    ContactKind,
    Definition,
    Form,
    FormKind,
    FormPart,
    Paragraph,
    Reference,
    Resource,
)
from guide_pipeline.model.inline import Link, Mark, Span
from tests.readers.service_public.conftest import ReadSheet
from tests.readers.service_public.source import text
from tests.readers.service_public.test_blocks import p, titled


def test_contact(read: ReadSheet) -> None:
    phone = titled("Chapitre", "Par téléphone", p("00 00"))
    sheet, issues = read(
        '<OuSAdresser ID="R2" type="Centre de contact"><Titre>Info</Titre><Complement>Pour savoir</Complement>'
        '<PivotLocal>caf</PivotLocal><RessourceWeb URL="https://a.fr" langue="en"/><Source ID="R3">Ministère</Source>'
        f"{text(phone)}</OuSAdresser>"
    )
    assert issues == ()
    assert sheet.contacts == (
        Contact(
            "Info",
            id="R2",
            kind=ContactKind.CALL_CENTRE,
            detail="Pour savoir",
            blocks=(Paragraph((Span(Mark.STRONG, ("Par téléphone",)),)), Paragraph(("00 00",))),
            urls=("https://a.fr",),
            directory=("caf",),
            source="Ministère",
        ),
    )


def test_every_local_kind_of_contact_is_local(read: ReadSheet) -> None:
    kinds = ("Local", "Local personnalisable", "Local personnalisé sur SP", "National")
    sheet, _ = read("".join(f'<OuSAdresser type="{kind}"><Titre>x</Titre></OuSAdresser>' for kind in kinds))
    assert [c.kind for c in sheet.contacts] == [ContactKind.LOCAL] * 3 + [ContactKind.NATIONAL]


def test_form_with_its_parts(read: ReadSheet) -> None:
    sheet, issues = read(
        '<ServiceEnLigne ID="R2" URL="https://a.fr" numerocerfa="1*01" autrenumero="S1" format="application/pdf" '
        f'poids="1 KB" type="Formulaire"><Titre>Demande</Titre><Source ID="R3">Nous</Source><Introduction>{text(p("a"))}'
        '</Introduction><NoticeLiee URL="https://a.fr/n" numerocerfa="2#01">Notice</NoticeLiee>'
        f'<ServiceEnLigneAnnexe type="Formulaire" numerocerfa="3*01"><Titre>Annexe</Titre>{text(p("b"))}'
        '<LienWeb URL="https://a.fr/x" format="text/html"/><NoticeLiee URL="">Aide</NoticeLiee></ServiceEnLigneAnnexe>'
        "</ServiceEnLigne>"
    )
    assert issues == ()
    assert sheet.forms == (
        Form(
            "Demande",
            id="R2",
            url="https://a.fr",
            number="1*01",
            other_number="S1",
            format="application/pdf",
            size="1 KB",
            source="Nous",
            blocks=(Paragraph(("a",)),),
            parts=(
                FormPart("Notice", "https://a.fr/n", notice=True, number="2#01"),
                FormPart(
                    "Annexe", "https://a.fr/x", number="3*01", format="text/html", blocks=(Paragraph(("b",)),)
                ),
                FormPart("Aide", notice=True),
            ),
        ),
    )


def test_kinds_of_forms(read: ReadSheet) -> None:
    kinds = ("Formulaire", "Simulateur", "Modèle de document", "Téléservice", "Outil de recherche")
    sheet, _ = read("".join(f'<ServiceEnLigne type="{k}"><Titre>x</Titre></ServiceEnLigne>' for k in kinds))
    assert [form.kind for form in sheet.forms] == [
        FormKind.FORM,
        FormKind.SIMULATOR,
        FormKind.LETTER,
        FormKind.SERVICE,
        FormKind.SERVICE,
    ]


def test_reference(read: ReadSheet) -> None:
    sheet, issues = read(
        '<Reference URL="https://a.fr" ID="R4"><Titre>Code : article 1</Titre><Complement>Durée</Complement>'
        '<Source ID="R5">Nous</Source></Reference>'
    )
    assert issues == ()
    assert sheet.references == (
        Reference("Code : article 1", detail="Durée", url="https://a.fr", source="Nous"),
    )


def test_definition_with_its_references(read: ReadSheet) -> None:
    sheet, issues = read(
        f'<Definition ID="R6"><Titre>Foyer</Titre>{text(p("Sens"))}<Reference URL=""><Titre>Loi</Titre></Reference>'
        "</Definition>"
    )
    assert issues == ()
    assert sheet.definitions == (Definition("R6", ("Foyer",), (Paragraph(("Sens",)),), (Reference("Loi"),)),)


def test_a_definition_without_id_is_noted_and_its_text_kept(read: ReadSheet) -> None:
    sheet, issues = read(f"<Definition><Titre>Foyer</Titre>{text(p('Sens'))}</Definition>")
    assert sheet.blocks == (Paragraph(("Foyer",)), Paragraph(("Sens",)))
    assert [issue.code for issue in issues] == ["definition-sans-id"]


def test_resources(read: ReadSheet) -> None:
    sheet, issues = read(
        '<LienExterneCommente><Commentaire><Paragraphe>Utile</Paragraphe></Commentaire><LienExterne URL="https://b.fr" '
        'format="application/pdf">Guide</LienExterne><Source ID="R7">Nous</Source></LienExterneCommente>'
        '<PourEnSavoirPlus ID="R8" URL="https://c.fr" langue="en"><Titre>Site</Titre><Source ID="R7">Eux</Source>'
        "</PourEnSavoirPlus>"
    )
    assert issues == ()
    assert sheet.blocks == (
        Resource(
            "Guide",
            "https://b.fr",
            format="application/pdf",
            source="Nous",
            blocks=(Paragraph(("Utile",)),),
        ),
    )
    assert sheet.resources == (Resource("Site", "https://c.fr", "R8", lang="en", source="Eux"),)


def test_a_link_in_a_contact(read: ReadSheet) -> None:
    link = text(p('<LienExterne URL="https://a.fr">a</LienExterne>'))
    sheet, _ = read(f"<OuSAdresser><Titre>x</Titre>{link}</OuSAdresser>")
    assert sheet.contacts[0].blocks == (Paragraph((Link(("a",), url="https://a.fr"),)),)
