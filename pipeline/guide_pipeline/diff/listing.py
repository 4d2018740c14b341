"""From a difference to the list of its changes: one walk, place in hand."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from guide_pipeline.diff.changes import Action, Change, numbered
from guide_pipeline.diff.classes import ChangeClass
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
    SheetDiff,
    Unwrapped,
    Words,
    Wrapped,
)
from guide_pipeline.diff.entities import kinds_in, same_words
from guide_pipeline.diff.findings import Finding, findings, is_bare_figure, text_findings
from guide_pipeline.diff.places import FIELDS, NOTES, Grid, Place, inside, name_of, shorten, text_of
from guide_pipeline.diff.selection import MOVES, unit_name
from guide_pipeline.diff.tokens import split, tokens_of
from guide_pipeline.diff.walk import Pair, pairs
from guide_pipeline.model.blocks import (
    Case,
    CaseGroup,
    Cell,
    Column,
    Contact,
    Form,
    FormPart,
    ListItem,
    NoteKind,
    Reference,
    Resource,
    Row,
    Section,
    Table,
)
from guide_pipeline.model.sheet import Sheet, SheetLink


def changes_of(diff: SheetDiff, old: Sheet, new: Sheet) -> tuple[Change, ...]:
    """The changes from one sheet to the other, in reading order; the sheet's own fields come first."""
    listing = _Listing(diff)
    listing.record(diff.edit, old, new, Place())
    return numbered(new.id, listing.changes)


_CLASSES: tuple[tuple[tuple[type, ...], ChangeClass], ...] = (
    ((Contact,), ChangeClass.CONTACT),
    ((Form, FormPart, Resource, SheetLink), ChangeClass.LINK),
    ((Reference,), ChangeClass.LEGAL),
    ((Section, Case, CaseGroup, Table, Row, Column, Cell), ChangeClass.STRUCTURE),
)
_STRINGS = {
    "urls": ChangeClass.LINK, "articles": ChangeClass.LEGAL, "directory": ChangeClass.CONTACT,
    "keywords": ChangeClass.RECORD, "audience": ChangeClass.RECORD, "acronyms": ChangeClass.RECORD,
}  # fmt: skip
_FIELD_CLASSES = {
    "effective": ChangeClass.DATE, "updated": ChangeClass.RECORD, "checked": ChangeClass.RECORD,
    "kind": ChangeClass.STRUCTURE, "status": ChangeClass.RECORD, "chapter": ChangeClass.STRUCTURE,
    "folder": ChangeClass.STRUCTURE, "url": ChangeClass.LINK, "sheet": ChangeClass.LINK,
    "anchor": ChangeClass.LINK, "id": ChangeClass.RECORD, "number": ChangeClass.LINK, "width": ChangeClass.TYPOGRAPHY,
    "other_number": ChangeClass.LINK, "format": ChangeClass.RECORD, "size": ChangeClass.RECORD,
    "lang": ChangeClass.RECORD, "source": ChangeClass.RECORD, "columns": ChangeClass.STRUCTURE,
    "rows": ChangeClass.STRUCTURE, "header": ChangeClass.STRUCTURE, "ordered": ChangeClass.STRUCTURE,
    "display": ChangeClass.STRUCTURE, "src": ChangeClass.STRUCTURE, "phone": ChangeClass.CONTACT,
}  # fmt: skip


_KINDS = {Sheet: ChangeClass.RECORD, Form: ChangeClass.LINK}


