"""Redlines: without what went they read as the new sheet, without what came as the old one."""

import random
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guide_pipeline.diff.fields import sequences_of
from guide_pipeline.diff.sheets import diff_sheets
from guide_pipeline.markup.blocks import blocks_html
from guide_pipeline.markup.context import MarkupContext
from guide_pipeline.model.blocks import (
    Blocks,
    Case,
    Cell,
    Contact,
    Form,
    ListBlock,
    ListItem,
    Note,
    Paragraph,
    Reference,
    Row,
    Section,
    Table,
)
from guide_pipeline.model.guide import Rate, RateValue, Unit
from guide_pipeline.model.inline import Link, Mark, RateRef, Span
from guide_pipeline.model.sheet import Sheet, SheetLink
from guide_pipeline.report.redline import sheet_redline
from tests.diff.small_sheets import disturbed, small_blocks

CTX = MarkupContext(day=date(2025, 6, 1), rates={}, acronyms={}, ids=False)
SHEET = Sheet("aide", "logement", "Aide", date(2025, 1, 1))


def redline(old: Blocks, new: Blocks, brief: bool = False) -> str:
    return sheet_redline(replace(SHEET, blocks=old), replace(SHEET, blocks=new), CTX, CTX, brief=brief)


def words(html: str, without: str = "") -> str:
    """The words of a page, but for those in elements of one name and for what the report says itself."""
    root = html5lib.parseFragment(html, namespaceHTMLElements=False)
    parts: list[str] = []

    def walk(element: object) -> None:
        tag = element.tag  # type: ignore[attr-defined]
        if tag == without or element.get("class") in ("mention", "note-titre"):  # type: ignore[attr-defined]
            return
        parts.append(element.text or "")  # type: ignore[attr-defined]
        for child in element:  # type: ignore[attr-defined]
            walk(child)
            parts.append(child.tail or "")

    walk(root)
    return "".join("".join(parts).split())


def plain_blocks(blocks: Blocks) -> Blocks:
    """Blocks without what the renderer adds words to: spans (shown twice), titles of notes and untitled cases."""
    return tuple(map(_simplified, blocks))


def _simplified(value: Any) -> Any:
    changes: dict[str, Any] = {
        name: tuple(map(_simplified, getattr(value, name))) for name in sequences_of(type(value))
    }
    match value:
        case Cell():
            changes |= {"columns": 1, "rows": 1}
        case Note():
            changes["title"] = ()
        case Case():
            changes["title"] = ("Cas particulier",)
    return replace(value, **changes)


@given(small_blocks, small_blocks, st.randoms(use_true_random=False), st.booleans())
@settings(deadline=None, max_examples=60)
def test_both_states_can_be_read_in_a_redline(
    old: Blocks, other: Blocks, chance: random.Random, related: bool
) -> None:
    old = plain_blocks(old)
    new = disturbed(replace(SHEET, blocks=old), chance).blocks if related else plain_blocks(other)
    html = redline(old, new)
    assert words(html, without="del") == words(blocks_html(new, CTX))
    if not diff_sheets(replace(SHEET, blocks=old), replace(SHEET, blocks=new)).moves:
        assert words(html, without="ins") == words(blocks_html(old, CTX))


def p(*content: object) -> Paragraph:
    return Paragraph(content)  # type: ignore[arg-type]


def test_only_the_words_that_change_are_marked() -> None:
    html = redline((p("Le plafond est de 11 478 € par an."),), (p("Le plafond est de 11 600 € par an."),))
    assert html == "<p>Le plafond est de <del>11 478</del><ins>11 600</ins>\u00a0€ par an.</p>\n"


def test_neighbouring_words_share_one_mark_and_links_keep_their_target() -> None:
    old = (p("Voir ", Link(("la fiche complète",), sheet="a"), "."),)
    new = (p("Voir ", Link(("la page entière",), sheet="a"), "."),)
    assert redline(old, new) == (
        '<p>Voir <a href="../fiches/a.html">la <del>fiche complète</del><ins>page entière</ins></a>.</p>\n'
    )


def test_a_change_of_look_is_shown_where_the_words_stay() -> None:
    html = redline((p("Une aide gratuite."),), (p("Une aide ", Span(Mark.STRONG, ("gratuite",)), "."),))
    assert html == '<p>Une aide <strong><span class="forme">gratuite</span></strong>.</p>\n'


def table(*rows: tuple[str, ...]) -> Table:
    return Table(
        tuple(Row(tuple(Cell((p(text),)) for text in row), header=i == 0) for i, row in enumerate(rows))
    )


def test_a_deleted_row_and_an_added_column_stay_in_the_table() -> None:
    old = table(("Foyer", "A"), ("Seul", "1 €"), ("Couple", "2 €"))
    new = table(("Foyer", "A", "B"), ("Couple", "2 €", "3 €"))
    html = redline((old,), (new,))
    assert html.count("<table>") == 1
    assert "<td><del>Seul</del></td><td><del>1\u00a0€</del></td>" in html
    assert '<th scope="col"><ins>B</ins></th>' in html
    assert "<td>2\u00a0€</td><td><ins>3\u00a0€</ins></td>" in html


