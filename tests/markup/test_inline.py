"""Words, rates, acronyms and links: what they say, where they lead, and that links never nest."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from guide_pipeline.markup.context import MarkupContext
from guide_pipeline.markup.inline import inline_html
from guide_pipeline.markup.text import typeset
from guide_pipeline.model.guide import Acronym
from guide_pipeline.model.inline import (
    AcronymRef,
    Break,
    Foreign,
    LegalRef,
    Link,
    Mark,
    RateRef,
    Span,
    TermRef,
)

Html = Callable[[str], str]


def test_text_is_escaped(ctx: MarkupContext) -> None:
    assert inline_html(("a < b & c > d",), ctx) == "a &lt; b &amp; c &gt; d"


def test_marks_become_their_elements(ctx: MarkupContext) -> None:
    content = tuple(Span(mark, ("x",)) for mark in Mark)
    assert inline_html(content, ctx) == (
        "<strong>x</strong><em>x</em><sup>x</sup><sub>x</sub><q>x</q>"
        '<span class="montant">x</span><var>x</var>'
    )


def test_rate_shows_its_value_and_says_since_when_and_by_which_text(ctx: MarkupContext) -> None:
    assert inline_html((RateRef("smic"),), ctx) == (
        '<a class="bareme" href="../baremes/autres.html#smic" title="Smic mensuel\u00a0: 1\u202f399,03\u00a0€ par mois, '
        'depuis le 1er\u00a0janvier\u00a02025 (Décret n° 2025-1)">'
        '<data value="1399.03">1\u202f399,03\u00a0€</data></a>'
    )


def test_rate_at_a_day_shows_the_value_of_that_day(ctx: MarkupContext) -> None:
    assert "1\u202f383,08\u00a0€" in inline_html((RateRef("smic", date(2024, 12, 31)),), ctx)


def test_rate_without_value_says_so_in_words(ctx: MarkupContext) -> None:
    shown = inline_html((RateRef("smic", date(2020, 1, 1)),), ctx)
    assert shown == (
        '<span class="bareme-absent">Smic mensuel (valeur non fixée au 1er\u00a0janvier\u00a02020)</span>'
    )
    assert "inconnu" in inline_html((RateRef("inconnu"),), ctx)


def test_acronym_shows_what_it_stands_for(ctx: MarkupContext) -> None:
    caf = '<abbr title="Caisse d\'allocations familiales">'
    assert inline_html((AcronymRef("CAF"),), ctx) == f"{caf}CAF</abbr>"
    assert inline_html((AcronymRef("CAF", "Caf"),), ctx) == f"{caf}Caf</abbr>"
    assert inline_html((AcronymRef("XYZ"),), ctx) == "XYZ"


def test_article_leads_to_legifrance(ctx: MarkupContext) -> None:
    shown = inline_html((LegalRef("Code civil", "413-2"),), ctx)
    assert shown.startswith('<a class="loi" href="https://www.legifrance.gouv.fr/search/all?')
    assert "query=article+413-2+Code+civil" in shown
    assert shown.endswith(">article 413-2 du Code civil</a>")


def test_article_number_does_not_break_after_its_letter(ctx: MarkupContext) -> None:
    assert ">article L.\u00a0543-1 du CSS</a>" in inline_html((LegalRef("CSS", "L. 543-1"),), ctx)


def test_links_to_sheets_chapters_places_and_addresses(ctx: MarkupContext) -> None:
    def shown(link: Link) -> str:
        return inline_html((link,), ctx)

    assert shown(Link(("là",), sheet="autre", anchor="a")) == (
        '<a href="../fiches/autre.html#a" title="Une autre fiche">là</a>'
    )
    assert shown(Link((), sheet="autre")) == '<a href="../fiches/autre.html">Une autre fiche</a>'
    assert shown(Link(("bas",), anchor="a")) == '<a href="#a">bas</a>'
    assert shown(Link(("soi",), sheet="ici", anchor="a")) == '<a href="#a">soi</a>'
    assert shown(Link(("ch",), chapter="logement")) == (
        '<a href="../chapitres/logement.html" title="Logement">ch</a>'
    )
    assert shown(Link(("site",), url="https://a.fr/?b=1&c=2")) == (
        '<a href="https://a.fr/?b=1&amp;c=2">site</a>'
    )


def test_a_script_is_never_linked_to(ctx: MarkupContext) -> None:
    assert inline_html((Link(("x",), url="JavaScript:alert(1)"),), ctx) == "x"
    assert inline_html((Link(("x",), url="data:text/html,x"),), ctx) == "x"


def test_attributes_cannot_be_broken_out_of(ctx: MarkupContext) -> None:
    shown = inline_html((Link(("x",), url='https://a.fr/"><script>'),), ctx)
    assert shown == '<a href="https://a.fr/%22%3E%3Cscript%3E">x</a>'
    assert '"A"' not in inline_html((AcronymRef("Q"),), replace(ctx, acronyms={"Q": Acronym("Q", 'dit "A"')}))


@pytest.mark.parametrize(
    ("written", "valid"),
    [
        ("https://a.fr/b c?d=é&e=%20#f#g", "https://a.fr/b%20c?d=%C3%A9&amp;e=%20#f%23g"),
        ("https://a.fr/(b)?c=[1]#/d/e", "https://a.fr/(b)?c=%5B1%5D#/d/e"),
        ("HTTPS://a.fr", "HTTPS://a.fr"),
        ("mailto:a@b.fr", "mailto:a@b.fr"),
    ],
)
def test_addresses_are_made_valid(ctx: MarkupContext, written: str, valid: str) -> None:
    assert inline_html((Link(("x",), url=written),), ctx) == f'<a href="{valid}">x</a>'


def test_inside_a_link_everything_else_is_plain(ctx: MarkupContext) -> None:
    inside = (
        RateRef("csg"),
        LegalRef("Code civil", "1"),
        TermRef("t", ("mot",)),
        Link(("y",), sheet="autre"),
    )
    shown = inline_html((Link((Span(Mark.STRONG, inside),), sheet="autre"),), ctx)
    assert shown.count("<a ") == 1
    assert '<data value="9.2">9,2\u00a0%</data>' in shown


def test_term_leads_to_its_definition(ctx: MarkupContext) -> None:
    assert inline_html((TermRef("foyer", ("foyer",)),), ctx) == '<a class="terme" href="#foyer">foyer</a>'


def test_without_ids_a_place_is_named_with_its_page(ctx: MarkupContext) -> None:
    report = replace(ctx, ids=False, root="/")
    assert inline_html((TermRef("foyer", ("foyer",)),), report) == (
        '<a class="terme" href="/fiches/ici.html#foyer">foyer</a>'
    )


def test_foreign_words_and_breaks(ctx: MarkupContext) -> None:
    assert inline_html((Foreign("en", ("x",)), Break(), Foreign("", ("y",))), ctx) == (
        '<i lang="en">x</i><br><i>y</i>'
    )


def test_spaces_of_french_typography_do_not_break() -> None:
    assert typeset("« Oui » : 5 % ? Non ! a ; b 3 €, <a>c</a> . <a>d</a> ,") == (
        "«\u00a0Oui\u00a0»\u00a0: 5\u00a0%\u202f? Non\u202f! a\u202f; b 3\u00a0€, <a>c</a>\u00a0. <a>d</a>\u00a0,"
    )