class _Listing:
    """One walk through a difference."""

    def __init__(self, diff: SheetDiff) -> None:
        self._moves = diff.moves
        self._rehoused = frozenset(_rehoused(diff.edit, False))
        self._inside_told = False
        """True inside what was told to come around others, or to go and leave them."""
        self.changes: list[Change] = []

    def record(self, edit: Fields, old: Any, new: Any, place: Place) -> None:
        """The changes of the fields of a record."""
        first = len(self.changes)
        for name, part in edit.edits:
            before, after = getattr(old, name), getattr(new, name)
            here = place.on(name)
            if name == "columns" and isinstance(old, Table):
                self._columns(before, after, edit, place if _is_reshaped(edit) else here)
            elif isinstance(part, Items):
                self._items(name, part, (old, before), (new, after), here)
            else:
                self._field(name, part, (type(old), before, after), here)
        if (kind := _of_owner(type(old), "")) is not None:
            own = self.changes[first:]
            gives_way = _IN_CONTACTS if kind is ChangeClass.CONTACT else (ChangeClass.WORDING,)
            self.changes[first:] = (replace(c, kind=kind) if c.kind in gives_way else c for c in own)

    def _field(self, name: str, edit: Edit, values: tuple[type, Any, Any], place: Place) -> None:
        """A text or a value of a record."""
        owner, old, new = values
        unnamed = isinstance(edit, Words) and name in _UNNAMED and owner is not Sheet
        label = "" if unnamed or (owner in (Section, Case) and name == "title") else FIELDS.get(name, "")
        kind = (
            _of_owner(owner, name)
            or (_KINDS if name == "kind" else {}).get(owner)
            or _FIELD_CLASSES.get(name)
        )
        place = place.inside("Fusion de cellules" if owner is Cell else label)
        if kind in _NAMING and isinstance(old, str) and same_words(old, new):
            kind = ChangeClass.TYPOGRAPHY
        if kind is not None or not isinstance(old, str | tuple):
            self._add(kind or ChangeClass.STRUCTURE, Action.CHANGED, place, (_said(old), _said(new)))
        else:
            self._findings(_text_changes(edit, old, new), place)

    def _findings(self, found: Iterable[Finding], place: Place) -> None:
        for finding in found:
            figures = finding.before, finding.after
            self._add(finding.kind, Action.CHANGED, place, (finding.old, finding.new), figures=figures)

    def _columns(self, old: Sequence[Column], new: Sequence[Column], edit: Fields, place: Place) -> None:
        """What a table says of its columns; columns that come or go are told with their cells."""
        place = place.inside(FIELDS["columns"])
        if [c.header for c in old] == [c.header for c in new]:
            sides = _said([c.width for c in old]), _said([c.width for c in new])
            self._add(ChangeClass.TYPOGRAPHY, Action.CHANGED, place, sides)
        elif len(old) == len(new) or not _is_reshaped(edit):
            sides = _said([c.header for c in old]), _said([c.header for c in new])
            self._add(ChangeClass.STRUCTURE, Action.CHANGED, place, sides)

    def _items(
        self, name: str, edit: Items, old: tuple[Any, Any], new: tuple[Any, Any], place: Place
    ) -> None:
        """A sequence: its elements that come, go, move or change."""
        found = pairs(edit, old[1], new[1], self._moves)
        if isinstance(new[0], Sheet):
            place = place.inside(FIELDS.get(name, ""))
        if isinstance(new[0], Table) and name == "rows":
            self._rows(found, old[0], new[0], place)
            return
        for pair in found:
            if pair.step is Kept:
                continue
            self._pair(pair, _of_owner(type(new[0]), name) or _class_of(pair, name), place)

    def _pair(self, pair: Pair, kind: ChangeClass, place: Place) -> None:
        element = pair.new if pair.new is not None else pair.old
        place = _at(pair, place)
        if pair.step is Changed and pair.edit:
            self.record(pair.edit, pair.old, pair.new, inside(place, element))
        elif pair.step is Added or pair.step is Removed:
            self._whole(pair, kind, place)
        elif pair.step is MovedIn:
            text = shorten(text_of(element))
            if pair.move not in self._rehoused:
                self._add(ChangeClass.STRUCTURE, Action.MOVED, place, (text, text))
            if pair.edit:
                self.record(pair.edit, pair.old, pair.new, inside(place, element))
        elif pair.step is Wrapped or pair.step is Unwrapped:
            self._around(pair, place)

    def _whole(self, pair: Pair, kind: ChangeClass, place: Place) -> None:
        """An element that comes or goes whole."""
        element = pair.new if pair.step is Added else pair.old
        text = text_of(element)
        also = tuple(k for k in kinds_in(text) if k is not kind)
        if not isinstance(element, str):
            place = place.inside(name_of(element), getattr(element, "id", ""))
        if pair.step is Added:
            self._add(kind, Action.ADDED, place, ("", text), also)
        else:
            self._add(kind, Action.REMOVED, place, (text, ""), also)

    def _around(self, pair: Pair, place: Place) -> None:
        """An element that comes around others, or goes and leaves them."""
        element, shell = (pair.new, pair.old) if pair.step is Wrapped else (pair.old, pair.new)
        named, title = place.inside(name_of(element)), shorten(text_of(shell) or text_of(element))
        if isinstance(element, ListItem) and self._inside_told:
            pass  # told with its list
        elif pair.step is Wrapped:
            self._add(ChangeClass.STRUCTURE, Action.ADDED, named, ("", title))
        else:
            self._add(ChangeClass.STRUCTURE, Action.REMOVED, named, (title, ""))
        if pair.edit:
            outer, self._inside_told = self._inside_told, True
            self.record(pair.edit, pair.old, pair.new, inside(place, element))
            self._inside_told = outer

    def _rows(self, found: Iterable[Pair], old: Table, new: Table, place: Place) -> None:
        """The rows of a table: cells are named by their headers, and a column is told once."""
        grids = Grid(old), Grid(new)
        columns: defaultdict[tuple[Action, int], list[str]] = defaultdict(list)
        first = len(self.changes)
        for pair in found:
            if pair.edit is None or not isinstance(pair.old, Row):
                self._pair(pair, ChangeClass.STRUCTURE, place)
                continue
            if pair.step is MovedIn:
                self._pair(replace(pair, edit=None), ChangeClass.STRUCTURE, place)
            for name, edit in pair.edit.edits:
                here = _at(pair, place).on(name)
                if isinstance(edit, Items):
                    row = pair.old_index if pair.old_index >= 0 else pair.new_index, pair.new_index
                    for cell in pairs(edit, pair.old.cells, pair.new.cells, self._moves):
                        self._cell(cell, row, grids, columns, here)
                else:
                    self._field(name, edit, (Row, getattr(pair.old, name), getattr(pair.new, name)), here)
        for (action, _), texts in columns.items():
            moved = any(other is not action and same == texts for (other, _), same in columns.items())
            self._column(action, texts, moved, place)
        if columns:
            # Rows would not fit any more if one of these changes were left out without the others.
            unit = unit_name(place.path[:-1])
            self.changes[first:] = (replace(change, unit=unit) for change in self.changes[first:])

    def _cell(
        self,
        cell: Pair,
        row: tuple[int, int],
        grids: tuple[Grid, Grid],
        columns: dict[tuple[Action, int], list[str]],
        place: Place,
    ) -> None:
        if cell.step is Added:
            columns[Action.ADDED, grids[1].column(row[1], cell.new_index)].append(text_of(cell.new))
        elif cell.step is Removed:
            columns[Action.REMOVED, grids[0].column(row[0], cell.old_index)].append(text_of(cell.old))
        elif cell.edit:
            named = grids[1].place(_at(cell, place), row[1], cell.new_index)
            if _is_figure(cell.old) and _is_figure(cell.new):
                self._figures(cell, named)
            else:
                self.record(cell.edit, cell.old, cell.new, named)

    def _figures(self, cell: Pair, place: Place) -> None:
        """A cell that holds a figure alone: what it counts is in its headers, not in its text."""
        old, new = text_of(cell.old), text_of(cell.new)
        place = place.on("blocks")
        unit = _unit_of(place.trail, (old, new))
        pairs_found = text_findings(f"{old} {unit}", f"{new} {unit}")
        self._findings((replace(f, old=old, new=new) for f in pairs_found), place)

    def _column(self, action: Action, texts: Sequence[str], moved: bool, place: Place) -> None:
        """The cells that come or go in one column; `moved`: the same ones go or come elsewhere."""
        text = " | ".join(texts)
        named = place.inside("colonne" if len(texts) > 1 else "cellule")
        if not moved:
            sides = ("", text) if action is Action.ADDED else (text, "")
            self._add(ChangeClass.STRUCTURE, action, named, sides, kinds_in(text))
        elif action is Action.ADDED:
            self._add(ChangeClass.STRUCTURE, Action.MOVED, named, (text, text))

    def _add(
        self,
        kind: ChangeClass,
        action: Action,
        place: Place,
        sides: tuple[str, str],
        also: tuple[ChangeClass, ...] = (),
        figures: tuple[Decimal | None, Decimal | None] = (None, None),
    ) -> None:
        unit = unit_name(place.path)
        change = Change("", kind, action, place.trail, place.anchor, *sides, *figures, also, unit)
        self.changes.append(change)


