"""The words of a sheet in reading order, and whether they stand in a worked example."""

from collections.abc import Iterator
from dataclasses import dataclass

from guide_pipeline.model.blocks import (
    Block,
    Blocks,
    CaseGroup,
    Contact,
    Figure,
    Form,
    Note,
    NoteKind,
    Resource,
    Section,
    Table,
    inner_blocks,
)
from guide_pipeline.model.inline import Inlines, plain
from guide_pipeline.model.sheet import Sheet, contents_of

_EXAMPLE = "exemple"


@dataclass(frozen=True, slots=True)
class SheetText:
    """A stretch of a sheet's words."""

    content: Inlines
    running: bool
    """True for sentences, items of lists included: not a title nor the cell of a table."""
    example: bool
    """True inside a note of the kind 'exemple', or a section or table whose title begins with 'Exemple'."""

    @property
    def words(self) -> str:
        """The content as text; a rate shows as `{id}`."""
        return plain(self.content)


def texts_of(sheet: Sheet) -> Iterator[SheetText]:
    """Every text of a sheet: title, summary, blocks, contacts, forms, resources, definitions."""
    yield SheetText((sheet.title,), False, False)
    if sheet.summary:
        yield SheetText((sheet.summary,), True, False)
    for blocks in (sheet.blocks, sheet.definitions, sheet.contacts, sheet.forms, sheet.resources):
        yield from _texts(blocks, running=True, example=False)


def _texts(blocks: Blocks, *, running: bool, example: bool) -> Iterator[SheetText]:
    for block in blocks:
        here = example or _is_example(block)
        titled = isinstance(block, Section | Note | Table | CaseGroup)
        for content in contents_of(block):
            yield SheetText(content, running and not titled, here)
        if title := _plain_title(block):
            yield SheetText((title,), False, here)
        inside = running and not isinstance(block, Table)
        for inner in inner_blocks(block):
            yield from _texts(inner, running=inside, example=here)


def _is_example(block: Block) -> bool:
    match block:
        case Note():
            return block.kind is NoteKind.EXAMPLE
        case Section():
            return plain(block.title).casefold().startswith(_EXAMPLE)
        case Table():
            return plain(block.caption).casefold().startswith(_EXAMPLE)
        case _:
            return False


def _plain_title(block: Block) -> str:
    match block:
        case Contact() | Form() | Resource():
            return block.title
        case Figure():
            return block.caption
        case _:
            return ""
