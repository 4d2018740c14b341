"""Amounts that a batch replaces somewhere and that stand elsewhere still: '466,44 € subsiste dans 3 fiches'.

Every sheet of the new guide is searched in its canonical bytes, which costs little; only those where a figure is found
are read. An amount of one or two digits that count (5 €, 1 200 €) stands in too many places for other reasons, and
so is left aside, like one that the batch itself brings somewhere.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import Any

from guide_pipeline.diff.changes import Action, Change
from guide_pipeline.diff.classes import ChangeClass
from guide_pipeline.diff.entities import entities, figure_of
from guide_pipeline.diff.fields import FieldKind, fields_of
from guide_pipeline.diff.guides import GuideDiff
from guide_pipeline.diff.places import Grid, Place, inside
from guide_pipeline.markup.values import value_text
from guide_pipeline.model.blocks import Table
from guide_pipeline.model.guide import Guide, Unit
from guide_pipeline.model.inline import plain
from guide_pipeline.report.model import Leftover, LeftoverPlace

ReadBytes = Callable[[str], bytes]
"""The canonical bytes of a sheet of the new guide, by id."""
_LEAST_DIGITS = 3
_AROUND = 60
_FIGURE = re.compile(r"(\d{1,3}(?:[ \u00a0\u202f]\d{3})+|\d+)(,\d+)?(?:</\w+>)?\Z")
_SPACES = " \u00a0\u202f"
_LONGEST = 80
"""Letters before a currency in which its figure is looked for."""


def leftovers(diff: GuideDiff, new: Guide, read: ReadBytes) -> tuple[Leftover, ...]:
    """What subsists, in the order in which the batch replaces it; places in the guide's order."""
    replaced = _replaced(diff)
    if not replaced:
        return ()
    places: defaultdict[Decimal, list[LeftoverPlace]] = defaultdict(list)
    for key, fact in new.facts.items():
        found = _figures(read(key).decode()) & replaced.keys()
        if found:
            for number, place in _places(new.load(key), found):
                places[number].append(LeftoverPlace(key, fact.title, *place))
    return tuple(
        Leftover(*sides, tuple(places[number])) for number, sides in replaced.items() if places[number]
    )


def _replaced(diff: GuideDiff) -> dict[Decimal, tuple[str, str]]:
    """Amounts that give way to others, with how both are written; less those that the batch brings too."""
    found: dict[Decimal, tuple[str, str]] = {}
    brought: set[Decimal] = set()
    for before, after, *sides in (*_of_rates(diff), *_of_changes(diff)):
        brought.add(after)
        if before != after and len(before.normalize().as_tuple().digits) >= _LEAST_DIGITS:
            found.setdefault(before, (sides[0], sides[1]))
    return {number: sides for number, sides in found.items() if number not in brought}


def _of_rates(diff: GuideDiff) -> Iterator[tuple[Decimal, Decimal, str, str]]:
    for change in diff.rates:
        if change.before and change.after and change.rate.unit is Unit.EURO:
            values = change.before.value, change.after.value
            yield *values, value_text(values[0], Unit.EURO), value_text(values[1], Unit.EURO)


def _of_changes(diff: GuideDiff) -> Iterator[tuple[Decimal, Decimal, str, str]]:
    for sheet in diff.changed:
        for change in sheet.changes:
            if _replaces_an_amount(change):
                assert change.before is not None and change.after is not None
                yield change.before, change.after, change.old, change.new


def _replaces_an_amount(change: Change) -> bool:
    figures = change.before is not None and change.after is not None
    return figures and change.kind is ChangeClass.AMOUNT and change.action is Action.CHANGED


def _figures(text: str) -> set[Decimal]:
    """The amounts of a text. They are looked for before each currency, which is rarer than digits."""
    before = (piece[-_LONGEST:].rstrip(_SPACES) for piece in text.replace("euro", "€").split("€")[:-1])
    found = {
        "".join(filter(None, match.groups()))
        for piece in before
        if (piece[-1:].isdecimal() or piece[-1:] == ">") and (match := _FIGURE.search(piece))
    }
    return {number for figure in found if (number := figure_of(figure)) is not None}


def _places(
    record: Any, wanted: Iterable[Decimal]
) -> Iterator[tuple[Decimal, tuple[tuple[str, ...], str, str]]]:
    """Where the amounts stand in a sheet: the number; what it stands in, the anchor, the words around."""
    numbers = frozenset(wanted)
    for place, text in _texts(record, Place()):
        for entity in entities(text):
            if entity.kind is ChangeClass.AMOUNT and entity.number in numbers:
                yield entity.number, (place.trail, place.anchor, _around(text, entity.start, entity.end))


def _around(text: str, start: int, end: int) -> str:
    left, right = max(start - _AROUND, 0), end + _AROUND
    before, after = ("…" if left else ""), ("…" if right < len(text) else "")
    return f"{before}{text[left:right].strip()}{after}"


def _texts(record: Any, place: Place) -> Iterator[tuple[Place, str]]:
    if isinstance(record, Table):
        yield from _cells(record, place)
        return
    for name, kind in fields_of(type(record)):
        value = getattr(record, name)
        if kind is FieldKind.ITEMS:
            for part in value:
                if not isinstance(part, str):
                    yield from _texts(part, inside(place, part))
        elif kind is FieldKind.INLINE:
            yield place, plain(value)
        elif kind is FieldKind.TEXT:
            yield place, value


def _cells(table: Table, place: Place) -> Iterator[tuple[Place, str]]:
    grid = Grid(table)
    yield place, plain(table.caption)
    for number, row in enumerate(table.rows):
        for rank, cell in enumerate(row.cells):
            yield from _texts(cell, grid.place(place, number, rank))
