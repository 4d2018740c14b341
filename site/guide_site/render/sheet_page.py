"""What the page of a sheet shows: the sheet, its contents list, and how it stands among the others."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup

from guide_pipeline.markup.blocks import write_blocks
from guide_pipeline.markup.context import MarkupContext
from guide_pipeline.markup.inline import link_target
from guide_pipeline.markup.references import write_references
from guide_pipeline.markup.text import typeset
from guide_pipeline.model.blocks import Blocks, Reference
from guide_pipeline.model.elements import SUMMARY, elements_of
from guide_pipeline.model.guide import Acronym, sort_key
from guide_pipeline.model.sheet import Sheet, SheetLink
from guide_site.render.contents import contents_list
from guide_site.render.context import SiteContext
from guide_site.render.navigation import Place
from guide_site.render.sidebar import all_chapters, shown

_RUBRICS = (
    ("see_also", "voir-aussi", "Voir aussi"),
    ("contacts", "contacts", "Où s'adresser"),
    ("references", "textes", "Textes de référence"),
    ("forms", "formulaires", "Démarches et formulaires"),
    ("resources", "ressources", "Pour en savoir plus"),
    ("definitions", "definitions", "Définitions"),
    ("acronyms", "sigles", "Sigles"),
    ("questions", "questions", "Questions liées"),
    ("cited_by", "cite-par", "Cité par"),
    ("history", "editions", "À travers les éditions"),
)
"""What follows the content: its part of the view, its anchor, its line in the contents list."""


@dataclass(frozen=True, slots=True)
class LinkLine:
    """A link of a list, with where its target stands."""

    href: str
    title: Markup
    target: str
    """The target's own title, '' where the line shows it already."""
    context: str


def sheet_view(context: SiteContext, sheet_id: str) -> Mapping[str, Any]:
    """What the page of a sheet shows. KeyError when the guide has no such sheet."""
    sheet, fact = context.guide.load(sheet_id), context.guide.facts[sheet_id]
    past = context.history.get(sheet_id, ())
    bars = past[-1].bars if past else ()
    ctx = replace(context.markup, sheet=sheet_id, revised=_revised(sheet, bars))
    place = context.places.get(sheet_id)
    shown_parts = {
        "see_also": _links(sheet.see_also, ctx),
        "contacts": _blocks(sheet.contacts, ctx, 3),
        "references": _references(sheet.references, ctx),
        "forms": _blocks(sheet.forms, ctx, 3),
        "resources": _blocks(sheet.resources, ctx, 3),
        "definitions": _blocks(sheet.definitions, ctx, 3),
        "acronyms": _acronyms(fact.acronyms, context),
        "questions": _links(sheet.questions, ctx),
        "cited_by": _citing(context, sheet_id, sheet.chapter),
        "history": tuple(reversed(past)),
    }
    return {
        **shown_parts,
        "rubrics": tuple((anchor, title) for part, anchor, title in _RUBRICS if shown_parts[part]),
        "sheet": sheet,
        "place": place,
        "sidebar": _sidebar(context, place, sheet_id),
        "contents": contents_list(sheet.blocks, ctx),
        "body": _blocks(sheet.blocks, ctx, 2),
        "cited_count": len(context.backlinks.get(sheet_id, ())),
        "names": context.names,
        "bars": bars,
        "summary_bar": SUMMARY in bars,
    }


def _revised(sheet: Sheet, bars: tuple[int, ...]) -> frozenset[int]:
    """The elements that the last update changed, as the markup asks for them."""
    if not bars:
        return frozenset()
    wanted = frozenset(bars)
    return frozenset(id(element) for number, element in enumerate(elements_of(sheet)) if number in wanted)


def _sidebar(context: SiteContext, place: Place | None, sheet_id: str) -> Markup:
    if place is None:
        return Markup(all_chapters(context.guide.chapters))
    return context.sidebar(place).at(place, sheet_id)


def _citing(context: SiteContext, sheet_id: str, chapter: str) -> Markup:
    """The sheets that link to this one, each with its chapter when it is another."""
    names, chapters = context.names, context.chapter_names
    lines = (
        f'<li><a href="{fact.id}.html">{names[fact.id]}</a></li>\n'
        if fact.chapter == chapter
        else f'<li><a href="{fact.id}.html">{names[fact.id]}</a> '
        f'<span class="discret">{chapters.get(fact.chapter, "")}</span></li>\n'
        for fact in context.backlinks.get(sheet_id, ())
    )
    return Markup("".join(lines))


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


def _acronyms(ids: tuple[str, ...], context: SiteContext) -> tuple[Acronym, ...]:
    known = (context.guide.acronyms.get(acronym) for acronym in ids)
    return tuple(sorted((a for a in known if a), key=lambda a: (sort_key(a.shown), a.id)))
