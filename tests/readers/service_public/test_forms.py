"""What a sheet takes from R files: the text of letters, addresses, and forms that it cites without listing them."""

from guide_pipeline.model.blocks import Contact, ContactKind, Definition, Form, FormKind, Paragraph
from guide_pipeline.model.inline import AcronymRef, Link, Mark, Span, TermRef
from tests.readers.service_public.conftest import ReadSheet
from tests.readers.service_public.source import form_file, text
from tests.readers.service_public.test_blocks import p, titled

LETTER = form_file(
    "R5",
    f"<Introduction>{text(p('Pour écrire.'))}</Introduction>"
    + text(p("Je soussigné <Variable>nom</Variable>")),
    title="Lettre type",
    kind="Modèle de document",
)
LISTED = '<ServiceEnLigne ID="R5" URL="" type="Modèle de document"><Titre>Lettre</Titre></ServiceEnLigne>'
INTRODUCTION = Paragraph(("Pour écrire.",))
WORDS = Paragraph(("Je soussigné ", Span(Mark.VARIABLE, ("nom",))))


def test_a_listed_letter_has_its_text(read: ReadSheet) -> None:
    sheet, issues = read(LISTED, files={"R5": LETTER})
    assert issues == ()
    assert sheet.forms == (Form("Lettre", id="R5", kind=FormKind.LETTER, blocks=(INTRODUCTION, WORDS)),)


def test_a_letter_in_the_text_has_its_text_once(read: ReadSheet) -> None:
    sheet, _ = read(text(LISTED * 2), files={"R5": LETTER})
    assert sheet.blocks == (
        Form("Lettre", id="R5", kind=FormKind.LETTER, blocks=(WORDS,)),
        Form("Lettre", kind=FormKind.LETTER),
    )


def test_a_listed_letter_has_its_text_in_the_list_only(read: ReadSheet) -> None:
    sheet, _ = read(text(LISTED) + LISTED, files={"R5": LETTER})
    assert sheet.blocks == (Form("Lettre", kind=FormKind.LETTER),)
    assert sheet.forms[0].blocks == (INTRODUCTION, WORDS)


def test_the_sheets_own_words_come_first_and_are_not_repeated(read: ReadSheet) -> None:
    own = LISTED.replace(
        "</ServiceEnLigne>", f"<Introduction>{text(p('La nôtre.'))}</Introduction></ServiceEnLigne>"
    )
    sheet, _ = read(own, files={"R5": LETTER})
    assert sheet.forms[0].blocks == (Paragraph(("La nôtre.",)), WORDS)


FORM = form_file(
    "R6",
    text(p("Permet de demander."))
    + '<NumeroCerfa>1*01</NumeroCerfa><LienWeb URL="https://a.fr/f" format="application/pdf" poids="2 KB">'
    '<Source>Ministère</Source></LienWeb><OuSAdresser ID="R7" type="Local"><Titre>Mairie</Titre></OuSAdresser>',
    title="Demande",
)
CITED = '<LienInterne LienPublication="R6" type="Formulaire" audience="Particuliers">formulaire</LienInterne>'
MAIRIE = Contact("Mairie", kind=ContactKind.LOCAL)


def test_a_form_that_the_text_cites_is_listed_and_reached(read: ReadSheet) -> None:
    sheet, issues = read(text(p(CITED) * 2), files={"R6": FORM})
    assert issues == ()
    assert sheet.blocks[0] == Paragraph((Link(("formulaire",), anchor="R6"),))
    assert sheet.forms == (
        Form(
            "Demande",
            id="R6",
            url="https://a.fr/f",
            number="1*01",
            format="application/pdf",
            size="2 KB",
            source="Ministère",
            blocks=(Paragraph(("Permet de demander.",)), MAIRIE),
        ),
    )


def test_an_address_that_the_sheet_has_already_is_not_repeated(read: ReadSheet) -> None:
    contact = '<OuSAdresser ID="R7" type="Local"><Titre>Mairie</Titre></OuSAdresser>'
    sheet, _ = read(text(p(CITED)) + contact, files={"R6": FORM})
    assert sheet.forms[0].blocks == (Paragraph(("Permet de demander.",)),)


def test_a_form_that_the_release_does_not_have_is_shown_as_the_sheet_says(read: ReadSheet) -> None:
    sheet, issues = read(LISTED)
    assert issues == ()
    assert sheet.forms == (Form("Lettre", id="R5", kind=FormKind.LETTER),)


def test_terms_acronyms_and_cases_of_a_letter(read: ReadSheet) -> None:
    cases = f"<BlocCas>{titled('Cas', 'Seul', p('a'))}</BlocCas>"
    words = (
        '<LienIntra LienID="R3" type="Définition de glossaire">foyer</LienIntra> '
        '<LienInterne LienPublication="R4" type="Sigle">MSA</LienInterne> '
        '<LienInterne LienPublication="R5" type="Formulaire">soi</LienInterne>'
    )
    letter = form_file(
        "R5",
        text(p(words) + cases)
        + f"<Definition ID='R3'><Titre>Foyer</Titre>{text(p('Sens'))}</Definition>"
        + f"<Definition ID='R2'><Titre>Inutile</Titre>{text(p('Rien'))}</Definition>"
        + f"<Abreviation ID='R4' type='Sigle'><Titre>MSA</Titre>{text(p('Mutualité'))}</Abreviation>",
        kind="Modèle de document",
    )
    sheet, issues = read(LISTED, files={"R5": letter})
    assert issues == ()
    shown = sheet.forms[0].blocks
    elsewhere = "https://www.service-public.gouv.fr/particuliers/vosdroits/R5"
    assert shown[0] == Paragraph(
        (TermRef("R3", ("foyer",)), " ", AcronymRef("R4", "MSA"), " ", Link(("soi",), url=elsewhere))
    )
    assert [case.id for case in shown[1].cases] == ["R5-seul"]  # type: ignore[union-attr]
    assert sheet.definitions == (Definition("R3", ("Foyer",), (Paragraph(("Sens",)),)),)


def test_unknown_elements_of_a_form_are_noted_in_its_file(read: ReadSheet) -> None:
    _, issues = read(LISTED, files={"R5": form_file("R5", "<Nouveau/>")})
    assert [(issue.code, issue.location.file) for issue in issues] == [("balise-inconnue", "R5.xml")]
