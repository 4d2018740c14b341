"""What the page of a sheet shows: its core, and how it stands among the others."""

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from guide_pipeline.model.elements import SUMMARY
from guide_pipeline.model.guide import Acronym, sort_key
from guide_site.render.context import SiteContext
from guide_site.render.navigation import Place
from guide_site.render.sheet_core import sheet_core
from guide_site.render.sidebar import all_chapters

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


def sheet_view(context: SiteContext, sheet_id: str) -> Mapping[str, Any]:
    """What the page of a sheet shows. KeyError when the guide has no such sheet."""
    fact = context.guide.facts[sheet_id]
    past = context.history.get(sheet_id, ())
    bars = past[-1].bars if past else ()
    core = context.cores(sheet_id) or sheet_core(context.guide.load(sheet_id), context.markup, bars)
    place = context.places.get(sheet_id)
    shown_parts = {
        "see_also": core.see_also,
        "contacts": core.contacts,
        "references": core.references,
        "forms": core.forms,
        "resources": core.resources,
        "definitions": core.definitions,
        "acronyms": _acronyms(fact.acronyms, context),
        "questions": core.questions,
        "cited_by": _citing(context, sheet_id, fact.chapter),
        "history": tuple(reversed(past)),
    }
    return {
        **shown_parts,
        "rubrics": tuple((anchor, title) for part, anchor, title in _RUBRICS if shown_parts[part]),
        "sheet": core.head,
        "place": place,
        "sidebar": _sidebar(context, place, sheet_id),
        "contents": core.contents,
        "body": core.body,
        "cited_count": len(context.backlinks.get(sheet_id, ())),
        "names": context.names,
        "bars": bars,
        "summary_bar": SUMMARY in bars,
    }


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


def _acronyms(ids: tuple[str, ...], context: SiteContext) -> tuple[Acronym, ...]:
    known = (context.guide.acronyms.get(acronym) for acronym in ids)
    return tuple(sorted((a for a in known if a), key=lambda a: (sort_key(a.shown), a.id)))
