"""Inline content as HTML.

What a reader may want to know of a word is there without a script: a rate links to its line on the page of
figures and says on hover since when and by which text it holds; an acronym is an `<abbr>`; a term links to its
definition. Links never nest: inside one, everything else is shown plain.
"""

from urllib.parse import quote_plus

from guide_pipeline.markup.context import MarkupContext
from guide_pipeline.markup.text import attribute, escape, external_href, keep_article
from guide_pipeline.markup.values import absent_text, rate_text, value_text
from guide_pipeline.model.inline import (
    AcronymRef,
    Foreign,
    Inline,
    Inlines,
    LegalRef,
    Link,
    Mark,
    RateRef,
    Span,
    TermRef,
    legal_text,
)

_MARKS = {
    Mark.STRONG: ("<strong>", "</strong>"),
    Mark.EMPHASIS: ("<em>", "</em>"),
    Mark.SUPERSCRIPT: ("<sup>", "</sup>"),
    Mark.SUBSCRIPT: ("<sub>", "</sub>"),
    Mark.QUOTE: ("<q>", "</q>"),
    Mark.AMOUNT: ('<span class="montant">', "</span>"),
    Mark.VARIABLE: ("<var>", "</var>"),
}
_LEGIFRANCE = "https://www.legifrance.gouv.fr/search/all?tab_selection=all&searchField=ALL&page=1&init=true"


def inline_html(content: Inlines, ctx: MarkupContext, in_link: bool = False) -> str:
    """Inline content as HTML, before the pass of French spacing; `in_link`: it stands inside a link already."""
    html = ""
    for item in content:
        html += escape(item) if isinstance(item, str) else _special(item, ctx, in_link)
    return html


def _special(item: Inline, ctx: MarkupContext, in_link: bool) -> str:
    """Anything but plain text."""
    match item:
        case Span():
            start, end = _MARKS[item.mark]
            return f"{start}{inline_html(item.children, ctx, in_link)}{end}"
        case Link():
            return _link(item, ctx, in_link)
        case TermRef():
            place = attribute(ctx.sheet_href("", item.term))
            return _wrapped(item.children, f'<a class="terme" href="{place}">', ctx, in_link)
        case AcronymRef():
            return _acronym(item, ctx)
        case RateRef():
            return _rate(item, ctx, in_link)
        case LegalRef():
            return _law(item, in_link)
        case Foreign():
            start = f'<i lang="{attribute(item.lang)}">' if item.lang else "<i>"
            return f"{start}{inline_html(item.children, ctx, in_link)}</i>"
        case _:
            return "<br>"


def _wrapped(content: Inlines, start: str, ctx: MarkupContext, in_link: bool) -> str:
    """Content inside a link that `start` opens, unless it stands in a link already."""
    inside = inline_html(content, ctx, True)
    return inside if in_link else f"{start}{inside}</a>"


def _law(ref: LegalRef, in_link: bool) -> str:
    text = escape(keep_article(legal_text(ref)))
    if in_link:
        return text
    return f'<a class="loi" href="{attribute(legal_href(ref.code, ref.article))}">{text}</a>'


def _link(link: Link, ctx: MarkupContext, in_link: bool) -> str:
    href, title = link_target(link.sheet, link.chapter, link.url, link.anchor, ctx)
    content = link.children or (title or link.url or "plus bas",)
    if not href:
        return inline_html(content, ctx, in_link)
    said = f' title="{attribute(title)}"' if title and content != (title,) else ""
    return _wrapped(content, f'<a href="{attribute(href)}"{said}>', ctx, in_link)


def link_target(sheet: str, chapter: str, url: str, anchor: str, ctx: MarkupContext) -> tuple[str, str]:
    """Where a link leads and the title of what it leads to; '' as address when content may not link there."""
    if url:
        return external_href(url), ""
    if chapter:
        return ctx.chapter_href(chapter, anchor), ctx.chapters.get(chapter, "")
    title = ctx.titles.get(sheet, "") if sheet and sheet != ctx.sheet else ""
    return ctx.sheet_href(sheet, anchor), title


def _acronym(ref: AcronymRef, ctx: MarkupContext) -> str:
    known = ctx.acronyms.get(ref.acronym)
    if known is None:
        return escape(ref.text or ref.acronym)
    return f'<abbr title="{attribute(known.expansion)}">{escape(ref.text or known.shown)}</abbr>'


def _rate(ref: RateRef, ctx: MarkupContext, in_link: bool) -> str:
    rate = ctx.rates.get(ref.rate)
    value = rate.at(ref.at or ctx.day) if rate else None
    if rate is None or value is None:
        label = rate.label if rate else ref.rate
        return f'<span class="bareme-absent">{escape(absent_text(label, ref.at or ctx.day))}</span>'
    shown = f'<data value="{value.value:f}">{value_text(value.value, rate.unit)}</data>'
    if in_link:
        return shown
    said = attribute(rate_text(rate, value))
    return f'<a class="bareme" href="{attribute(ctx.rate_href(ref.rate))}" title="{said}">{shown}</a>'


def legal_href(code: str, article: str = "") -> str:
    """The search of Légifrance for an article: it leads to the version in force, which no fixed address does."""
    words = f"article {article} {code}" if article else code
    return f"{_LEGIFRANCE}&query={quote_plus(words)}"
