"""Blocks: headings, notes, lists, cases, figures, resources; all valid HTML (see the `html` fixture)."""

from collections.abc import Callable
from dataclasses import replace

from guide_pipeline.markup.blocks import block_html, blocks_html
from guide_pipeline.markup.context import MarkupContext
from guide_pipeline.markup.references import references_html
from guide_pipeline.model.blocks import (
    Case,
    CaseGroup,
    Contact,
    Figure,
    Note,
    NoteKind,
    Paragraph,
    Reference,
    Section,
)

Html = Callable[[str], str]


def test_sections_nest_with_their_headings(html: Html) -> None:
    shown = html(
        '<section id="a"><titre>A</titre><section id="b"><titre>B</titre><p>x</p></section></section>'
    )
    assert shown == (
        '<section id="a">\n<h2>A</h2>\n<section id="b">\n<h3>B</h3>\n<p>x</p>\n</section>\n</section>\n'
    )


def test_headings_stop_at_the_sixth(ctx: MarkupContext) -> None:
    block = Section("s", ("fin",))
    for depth in range(8):
        block = Section(f"s{depth}", ("t",), (block,))
    shown = block_html(block, ctx)
    assert "<h6>fin</h6>" in shown
    assert "<h7>" not in shown


def test_every_kind_of_note_is_named(ctx: MarkupContext) -> None:
    labels = ["À savoir", "À noter", "Attention", "Exemple", "Rappel", "Avertissement"]
    shown = [block_html(Note(kind, (Paragraph(("x",)),)), ctx) for kind in NoteKind]
    assert [f"<span>{label}</span>" in html for label, html in zip(labels, shown)] == [True] * 6


def test_note_has_its_own_title_after_its_label(html: Html) -> None:
    assert '<p class="note-titre"><span>Attention</span>\u00a0: délai</p>' in html(
        '<note type="attention"><titre>délai</titre>Vite.</note>'
    )


def test_lists_keep_one_paragraph_bare_and_nest(html: Html) -> None:
    shown = html(
        '<liste type="numeros"><item>un<liste><item>a</item></liste></item><item><p>x</p><p>y</p></item></liste>'
    )
    assert shown == ("<ol>\n<li>un<ul>\n<li>a</li>\n</ul>\n</li>\n<li><p>x</p>\n<p>y</p>\n</li>\n</ol>\n")


def test_cases_stand_one_after_another_under_headings(html: Html) -> None:
    shown = html(
        '<alternatives affichage="choix"><cas id="un"><titre>Un</titre><p>x</p>'
        '<section id="s"><titre>S</titre><p>z</p></section></cas>'
        '<cas id="deux"><titre>Deux</titre><p>y</p></cas></alternatives>'
    )
    assert '<div class="alternatives" data-affichage="choix">' in shown
    assert '<section class="cas" id="un">\n<h2 class="cas-titre">Un</h2>\n<p>x</p>' in shown
    assert "<h3>S</h3>" in shown
    assert '<h2 class="cas-titre">Deux</h2>' in shown


def test_a_case_without_title_is_numbered(ctx: MarkupContext) -> None:
    shown = block_html(CaseGroup((Case("a", ("A",), ()), Case("b", (), ()))), ctx)
    assert '<h2 class="cas-titre">Cas 2</h2>' in shown


def test_without_ids_no_element_has_one(ctx: MarkupContext) -> None:
    shown = block_html(Section("a", ("A",)), replace(ctx, ids=False))
    assert shown == "<section>\n<h2>A</h2>\n</section>\n"


def test_a_missing_image_is_told_in_words(ctx: MarkupContext) -> None:
    figure = Figure("plan.png", "Plan du bureau", "Le bureau", "Mairie")
    missing = block_html(figure, ctx)
    assert "<img" not in missing
    assert '<p class="image-absente"><span>Image\u00a0:</span> Plan du bureau</p>' in missing
    assert "<figcaption>Le bureau · Crédit\u00a0: Mairie</figcaption>" in missing
    present = block_html(figure, replace(ctx, images={"plan.png": "../images/plan.png"}))
    assert '<img src="../images/plan.png" alt="Plan du bureau" loading="lazy">' in present


