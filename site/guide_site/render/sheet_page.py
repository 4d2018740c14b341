"""The page of a sheet: its core, and how it stands among the others.

Thousands of pages have few shapes between them. The template is filled once for each shape, with marks in the place
of words: so it becomes the format that the words of every page of that shape go into, as the bytes they are.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from markupsafe import Markup, escape

from guide_pipeline.markup.values import date_text
from guide_pipeline.model.elements import SUMMARY
from guide_pipeline.model.facts import SheetFacts
from guide_pipeline.model.guide import Notice
from guide_pipeline.model.sheet import Status
from guide_site.render.context import HistoryEntry, SiteContext
from guide_site.render.environment import static_environment
from guide_site.render.rubrics import CONTENTS_LINES, RUBRICS, rubric
from guide_site.render.sheet_core import SheetCore, sheet_core
from guide_site.render.sidebar import all_chapters, shown
from guide_site.render.wording import kind_name, number

_MARK = re.compile("\0(\\(\\w+\\)s)")
_MANY = 12
"""More sheets than this that link to one are folded."""
_Words = Mapping[bytes, bytes]
"""What the template shows of a sheet, as HTML, by name; b'' where there is nothing."""


def make_shared(context: SiteContext, sheets: Sequence[str]) -> None:
    """Make what the pages of these sheets share, so that workers forked afterwards needn't each make it."""
    for place in filter(None, map(context.places.get, sheets)):
        context.sidebar(place)
    for first in sheets[:1]:
        sheet_page(context, first)


class _Shape(NamedTuple):
    """All that the template decides upon."""

    guide_title: str
    notice: Notice
    names: tuple[bytes, ...]
    """Of the words."""
    there: tuple[bool, ...]
    """Whether there is anything, by word."""
    status: Status
    placed: bool
    bars: bool
    summary_bar: bool
    cited_by_many: bool
    history: tuple[HistoryEntry, ...]
    """Latest first, without their bars."""


def sheet_page(context: SiteContext, sheet_id: str) -> bytes:
    """The page of a sheet. KeyError when the guide has no such sheet."""
    fact = context.guide.facts[sheet_id]
    past = context.history.get(sheet_id, ())
    bars = past[-1].bars if past else ()
    core = context.cores(sheet_id) or sheet_core(context.guide.load(sheet_id), context.markup, bars)
    words = {
        **_head_words(context, fact, core),
        **_place_words(context, sheet_id),
        **_content_words(context, fact, core),
    }
    shape = _Shape(
        guide_title=context.guide.title,
        notice=context.guide.notice,
        names=tuple(words),
        there=tuple(map(bool, words.values())),
        status=fact.status,
        placed=sheet_id in context.places,
        bars=bool(bars),
        summary_bar=SUMMARY in bars,
        cited_by_many=len(context.backlinks.get(sheet_id, ())) > _MANY,
        history=tuple(replace(entry, bars=()) if entry.bars else entry for entry in reversed(past)),
    )
    return _format(shape) % words


@lru_cache(maxsize=256)
def _format(shape: _Shape) -> bytes:
    """The pages of a shape, with `%(name)s` in the place of each word."""
    names = (name.decode() for name in shape.names)
    marks = {name: Markup(f"\0({name})s") if there else "" for name, there in zip(names, shape.there)}
    page = static_environment().get_template("sheet.html")
    html = page.render(root="../", here="", **{**shape._asdict(), **marks})
    return _MARK.sub(r"%\1", html.replace("%", "%%")).encode()


def _head_words(context: SiteContext, fact: SheetFacts, core: SheetCore) -> _Words:
    return {
        b"id": fact.id.encode(),
        b"window_title": escape(fact.title).encode(),
        b"title": context.names[fact.id].encode(),
        b"kind": kind_name(fact.kind).encode(),
        b"audience": core.audience,
        b"summary": shown(fact.summary).encode(),
        b"updated": date_text(fact.updated).encode(),
        b"effective": date_text(fact.effective).encode() if fact.effective else b"",
        b"checked": date_text(fact.checked).encode() if fact.checked else b"",
        b"keywords": core.keywords,
    }


def _place_words(context: SiteContext, sheet_id: str) -> _Words:
    """Where a sheet stands among the others; its sidebar alone when it has no place."""
    place = context.places.get(sheet_id)
    if place is None:
        return {b"sidebar": all_chapters(context.guide.chapters).encode()}
    chapter, before, after = place.list.chapter, place.previous, place.next
    names = context.names
    return {
        b"chapter": chapter.slug.encode(),
        b"chapter_title": f"{chapter.number}. {context.chapter_names[chapter.slug]}".encode(),
        b"folder": place.folder.anchor.encode(),
        b"folder_title": shown(place.folder.title).encode(),
        b"previous": before.id.encode() if before else b"",
        b"previous_title": names[before.id].encode() if before else b"",
        b"next": after.id.encode() if after else b"",
        b"next_title": names[after.id].encode() if after else b"",
        b"sidebar": context.sidebar(place).at(place),
    }


def _content_words(context: SiteContext, fact: SheetFacts, core: SheetCore) -> _Words:
    found = {**core.rubrics, "sigles": _acronyms(context, fact)}
    rubrics = [anchor for anchor in RUBRICS if found.get(anchor)]
    return {
        b"contents": b"".join((core.contents, *(CONTENTS_LINES[anchor] for anchor in rubrics))),
        b"body": core.body,
        b"rubrics": b"".join(found[anchor] for anchor in rubrics),
        b"cited_by": _citing(context, fact),
        b"cited_count": number(len(context.backlinks.get(fact.id, ()))).encode(),
    }


def _citing(context: SiteContext, fact: SheetFacts) -> bytes:
    """The sheets that link to this one, each with its chapter when it is another."""
    names, chapters = context.names, context.chapter_names
    lines = (
        f'<li><a href="{other.id}.html">{names[other.id]}</a></li>\n'
        if other.chapter == fact.chapter
        else f'<li><a href="{other.id}.html">{names[other.id]}</a> '
        f'<span class="discret">{chapters.get(other.chapter, "")}</span></li>\n'
        for other in context.backlinks.get(fact.id, ())
    )
    return "".join(lines).encode()


def _acronyms(context: SiteContext, fact: SheetFacts) -> bytes:
    """The rubric of the acronyms of a sheet, b'' when it has none that is known."""
    known = context.acronym_lines
    lines = sorted(known[acronym] for acronym in fact.acronyms if acronym in known)
    if not lines:
        return b""
    return rubric(f'<dl class="sigles">\n{"".join(line for _, line in lines)}</dl>\n', "sigles").encode()
