"""Inline content as HTML.

What a reader may want to know of a word is there without a script: a rate links to its line on the page of
figures and says on hover since when and by which text it holds; an acronym is an `<abbr>`; a term links to its
definition. Links never nest: inside one, everything else is shown plain.
"""

from urllib.parse import quote_plus

from guide_pipeline.markup.context import MarkupContext
from guide_pipeline.markup.text import Write, attribute, escape, external_href, keep_article, typeset
from guide_pipeline.markup.values import absent_text, rate_text, value_text
from guide_pipeline.model.inline import (
    AcronymRef,
    Foreign,
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


def inline_html(content: Inlines, ctx: MarkupContext, *, links: bool = True) -> str:
    """Inline content as HTML, ready to stand in a paragraph or a title; without `links`, inside a link."""
    parts: list[str] = []
    write_inlines(content, ctx, parts.append, in_link=not links)
    return typeset("".join(parts))


def write_inlines(content: Inlines, ctx: MarkupContext, write: Write, in_link: bool = False) -> None:
    """Write inline content; `in_link` says that it stands inside a link already."""
    for item in content:
        match item:
            case str():
                write(escape(item))
            case Span():
                start, end = _MARKS[item.mark]
                write(start)
                write_inlines(item.children, ctx, write, in_link)
                write(end)
            case Link():
                _link(item, ctx, write, in_link)
            case AcronymRef():
                write(_acronym(item, ctx))
            case RateRef():
                write(_rate(item, ctx, in_link))
            case LegalRef():
                _anchor(
                    legal_href(item.code, item.article), "loi", keep_article(legal_text(item)), write, in_link
                )
            case TermRef():
                _wrapped(
                    item.children, f'<a class="terme" href="{_href(ctx, item.term)}">', ctx, write, in_link
                )
            case Foreign():
                write(f'<i lang="{attribute(item.lang)}">' if item.lang else "<i>")
                write_inlines(item.children, ctx, write, in_link)
                write("</i>")
            case _:
                write("<br>")


def _href(ctx: MarkupContext, anchor: str) -> str:
    return attribute(ctx.sheet_href("", anchor))


def _wrapped(content: Inlines, start: str, ctx: MarkupContext, write: Write, in_link: bool) -> None:
    """Content inside a link that `start` opens, unless it stands in a link already."""
    if in_link:
        write_inlines(content, ctx, write, True)
        return
    write(start)
    write_inlines(content, ctx, write, True)
    write("</a>")


def _anchor(href: str, kind: str, text: str, write: Write, in_link: bool) -> None:
    write(escape(text) if in_link else f'<a class="{kind}" href="{attribute(href)}">{escape(text)}</a>')


def _link(link: Link, ctx: MarkupContext, write: Write, in_link: bool) -> None:
    href, title = link_target(link.sheet, link.chapter, link.url, link.anchor, ctx)
    content = link.children or (title or link.url or "plus bas",)
    if not href:
        write_inlines(content, ctx, write, in_link)
        return
    said = f' title="{attribute(title)}"' if title and content != (title,) else ""
    _wrapped(content, f'<a href="{attribute(href)}"{said}>', ctx, write, in_link)


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
