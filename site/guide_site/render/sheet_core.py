"""What the page of a sheet shows of the sheet itself: its content as HTML, which most of a page is.

It follows from the sheet and its markup context alone, so it may be made while the sheet is at hand, long before
what stands around it (who links to it, its neighbours, its past) is known.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from markupsafe import escape

from guide_pipeline.markup.blocks import blocks_html
from guide_pipeline.markup.context import MarkupContext
from guide_pipeline.markup.inline import link_target
from guide_pipeline.markup.references import references_html
from guide_pipeline.model.elements import elements_of
from guide_pipeline.model.sheet import Sheet, SheetLink
from guide_site.render.contents import contents_list
from guide_site.render.rubrics import rubric
from guide_site.render.sidebar import shown


class SheetCore(NamedTuple):
    """The content of a sheet as the bytes of its page. Flat: thousands are put aside, and fetched again."""

    audience: bytes
    keywords: bytes
    contents: bytes
    """The lines of the contents list."""
    body: bytes
    rubrics: Mapping[str, bytes]
    """The rubrics that it has, by anchor."""


def sheet_core(sheet: Sheet, markup: MarkupContext, bars: tuple[int, ...] = ()) -> SheetCore:
    """The core of a sheet; `bars` are the parts that have a bar in the margin, by their number in `elements_of`."""
    ctx = replace(markup, sheet=sheet.id, revised=_revised(sheet, bars))
    contacts = blocks_html(sheet.contacts, ctx, 3)
    rubrics = {
        "voir-aussi": _links(sheet.see_also, ctx),
        "contacts": f'<div class="cartes-contacts">\n{contacts}\n</div>' if contacts else "",
        "textes": references_html(sheet.references, ctx) if sheet.references else "",
        "formulaires": blocks_html(sheet.forms, ctx, 3),
        "ressources": blocks_html(sheet.resources, ctx, 3),
        "definitions": blocks_html(sheet.definitions, ctx, 3),
        "questions": _links(sheet.questions, ctx),
    }
    return SheetCore(
        audience=escape(", ".join(sheet.audience)).encode(),
        keywords=escape(", ".join(sheet.keywords)).encode(),
        contents=contents_list(sheet.blocks, ctx).encode(),
        body=blocks_html(sheet.blocks, ctx).encode(),
        rubrics={key: rubric(f"{html}\n", key).encode() for key, html in rubrics.items() if html},
    )


def _revised(sheet: Sheet, bars: tuple[int, ...]) -> frozenset[int]:
    """The elements that the last update changed, as the markup asks for them."""
    if not bars:
        return frozenset()
    wanted = frozenset(bars)
    return frozenset(id(element) for number, element in enumerate(elements_of(sheet)) if number in wanted)


def _links(links: tuple[SheetLink, ...], ctx: MarkupContext) -> str:
    return f'<ul class="renvois">\n{"".join(_line(link, ctx) for link in links)}</ul>\n' if links else ""


def _line(link: SheetLink, ctx: MarkupContext) -> str:
    """A link, with its target's title on hover where the line doesn't show it already."""
    href, title = link_target(link.sheet, link.chapter, link.url, link.anchor, ctx)
    words = link.title or title or link.url or link.sheet
    line: str = shown(words)
    if href:
        said = f' title="{escape(title)}"' if title and words != title else ""
        line = f'<a href="{escape(href)}"{said}>{line}</a>'
    return (
        f'<li>{line} <span class="discret">{escape(link.context)}</span></li>\n'
        if link.context
        else f"<li>{line}</li>\n"
    )
