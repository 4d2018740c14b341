"""What the page of a sheet shows of the sheet itself: its content as HTML, which most of a page is.

It follows from the sheet and its markup context alone, so it may be made while the sheet is at hand, long before
what stands around it (who links to it, its neighbours, its past) is known.
"""

from dataclasses import dataclass, replace

from markupsafe import Markup

from guide_pipeline.markup.blocks import write_blocks
from guide_pipeline.markup.context import MarkupContext
from guide_pipeline.markup.inline import link_target
from guide_pipeline.markup.references import write_references
from guide_pipeline.markup.text import typeset
from guide_pipeline.model.blocks import Blocks, Reference
from guide_pipeline.model.elements import elements_of
from guide_pipeline.model.sheet import Sheet, SheetLink
from guide_site.render.contents import contents_list
from guide_site.render.sidebar import shown


@dataclass(frozen=True, slots=True)
class LinkLine:
    """A link of a list, with where its target stands."""

    href: str
    title: Markup
    target: str
    """The target's own title, '' where the line shows it already."""
    context: str


@dataclass(frozen=True, slots=True)
class SheetCore:
    """The content of a sheet as HTML, and what is said at its head."""

    head: Sheet
    """The sheet without its content."""
    contents: Markup
    """The lines of the contents list."""
    body: Markup
    see_also: tuple[LinkLine, ...]
    contacts: Markup
    references: Markup
    forms: Markup
    resources: Markup
    definitions: Markup
    questions: tuple[LinkLine, ...]


def sheet_core(sheet: Sheet, markup: MarkupContext, bars: tuple[int, ...] = ()) -> SheetCore:
    """The core of a sheet; `bars` are the parts that have a bar in the margin, by their number in `elements_of`."""
    ctx = replace(markup, sheet=sheet.id, revised=_revised(sheet, bars))
    return SheetCore(
        head=replace(
            sheet, blocks=(), see_also=(), contacts=(), references=(), forms=(), resources=(), definitions=(),
            acronyms=(), questions=(),
        ),
        contents=contents_list(sheet.blocks, ctx),
        body=_blocks(sheet.blocks, ctx, 2),
        see_also=_links(sheet.see_also, ctx),
        contacts=_blocks(sheet.contacts, ctx, 3),
        references=_references(sheet.references, ctx),
        forms=_blocks(sheet.forms, ctx, 3),
        resources=_blocks(sheet.resources, ctx, 3),
        definitions=_blocks(sheet.definitions, ctx, 3),
        questions=_links(sheet.questions, ctx),
    )  # fmt: skip


def _revised(sheet: Sheet, bars: tuple[int, ...]) -> frozenset[int]:
    """The elements that the last update changed, as the markup asks for them."""
    if not bars:
        return frozenset()
    wanted = frozenset(bars)
    return frozenset(id(element) for number, element in enumerate(elements_of(sheet)) if number in wanted)


def _blocks(blocks: Blocks, ctx: MarkupContext, level: int) -> Markup:
    parts: list[str] = []
    write_blocks(blocks, ctx, parts.append, level)
    return Markup(typeset("".join(parts)))


def _references(references: tuple[Reference, ...], ctx: MarkupContext) -> Markup:
    parts: list[str] = []
    if references:
        write_references(references, parts.append, ctx)
    return Markup(typeset("".join(parts)))


def _links(links: tuple[SheetLink, ...], ctx: MarkupContext) -> tuple[LinkLine, ...]:
    return tuple(_line(link, ctx) for link in links)


def _line(link: SheetLink, ctx: MarkupContext) -> LinkLine:
    href, title = link_target(link.sheet, link.chapter, link.url, link.anchor, ctx)
    words = link.title or title or link.url or link.sheet
    return LinkLine(href, shown(words), "" if words == title else title, link.context)
