"""Running text: marks, links by what they lead to, acronyms, terms."""

import pytest

from guide_pipeline.model.blocks import Paragraph
from guide_pipeline.model.inline import AcronymRef, Foreign, Inlines, Link, Mark, Span, TermRef
from tests.readers.service_public.conftest import ReadSheet
from tests.readers.service_public.source import form_file, publication, text

ACRONYM = (
    '<Abreviation ID="R9" type="Sigle"><Titre>Caf</Titre><Texte><Paragraphe>Caisse inventée</Paragraphe>'
    "</Texte></Abreviation>"
)
DEFINITION = (
    '<Definition ID="R8"><Titre>Foyer</Titre><Texte><Paragraphe>Sens.</Paragraphe></Texte></Definition>'
)


def paragraph(read: ReadSheet, content: str, after: str = "", **more: object) -> Inlines:
    sheet, issues = read(text(f"<Paragraphe>{content}</Paragraphe>") + after, **more)
    assert issues == ()
    block = sheet.blocks[0]
    assert isinstance(block, Paragraph)
    return block.content


@pytest.mark.parametrize(
    ("tag", "mark"),
    [
        ("MiseEnEvidence", Mark.STRONG),
        ("Expression", Mark.EMPHASIS),
        ("Exposant", Mark.SUPERSCRIPT),
        ("Indice", Mark.SUBSCRIPT),
        ("Citation", Mark.QUOTE),
        ("Valeur", Mark.AMOUNT),
        ("Variable", Mark.VARIABLE),
    ],
)
def test_marks(read: ReadSheet, tag: str, mark: Mark) -> None:
    assert paragraph(read, f"a <{tag}>b</{tag}> c") == ("a ", Span(mark, ("b",)), " c")


def test_a_mark_without_words_leaves_its_spaces(read: ReadSheet) -> None:
    assert paragraph(read, "a<MiseEnEvidence> </MiseEnEvidence>b<Valeur/>") == ("a b",)


def test_foreign_words(read: ReadSheet) -> None:
    assert paragraph(read, '<TermeEtranger langue="en">flat</TermeEtranger>') == (Foreign("en", ("flat",)),)


def test_white_space_of_the_source_is_one_space(read: ReadSheet) -> None:
    assert paragraph(read, "a\n   b<Valeur>  c\t</Valeur>d") == ("a b", Span(Mark.AMOUNT, (" c ",)), "d")


def test_a_link_to_a_sheet_of_the_guide(read: ReadSheet) -> None:
    link = '<LienInterne LienPublication="F2" audience="Particuliers">là</LienInterne>'
    assert paragraph(read, link, files={"F2": publication("F2", "")}) == (Link(("là",), sheet="F2"),)


@pytest.mark.parametrize(
    ("audience", "url"),
    [
        ("Particuliers", "https://www.service-public.gouv.fr/particuliers/vosdroits/F77"),
        ("Professionnels", "https://entreprendre.service-public.gouv.fr/vosdroits/F77"),
        ("Associations", "https://www.service-public.gouv.fr/associations/vosdroits/F77"),
    ],
)
def test_a_link_to_a_sheet_elsewhere_leads_to_the_official_site(
    read: ReadSheet, audience: str, url: str
) -> None:
    link = f'<LienInterne LienPublication="F77" audience="{audience}">là</LienInterne>'
    assert paragraph(read, link) == (Link(("là",), url=url),)


def test_a_link_to_a_folder_leads_to_its_chapter(read: ReadSheet) -> None:
    link = '<LienInterne LienPublication="N111" type="Dossier">là</LienInterne>'
    assert paragraph(read, link) == (Link(("là",), chapter="famille"),)


def test_a_link_to_a_section_of_the_sheet(read: ReadSheet) -> None:
    chapter = '<Chapitre ID="T5"><Titre><Paragraphe>Plus bas</Paragraphe></Titre><Paragraphe>x</Paragraphe></Chapitre>'
    sheet, issues = read(
        text(f'<Paragraphe><LienIntra LienID="T5" type="Chapitre">ici</LienIntra></Paragraphe>{chapter}')
    )
    assert issues == ()
    assert sheet.blocks[0] == Paragraph((Link(("ici",), anchor="plus-bas"),))


def test_a_web_link_and_one_without_address(read: ReadSheet) -> None:
    assert paragraph(
        read, '<LienExterne URL="https://a.fr/x">a</LienExterne> <LienExterne URL="">b</LienExterne>'
    ) == (
        Link(("a",), url="https://a.fr/x"),
        " b",
    )


