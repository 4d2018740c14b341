"""Two states of a content merged into one that shows both: what goes and what comes, marked, at its place.

The result is made of model values with marks in their texts (see `marks`); the renderer of pages shows it. Changes
that no text shows (the address of a form, the number of a contact) are told in a line below what they belong to.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
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
    Step,
    Unwrapped,
    Words,
    Wrapped,
)
from guide_pipeline.diff.fields import FieldKind, fields_of
from guide_pipeline.diff.places import FIELDS, shorten, text_of
from guide_pipeline.diff.tokens import Close, Open, Token, split, tokens_of
from guide_pipeline.diff.walk import Pair, pairs
from guide_pipeline.markup import date_text
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
from guide_pipeline.model.inline import Inline, Inlines, Parent, RateRef
from guide_pipeline.model.sheet import SheetLink
from guide_pipeline.report.marks import Mark, clean, cleaned

ShownRate = Callable[[RateRef], str]
_GAP = "…"
_UNSEEN = frozenset({"id", "kind", "url", "src", "sheet", "chapter", "anchor", "lang"})
"""Texts that a reader doesn't see as they are: never marked, but told when they change."""
_SILENT = frozenset({"id", "width", "columns"})
"""Fields of which a line would tell nothing."""
_SMALL = 15
"""Rows of a table that is always shown whole."""


@dataclass(frozen=True, slots=True)
class Merger:
    """How to merge: what rates are worth on both sides, and what is left out."""

    moves: Sequence[Move]
    rate_before: ShownRate
    rate_after: ShownRate
    brief: bool = False
    """True: only what changes, with what it stands in."""
    hidden: Mark | None = None
    """REMOVED: only the new state is shown, with what came marked; ADDED: only the old one."""

    def record(self, edit: Fields, old: Any, new: Any) -> Any:
        """A record that shows both states of what an edit changes."""
        values: dict[str, Any] = {}
        told: list[Paragraph] = []
        edits = dict(edit.edits)
        for name, kind in fields_of(type(new)):
            before, after, part = getattr(old, name), getattr(new, name), edits.get(name)
            if kind is FieldKind.INLINE:
                values[name] = self.words(part, before) if part else self.kept_content(after)
            elif kind is FieldKind.ITEMS and not _is_texts(before, after):
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

    def kept_content(self, content: Inlines) -> Inlines:
        """A content that stays, with old and new values of the rates that change."""
        return tuple(part for item in content for part in self._kept_inline(item))

    def _kept_inline(self, item: Inline) -> Iterator[Inline]:
        if isinstance(item, Parent):
            yield replace(item, children=self.kept_content(item.children))
        elif isinstance(item, RateRef) and (before := self.rate_before(item)) != self.rate_after(item):
            if self.hidden is not Mark.REMOVED:
                yield Mark.REMOVED.text(before)
            if self.hidden is not Mark.ADDED:
                yield from Mark.ADDED.content((item,))
        else:
            yield cleaned(item)

    def text(self, part: Edit, old: str, new: str) -> str:
        """A plain text that shows both states."""
        steps = part.steps if isinstance(part, Words) else (Removed((old,)), Added((new,)))
        pieces = ((mark, "".join(tokens)) for mark, tokens in self._runs(steps, split(old)))
        return "".join(mark.text(piece) if mark else clean(piece) for mark, piece in pieces)

    def words(self, part: Edit, old: Inlines) -> Inlines:
        """An inline content that shows both states: what goes keeps its old look, what comes has its new one."""
        if not isinstance(part, Words):
            return old
        writer = _Writer(self)
        for mark, tokens in self._runs(part.steps, tokens_of(old)):
            writer.run(mark, tokens)
        return writer.content()

    def _runs(
        self, steps: Sequence[Step], old: Sequence[Token]
    ) -> Iterator[tuple[Mark | None, Sequence[Any]]]:
        """Tokens in the order of the steps, under the mark of what goes or comes."""
        position = 0
        for step in steps:
            if isinstance(step, Kept):
                yield None, old[position : position + step.count]
                position += step.count
            elif isinstance(step, Removed):
                position += len(step.values)
                if self.hidden is not Mark.REMOVED:
                    yield Mark.REMOVED, step.values
            elif isinstance(step, Added) and self.hidden is not Mark.ADDED:
                yield Mark.ADDED, step.values


