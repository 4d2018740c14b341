"""Walks over a sheet: every block, every text, every place that a link can name."""

from datetime import date

from hypothesis import given

from guide_pipeline.model.blocks import (
    Case,
    CaseGroup,
    Cell,
    Contact,
    Definition,
    Figure,
    Form,
    FormPart,
    ListBlock,
    ListItem,
    Note,
    NoteKind,
    Paragraph,
    Resource,
    Row,
    Section,
    Table,
    inner_blocks,
    walk_blocks,
)
from guide_pipeline.model.canonical import serialise
from guide_pipeline.model.facts import facts_of
from guide_pipeline.model.inline import AcronymRef, LegalRef, Link, RateRef, TermRef
from guide_pipeline.model.sheet import Sheet, SheetLink, contents_of
from tests.strategies import heavy, sheets
from tests.walks import all_blocks, all_inlines, anchors


def text(words: str) -> Paragraph:
    return Paragraph((words,))


SHEET = Sheet(
    "essai",
    "famille",
    "Essai",
    date(2025, 9, 1),
    blocks=(
        Section(
            "haut",
            ("Haut",),
            (
                ListBlock((ListItem((text("item"),)),)),
                Table((Row((Cell((text("cellule"),)),)),), caption=("Légende",)),
                Note(NoteKind.REMINDER, (text("note"),), ("Rappel",)),
                CaseGroup((Case("cas", ("Cas",), (Section("bas", ("Bas",), (text("bas"),)),)),)),
            ),
        ),
        Figure("a.png", blocks=(text("figure"),)),
    ),
    contacts=(Contact("Caf", id="caf", blocks=(text("contact"),)), Contact("Sans ancre")),
    forms=(Form("Demande", id="demande", blocks=(text("formulaire"),), parts=(FormPart("Annexe", blocks=(text("annexe"),)),)),),
    resources=(Resource("Lire", id="lire", blocks=(text("ressource"),)),),
    definitions=(Definition("foyer", ("Foyer",), (text("sens"),)),),
)  # fmt: skip


def test_blocks_come_in_page_order_parents_first() -> None:
    words = [block.content[0] for block in all_blocks(SHEET) if isinstance(block, Paragraph)]
    assert words == [
        "item", "cellule", "note", "bas", "figure", "contact", "formulaire", "annexe", "ressource", "sens",
    ]  # fmt: skip


def test_every_place_is_an_anchor() -> None:
    assert list(anchors(SHEET)) == ["haut", "cas", "bas", "caf", "demande", "lire", "foyer"]


def test_titles_and_captions_are_contents_too() -> None:
    titles = [
        content for block in all_blocks(SHEET) for content in contents_of(block) if isinstance(block, Section)
    ]
    assert titles == [("Haut",), ("Bas",)]
    assert {"Légende", "Rappel", "Cas", "Foyer"} <= set(all_inlines(SHEET))


@heavy
@given(sheets())
def test_walks_and_facts_say_what_the_sheet_says(sheet: Sheet) -> None:
    walked = list(walk_blocks(sheet.blocks))
    inside = [inner for block in walked for blocks in inner_blocks(block) for inner in blocks]
    assert len(walked) == len(sheet.blocks) + len(inside)
    paragraphs = sum(isinstance(block, Paragraph) for block in all_blocks(sheet))
    assert serialise(sheet).count(b"\n<p>") == paragraphs

    facts = facts_of(sheet, "abc")
    content = list(all_inlines(sheet))
    assert (facts.id, facts.hash, facts.title, facts.chapter) == (sheet.id, "abc", sheet.title, sheet.chapter)
    assert facts.anchors == tuple(anchors(sheet))
    assert set(facts.rates) == {item.rate for item in content if isinstance(item, RateRef)}
    assert set(facts.terms) == {item.term for item in content if isinstance(item, TermRef)}
    cited = {item.acronym for item in content if isinstance(item, AcronymRef)}
    assert set(facts.acronyms) == cited | set(sheet.acronyms)
    assert all(
        len(set(names)) == len(names) for names in (facts.rates, facts.acronyms, facts.links, facts.chapters)
    )


def test_facts_know_where_links_lead() -> None:
    links = (
        Link(("a",), sheet="autre", anchor="x"), Link(("b",), anchor="ici"), Link(("c",), chapter="logement"),
        Link(("d",), url="https://x.fr"), Link(("e",), sheet="autre", anchor="x"),
    )  # fmt: skip
    sheet = Sheet(
        "essai", "famille", "Essai", date(2025, 9, 1),
        blocks=(Paragraph(links), Section("s", ("Titre ", AcronymRef("CAF")))),
        see_also=(SheetLink(sheet="tiers"), SheetLink(chapter="sante")),
    )  # fmt: skip
    facts = facts_of(sheet, "")
    assert facts.links == (("autre", "x"), ("", "ici"), ("tiers", ""))
    assert facts.chapters == ("logement", "sante")
    assert facts.sections == (("s", "Titre CAF"),)


def test_words_are_counted_as_people_read_them() -> None:
    content = ("Trois mots ici ", RateRef("a"), " ", LegalRef("Code civil", "144"))
    sheet = Sheet("essai", "famille", "Essai", date(2025, 9, 1), blocks=(Paragraph(content),))
    assert facts_of(sheet, "").words == 3 + 1 + 5
