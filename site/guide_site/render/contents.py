"""The contents list of a sheet: its sections and cases, on two levels while the list stays short."""

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from guide_pipeline.markup.context import MarkupContext
from guide_pipeline.markup.inline import inline_html
from guide_pipeline.markup.text import attribute
from guide_pipeline.model.blocks import Blocks, CaseGroup, Section

_MANY = 30
"""A list with more lines than this shows its first level only."""


@dataclass(frozen=True, slots=True)
class _Entry:
    anchor: str
    title: str
    children: tuple["_Entry", ...]


def contents_list(blocks: Blocks, ctx: MarkupContext) -> Markup:
    """The lines of the list, without the element around them; empty for content without sections."""
    entries = tuple(_entries(blocks, ctx, 2))
    deep = len(entries) + sum(len(entry.children) for entry in entries) <= _MANY
    return Markup("".join(_line(entry, deep) for entry in entries))


def _entries(blocks: Blocks, ctx: MarkupContext, depth: int) -> Iterator[_Entry]:
    if not depth:
        return
    for block in blocks:
        match block:
            case Section():
                title = inline_html(block.title, ctx, links=False)
                yield _Entry(block.id, title, tuple(_entries(block.blocks, ctx, depth - 1)))
            case CaseGroup():
                for number, case in enumerate(block.cases, 1):
                    title = inline_html(case.title or (f"Cas {number}",), ctx, links=False)
                    yield _Entry(case.id, title, tuple(_entries(case.blocks, ctx, depth - 1)))
            case _:
                pass


def _line(entry: _Entry, deep: bool) -> str:
    link = f'<a href="#{attribute(entry.anchor)}">{entry.title}</a>'
    if not (deep and entry.children):
        return f"<li>{link}</li>\n"
    inside = "".join(_line(child, False) for child in entry.children)
    return f"<li>{link}\n<ol>\n{inside}</ol></li>\n"
