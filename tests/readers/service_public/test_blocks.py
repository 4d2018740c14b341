"""Blocks: sections, lists, tables, notes, cases, images, and what is found where it isn't expected."""

from guide_pipeline.model.blocks import (
    Case,
    CaseDisplay,
    CaseGroup,
    Cell,
    Column,
    Figure,
    ListBlock,
    ListItem,
    Note,
    NoteKind,
    Paragraph,
    Row,
    Section,
    Table,
)
from guide_pipeline.model.inline import Mark, Span
from tests.readers.service_public.conftest import ReadSheet
from tests.readers.service_public.source import text


def p(words: str) -> str:
    return f"<Paragraphe>{words}</Paragraphe>"


def titled(tag: str, title: str, body: str, attributes: str = "") -> str:
    return f"<{tag} {attributes}><Titre>{p(title)}</Titre>{body}</{tag}>"


def test_chapters_are_sections(read: ReadSheet) -> None:
    inner = titled("SousChapitre", "Pièces", p("b"), 'type="pieces"')
    sheet, issues = read(text(titled("Chapitre", "Démarche", p("a") + inner)))
    assert issues == ()
    pieces = Section("pieces", ("Pièces",), (Paragraph(("b",)),), "pieces")
    assert sheet.blocks == (Section("demarche", ("Démarche",), (Paragraph(("a",)), pieces)),)


def test_a_chapter_without_title_is_its_content(read: ReadSheet) -> None:
    sheet, _ = read(text(f"<Chapitre>{p('a')}</Chapitre><Chapitre/>"))
    assert sheet.blocks == (Paragraph(("a",)),)


def test_lists_hold_lists(read: ReadSheet) -> None:
    inner = f'<Liste type="numero"><Item>{p("b")}</Item></Liste>'
    sheet, _ = read(text(f'<Liste type="puce"><Item>{p("a")}{inner}</Item><Item/></Liste><Liste/>'))
    nested = ListBlock((ListItem((Paragraph(("b",)),)),), ordered=True)
    assert sheet.blocks == (ListBlock((ListItem((Paragraph(("a",)), nested)),)),)


def test_tables_keep_headers_widths_spans_caption_and_summary(read: ReadSheet) -> None:
    sheet, issues = read(
        text(
            "<Tableau><Titre>Plafonds</Titre><Resume><Paragraphe>Par âge</Paragraphe></Resume>"
            '<Colonne largeur="33" type="header"/><Colonne largeur="large" type="normal"/>'
            f'<Rangée type="header"><Cellule fusionHorizontale="2" fusionVerticale="3">{p("a")}</Cellule></Rangée>'
            f'<Rangée type="normal"><Cellule/><Cellule fusionVerticale="beaucoup">{p("b")}</Cellule></Rangée></Tableau>'
        )
    )
    assert issues == ()
    rows = (
        Row((Cell((Paragraph(("a",)),), 2, 3),), header=True),
        Row((Cell(()), Cell((Paragraph(("b",)),)))),
    )
    assert sheet.blocks == (Table(rows, (Column(True, 33), Column()), ("Plafonds",), "Par âge"),)


def test_notes_keep_a_title_that_says_more_than_their_kind(read: ReadSheet) -> None:
    sheet, _ = read(
        text(
            f"<ASavoir><Titre>À savoir</Titre>{p('a')}</ASavoir><ANoter><Titre>Exemple</Titre>{p('b')}</ANoter>"
            f"<Attention><Titre>Délai court</Titre>{p('c')}</Attention><Rappel><Titre>Rappel :</Titre>{p('d')}</Rappel>"
        )
    )
    assert sheet.blocks == (
        Note(NoteKind.GOOD_TO_KNOW, (Paragraph(("a",)),)),
        Note(NoteKind.EXAMPLE, (Paragraph(("b",)),)),
        Note(NoteKind.WARNING, (Paragraph(("c",)),), ("Délai court",)),
        Note(NoteKind.REMINDER, (Paragraph(("d",)),)),
    )


def test_a_notice_at_the_top_keeps_its_own_title(read: ReadSheet) -> None:
    sheet, _ = read(
        f'<Avertissement ID="R1" date="2024-01-01"><Titre>Attention</Titre>{text(p("a"))}</Avertissement>'
    )
    assert sheet.blocks == (Note(NoteKind.NOTICE, (Paragraph(("a",)),), ("Attention",)),)


