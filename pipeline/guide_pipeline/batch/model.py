"""The batch and its operations: a small closed set."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from guide_pipeline.model.canonical_reader import read_canonical
from guide_pipeline.model.facts import SheetFacts
from guide_pipeline.model.sheet import Sheet
from guide_pipeline.readers.sources import Sources
from guide_pipeline.readers.tables import AcronymTable, RateTable, SynonymTable


@dataclass(frozen=True, slots=True)
class Delivered:
    """A sheet that a batch brings: its facts are at hand, it is read on demand as those of a guide are."""

    facts: SheetFacts
    content: bytes | Sheet
    """Its canonical bytes; itself where its file has another form."""

    def load(self) -> Sheet:
        """The sheet."""
        return read_canonical(self.content) if isinstance(self.content, bytes) else self.content


@dataclass(frozen=True, slots=True)
class AddSheet:
    """A new sheet."""

    sheet: Delivered
    line: int = 0
    """Line of the operation in lot.toml."""

    @property
    def target(self) -> str:
        """The sheet that the operation is about."""
        return self.sheet.facts.id


@dataclass(frozen=True, slots=True)
class ReplaceSheet:
    """The whole new content of a sheet."""

    sheet: Delivered
    line: int = 0

    @property
    def target(self) -> str:
        """The sheet that the operation is about."""
        return self.sheet.facts.id


@dataclass(frozen=True, slots=True)
class RemoveSheet:
    """A sheet goes; its readers may be led to another."""

    target: str
    replaced_by: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class MoveSheet:
    """A sheet goes to another chapter, or another folder of it."""

    target: str
    chapter: str
    folder: str | None = None
    """None leaves the folder as it is."""
    line: int = 0


@dataclass(frozen=True, slots=True)
class RenameSheet:
    """A new title; the id stays."""

    target: str
    title: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class RenameChapter:
    """A new title for a chapter; its slug stays."""

    chapter: str
    title: str
    line: int = 0


SheetOperation = AddSheet | ReplaceSheet | RemoveSheet | MoveSheet | RenameSheet
Operation = SheetOperation | RenameChapter


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch, read and sound in itself."""

    number: str
    label: str
    date: date
    follows: str
    """Number of the batch before, '' for the base corpus."""
    operations: tuple[Operation, ...]
    rates: RateTable
    acronyms: AcronymTable
    synonyms: SynonymTable
    digest: str
    """SHA-256 over the names and contents of its files: the same for a folder and a zip of it."""
    sources: Sources
    files: Mapping[str, bytes]
    """The files as delivered, by name in the batch."""
