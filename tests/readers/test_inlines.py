"""What text becomes, said in full: both readers agree in the golden cases, and here they are right."""

from datetime import date

import pytest

from guide_pipeline.model.blocks import Paragraph
from guide_pipeline.model.inline import (
    AcronymRef,
    Break,
    Foreign,
    Inlines,
    LegalRef,
    Link,
    Mark,
    RateRef,
    Span,
    TermRef,
)
from guide_pipeline.readers.sheet_file import read_sheet_file
from tests.readers.test_sheet_file import MARKDOWN, XML


def content(name: str, text: str) -> Inlines:
    sheet, issues = read_sheet_file(name, text.encode())
    assert issues == ()
    assert sheet is not None
    (paragraph,) = sheet.blocks
    assert isinstance(paragraph, Paragraph)
    return paragraph.content


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("**a** *b*", (Span(Mark.STRONG, ("a",)), " ", Span(Mark.EMPHASIS, ("b",)))),
        ("1^er^ CO~2~", ("1", Span(Mark.SUPERSCRIPT, ("er",)), " CO", Span(Mark.SUBSCRIPT, ("2",)))),
        ("{bareme:smic}", (RateRef("smic"),)),
        ("{ bareme:smic}", ("{ bareme:smic}",)),
        ("{bareme: smic @ 2025-04-01 }", (RateRef("smic", date(2025, 4, 1)),)),
        ("{sigle:CAF} {sigle:CAF|Caf}", (AcronymRef("CAF"), " ", AcronymRef("CAF", "Caf"))),
        ("{article:Code civil:144|a|b}", (LegalRef("Code civil", "144", "a|b"),)),
        ("[a](fiche:b#c)", (Link(("a",), sheet="b", anchor="c"),)),
        ("[a](fiche:b)", (Link(("a",), sheet="b"),)),
        ("[a](#c)", (Link(("a",), anchor="c"),)),
        ("[a](chapitre:b)", (Link(("a",), chapter="b"),)),
        ("[a](https://b.fr/é?c=%20&d=[1])", (Link(("a",), url="https://b.fr/é?c=%20&d=[1]"),)),
        ("[a](terme:b)", (TermRef("b", ("a",)),)),
        ("a\\\nb  \nc\nd", ("a", Break(), "b", Break(), "c d")),
        ("l'« été »\u00a0: 1\u202f000 €", ("l'« été »\u00a0: 1\u202f000 €",)),
        ("\\*a\\* &lt;b> &euro;", ("*a* <b> €",)),
        ("a_b_c 2*3*4", ("a_b_c 2", Span(Mark.EMPHASIS, ("3",)), "4")),
    ],
)  # fmt: skip
def test_markdown(text: str, expected: Inlines) -> None:
    assert content("a.md", MARKDOWN.format(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<citation>a</citation>", (Span(Mark.QUOTE, ("a",)),)),
        ("<montant>1 €</montant> <variable>x</variable>", (Span(Mark.AMOUNT, ("1 €",)), " ", Span(Mark.VARIABLE, ("x",)))),
        ('<etranger langue="en">a</etranger><etranger>b</etranger>', (Foreign("en", ("a",)), Foreign("", ("b",)))),
        ("a <saut/> b", ("a", Break(), "b")),
        ('<bareme id=" a " au="2025-04-01"/>', (RateRef("a", date(2025, 4, 1)),)),
        ('<sigle id="CAF"> Caf </sigle>', (AcronymRef("CAF", "Caf"),)),
        ("a <!-- rien --> b<?x y?>c", ("a bc",)),
        ("<![CDATA[<b>]]> &amp; ]]&gt;", ("<b> & ]]>",)),
        ('<lien fiche="b"/>', (Link((), sheet="b"),)),
    ],
)  # fmt: skip
def test_xml(text: str, expected: Inlines) -> None:
    assert content("a.xml", XML.format(f"<p>{text}</p>")) == expected