def test_cases_and_situations(read: ReadSheet) -> None:
    cases = titled("Cas", "En ligne", p("a"), 'type="enLigne"') + titled("Cas", "Sur place", p("b"))
    group = text(f'<BlocCas affichage="radio">{cases}</BlocCas>')
    situation = f"<Situation><Titre>Salarié</Titre>{group}</Situation>"
    sheet, issues = read(f'<ListeSituations affichage="sequentiel">{situation}</ListeSituations>')
    assert issues == ()
    choice = CaseGroup(
        (
            Case("salarie-en-ligne", ("En ligne",), (Paragraph(("a",)),), "enLigne"),
            Case("salarie-sur-place", ("Sur place",), (Paragraph(("b",)),)),
        ),
        CaseDisplay.CHOICE,
    )
    assert sheet.blocks == (CaseGroup((Case("salarie", ("Salarié",), (choice,)),), CaseDisplay.SEQUENCE),)


IMAGE = (
    'LienPublication="I1.jpg"><Legende>Schéma</Legende><Credits><Paragraphe>Nous</Paragraphe></Credits>'
    "<TexteDeRemplacement>Étapes</TexteDeRemplacement><Description><Paragraphe>Longue</Paragraphe></Description>"
)
FIGURE = Figure("I1.jpg", "Étapes", "Schéma", "Nous", (Paragraph(("Longue",)),))


def test_images_say_all_that_the_source_says(read: ReadSheet) -> None:
    illustrated = (
        f"<ContenuIllustre><Contenu>{p('a')}</Contenu><Illustration {IMAGE}</Illustration></ContenuIllustre>"
    )
    sheet, issues = read(text(f"<Image {IMAGE}</Image>{illustrated}"))
    assert issues == ()
    assert sheet.blocks == (FIGURE, Paragraph(("a",)), FIGURE)


def test_an_image_inside_a_paragraph_stands_between_its_halves(read: ReadSheet) -> None:
    sheet, issues = read(text(p(f"avant <Image {IMAGE}</Image> après")))
    assert issues == ()
    assert sheet.blocks == (Paragraph(("avant",)), FIGURE, Paragraph(("après",)))


def test_empty_paragraphs_leave_nothing(read: ReadSheet) -> None:
    sheet, _ = read(text("<Paragraphe/><Paragraphe> \n </Paragraphe><Paragraphe><Valeur/></Paragraphe>"))
    assert sheet.blocks == ()


def test_unknown_blocks_are_noted_and_read_through(read: ReadSheet) -> None:
    sheet, issues = read(
        text(f"<Nouveau>seul <Valeur>3 €</Valeur>{p('a')}fin</Nouveau>") + f"<Bandeau>{p('z')}</Bandeau>"
    )
    assert sheet.blocks == (
        Paragraph(("seul ", Span(Mark.AMOUNT, ("3 €",)))),
        Paragraph(("a",)),
        Paragraph(("fin",)),
        Paragraph(("z",)),
    )
    assert [issue.code for issue in issues] == ["balise-inconnue"] * 2
    assert all(issue.location.line == 2 for issue in issues)


def test_text_where_only_elements_should_stand_is_noted_and_kept(read: ReadSheet) -> None:
    sheet, issues = read(text(f"<Liste>perdu<Item>{p('a')}</Item></Liste><BlocCas>seul</BlocCas>"))
    assert sheet.blocks == (
        ListBlock((ListItem((Paragraph(("a",)),)),)),
        Paragraph(("perdu",)),
        Paragraph(("seul",)),
    )
    assert {issue.code for issue in issues} == {"texte-mal-place"}


def test_a_second_title_is_kept_as_text(read: ReadSheet) -> None:
    sheet, issues = read(text(f"<Chapitre><Titre>{p('Un')}</Titre><Titre>Deux</Titre>{p('a')}</Chapitre>"))
    assert sheet.blocks == (Section("un", ("Un",), (Paragraph(("Deux",)), Paragraph(("a",)))),)
    assert [issue.code for issue in issues] == ["balise-inconnue"]