_GOING = (Removed, MovedOut, Unwrapped)
_COMING = (Added, MovedIn, Wrapped)


class _Writer:
    """Writes runs of tokens: open nodes of the old and of the new content are followed side by side."""

    def __init__(self, merger: Merger) -> None:
        self._merger = merger
        self._old: list[Parent] = []
        self._new: list[Parent] = []
        self._pieces: list[Inline] = []

    def run(self, mark: Mark | None, tokens: Iterable[Token]) -> None:
        """Tokens that go, come, or (no mark) stay."""
        items: list[Inline] = []
        for token in tokens:
            if not isinstance(token, Open | Close):
                items.append(token)
                continue
            self._write(mark, items)
            if mark is not Mark.ADDED:
                _follow(self._old, token)
            if mark is not Mark.REMOVED:
                _follow(self._new, token)
        self._write(mark, items)

    def _write(self, mark: Mark | None, items: list[Inline]) -> None:
        """Items that stand inside the nodes open now."""
        old_side = mark is Mark.REMOVED or self._merger.hidden is Mark.ADDED
        nodes = self._old if old_side else self._new
        shown = _joined(items)
        items.clear()
        if mark is Mark.REMOVED:
            shown = tuple(
                self._merger.rate_before(i) if isinstance(i, RateRef) else cleaned(i) for i in shown
            )
        elif mark is Mark.ADDED:
            shown = tuple(map(cleaned, shown))
        else:
            shown = self._merger.kept_content(shown)
        if mark is None and self._old != self._new and self._merger.hidden is None:
            mark = Mark.LOOK
        self._pieces.extend(_nested(nodes, mark.content(shown) if mark else shown))

    def content(self) -> Inlines:
        """All that was written, neighbours under the same nodes and marks joined."""
        return _joined(self._pieces)


def _follow(nodes: list[Parent], token: Open | Close) -> None:
    if isinstance(token, Open):
        nodes.append(token.node)
    elif nodes:
        nodes.pop()


def _nested(nodes: Sequence[Parent], content: Inlines) -> Inlines:
    for node in reversed(nodes):
        content = (replace(node, children=content),)
    return content


_SEAMS = tuple(mark.end + mark.start for mark in Mark)


def _joined(items: Iterable[Inline]) -> Inlines:
    """Items with neighbours that are alike made one: texts, and nodes that differ by their content only."""
    joined: list[Inline] = []
    for alike, group in groupby(items, _alike):
        if alike is str:
            joined.append(_sewn("".join(map(str, group))))
        elif isinstance(alike, Parent):
            inner = _joined(child for node in group for child in getattr(node, "children", ()))
            joined.append(replace(alike, children=inner))
        else:
            joined.extend(group)
    return tuple(joined)


def _alike(item: Inline) -> object:
    return replace(item, children=()) if isinstance(item, Parent) else str if isinstance(item, str) else None


def _sewn(text: str) -> str:
    """A text whose marks that end and start again at once go on."""
    for seam in _SEAMS:
        text = text.replace(seam, "")
    return text


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
        elif kind is FieldKind.ITEMS and not isinstance(part[0], str):
            changes[name] = tuple(marked(element, mark) for element in part)
    return _showable(replace(value, **changes))


def marked_content(content: Inlines, mark: Mark) -> Inlines:
    """An inline content under a mark, which goes inside links and emphasis so as not to cut them."""
    return _joined(
        replace(item, children=marked_content(item.children, mark)) if isinstance(item, Parent) else part
        for item in content
        for part in ((item,) if isinstance(item, Parent) else mark.content((cleaned(item),)))
    )


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
    label = FIELDS.get(name, name)
    sides = Mark.REMOVED.text(_said(old)), Mark.ADDED.text(_said(new))
    return Paragraph((" ".join((Mark.ASIDE.text(f"{label} :"), *filter(None, sides))),))


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
