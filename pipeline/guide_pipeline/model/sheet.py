"""The sheet: the unit of content and of update."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from guide_pipeline.model.blocks import (
    Block,
    Blocks,
    CaseGroup,
    Contact,
    Definition,
    Form,
    Note,
    Paragraph,
    Reference,
    Resource,
    Section,
    Table,
)
from guide_pipeline.model.inline import Inlines


class SheetKind(StrEnum):
    """What a sheet is; the value is what authors write."""

    SHEET = "fiche"
    QUESTION = "question"
    REDIRECT = "renvoi"
    """Only leads elsewhere."""
    HOW_TO = "demarche"
    """What to do on an event: a move, a birth, a death."""


class Status(StrEnum):
    """Editorial state that a reader must know."""

    CURRENT = ""
    UNDER_REVISION = "en-cours-de-mise-a-jour"


@dataclass(frozen=True, slots=True)
class SheetLink:
    """A pointer to another sheet, to a chapter or elsewhere, in a list."""

    sheet: str = ""
    chapter: str = ""
    url: str = ""
    anchor: str = ""
    title: str = ""
    """As written; '' shows the target's own title."""
    context: str = ""
    """Where the target stands: its theme."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One subject of the guide, complete in itself. `id` never changes; title and chapter may."""

    id: str
    chapter: str
    title: str
    updated: date
    kind: SheetKind = SheetKind.SHEET
    status: Status = Status.CURRENT
    folder: str = ""
    """Group of sheets inside the chapter, '' when none."""
    audience: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    summary: str = ""
    effective: date | None = None
    """Since when what it says applies."""
    checked: date | None = None
    """When somebody last compared it with the official texts."""
    blocks: Blocks = ()
    see_also: tuple[SheetLink, ...] = ()
    contacts: tuple[Contact, ...] = ()
    references: tuple[Reference, ...] = ()
    forms: tuple[Form, ...] = ()
    resources: tuple[Resource, ...] = ()
    definitions: tuple[Definition, ...] = ()
    acronyms: tuple[str, ...] = ()
    """Acronyms that the sheet explains at its foot, beyond those that its text cites."""
    questions: tuple[SheetLink, ...] = ()
    """Question sheets, and sheets on what to do, that go with it."""


def contents_of(block: Block) -> Iterator[Inlines]:
    """The inline contents that a block holds itself (not those of blocks inside it)."""
    match block:
        case Paragraph():
            yield block.content
        case Section() | Note():
            yield block.title
        case Table():
            yield block.caption
        case CaseGroup():
            yield from (case.title for case in block.cases)
        case Definition():
            yield block.term
        case _:
            return