def test_an_address_without_scheme_is_a_site(read: ReadSheet) -> None:
    assert paragraph(read, '<LienExterne URL="www.a.fr/x">a</LienExterne>') == (
        Link(("a",), url="https://www.a.fr/x"),
    )


def test_an_address_that_runs_code_is_refused_and_its_text_kept(read: ReadSheet) -> None:
    sheet, issues = read(text('<Paragraphe><LienExterne URL="javascript:x()">a</LienExterne></Paragraphe>'))
    assert sheet.blocks == (Paragraph(("a",)),)
    assert [issue.code for issue in issues] == ["adresse-refusee"]


def test_a_link_inside_a_link_is_noted_and_the_outer_one_leads(read: ReadSheet) -> None:
    inner = '<MiseEnEvidence><LienExterne URL="https://b.fr">b</LienExterne></MiseEnEvidence>'
    sheet, issues = read(
        text(f'<Paragraphe><LienExterne URL="https://a.fr">a {inner}</LienExterne></Paragraphe>')
    )
    assert sheet.blocks == (Paragraph((Link(("a ", Span(Mark.STRONG, ("b",))), url="https://a.fr"),)),)
    assert [issue.code for issue in issues] == ["lien-imbrique"]


def test_an_acronym_keeps_its_writing_and_gives_its_spaces_back(read: ReadSheet) -> None:
    link = 'la<LienInterne LienPublication="R9" type="Sigle"> CAF </LienInterne>verse'
    assert paragraph(read, link, ACRONYM) == ("la ", AcronymRef("R9", "CAF"), " verse")


def test_a_term_of_the_glossary(read: ReadSheet) -> None:
    link = '<LienIntra LienID="R8" type="Définition de glossaire">foyer</LienIntra>'
    assert paragraph(read, link, DEFINITION) == (TermRef("R8", ("foyer",)),)


def test_a_term_without_definition_stays_a_word_and_is_noted(read: ReadSheet) -> None:
    sheet, issues = read(
        text(
            '<Paragraphe><LienIntra LienID="R7" type="Définition de glossaire">foyer</LienIntra></Paragraphe>'
        )
    )
    assert sheet.blocks == (Paragraph(("foyer",)),)
    assert [issue.code for issue in issues] == ["definition-absente"]


def test_a_link_that_leads_nowhere_stays_text_and_is_noted(read: ReadSheet) -> None:
    sheet, issues = read(text('<Paragraphe><LienIntra LienID="R7" type="Local">là</LienIntra></Paragraphe>'))
    assert sheet.blocks == (Paragraph(("là",)),)
    assert [issue.code for issue in issues] == ["lien-sans-cible"]


def test_a_link_to_a_form_of_the_sheet_leads_to_its_place(read: ReadSheet) -> None:
    link = '<LienInterne LienPublication="R5" type="Formulaire">la demande</LienInterne>'
    form = (
        '<ServiceEnLigne ID="R5" URL="https://a.fr" type="Formulaire"><Titre>Demande</Titre></ServiceEnLigne>'
    )
    assert paragraph(read, link, form) == (Link(("la demande",), anchor="R5"),)


def test_a_form_of_professionals_is_on_the_official_site(read: ReadSheet) -> None:
    link = '<LienInterne LienPublication="R6" type="Formulaire" audience="Professionnels">x</LienInterne>'
    assert paragraph(read, link) == (
        Link(("x",), url="https://entreprendre.service-public.gouv.fr/vosdroits/R6"),
    )


def test_links_out_of_the_guide_are_counted(read: ReadSheet, tmp_path: object) -> None:
    link = '<LienInterne LienPublication="F77" audience="Particuliers">là</LienInterne>'
    see_also = '<VoirAussi important="non"><Fiche ID="F78" audience="Professionnels"><Titre>x</Titre></Fiche></VoirAussi>'
    sheet, _ = read(
        text(f"<Paragraphe>{link} {link}</Paragraphe>") + see_also, files={"R5": form_file("R5", "")}
    )
    assert sheet.see_also[0].url == "https://entreprendre.service-public.gouv.fr/vosdroits/F78"


def test_an_unknown_element_is_noted_with_its_line_and_its_text_kept(read: ReadSheet) -> None:
    sheet, issues = read(text("<Paragraphe>a <Nouveau>b <Valeur>c</Valeur></Nouveau> d</Paragraphe>"))
    assert sheet.blocks == (Paragraph(("a b ", Span(Mark.AMOUNT, ("c",)), " d")),)
    assert [(issue.code, issue.location.line, issue.location.file) for issue in issues] == [
        ("balise-inconnue", 2, "F1.xml")
    ]
