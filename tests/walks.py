"""Slow and plain walks over a sheet, to check the fast ones against."""

from collections.abc import Iterator

from guide_pipeline.model.blocks import (
    Block,
    CaseGroup,
    Contact,
    Definition,
    Form,
    Resource,
    Section,
    walk_blocks,
)
from guide_pipeline.model.inline import Inline, walk_inlines
from guide_pipeline.model.sheet import Sheet, contents_of


def all_blocks(sheet: Sheet) -> Iterator[Block]:
    """Every block of a sheet, its lists of contacts, forms, resources and definitions included, in page order."""
    for blocks in (sheet.blocks, sheet.contacts, sheet.forms, sheet.resources, sheet.definitions):
        yield from walk_blocks(blocks)


def all_inlines(sheet: Sheet) -> Iterator[Inline]:
    """Every inline of a sheet, in page order."""
    for block in all_blocks(sheet):
        for content in contents_of(block):
            yield from walk_inlines(content)


def anchors(sheet: Sheet) -> Iterator[str]:
    """Every place of a sheet that a link can name: sections, cases, definitions, contacts and forms."""
    for block in all_blocks(sheet):
        match block:
            case Section() | Definition():
                yield block.id
            case CaseGroup():
                yield from (case.id for case in block.cases)
            case Contact() | Form() | Resource():
                if block.id:
                    yield block.id
            case _:
                pass