_UNNAMED = frozenset({"title", "content", "caption", "term", "detail"})
"""Fields whose words speak for themselves."""


_NAMING = (ChangeClass.LEGAL, ChangeClass.CONTACT)
"""Classes that a text has from where it stands: a space more in the name of a law is no other law."""
_IN_CONTACTS = frozenset(ChangeClass) - {ChangeClass.STRUCTURE, ChangeClass.TYPOGRAPHY, ChangeClass.RECORD}
"""Inside a contact, even the price of a call is no amount of the guide."""


def _at(pair: Pair, place: Place) -> Place:
    """The place of an element in the difference: a move is told where it is kept, with all moves."""
    return replace(place, path=(MOVES, pair.move)) if pair.step is MovedIn else place.on(*pair.key)


def _is_reshaped(edit: Fields) -> bool:
    """True when rows of a table win or lose cells."""
    rows = next((part for name, part in edit.edits if name == "rows"), None)
    steps = rows.steps if isinstance(rows, Items) else ()
    cells = (
        part
        for step in steps
        if isinstance(step, Changed)
        for name, part in step.edit.edits
        if name == "cells"
    )
    return any(
        isinstance(step, Added | Removed) for part in cells if isinstance(part, Items) for step in part.steps
    )


def _rehoused(edit: Fields, around: bool) -> Iterator[int]:
    """The moves out of what was unwrapped and into what was wrapped: they are told with it."""
    for _, part in edit.edits:
        for step in part.steps if isinstance(part, Items) else ():
            if isinstance(step, MovedIn | MovedOut) and around:
                yield step.move
            elif isinstance(step, Changed | Wrapped | Unwrapped):
                yield from _rehoused(step.edit, not isinstance(step, Changed))


