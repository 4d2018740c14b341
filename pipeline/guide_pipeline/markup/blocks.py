"""Blocks as HTML. Headings follow the depth of sections; boxes say in words what they are."""

from guide_pipeline.markup.context import MarkupContext
from guide_pipeline.markup.inline import inline_html
from guide_pipeline.markup.resources import write_resource
from guide_pipeline.markup.tables import write_table
from guide_pipeline.markup.text import Write, attribute, escape, typeset
from guide_pipeline.model.blocks import (
    Block,
    Blocks,
    Case,
    CaseGroup,
    Figure,
    ListBlock,
    Note,
    NoteKind,
    Paragraph,
    Section,
    Table,
)

NOTE_LABELS = {
    NoteKind.GOOD_TO_KNOW: "À savoir",
    NoteKind.REMARK: "À noter",
    NoteKind.WARNING: "Attention",
    NoteKind.EXAMPLE: "Exemple",
    NoteKind.REMINDER: "Rappel",
    NoteKind.NOTICE: "Avertissement",
}
_DEEPEST = 6


def blocks_html(blocks: Blocks, ctx: MarkupContext, level: int = 2) -> str:
    """Blocks as HTML; `level` is that of the headings of sections and cases among them (1 to 6)."""
    parts: list[str] = []
    write_blocks(blocks, ctx, parts.append, level)
    return typeset("".join(parts))


def block_html(block: Block, ctx: MarkupContext, level: int = 2) -> str:
    """One block as HTML."""
    return blocks_html((block,), ctx, level)


def write_blocks(blocks: Blocks, ctx: MarkupContext, write: Write, level: int) -> None:
    """Write blocks one after another."""
    for block in blocks:
        match block:
            case Paragraph():
                write(f"<p{ctx.bar(block)}>{inline_html(block.content, ctx)}</p>\n")
            case ListBlock():
                _list(block, ctx, write, level)
            case Section():
                _section(block, ctx, write, level)
            case Note():
                _note(block, ctx, write, level)
            case CaseGroup():
                _cases(block, ctx, write, level)
            case Table():
                write_table(block, ctx, write, level, write_flow)
            case Figure():
                _figure(block, ctx, write, level)
            case _:
                write_resource(block, ctx, write, level, write_blocks)


def write_flow(blocks: Blocks, ctx: MarkupContext, write: Write, level: int) -> None:
    """Write the content of an item or a cell: a first paragraph stands bare when only lists follow it."""
    first, rest = (blocks[0], blocks[1:]) if blocks else (None, ())
    if isinstance(first, Paragraph) and (not rest or all(isinstance(block, ListBlock) for block in rest)):
        write(inline_html(first.content, ctx))
        blocks = rest
    write_blocks(blocks, ctx, write, level)


def _list(block: ListBlock, ctx: MarkupContext, write: Write, level: int) -> None:
    name = "ol" if block.ordered else "ul"
    write(f"<{name}{ctx.bar(block)}>\n")
    for item in block.items:
        write(f"<li{ctx.bar(item)}>")
        write_flow(item.blocks, ctx, write, level)
        write("</li>\n")
    write(f"</{name}>\n")


def _section(section: Section, ctx: MarkupContext, write: Write, level: int) -> None:
    kind = f' class="section-{attribute(section.kind)}"' if section.kind else ""
    title = inline_html(section.title, ctx)
    write(f"<section{ctx.place(section.id)}{kind}>\n<h{level}{ctx.bar(section)}>{title}</h{level}>\n")
    write_blocks(section.blocks, ctx, write, min(level + 1, _DEEPEST))
    write("</section>\n")


def _note(note: Note, ctx: MarkupContext, write: Write, level: int) -> None:
    title = f" : {inline_html(note.title, ctx)}" if note.title else ""
    write(f'<aside class="note note-{note.kind.value}{ctx.bar_too(note)}">\n')
    write(f'<p class="note-titre"><span>{NOTE_LABELS[note.kind]}</span>{title}</p>\n')
    write_blocks(note.blocks, ctx, write, level)
    write("</aside>\n")


def _cases(group: CaseGroup, ctx: MarkupContext, write: Write, level: int) -> None:
    """Cases one after another under headings; a script may make tabs of them."""
    write(f'<div class="alternatives" data-affichage="{group.display.value}">\n')
    for number, case in enumerate(group.cases, 1):
        _case(case, number, ctx, write, level)
    write("</div>\n")


def _case(case: Case, number: int, ctx: MarkupContext, write: Write, level: int) -> None:
    title = inline_html(case.title or (f"Cas {number}",), ctx)
    write(f'<section class="cas"{ctx.place(case.id)}>\n')
    write(f'<h{level} class="cas-titre{ctx.bar_too(case)}">{title}</h{level}>\n')
    write_blocks(case.blocks, ctx, write, min(level + 1, _DEEPEST))
    write("</section>\n")


def _figure(figure: Figure, ctx: MarkupContext, write: Write, level: int) -> None:
    write(f"<figure{ctx.bar(figure)}>\n")
    address = ctx.images.get(figure.src, "")
    if address:
        write(f'<img src="{attribute(address)}" alt="{attribute(figure.alt)}" loading="lazy">\n')
    else:
        said = escape(figure.alt or figure.caption or "image non fournie")
        write(f'<p class="image-absente"><span>Image :</span> {said}</p>\n')
    write_blocks(figure.blocks, ctx, write, level)
    shown = (figure.caption, f"Crédit : {figure.credits}" if figure.credits else "")
    if caption := " · ".join(filter(None, shown)):
        write(f"<figcaption>{escape(caption)}</figcaption>\n")
    write("</figure>\n")
