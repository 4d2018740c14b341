"""The contents list of a sheet: its sections and cases, on two levels while the list stays short."""

from collections.abc import Iterator

from guide_pipeline.markup.context import MarkupContext
from guide_pipeline.markup.inline import inline_html
from guide_pipeline.markup.text import attribute, typeset
from guide_pipeline.model.blocks import Blocks, CaseGroup, Section
from guide_pipeline.model.inline import Inlines

_MANY = 30
"""A list with more lines than this shows its first level only."""
_Entry = tuple[str, tuple["_Entry", ...]]
"""A link, and the entries below it."""


def contents_list(blocks: Blocks, ctx: MarkupContext) -> str:
    """The lines of the list, without the element around them; empty for content without sections."""
    entries = tuple(_entries(blocks, ctx, 2))
    deep = len(entries) + sum(len(children) for _, children in entries) <= _MANY
    return typeset("".join(_line(link, children if deep else ()) for link, children in entries))


def _entries(blocks: Blocks, ctx: MarkupContext, depth: int) -> Iterator[_Entry]:
    for block in blocks if depth else ():
        if isinstance(block, Section):
            yield _link(block.id, block.title, ctx), tuple(_entries(block.blocks, ctx, depth - 1))
        elif isinstance(block, CaseGroup):
            for number, case in enumerate(block.cases, 1):
                title = case.title or (f"Cas {number}",)
                yield _link(case.id, title, ctx), tuple(_entries(case.blocks, ctx, depth - 1))


def _link(anchor: str, title: Inlines, ctx: MarkupContext) -> str:
    return f'<a href="#{attribute(anchor)}">{inline_html(title, ctx, in_link=True)}</a>'


def _line(link: str, children: tuple[_Entry, ...]) -> str:
    if not children:
        return f"<li>{link}</li>\n"
    inside = "".join(f"<li>{child}</li>\n" for child, _ in children)
    return f"<li>{link}\n<ol>\n{inside}</ol></li>\n"
