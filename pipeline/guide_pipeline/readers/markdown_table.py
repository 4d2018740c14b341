"""Tables of Markdown: `<<` extends the cell on its left, `^^` the cell above; a caption stands before."""

import re
from dataclasses import dataclass

from guide_pipeline.model.blocks import Cell, Column, Paragraph, Row, Table
from guide_pipeline.model.inline import Inlines
from guide_pipeline.readers.markdown_body import Body, Node
from guide_pipeline.readers.markdown_inlines import read_inlines
from guide_pipeline.readers.xml_blocks import LONGEST_SPAN

_LEFT, _ABOVE = "<<", "^^"
_BAR = re.compile(r"(?<!\\)\|")


@dataclass(slots=True)
class _Area:
    """A cell on the grid while its spans are found."""

    content: Inlines
    row: int
    column: int
    rows: int = 1
    columns: int = 1
    places: int = 1
    """How many places of the grid it takes: rows × columns, or it isn't a rectangle."""


def read_table(node: Node, body: Body, depth: int) -> Table:
    """The table of a "table" node; `depth` is that of its element."""
    caption = next(
        (read_inlines(child, body, depth + 1) for child in node.children if child.kind == "inline"), ()
    )
    lines = [row for part in node.children for row in part.children if row.kind == "tr"]
    _check_widths(lines, body)
    head = [cell.children[0] for cell in lines[0].children]
    has_head = any(cell.token.content for cell in head)
    grid = _grid(lines if has_head else lines[1:], has_head, body, depth)
    rows = tuple(
        Row(
            tuple(
                Cell((Paragraph(area.content),) if area.content else (), area.columns, area.rows)
                for c, area in enumerate(areas)
                if (area.row, area.column) == (r, c)
            ),
            header=has_head and r == 0,
        )
        for r, areas in enumerate(grid)
    )
    double = node.token.meta.get("double", False) or not head[0].token.content
    columns = (Column(header=True), *(Column() for _ in head[1:])) if double else ()
    return Table(rows, columns, caption)


def _check_widths(lines: list[Node], body: Body) -> None:
    """The parser drops the cells that a row has too many, and makes up those that it lacks: neither goes unsaid."""
    width = len(lines[0].children)
    for row in lines[1:]:
        cells = _BAR.split(body.lines[row.line].strip(" \t"))
        count = len(cells) - (not cells[0]) - (len(cells) > 1 and not cells[-1])
        if count != width:
            message = (
                f"Cette ligne a {count} cellules, l'en-tête en a {width} : « << » étend la cellule de gauche."
            )
            body.problem("tableau-irregulier", message, row.line)


def _grid(lines: list[Node], has_head: bool, body: Body, depth: int) -> list[list[_Area]]:
    """For each place of the grid, the area that covers it."""
    grid: list[list[_Area]] = []
    for r, line in enumerate(lines):
        grid.append([])
        for c, cell in enumerate(line.children):
            inline = cell.children[0]
            text = inline.token.content
            area = None
            if text == _LEFT and c:
                area = grid[r][c - 1]
            elif text == _ABOVE and r and not (r == 1 and has_head):
                area = grid[r - 1][c]
            if area:
                area.places += 1
                area.rows, area.columns = (
                    max(area.rows, r - area.row + 1),
                    max(area.columns, c - area.column + 1),
                )
            elif text in (_LEFT, _ABOVE):
                body.problem("fusion-impossible", f"« {text} » n'a pas de cellule à étendre ici.", line.line)
            grid[r].append(area or _Area(read_inlines(inline, body, depth + 3), r, c))
    _check_rectangles(grid, lines, body)
    return grid


def _check_rectangles(grid: list[list[_Area]], lines: list[Node], body: Body) -> None:
    for r, areas in enumerate(grid):
        for c, area in enumerate(areas):
            if (area.row, area.column) != (r, c):
                continue
            if area.places != area.rows * area.columns:
                message = (
                    "Les « << » et « ^^ » autour d'une cellule de cette ligne ne forment pas un rectangle."
                )
                body.problem("fusion-impossible", message, lines[r].line)
            elif max(area.rows, area.columns) > LONGEST_SPAN:
                message = f"Une cellule s'étend sur {LONGEST_SPAN} lignes ou colonnes au plus."
                body.problem("fusion-impossible", message, lines[r].line)
