"""The sources that Hugo is given say what the guide says: a Markdown parser reads back every word of them.

Hugo itself isn't needed; `hugo_words.py` checks the pages that it builds, on the real corpus.
"""

import json
import re
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from peers.inline import InlineWriter, line_start
from peers.sources import write_site

from guide_pipeline.model.blocks import (
    Case,
    CaseGroup,
    Cell,
    Contact,
    ListBlock,
    ListItem,
    Note,
    NoteKind,
    Paragraph,
    Row,
    Section,
    Table,
)
from guide_pipeline.model.facts import facts_of
from guide_pipeline.model.guide import Acronym, Chapter, Guide, in_order
from guide_pipeline.model.inline import AcronymRef, Inlines, Link, Mark, Span, normalise, plain
from guide_pipeline.model.sheet import Sheet, SheetLink

CHAPTERS = (Chapter(1, "couple", "Couple"),)
DAY = date(2026, 1, 1)


def guide_of(*sheets: Sheet) -> Guide:
    found = {sheet.id: sheet for sheet in sheets}
    return Guide(
        title="Essai",
        date=DAY,
        chapters=CHAPTERS,
        facts=in_order([facts_of(sheet, sheet.id) for sheet in sheets], CHAPTERS),
        rates={},
        acronyms={"CAF": Acronym("CAF", "Caisse d'allocations familiales")},
        load=found.__getitem__,
    )


def read_back(markdown: str) -> str:
    """The words of Markdown as HTML shows them."""
    html = MarkdownIt("commonmark").enable("table").render(markdown)
    return " ".join(unescape(re.sub(r"<[^>]*>", "", html)).split())


words = st.text(st.sampled_from("ab1 .*_[]<>&;#`|\\~!(){}«é-+"), min_size=1, max_size=12)
inlines = st.lists(
    st.one_of(
        words,
        st.builds(lambda mark, text: Span(mark, (text,)), st.sampled_from(Mark), words),
        st.builds(lambda text: Link(("vers", text), url="https://a.fr/x_(y)"), words),
    ),
    max_size=5,
).map(normalise)


@given(inlines)
def test_running_text_reads_back_as_it_was(content: Inlines) -> None:
    written = InlineWriter(guide_of()).markdown(content)
    assert read_back(line_start(written)) == " ".join(plain(content).split())


def cell(text: str, columns: int = 1) -> Cell:
    return Cell((Paragraph((text,)),), columns)


CAF = Contact("Caisse d'allocations", id="R1", detail="Près de vous")
PLAIN_TABLE = Table(
    (Row((cell("Âge"), cell("Montant")), header=True), Row((cell("3 ans | plus"), cell("10 €"))))
)
WIDE_TABLE = Table((Row((cell("En tout", 2),), header=True), Row((cell("un"), cell("deux")))))
BODY = Section(
    "droits",
    ("Vos droits",),
    (
        Paragraph(("Voir ", Link(("le mariage",), sheet="F2"), ", la ", AcronymRef("CAF"), ".")),
        ListBlock((ListItem((Paragraph(("1. un",)), ListBlock((ListItem((Paragraph(("deux",)),)),)))),)),
        ListBlock((ListItem((Paragraph(("autre liste",)),)),)),
        Note(NoteKind.GOOD_TO_KNOW, (Paragraph(("à savoir donc",)), CAF)),
        CaseGroup((Case("seul", ("Vous êtes seul",), (PLAIN_TABLE, WIDE_TABLE)),)),
    ),
)
PACS = Sheet(
    "F1",
    "couple",
    "Pacs",
    DAY,
    summary="En bref",
    blocks=(BODY,),
    contacts=(CAF,),
    see_also=(SheetLink("F2"),),
)
MARRIAGE = Sheet("F2", "couple", "Mariage", DAY, contacts=(CAF,))


@pytest.fixture
def site(tmp_path: Path) -> Path:
    assert write_site(guide_of(PACS, MARRIAGE), tmp_path / "site") == 2
    return tmp_path / "site"


def test_a_sheet_is_markdown_with_its_rubrics_above(site: Path) -> None:
    text = (site / "content" / "couple" / "F1.md").read_text("utf-8")
    front, end = json.JSONDecoder().raw_decode(text)
    assert (front["title"], front["description"], front["url"]) == ("Pacs", "En bref", "/fiches/F1.html")
    assert (front["see_also"], front["contacts"], front["acronyms"]) == ([{"sheet": "F2"}], ["R1"], ["CAF"])
    body = text[end:]
    assert "[le mariage](/couple/F2)" in body
    assert "| 3 ans \\| plus | 10\u00a0€ |" in body
    assert '<th colspan="2">' in body
    assert read_back(body) == (
        'Vos droits {#droits} Voir le mariage, la {{< sigle "CAF" >}}. 1. un deux autre liste '
        '[!ASAVOIR] à savoir donc {{< contact "R1" >}} Vous êtes seul {#seul .cas-titre} '
        "Âge Montant 3 ans | plus 10 € En tout un deux"
    )


def test_what_sheets_share_is_written_once(site: Path) -> None:
    contacts = json.loads((site / "data" / "contact.json").read_text("utf-8"))
    assert list(contacts) == ["R1"]
    assert contacts["R1"]["detail"] == "Près de vous"


def test_boxes_that_differ_under_one_id_are_both_kept(tmp_path: Path) -> None:
    other = Sheet("F3", "couple", "Autre", DAY, contacts=(Contact("Une autre caisse", id="R1"),))
    write_site(guide_of(PACS, other), tmp_path / "site")
    contacts = json.loads((tmp_path / "site" / "data" / "contact.json").read_text("utf-8"))
    assert sorted(contact["title"] for contact in contacts.values()) == [
        "Caisse d'allocations",
        "Une autre caisse",
    ]
