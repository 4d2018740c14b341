"""Two states of a content merged into one that shows both: what goes and what comes, marked, at its place.

The result is made of model values with marks in their texts (see `marks`); the renderer of pages shows it. Changes
that no text shows (the address of a form, the number of a contact) are told in a line below what they belong to.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from guide_pipeline.diff.edits import (
    Added,
    Changed,
    Edit,
    Fields,
    Items,
    Kept,
    Move,
    MovedIn,
    MovedOut,
    Removed,
    Replaced,
    Unwrapped,
    Wrapped,
)
from guide_pipeline.diff.fields import FieldKind, fields_of
from guide_pipeline.diff.places import FIELDS, shorten, text_of
from guide_pipeline.diff.walk import Pair, pairs
from guide_pipeline.markup.values import date_text
from guide_pipeline.model.blocks import (
    Case,
    Cell,
    Contact,
    Definition,
    Form,
    FormPart,
    ListItem,
    Paragraph,
    Reference,
    Resource,
    Row,
    Table,
)
from guide_pipeline.model.sheet import SheetLink
from guide_pipeline.report.marks import Mark, clean
from guide_pipeline.report.texts import TextMerger, marked_content

_GAP = "…"
_UNSEEN = frozenset({"id", "kind", "url", "src", "sheet", "chapter", "anchor", "lang"})
"""Texts that a reader doesn't see as they are: never marked, but told when they change."""
_READ_AS_TEXT = frozenset({"articles"})
"""Sequences of texts that are shown as they are; others are addresses or codes."""
_SILENT = frozenset({"id", "width", "columns"})
"""Fields of which a line would tell nothing."""
_SMALL = 15
"""Rows of a table that is always shown whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Merger(TextMerger):
    """How to merge: what rates are worth on both sides, and what is left out."""

    moves: Sequence[Move]
    brief: bool = False
    """True: only what changes, with what it stands in."""

    def record(self, edit: Fields, old: Any, new: Any) -> Any:
        """A record that shows both states of what an edit changes."""
        values: dict[str, Any] = {}
        told: list[Paragraph] = []
        edits = dict(edit.edits)
        for name, kind in fields_of(type(new)):
            before, after, part = getattr(old, name), getattr(new, name), edits.get(name)
            if kind is FieldKind.INLINE:
                values[name] = self.words(part, before) if part else self.kept_content(after)
            elif kind is FieldKind.ITEMS and (name in _READ_AS_TEXT or not _is_texts(before, after)):
                values[name] = self.items(part, before, after)
            elif kind is FieldKind.TEXT and name not in _UNSEEN:
                values[name] = self.text(part, before, after) if part else clean(after)
            elif part is not None and name not in _SILENT:
                told.append(told_line("Fusion de cellules" if isinstance(new, Cell) else name, before, after))
        if isinstance(new, Table) and self.hidden is None:
            values["columns"] = new.columns if len(new.columns) >= len(old.columns) else old.columns
        base = old if self.hidden is Mark.ADDED else new
        return _with_lines(replace(base, **values), told)

    def items(self, part: Edit | None, old: Sequence[Any], new: Sequence[Any]) -> tuple[Any, ...]:
        """A sequence that shows both states."""
        steps = part if isinstance(part, Items) else Items((Kept(len(new)),) if new else ())
        context = _is_context(old) or _is_context(new)
        merged: list[Any] = []
        skipped = False
        for pair in pairs(steps, old, new, self.moves):
            if pair.step is Kept and self.brief and not context and not _heads(pair):
                skipped = True
                continue
            if skipped and isinstance(pair.new, ListItem | Row):
                merged.extend(_aside(pair.new, _GAP))
            skipped = False
            merged.extend(self._elements(pair))
        return tuple(merged)

    def _elements(self, pair: Pair) -> Iterable[Any]:
        if pair.step in _GOING and self.hidden is Mark.REMOVED:
            return ()
        if pair.step in _COMING and self.hidden is Mark.ADDED:
            return ()
        if pair.step is Kept:
            return (self.kept(pair.new),)
        if pair.step is Removed:
            return (marked(pair.old, Mark.REMOVED),)
        if pair.step is Added:
            return (marked(pair.new, Mark.ADDED),)
        if pair.step is MovedOut:
            return _aside(pair.old, f"Déplacé : « {shorten(text_of(pair.old), 60)} »")
        if pair.edit and _must_stand_apart(pair):
            return self._twice(pair)
        merged = self.record(pair.edit, pair.old, pair.new) if pair.edit else self.kept(pair.new)
        if pair.step is MovedIn:
            return (*_aside(pair.new, "Déplacé ici :"), merged)
        if pair.step is Wrapped:
            return (_named(merged, pair.old, Mark.ADDED),)
        if pair.step is Unwrapped:
            return (_named(merged, pair.new, Mark.REMOVED),)
        return (merged,)

    def _twice(self, pair: Pair) -> Iterable[Any]:
        """The old state, then the new one, of what can't show both at once."""
        for hidden, said in ((Mark.ADDED, "Avant :"), (Mark.REMOVED, "Après :")):
            if self.hidden in (None, hidden) and pair.edit:
                if self.hidden is None:
                    yield Paragraph((Mark.ASIDE.text(said),))
                yield replace(self, hidden=hidden, brief=False).record(pair.edit, pair.old, pair.new)

    def kept(self, value: Any) -> Any:
        """A value that stays: only the rates that it cites may show otherwise."""
        if isinstance(value, str):
            return clean(value)
        changes: dict[str, Any] = {}
        for name, kind in fields_of(type(value)):
            part = getattr(value, name)
            if kind is FieldKind.INLINE:
                changes[name] = self.kept_content(part)
            elif kind is FieldKind.ITEMS and part:
                changes[name] = tuple(map(self.kept, part))
            elif kind is FieldKind.TEXT and part:
                changes[name] = clean(part)
        return replace(value, **changes)