def test_definition_is_a_place(html: Html) -> None:
    shown = html(
        '<definition id="foyer"><mot>Foyer</mot>Ceux qui vivent ensemble.'
        '<reference code="Code civil"><num>1</num></reference></definition>'
    )
    assert '<dl class="definition" id="foyer">\n<dt><dfn>Foyer</dfn></dt>' in shown
    assert "<p>Ceux qui vivent ensemble.</p>" in shown
    assert '<ul class="textes">' in shown


def test_contact_shows_all_that_it_knows(html: Html) -> None:
    shown = html(
        '<contact id="caf" type="local"><titre>Caf</titre><precision>du domicile</precision>'
        "<telephone>01 02 03 04 05</telephone><p>Le matin.</p><adresse-web>https://www.caf.fr/</adresse-web>"
        "<annuaire>caf</annuaire><source>Cnaf</source></contact>"
    )
    assert '<span class="genre">Près de chez vous</span> Caf' in shown
    assert '<a href="tel:0102030405">01 02 03 04 05</a>' in shown
    assert '<a href="https://www.caf.fr/">www.caf.fr</a>' in shown
    for text in ("du domicile", "Le matin.", ">caf</a>", "Cnaf"):
        assert text in shown


def test_words_instead_of_a_directory_code_stay_words(ctx: MarkupContext) -> None:
    shown = block_html(Contact("A", directory=("mairie", "Sécurité sociale")), ctx)
    assert "/navigation/mairie" in shown
    assert "</a>, Sécurité sociale</p>" in shown


def test_words_in_a_phone_field_stay_words(html: Html) -> None:
    shown = html("<contact><titre>A</titre><telephone>3230 (gratuit)</telephone></contact>")
    assert "Téléphone\u00a0: 3230 (gratuit)" in shown
    assert "tel:" not in shown


def test_form_shows_its_numbers_and_annexes(html: Html) -> None:
    shown = html(
        '<formulaire id="f" type="formulaire" url="https://a.fr" cerfa="12038*03" numero="S 7104" format="PDF" '
        'taille="120 Ko" langue="en"><titre>Demande</titre>'
        '<notice url="https://b.fr" cerfa="5"><titre>Notice</titre></notice>'
        "<annexe><titre>Annexe B</titre></annexe><source>Cnaf</source></formulaire>"
    )
    assert '<span class="genre">Formulaire</span> <a href="https://a.fr">Demande</a>' in shown
    assert "Cerfa n° 12038*03 · Autre numéro\u00a0: S 7104 · PDF · 120 Ko · langue\u00a0: en · Cnaf" in shown
    assert '<span class="genre">Notice</span> <a href="https://b.fr">Notice</a>' in shown
    assert '<span class="genre">Annexe</span> Annexe B' in shown


def test_resource(html: Html) -> None:
    shown = html(
        '<ressource url="https://a.fr" format="Vidéo"><titre>Guide</titre><source>DGCS</source></ressource>'
    )
    assert '<a href="https://a.fr">Guide</a>' in shown
    assert "Vidéo · DGCS" in shown


def test_references_lead_to_their_text_or_to_legifrance() -> None:
    shown = references_html(
        (
            Reference(code="Code civil", articles=("413-1", "413-2"), detail="effets"),
            Reference(title="Décret n° 2025-1", url="https://www.legifrance.gouv.fr/jorf/id/J1", source="JO"),
            Reference(code="CSS", articles=("L. 1",), url="https://a.fr"),
        )
    )
    assert "Code civil\u00a0: articles <a " in shown
    assert 'query=article+413-2+Code+civil">413-2</a>' in shown
    assert '<span class="precisions">effets</span>' in shown
    assert '<a href="https://www.legifrance.gouv.fr/jorf/id/J1">Décret n° 2025-1</a>' in shown
    assert '<a href="https://a.fr">CSS</a>\u00a0: article L.\u00a01' in shown


def test_inline_content_of_every_block_is_escaped(ctx: MarkupContext) -> None:
    blocks = (Paragraph(("<b>",)), Section("a", ("<b>",)), Figure("x", "<b>", "<b>"))
    assert "<b>" not in blocks_html(blocks, ctx)
