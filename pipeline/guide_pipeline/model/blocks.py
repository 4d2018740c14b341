"""Blocks: what a sheet is made of. Sections are blocks too, since cases and situations contain sections."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from guide_pipeline.model.inline import Inlines


class NoteKind(StrEnum):
    """Kinds of notes; the value is what authors write."""

    GOOD_TO_KNOW = "a-savoir"
    REMARK = "a-noter"
    WARNING = "attention"
    EXAMPLE = "exemple"
    REMINDER = "rappel"
    NOTICE = "avertissement"


class CaseDisplay(StrEnum):
    """How alternative cases are offered."""

    TABS = "onglets"
    CHOICE = "choix"
    SEQUENCE = "suite"


class FormKind(StrEnum):
    """What a form really is."""

    FORM = "formulaire"
    SERVICE = "teleservice"
    SIMULATOR = "simulateur"
    LETTER = "modele"


class ContactKind(StrEnum):
    """How far a contact reaches."""

    LOCAL = "local"
    NATIONAL = "national"
    CALL_CENTRE = "centre"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    content: Inlines


@dataclass(frozen=True, slots=True)
class ListItem:
    """One item; it may hold lists in turn."""

    blocks: "Blocks"


@dataclass(frozen=True, slots=True)
class ListBlock:
    """A bulleted or numbered list."""

    items: tuple[ListItem, ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table."""

    header: bool = False
    """True when its cells name their rows."""
    width: int = 0
    """Share of the width in percent, 0 when not given."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell, with the columns and rows that it spans."""

    blocks: "Blocks"
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table."""

    cells: tuple[Cell, ...]
    header: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table. `columns` may be empty when nothing is said of them."""

    rows: tuple[Row, ...]
    columns: tuple[Column, ...] = ()
    caption: Inlines = ()
    summary: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A boxed remark."""

    kind: NoteKind
    blocks: "Blocks"
    title: Inlines = ()


@dataclass(frozen=True, slots=True)
class Case:
    """One of several situations; its id is an anchor of the sheet."""

    id: str
    title: Inlines
    blocks: "Blocks"
    kind: str = ""


@dataclass(frozen=True, slots=True)
class CaseGroup:
    """Alternatives: 'vous êtes salarié', 'vous êtes indépendant'."""

    cases: tuple[Case, ...]
    display: CaseDisplay = CaseDisplay.TABS


@dataclass(frozen=True, slots=True)
class Reference:
    """A legal text on which the sheet rests."""

    title: str = ""
    code: str = ""
    """A code or statute: 'Code civil', 'CSS'."""
    articles: tuple[str, ...] = ()
    detail: str = ""
    url: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Definition:
    """A term and its meaning; its id is an anchor of the sheet."""

    id: str
    term: Inlines
    blocks: "Blocks"
    references: tuple[Reference, ...] = ()


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to turn to."""

    title: str
    id: str = ""
    kind: ContactKind = ContactKind.NATIONAL
    detail: str = ""
    phone: str = ""
    blocks: "Blocks" = ()
    urls: tuple[str, ...] = ()
    directory: tuple[str, ...] = ()
    """Codes of a directory of local offices ('caf', 'mairie'): data, not text."""
    source: str = ""


@dataclass(frozen=True, slots=True)
class FormPart:
    """An annex or a notice that comes with a form."""

    title: str
    url: str = ""
    notice: bool = False
    number: str = ""
    format: str = ""
    size: str = ""
    source: str = ""
    blocks: "Blocks" = ()


@dataclass(frozen=True, slots=True)
class Form:
    """A form, an online service, a simulator or a model letter."""

    title: str
    id: str = ""
    kind: FormKind = FormKind.FORM
    url: str = ""
    number: str = ""
    """Cerfa number, '12038*03'."""
    other_number: str = ""
    format: str = ""
    size: str = ""
    lang: str = ""
    source: str = ""
    blocks: "Blocks" = ()
    parts: tuple[FormPart, ...] = ()


@dataclass(frozen=True, slots=True)
class Resource:
    """A page or a document elsewhere, worth reading."""

    title: str
    url: str = ""
    id: str = ""
    format: str = ""
    size: str = ""
    lang: str = ""
    source: str = ""
    blocks: "Blocks" = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """An image, with all that it says in words (the file itself may be missing)."""

    src: str
    alt: str = ""
    caption: str = ""
    credits: str = ""
    blocks: "Blocks" = ()
    """The long description."""


@dataclass(frozen=True, slots=True)
class Section:
    """A titled part; its id is an anchor of the sheet that links and notes rely on."""

    id: str
    title: Inlines
    blocks: "Blocks" = field(default=())
    kind: str = ""
    """'' or 'pieces' (documents to bring), 'important'."""


Block = (
    Paragraph
    | ListBlock
    | Table
    | Note
    | CaseGroup
    | Definition
    | Contact
    | Form
    | Resource
    | Figure
    | Section
)
Blocks = tuple[Block, ...]


def inner_blocks(block: Block) -> Iterator[Blocks]:
    """The block lists directly inside a block, in reading order."""
    match block:
        case ListBlock():
            yield from (item.blocks for item in block.items)
        case Table():
            yield from (cell.blocks for row in block.rows for cell in row.cells)
        case CaseGroup():
            yield from (case.blocks for case in block.cases)
        case Form():
            yield block.blocks
            yield from (part.blocks for part in block.parts)
        case Note() | Definition() | Contact() | Resource() | Figure() | Section():
            yield block.blocks
        case _:
            return


def walk_blocks(blocks: Blocks) -> Iterator[Block]:
    """Every block of a list, parents before children, in reading order."""
    for block in blocks:
        yield block
        for inner in inner_blocks(block):
            yield from walk_blocks(inner)
