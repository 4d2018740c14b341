"""What the page of a sheet shows: the sheet, its contents list, and how it stands among the others."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup

from guide_pipeline.markup.blocks import write_blocks
from guide_pipeline.markup.context import MarkupContext
from guide_pipeline.markup.inline import link_target, write_inlines
from guide_pipeline.markup.resources import write_references
from guide_pipeline.model.blocks import Blocks, CaseGroup, Reference, Section
from guide_pipeline.model.guide import Acronym, sort_key
from guide_pipeline.model.inline import Inlines
from guide_pipeline.model.sheet import SheetLink
from guide_site.render.context import SiteContext

_MANY_ENTRIES = 30
"""A contents list with more entries than this shows its first level only."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents list."""

    anchor: str
    title: Markup
    children: tuple["Entry", ...] = ()


@dataclass(frozen=True, slots=True)
class LinkLine:
    """A link of a list, with where its target stands."""

    href: str
    title: str
    context: str


def sheet_view(context: SiteContext, sheet_id: str) -> Mapping[str, Any]:
    """What the page of a sheet shows. KeyError when the guide has no such sheet."""
    sheet, fact = context.guide.load(sheet_id), context.guide.facts[sheet_id]
    ctx = replace(context.markup, sheet=sheet_id)
    return {
        "sheet": sheet,
        "place": context.places.get(sheet_id),
        "entries": _shortened(tuple(_entries(sheet.blocks, ctx, 2))),
        "body": _blocks(sheet.blocks, ctx, 2),
        "see_also": _links(sheet.see_also, ctx),
        "contacts": _blocks(sheet.contacts, ctx, 3),
        "references": _references(sheet.references),
        "forms": _blocks(sheet.forms, ctx, 3),
        "resources": _blocks(sheet.resources, ctx, 3),
        "definitions": _blocks(sheet.definitions, ctx, 3),
        "acronyms": _acronyms(fact.acronyms, context),
        "questions": _links(sheet.questions, ctx),
        "cited_by": context.backlinks.get(sheet_id, ()),
        "chapter_titles": context.markup.chapters,
        "history": tuple(reversed(context.history.get(sheet_id, ()))),
    }


def _blocks(blocks: Blocks, ctx: MarkupContext, level: int) -> Markup:
    parts: list[str] = []
    write_blocks(blocks, ctx, parts.append, level)
    return Markup("".join(parts))


def _references(references: tuple[Reference, ...]) -> Markup:
    parts: list[str] = []
    if references:
        write_references(references, parts.append)
    return Markup("".join(parts))


def _title(content: Inlines, ctx: MarkupContext) -> Markup:
    parts: list[str] = []
    write_inlines(content, ctx, parts.append, in_link=True)
    return Markup("".join(parts))


def _entries(blocks: Blocks, ctx: MarkupContext, depth: int) -> Iterator[Entry]:
    """Sections and cases, down to `depth` levels."""
    if not depth:
        return
    for block in blocks:
        match block:
            case Section():
                yield Entry(block.id, _title(block.title, ctx), tuple(_entries(block.blocks, ctx, depth - 1)))
            case CaseGroup():
                for number, case in enumerate(block.cases, 1):
                    title = _title(case.title or (f"Cas {number}",), ctx)
                    yield Entry(case.id, title, tuple(_entries(case.blocks, ctx, depth - 1)))
            case _:
                pass


def _shortened(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    if len(entries) + sum(len(entry.children) for entry in entries) <= _MANY_ENTRIES:
        return entries
    return tuple(replace(entry, children=()) for entry in entries)


def _links(links: tuple[SheetLink, ...], ctx: MarkupContext) -> tuple[LinkLine, ...]:
    return tuple(_line(link, ctx) for link in links)


def _line(link: SheetLink, ctx: MarkupContext) -> LinkLine:
    href, title = link_target(link.sheet, link.chapter, link.url, link.anchor, ctx)
    return LinkLine(href, link.title or title or link.url or link.sheet, link.context)


def _acronyms(ids: tuple[str, ...], context: SiteContext) -> tuple[Acronym, ...]:
    known = (context.guide.acronyms.get(acronym) for acronym in ids)
    return tuple(sorted((a for a in known if a), key=lambda a: (sort_key(a.shown), a.id)))
