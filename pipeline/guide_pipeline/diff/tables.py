"""Tables: columns are aligned once for the whole table, then rows by what they say in the columns that stay.

Without that, a column more would make every row another row, and each row would guess on its own which of its cells
is new.
"""

from collections.abc import Sequence

from rapidfuzz.distance import Indel

from guide_pipeline.diff.align import align, gaps_between, heaviest
from guide_pipeline.diff.common import Match, common
from guide_pipeline.diff.lexicon import Lexicon
from guide_pipeline.model.blocks import Cell, Row, Table

_ALIKE = 0.3
_MOST_PAIRS = 10_000


def columns_of(old: Table, new: Table, lexicon: Lexicon) -> list[Match] | None:
    """Matching columns when some come, go or change place; None when each stays, or spans leave it unclear."""
    widths = _width(old), _width(new)
    if not all(widths):
        return None
    heads = [[lexicon.words(cell) for cell in table.rows[0].cells] for table in (old, new)]
    if widths[0] == widths[1] and (heads[0] == heads[1] or sorted(heads[0]) != sorted(heads[1])):
        return None
    matches = common(*heads)
    words = [_column_words(table, lexicon) for table in (old, new)]
    for i0, i1, j0, j1 in gaps_between(matches, *widths):
        if (i1 - i0) * (j1 - j0) <= _MOST_PAIRS:
            likeness = [
                [Indel.normalized_similarity(a, b, score_cutoff=_ALIKE) for b in words[1][j0:j1]]
                for a in words[0][i0:i1]
            ]
            matches = sorted([*matches, *((i0 + i, j0 + j) for i, j in heaviest(likeness))])
    return matches


def align_rows(
    old: Sequence[Row], new: Sequence[Row], columns: list[Match] | None, lexicon: Lexicon
) -> list[Match]:
    """Matching rows of two tables whose matching columns are known (None: all of them, in order)."""
    if columns is None:
        return align(old, new, lexicon)
    kept = [i for i, _ in columns], [j for _, j in columns]
    return align(
        [Row(tuple(row.cells[i] for i in kept[0]), row.header) for row in old],
        [Row(tuple(row.cells[j] for j in kept[1]), row.header) for row in new],
        lexicon,
    )


def align_cells(
    old: Sequence[Cell], new: Sequence[Cell], columns: list[Match] | None, lexicon: Lexicon
) -> list[Match]:
    """Matching cells of two matching rows."""
    if columns is not None:
        return columns
    if len(old) == len(new):
        return [(i, i) for i in range(len(old))]
    return align(old, new, lexicon)


def _width(table: Table) -> int:
    """The number of columns of a table whose rows all have as many cells and none spans; 0 for any other."""
    widths = {len(row.cells) for row in table.rows}
    spans = any(cell.columns > 1 or cell.rows > 1 for row in table.rows for cell in row.cells)
    return widths.pop() if len(widths) == 1 and not spans else 0


def _column_words(table: Table, lexicon: Lexicon) -> list[str]:
    return ["".join(map(lexicon.words, column)) for column in zip(*(row.cells for row in table.rows))]