_GOING = (Removed, MovedOut, Unwrapped)
_COMING = (Added, MovedIn, Wrapped)


def marked(value: Any, mark: Mark) -> Any:
    """A record all of whose texts are under a mark."""
    if isinstance(value, str):
        return mark.text(value)
    changes: dict[str, Any] = {}
    for name, kind in fields_of(type(value)):
        part = getattr(value, name)
        if not part or name in _UNSEEN:
            continue
        if kind is FieldKind.INLINE:
            changes[name] = marked_content(part, mark)
        elif kind is FieldKind.TEXT:
            changes[name] = mark.text(part)
        elif kind is FieldKind.ITEMS and (name in _READ_AS_TEXT or not _is_texts(part)):
            changes[name] = tuple(marked(element, mark) for element in part)
    return _showable(replace(value, **changes))


def _named(merged: Any, shell: Any, mark: Mark) -> Any:
    """A merged record whose own title, that of an empty shell, is under a mark."""
    changes = {
        name: marked_content(getattr(shell, name), mark)
        for name, kind in fields_of(type(shell))
        if kind is FieldKind.INLINE
    }
    return replace(merged, **changes)


def _aside(element: Any, words: str) -> tuple[Any, ...]:
    """A line of the report that can stand where this element does."""
    line = Paragraph((Mark.ASIDE.text(words),))
    match element:
        case ListItem():
            return (ListItem((line,)),)
        case Row():
            return (Row((Cell((line,), columns=sum(cell.columns for cell in element.cells) or 1),)),)
        case Case():
            return (Case("", line.content, ()),)
        case Contact() | Form() | Resource() | Definition() | Reference() | SheetLink() | FormPart():
            return ()
        case _:
            return (line,)


def told_line(name: str, old: object, new: object) -> Paragraph:
    """A line on a change that the text doesn't show."""
    sides = Mark.REMOVED.text(_said(old)), Mark.ADDED.text(_said(new))
    said = " ".join((f"{FIELDS.get(name, name)} :", *filter(None, sides)))
    return Paragraph((f"{Mark.ASIDE.start}{said}{Mark.ASIDE.end}",))


def _said(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "oui" if value else "non"
        case date():
            return date_text(value)
        case tuple():
            return ", ".join(map(text_of, value))
        case _:
            return str(value)


def _with_lines(record: Any, lines: Sequence[Paragraph]) -> Any:
    """A record with lines below its content; a record without blocks has no place for them."""
    if lines and hasattr(record, "blocks"):
        record = replace(record, blocks=(*record.blocks, *lines))
    return _showable(record)


def _showable(record: Any) -> Any:
    """A reference that is not linked: marks in its name would get into the address of a search."""
    if isinstance(record, Reference) and not record.url:
        return replace(record, url="#")
    return record


def _is_texts(*sequences: Sequence[Any]) -> bool:
    return any(isinstance(element, str) for sequence in sequences for element in sequence[:1])


def _is_context(elements: Sequence[Any]) -> bool:
    """True for what is shown whole even when only changes are wanted: a row, a small table, one whose cells span."""
    if not elements or not isinstance(elements[0], Row):
        return bool(elements) and isinstance(elements[0], Cell)
    return len(elements) <= _SMALL or any(cell.rows > 1 for row in elements for cell in row.cells)


def _heads(pair: Pair) -> bool:
    """True for a row that names the columns."""
    return isinstance(pair.new, Row) and (pair.new_index == 0 or pair.new.header)


def _must_stand_apart(pair: Pair) -> bool:
    """True for a table with spans whose rows or cells come or go: merged, its columns would not fit."""
    if not isinstance(pair.new, Table) or pair.edit is None:
        return False
    spans = any(c.columns > 1 or c.rows > 1 for t in (pair.old, pair.new) for r in t.rows for c in r.cells)
    return spans and any(_reshapes(part) for name, part in pair.edit.edits if name == "rows")


def _reshapes(part: Edit) -> bool:
    if not isinstance(part, Items):
        return isinstance(part, Replaced)
    return any(
        not isinstance(step, Kept | Changed)
        or (isinstance(step, Changed) and any(_reshapes(p) for n, p in step.edit.edits if n in _SHAPE))
        for step in part.steps
    )


_SHAPE = ("cells", "columns", "rows")
