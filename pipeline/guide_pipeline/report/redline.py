"""A sheet as it was and as it is, on one page: what went in `<del>`, what came in `<ins>`."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from guide_pipeline.diff.edits import Fields, Items, SheetDiff
from guide_pipeline.diff.places import FIELDS
from guide_pipeline.diff.sheets import diff_sheets
from guide_pipeline.markup.blocks import blocks_html
from guide_pipeline.markup.context import MarkupContext
from guide_pipeline.markup.references import references_html
from guide_pipeline.markup.values import absent_text, value_text
from guide_pipeline.model.blocks import Blocks, ListBlock, ListItem, Paragraph
from guide_pipeline.model.inline import Link, RateRef
from guide_pipeline.model.sheet import Sheet, SheetLink
from guide_pipeline.report.marks import Mark, with_tags
from guide_pipeline.report.merge import Merger, marked, told_line

_TEXTS = ("title", "summary")
_LINES = ("folder", "chapter", "kind", "status", "audience", "keywords", "effective", "checked", "updated")
_BLOCKS = ("definitions", "contacts", "forms", "resources")
_LINKS = ("see_also", "questions")


def sheet_redline(
    old: Sheet | None,
    new: Sheet | None,
    ctx_old: MarkupContext,
    ctx_new: MarkupContext,
    *,
    diff: SheetDiff | None = None,
    brief: bool = False,
    level: int = 2,
) -> str:
    """HTML that shows both states of a sheet; None as one of them: it didn't exist, or no longer does.

    `ctx_old` gives the values that rates had, `ctx_new` the rest. `diff` saves comparing once more. `brief` shows
    only what changes, with its headings. `level` is that of the first headings.
    """
    view = _View(replace(ctx_new, ids=False), level)
    if old is None or new is None:
        sheet, mark = (new, Mark.ADDED) if old is None else (old, Mark.REMOVED)
        return with_tags("".join(view.whole(sheet, mark))) if sheet else ""
    found = diff if diff is not None else diff_sheets(old, new)
    merger = Merger(
        moves=found.moves, rate_before=_shown_by(ctx_old), rate_after=_shown_by(ctx_new), brief=brief
    )
    return with_tags("".join(view.merged(found.edit, old, new, merger)))


def _shown_by(ctx: MarkupContext) -> Callable[[RateRef], str]:
    def shown(ref: RateRef) -> str:
        rate = ctx.rates.get(ref.rate)
        day = ref.at or ctx.day
        value = rate.at(day) if rate else None
        if rate and value:
            return value_text(value.value, rate.unit)
        return absent_text(rate.label if rate else ref.rate, day)

    return shown


class _View:
    """The parts of a sheet as HTML, in the order of its page."""

    def __init__(self, ctx: MarkupContext, level: int) -> None:
        self._ctx, self._level = ctx, level

    def whole(self, sheet: Sheet, mark: Mark) -> Iterator[str]:
        """A sheet all of which comes or goes."""
        yield self._html(tuple(Paragraph((mark.text(text),)) for text in (sheet.summary,) if text))
        yield self._html(tuple(marked(block, mark) for block in sheet.blocks))
        for name in (*_BLOCKS, *_LINKS, "references"):
            yield self._list(name, tuple(marked(element, mark) for element in getattr(sheet, name)))

    def merged(self, edit: Fields, old: Sheet, new: Sheet, merger: Merger) -> Iterator[str]:
        """A sheet in both states."""
        edits = dict(edit.edits)
        lines = [
            Paragraph(
                (
                    f"{Mark.ASIDE.text(FIELDS[name] + ' :')} {merger.text(edits[name], *_both(old, new, name))}",
                )
            )
            for name in _TEXTS
            if name in edits
        ]
        lines += [told_line(name, *_both(old, new, name)) for name in _LINES if name in edits]
        yield self._html(tuple(lines))
        yield self._html(merger.items(edits.get("blocks"), old.blocks, new.blocks))
        for name in (*_BLOCKS, *_LINKS, "references"):
            part = edits.get(name)
            if part is not None or not merger.brief:
                assert part is None or isinstance(part, Items)
                yield self._list(name, merger.items(part, *_both(old, new, name)))

    def _list(self, name: str, elements: tuple[Any, ...]) -> str:
        """One of the lists at the end of a sheet, under its heading."""
        if not elements:
            return ""
        heading = f"<h{self._level}>{FIELDS[name]}</h{self._level}>\n"
        if name == "references":
            return heading + references_html(elements)
        if name in _LINKS:
            items = (ListItem((Paragraph((_link(link),)),)) for link in elements)
            return heading + self._html((ListBlock(tuple(items)),))
        return heading + self._html(elements)

    def _html(self, blocks: Blocks) -> str:
        return blocks_html(blocks, self._ctx, self._level) if blocks else ""


def _both(old: Sheet, new: Sheet, name: str) -> tuple[Any, Any]:
    return getattr(old, name), getattr(new, name)


def _link(link: SheetLink) -> Link:
    return Link((link.title,) if link.title else (), link.sheet, link.chapter, link.url, link.anchor)
