"""The difference between two states of a sheet.

From the top down: fields that differ, then the elements of their sequences, then fields of the elements that stay.
What is left over on both sides is searched for moves at the end, when the whole sheet is known; until then the
steps of a sequence hold loose elements, which become removals, additions or moves when all is frozen.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from guide_pipeline.diff.align import align
from guide_pipeline.diff.common import Match
from guide_pipeline.diff.edits import (
    Added,
    Changed,
    Edit,
    Fields,
    Items,
    Kept,
    MovedIn,
    MovedOut,
    Removed,
    Replaced,
    SheetDiff,
    Step,
    Unwrapped,
    Wrapped,
)
from guide_pipeline.diff.fields import FieldKind, fields_of
from guide_pipeline.diff.lexicon import Lexicon
from guide_pipeline.diff.moves import Loose, find_moves
from guide_pipeline.diff.tables import align_cells, align_rows, columns_of
from guide_pipeline.diff.words import inline_edit, text_edit
from guide_pipeline.model.blocks import Cell, Paragraph, Row, Table
from guide_pipeline.model.sheet import Sheet


def diff_sheets(old: Sheet, new: Sheet) -> SheetDiff:
    """All that changes from one sheet to the other; false when nothing does."""
    lexicon = Lexicon()
    comparison = _Comparison(lexicon)
    draft = comparison.record(old, new)
    moves = find_moves(comparison.gone, comparison.come, lexicon, lambda a, b: _compare_moved(a, b, lexicon))
    return SheetDiff(_fields(draft), tuple(moves))


def _compare_moved(old: Any, new: Any, lexicon: Lexicon) -> Fields | None:
    """What changes in an element that moved; inside it nothing moves again."""
    return _fields(_Comparison(lexicon).record(old, new)) if old != new else None


@dataclass(slots=True)
class _ChangedDraft:
    fields: "_FieldsDraft"


@dataclass(slots=True)
class _Gone:
    loose: Loose


@dataclass(slots=True)
class _Come:
    loose: Loose


_StepsDraft = list[Kept | _ChangedDraft | _Gone | _Come]
_FieldsDraft = list[tuple[str, Edit | _StepsDraft]]


class _Comparison:
    """One walk through two trees; it gathers what is left over on each side."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._places = 0
        self.gone: list[Loose] = []
        self.come: list[Loose] = []

    def record(self, old: Any, new: Any, columns: list[Match] | None = None) -> _FieldsDraft:
        """The edits of the fields that differ. `columns` matches the cells of two rows (None: in order)."""
        edits: _FieldsDraft = []
        if isinstance(old, Table):
            columns = columns_of(old, new, self._lexicon)
        for name, kind in fields_of(type(old)):
            before, after = getattr(old, name), getattr(new, name)
            if before == after:
                continue
            if kind is FieldKind.SCALAR:
                edits.append((name, Replaced(before, after)))
            elif kind is FieldKind.TEXT:
                edits.append((name, text_edit(before, after)))
            elif kind is FieldKind.INLINE:
                edits.append((name, inline_edit(before, after)))
            else:
                matches = self._align(old, name, before, after, columns)
                edits.append((name, self._steps(before, after, matches, columns)))
        return edits

    def _align(
        self, parent: Any, name: str, old: Sequence[Any], new: Sequence[Any], columns: list[Match] | None
    ) -> list[Match]:
        match parent, name:
            case Table(), "rows":
                return align_rows(old, new, columns, self._lexicon)
            case Table(), "columns" if columns is not None and _fit(columns, old, new):
                return columns
            case Row(), "cells":
                return align_cells(old, new, columns, self._lexicon)
            case Cell(), "blocks" if _is_paragraph(old) and _is_paragraph(new):
                return [(0, 0)]
            case _:
                return align(old, new, self._lexicon)

    def _steps(
        self, old: Sequence[Any], new: Sequence[Any], matches: list[Match], columns: list[Match] | None
    ) -> _StepsDraft:
        self._places += 1
        steps: _StepsDraft = []
        i = j = 0
        for a, b in [*matches, (len(old), len(new))]:
            self._loosen(old[i:a], new[j:b], steps)
            if a < len(old):
                self._matched(old[a], new[b], steps, columns)
            i, j = a + 1, b + 1
        return steps

    def _loosen(self, old: Sequence[Any], new: Sequence[Any], steps: _StepsDraft) -> None:
        place = self._places
        gone = [Loose(value, place) for value in old]
        come = [Loose(value, place) for value in new]
        self.gone += gone
        self.come += come
        steps += map(_Gone, gone)
        steps += map(_Come, come)

    def _matched(self, old: Any, new: Any, steps: _StepsDraft, columns: list[Match] | None) -> None:
        if old is not new and old != new:
            steps.append(_ChangedDraft(self.record(old, new, columns if isinstance(old, Row) else None)))
        elif steps and isinstance(last := steps[-1], Kept):
            steps[-1] = Kept(last.count + 1)
        else:
            steps.append(Kept(1))


def _is_paragraph(blocks: Sequence[Any]) -> bool:
    return len(blocks) == 1 and isinstance(blocks[0], Paragraph)


def _fit(columns: list[Match], old: Sequence[Any], new: Sequence[Any]) -> bool:
    """True when what a table says of its columns goes as far as its matching columns do."""
    return not columns or (columns[-1][0] < len(old) and columns[-1][1] < len(new))


def _fields(draft: _FieldsDraft) -> Fields:
    return Fields(
        tuple((name, Items(_frozen(edit)) if isinstance(edit, list) else edit) for name, edit in draft)
    )


def _frozen(draft: _StepsDraft) -> tuple[Step, ...]:
    steps: list[Step] = []
    for item in draft:
        match item:
            case _ChangedDraft():
                steps.append(Changed(_fields(item.fields)))
            case _Gone():
                _append(steps, _departure(item.loose))
            case _Come():
                _append(steps, _arrival(item.loose))
            case Kept():
                steps.append(item)
    return tuple(steps)


def _append(steps: list[Step], step: Step) -> None:
    """Removals in a row are one step, and so are additions."""
    match steps[-1] if steps else None, step:
        case Removed(before), Removed(values):
            steps[-1] = Removed((*before, *values))
        case Added(before), Added(values):
            steps[-1] = Added((*before, *values))
        case _:
            steps.append(step)


def _departure(loose: Loose) -> Step:
    if loose.move >= 0:
        return MovedOut(loose.move)
    return Unwrapped(_shell(loose), _parts(loose, _departure)) if loose.dirty else Removed((loose.value,))


def _arrival(loose: Loose) -> Step:
    if loose.move >= 0:
        return MovedIn(loose.move)
    return Wrapped(_shell(loose), _parts(loose, _arrival)) if loose.dirty else Added((loose.value,))


def _shell(loose: Loose) -> Any:
    return replace(loose.value, **{name: () for name, _ in loose.parts})


def _parts(loose: Loose, step_of: Any) -> Fields:
    edits: list[tuple[str, Edit]] = []
    for name, parts in loose.parts:
        steps: list[Step] = []
        for part in parts:
            _append(steps, step_of(part))
        edits.append((name, Items(tuple(steps))))
    return Fields(tuple(edits))
