"""The parts of a sheet beside which a bar may stand in the margin, numbered in the order of its page.

A number names a part of one state of a sheet, and nothing else: states never change, so it holds for good.
"""

from collections.abc import Iterable, Iterator

from guide_pipeline.model.blocks import (
    Block,
    Case,
    CaseGroup,
    ListBlock,
    ListItem,
    Reference,
    Row,
    Section,
    Table,
)
from guide_pipeline.model.sheet import Sheet

Element = Block | ListItem | Row | Case | Reference
SUMMARY = -1
"""The number of a sheet's summary, which is a text and no element."""
LISTS = ("blocks", "contacts", "references", "forms", "resources", "definitions")
"""The fields of a sheet that hold elements, in the order in which they are numbered."""


def elements_of(sheet: Sheet) -> Iterator[Element]:
    """Every element, parents before children. A box (a note, a contact) is one: what it holds isn't told apart."""
    for name in LISTS:
        yield from _walk(getattr(sheet, name))


def parts_of(element: Element) -> tuple[Element, ...]:
    """The elements directly inside an element."""
    match element:
        case ListBlock():
            return element.items
        case Table():
            return element.rows
        case CaseGroup():
            return element.cases
        case ListItem() | Case() | Section():
            return element.blocks
        case _:
            return ()


def _walk(elements: Iterable[Element]) -> Iterator[Element]:
    for element in elements:
        yield element
        yield from _walk(parts_of(element))