def _of_owner(owner: type, name: str) -> ChangeClass | None:
    """The class of everything inside contacts and references, but for addresses of legal texts."""
    if owner is Reference:
        return ChangeClass.LINK if name == "url" else ChangeClass.LEGAL
    return ChangeClass.CONTACT if owner is Contact else None


def _class_of(pair: Pair, name: str) -> ChangeClass:
    element = pair.new if pair.new is not None else pair.old
    if isinstance(element, str):
        return _STRINGS.get(name, ChangeClass.WORDING)
    return next((kind for types, kind in _CLASSES if isinstance(element, types)), ChangeClass.WORDING)


def _text_changes(edit: Edit, old: Any, new: Any) -> list[Finding]:
    if isinstance(edit, Words):
        return findings(edit.steps, split(old) if isinstance(old, str) else tokens_of(old))
    return text_findings(old, new) if isinstance(old, str) else []


def _said(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "oui" if value else "non"
        case NoteKind():
            return NOTES[value]
        case date():
            return f"{value:%d/%m/%Y}"
        case tuple() | list():
            return ", ".join(_said(part) if isinstance(part, bool | int) else text_of(part) for part in value)
        case _:
            return str(value)


def _is_figure(cell: Cell) -> bool:
    return len(cell.blocks) == 1 and is_bare_figure(text_of(cell))


def _unit_of(trail: tuple[str, ...], texts: tuple[str, ...]) -> str:
    """The unit that headers give to a figure: '€', '%' or none."""
    headers = " ".join(trail)
    if "€" in headers or "euro" in headers or any("," in text or " " in text for text in texts):
        return "€"
    return "%" if "%" in headers or "taux" in headers.lower() else ""
