"""Tables as HTML: headers with their scope, inside a box that scrolls and that the keyboard reaches."""

from collections.abc import Callable

from guide_pipeline.markup.context import MarkupContext
from guide_pipeline.markup.inline import inline_html
from guide_pipeline.markup.text import Write, attribute, escape
from guide_pipeline.model.blocks import Blocks, Cell, Row, Table
from guide_pipeline.model.inline import plain

WriteFlow = Callable[[Blocks, MarkupContext, Write, int], None]


def write_table(table: Table, ctx: MarkupContext, write: Write, level: int, flow: WriteFlow) -> None:
    """Write a table; `flow` writes the content of a cell."""
    label = plain(table.caption) or table.summary or "Tableau"
    write(
        f'<div class="tableau{ctx.bar_too(table)}" role="group" tabindex="0" aria-label="{attribute(label)}">\n<table>\n'
    )
    if table.caption or table.summary:
        said = f'<p class="resume-tableau">{escape(table.summary)}</p>' if table.summary else ""
        write(f"<caption>{inline_html(table.caption, ctx)}{said}</caption>\n")
    heads = _head_rows(table.rows)
    columns = _header_columns(table)
    for number, row in enumerate(table.rows):
        if heads and number == 0:
            write("<thead>\n")
        elif number == heads:
            write("</thead>\n<tbody>\n" if heads else "<tbody>\n")
        left = (heads if number < heads else len(table.rows)) - number
        write(f"<tr{ctx.bar(row)}>")
        for cell, column in zip(row.cells, columns[number]):
            name = _cell_name(cell, row.header, column)
            write(f"<{name[0]}{name[1]}{_spans(cell, left)}>")
            flow(cell.blocks, ctx, write, level)
            write(f"</{name[0]}>")
        write("</tr>\n")
    write(("</tbody>\n" if len(table.rows) > heads else "</thead>\n") if table.rows else "")
    write("</table>\n</div>\n")


def _head_rows(rows: tuple[Row, ...]) -> int:
    """How many rows at the top are headers; 0 when a cell of theirs reaches down into the others."""
    count = next((i for i, row in enumerate(rows) if not row.header), len(rows))
    inside = all(cell.rows <= count - i for i, row in enumerate(rows[:count]) for cell in row.cells)
    return count if inside else 0


def _cell_name(cell: Cell, header_row: bool, header_column: bool) -> tuple[str, str]:
    if cell.blocks and header_row:
        return "th", ' scope="col"'
    if cell.blocks and header_column:
        return "th", ' scope="row"'
    return "td", ""


def _spans(cell: Cell, left: int) -> str:
    """Span attributes; a cell never reaches below its part of the table."""
    if cell.columns == cell.rows == 1:
        return ""
    spans = ("colspan", cell.columns), ("rowspan", min(cell.rows, left))
    return "".join(f' {name}="{count}"' for name, count in spans if count > 1)


def _header_columns(table: Table) -> list[list[bool]]:
    """For each cell of each row, whether it names its row: its column is a header one."""
    headers = [column.header for column in table.columns]
    if not any(headers):
        return [[False] * len(row.cells) for row in table.rows]
    taken: dict[int, int] = {}
    return [_row_columns(row, headers, taken) for row in table.rows]


def _row_columns(row: Row, headers: list[bool], taken: dict[int, int]) -> list[bool]:
    """`taken` counts, by column, the rows that cells above still fill."""
    found, position, placed = [], 0, {}
    for cell in row.cells:
        while taken.get(position, 0):
            position += 1
        found.append(position < len(headers) and headers[position])
        placed.update(dict.fromkeys(range(position, position + cell.columns), cell.rows))
        position += cell.columns
    taken.update(placed)
    for column in taken:
        taken[column] = max(0, taken[column] - 1)
    return found