def test_a_table_with_spans_whose_shape_changes_is_shown_before_and_after() -> None:
    wide = Row((Cell((p("Tous"),), columns=2),))
    old = Table((*table(("Foyer", "A")).rows, wide))
    new = table(("Foyer", "A"), ("Tous", "5 €"))
    html = redline((old,), (new,))
    assert html.count("<table>") == 2
    assert (
        html.index("Avant") < html.index("colspan") < html.index("Après") < html.index("<ins>5\u00a0€</ins>")
    )


def test_a_moved_paragraph_is_said_at_both_places() -> None:
    text = "Un recours est possible devant la commission de recours amiable."
    old = (p(text), Section("b", ("Suite",), (p("Autre chose à lire ici."),)))
    new = (Section("b", ("Suite",), (p("Autre chose à lire ici."), p(text))),)
    html = redline(old, new)
    assert '<p><span class="mention">Déplacé\u00a0: «\u00a0Un recours' in html
    assert f'<p><span class="mention">Déplacé ici\u00a0:</span></p>\n<p>{text}</p>' in html


def test_a_brief_redline_leaves_out_what_stays() -> None:
    items = [ListItem((p(f"élément numéro {i}"),)) for i in range(30)]
    new = [*items[:10], ListItem((p("élément ajouté"),)), *items[10:]]
    html = redline(
        (p("Rien ici."), ListBlock(tuple(items))), (p("Rien ici."), ListBlock(tuple(new))), brief=True
    )
    assert (
        html == '<ul>\n<li><span class="mention">…</span></li>\n<li><ins>élément ajouté</ins></li>\n</ul>\n'
    )


def test_a_rate_shows_what_it_was_worth_and_what_it_is_worth() -> None:
    def ctx(*values: RateValue) -> MarkupContext:
        return replace(CTX, rates={"smic": Rate("smic", "Smic", Unit.EURO, values)})

    first, second = (
        RateValue(date(2024, 1, 1), Decimal("11.65")),
        RateValue(date(2025, 1, 1), Decimal("11.88")),
    )
    sheet = replace(SHEET, blocks=(p("Le Smic est de ", RateRef("smic"), "."),))
    html = sheet_redline(sheet, sheet, ctx(first), ctx(first, second))
    assert "<del>11,65\u00a0€</del><ins><a" in html
    assert "11,88\u00a0€</data></a></ins>" in html
    assert sheet_redline(sheet, sheet, ctx(second), ctx(second)).count("<ins>") == 0


def test_a_sheet_that_comes_or_goes_is_marked_whole() -> None:
    sheet = replace(SHEET, summary="Pour payer le loyer.", blocks=(Section("a", ("Qui ?",), (p("Tous."),)),))
    assert sheet_redline(None, sheet, CTX, CTX) == (
        "<p><ins>Pour payer le loyer.</ins></p>\n"
        "<section>\n<h2><ins>Qui\u202f?</ins></h2>\n<p><ins>Tous.</ins></p>\n</section>\n"
    )
    assert "<del>Tous.</del>" in sheet_redline(sheet, None, CTX, CTX)
    assert sheet_redline(None, None, CTX, CTX) == ""


def test_the_lists_at_the_end_and_the_fields_of_the_sheet() -> None:
    old = replace(
        SHEET,
        keywords=("toit",),
        contacts=(Contact("Caf", phone="3230"),),
        references=(Reference(code="Code civil", articles=("1", "2")),),
        forms=(Form("Demande", url="https://exemple.fr/a"),),
        see_also=(SheetLink(sheet="loyer"),),
    )
    new = replace(
        old,
        title="Aide au logement",
        keywords=("loyer",),
        updated=date(2026, 1, 1),
        contacts=(Contact("Caf", phone="32 30"),),
        references=(Reference(code="Code civil", articles=("1", "3")),),
        forms=(Form("Demande", url="https://exemple.fr/b"),),
        see_also=(SheetLink(sheet="loyer"), SheetLink(sheet="garant", title="Garant")),
    )
    html = sheet_redline(old, new, CTX, CTX)
    for expected in (
        "Titre\u00a0:</span> <del>Aide</del><ins>Aide au logement</ins>",
        "Mots-clés\u00a0: <del>toit</del> <ins>loyer</ins>",
        "<del>1er\u00a0janvier\u00a02025</del> <ins>1er\u00a0janvier\u00a02026</ins>",
        "Téléphone\u00a0: <del>3230</del><ins>32 30</ins>",
        "Adresse\u00a0: <del>https://exemple.fr/a</del> <ins>https://exemple.fr/b</ins>",
        'href="https://exemple.fr/b">Demande</a>',
        "<ins>Garant</ins></a>",
        "<li>Code civil\u00a0: articles 1, <del>2</del>, <ins>3</ins></li>",
    ):
        assert expected in html


@pytest.mark.parametrize("text", ["\ue0a0caché\ue0a3", "<script>alert(1)</script>", '"><ins>x'])
def test_nothing_in_a_text_becomes_a_tag(text: str) -> None:
    html = redline(
        (p(text), p("Titre")), (p(text + " plus loin"), p("Titre"), Section("a", (text,), (p(text),)))
    )
    tags = {
        e.tag
        for e in html5lib.parseFragment(html, namespaceHTMLElements=False).iter()
        if isinstance(e.tag, str)
    }
    assert tags <= {"DOCUMENT_FRAGMENT", "p", "ins", "del", "section", "h2"}
    assert "\ue0a0" not in html and "\ue0a3" not in html
    assert html.count("<ins>") == html.count("</ins>")
