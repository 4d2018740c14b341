"""The blocks of a sheet as the Markdown of a Hugo site.

As a competent author would write it: headings with their ids, Markdown's own lists and tables, a blockquote with a
kind for a note, HTML only around what Markdown has no sign for (alternative cases, tables with spans, figures).
"""

from collections.abc import Iterator

from guide_pipeline.markup.text import escape, typeset
from guide_pipeline.model.blocks import (
    Block,
    Blocks,
    CaseGroup,
    Cell,
    Figure,
    ListBlock,
    ListItem,
    Note,
    Paragraph,
    Row,
    Section,
    Table,
)
from guide_pipeline.model.guide import Guide
from guide_pipeline.model.inline import Inlines, plain
from peers.inline import InlineWriter, line_start, plain_text, shortcode
from peers.shared import Box, SharedBoxes

_DEEPEST = 6
Lines = list[str]


class MarkdownWriter:
    """Writes the sheets of a guide; what they share gathers in `boxes` and `inlines`."""

    def __init__(self, guide: Guide) -> None:
        self.inlines = InlineWriter(guide)
        self.boxes = SharedBoxes(lambda blocks: self.text(blocks, 3), self.inlines.markdown)

    def text(self, blocks: Blocks, level: int = 2) -> str:
        """Blocks as Markdown; `level` is that of the headings among them."""
        return "\n".join(self._blocks(blocks, level))

    def box(self, box: Box) -> str:
        """The key of a box, which is kept among those that sheets share."""
        return self.boxes.keep(box)[1]

    def _blocks(self, blocks: Blocks, level: int) -> Lines:
        lines: Lines = []
        before: Block | None = None
        for block in blocks:
            if isinstance(before, ListBlock) and isinstance(block, ListBlock):
                lines += ["", "<!-- -->"]  # or Markdown would make one list of the two
            lines += ["", *self._block(block, level)] if lines else self._block(block, level)
            before = block
        return lines

    def _block(self, block: Block, level: int) -> Lines:
        match block:
            case Paragraph():
                return [line_start(self.inlines.markdown(block.content))]
            case ListBlock():
                return self._list(block, level)
            case Section():
                kind = f".section-{block.kind}" if block.kind else ""
                return self._titled(block.title, f"#{block.id} {kind}", block.blocks, level)
            case Note():
                title = self.inlines.markdown(block.title)
                kind = block.kind.value.replace("-", "").upper()
                lines = [f"[!{kind}] {title}", *self._blocks(block.blocks, level)]
                return [f"> {line}".rstrip() for line in lines]
            case CaseGroup():
                return self._cases(block, level)
            case Table():
                return self._simple_table(block) if _is_simple(block) else self._table(block, level)
            case Figure():
                return self._figure(block, level)
            case _:
                return [shortcode(*self.boxes.keep(block))]

    def _titled(self, title: Inlines, attributes: str, blocks: Blocks, level: int) -> Lines:
        marks = "#" * min(level, _DEEPEST)
        heading = f"{marks} {self.inlines.markdown(title)} {{{attributes.strip()}}}"
        return [heading, "", *self._blocks(blocks, level + 1)]

    def _cases(self, group: CaseGroup, level: int) -> Lines:
        lines = [f'<div class="alternatives" data-affichage="{group.display.value}">', ""]
        for number, case in enumerate(group.cases, 1):
            title = case.title or (f"Cas {number}",)
            lines += [*self._titled(title, f"#{case.id} .cas-titre", case.blocks, level), ""]
        return [*lines, "</div>"]

    def _list(self, block: ListBlock, level: int) -> Lines:
        tight = all(_is_tight(item) for item in block.items)
        lines: Lines = []
        for number, item in enumerate(block.items, 1):
            sign = f"{number}. " if block.ordered else "- "
            inside = self._tight(item, level) if tight else self._blocks(item.blocks, level)
            first, *rest = inside or [""]
            lines += [""] if lines and not tight else []
            lines += [sign + first, *(" " * len(sign) + line if line else "" for line in rest)]
        return lines

    def _tight(self, item: ListItem, level: int) -> Lines:
        return [line for block in item.blocks for line in self._block(block, level)]

    def _figure(self, figure: Figure, level: int) -> Lines:
        said = figure.alt or figure.caption or "image non fournie"
        lines = ["<figure>", "", f"Image : {plain_text(said)}", "", *self._blocks(figure.blocks, level), ""]
        credit = f"Crédit : {figure.credits}" if figure.credits else ""
        if shown := " · ".join(filter(None, (figure.caption, credit))):
            lines.append(f"<figcaption>{escape(typeset(shown))}</figcaption>")
        return [*lines, "</figure>"]

    def _simple_table(self, table: Table) -> Lines:
        rows = [" | ".join(self._cell_text(cell) for cell in row.cells) for row in table.rows]
        lines = [f"| {row} |" for row in rows]
        lines.insert(1, "|" + "---|" * len(table.rows[0].cells))
        attributes = {"caption": plain(table.caption), "summary": table.summary}
        said = [f'{name}="{_quoted(value)}"' for name, value in attributes.items() if value]
        said += ["rows=true"] if _names_rows(table) else []
        return [*lines, "{" + " ".join(said) + "}"] if said else lines

    def _cell_text(self, cell: Cell) -> str:
        texts = (
            self.inlines.markdown(block.content) for block in cell.blocks if isinstance(block, Paragraph)
        )
        return " ".join(texts).replace("|", "\\|")

    def _table(self, table: Table, level: int) -> Lines:
        lines = ['<div class="tableau" role="group" tabindex="0">', "<table>"]
        if caption := plain(table.caption):
            lines.append(f"<caption>{escape(typeset(caption))}</caption>")
        if table.summary:
            lines.append(f'<p class="resume-tableau">{escape(typeset(table.summary))}</p>')
        for row in table.rows:
            lines += ["<tr>", *self._cells(row, _names_rows(table), level), "</tr>"]
        return [*lines, "</table>", "</div>"]

    def _cells(self, row: Row, names_rows: bool, level: int) -> Iterator[str]:
        for number, cell in enumerate(row.cells):
            name = "th" if row.header or (names_rows and number == 0) else "td"
            spans = (("colspan", cell.columns), ("rowspan", cell.rows))
            wide = "".join(f' {span}="{count}"' for span, count in spans if count > 1)
            yield f"<{name}{wide}>"
            yield from ("", *self._blocks(cell.blocks, level), "")
            yield f"</{name}>"


def _is_tight(item: ListItem) -> bool:
    """Whether an item is a line of text with at most lists below it."""
    first, *rest = item.blocks or (None,)
    return isinstance(first, Paragraph) and all(isinstance(block, ListBlock) for block in rest)


def _is_simple(table: Table) -> bool:
    """Whether Markdown can write a table: one row of headers, then rows of as many cells of a line each."""
    heads = [row.header for row in table.rows]
    cells = [cell for row in table.rows for cell in row.cells]
    return (
        bool(heads and heads[0] and not any(heads[1:]))
        and len({len(row.cells) for row in table.rows}) == 1
        and all(cell.columns == cell.rows == 1 and len(cell.blocks) <= 1 for cell in cells)
        and all(isinstance(block, Paragraph) for cell in cells for block in cell.blocks)
    )


def _names_rows(table: Table) -> bool:
    return bool(table.columns and table.columns[0].header)


def _quoted(text: str) -> str:
    return typeset(text).replace("\\", "\\\\").replace('"', '\\"')
