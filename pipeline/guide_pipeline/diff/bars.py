"""Revision bars: beside which parts of a sheet the last update left its mark, as in the margin of a loose-leaf binder.

A part that is new, changed or moved has a bar; where something went and nothing came, the part that follows has.
Small parts rather than large ones: a paragraph, an item, a row, a box; a heading alone when only it changes.
"""

from collections.abc import Collection, Iterator
from typing import Any

from guide_pipeline.diff.edits import (
    Added,
    Changed,
    Fields,
    Items,
    Kept,
    MovedIn,
    SheetDiff,
    Step,
    Wrapped,
)
from guide_pipeline.model.blocks import (
    Blocks,
    Case,
    CaseGroup,
    ListBlock,
    ListItem,
    Paragraph,
    Reference,
    Row,
    Section,
    Table,
    inner_blocks,
)
from guide_pipeline.model.elements import LISTS, SUMMARY, Element, elements_of, parts_of
from guide_pipeline.model.inline import RateRef, walk_inlines
from guide_pipeline.model.sheet import Sheet, contents_of

Bars = tuple[int, ...]
"""Numbers of elements (`guide_pipeline.model.elements`), rising."""
_FRAMES = (Section, Case, CaseGroup, ListBlock, ListItem, Table)
_TITLED = (Section, Case, CaseGroup)


def change_bars(diff: SheetDiff, new: Sheet) -> Bars:
    """The bars that a change of a sheet leaves in its new state."""
    numbers = {id(element): number for number, element in enumerate(elements_of(new))}
    found: set[int] = set()
    for name, edit in diff.edit.edits:
        if name == "summary":
            found.add(SUMMARY)
        elif name in LISTS and isinstance(edit, Items):
            found.update(numbers[id(element)] for element in _steps(edit.steps, getattr(new, name)))
    return tuple(sorted(found))


def _steps(steps: tuple[Step, ...], new: tuple[Any, ...]) -> Iterator[Element]:
    at, gap, came = 0, False, False
    for step in steps:
        match step:
            case Kept():
                if gap:
                    yield new[at]
                at, gap, came = at + step.count, False, False
            case Added():
                for element in new[at : at + len(step.values)]:
                    yield from _whole(element)
                at, gap, came = at + len(step.values), False, True
            case MovedIn() | Changed() | Wrapped():
                yield from _came(step, new[at])
                at, gap, came = at + 1, False, True
            case _:
                gap = not came
    if gap and new:
        yield new[-1]


def _came(step: MovedIn | Changed | Wrapped, element: Element) -> Iterator[Element]:
    match step:
        case MovedIn():
            yield from _whole(element)
        case Wrapped():
            yield element
            yield from _changed(step.edit, element)
        case Changed():
            yield from _changed(step.edit, element)


def _whole(element: Element) -> Iterator[Element]:
    """The bars of an element all of which is new: under a title, each part has its own."""
    yield element
    if isinstance(element, _TITLED):
        for part in parts_of(element):
            yield from _whole(part)


def _changed(edit: Fields, new: Element) -> Iterator[Element]:
    if not isinstance(new, _FRAMES):
        yield new
        return
    for name, part in edit.edits:
        if isinstance(part, Items) and getattr(new, name) is parts_of(new):
            inside = _steps(part.steps, getattr(new, name))
            yield from _raised(inside, new) if isinstance(new, ListItem) else inside
        else:
            yield new


def _raised(inside: Iterator[Element], item: ListItem) -> Iterator[Element]:
    """The first paragraph of an item has no bar of its own: the item has it."""
    for element in inside:
        yield item if element is item.blocks[0] and isinstance(element, Paragraph) else element


def rate_bars(sheet: Sheet, rates: Collection[str]) -> Bars:
    """The bars beside the parts of a sheet that cite one of these rates at the guide's own date."""
    found: set[int] = set()
    first: dict[int, int] = {}
    for number, element in enumerate(elements_of(sheet)):
        if isinstance(element, ListItem) and element.blocks:
            first[id(element.blocks[0])] = number
        if not isinstance(element, _FRAMES) and _cites(element, rates):
            item = first.get(id(element)) if isinstance(element, Paragraph) else None
            found.add(number if item is None else item)
    return tuple(sorted(found))


def _cites(element: Element, rates: Collection[str]) -> bool:
    match element:
        case Reference() | ListItem() | Case():
            return False
        case Row():
            inside: Iterator[Blocks] = (cell.blocks for cell in element.cells)
        case _:
            cited = (item for content in contents_of(element) for item in walk_inlines(content))
            if any(isinstance(item, RateRef) and item.at is None and item.rate in rates for item in cited):
                return True
            inside = inner_blocks(element)
    return any(_cites(block, rates) for blocks in inside for block in blocks)
