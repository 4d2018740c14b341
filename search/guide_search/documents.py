"""From a sheet of the model to what search knows of it.

Only text goes in that speaks of the sheet's own subject. A contact's address, a list of other sheets and the meaning
of a word, repeated in hundreds of sheets, would make them all answer for it: they stay out.
"""

from collections.abc import Callable, Iterator
from datetime import date

from guide_pipeline.model.blocks import (
    Block,
    Blocks,
    CaseGroup,
    Figure,
    Form,
    ListBlock,
    Note,
    Paragraph,
    Reference,
    Resource,
    Section,
    Table,
)
from guide_pipeline.model.inline import (
    AcronymRef,
    Break,
    Inlines,
    LegalRef,
    Link,
    RateRef,
    legal_text,
)
from guide_pipeline.model.sheet import Sheet
from guide_search.records import SearchDocument, SectionText, SheetLinkText

RateText = Callable[[str, date | None], str]
"""From a rate's id and, where the sheet gives one, a day, to the amount as pages show it."""


def no_rates(rate: str, at: date | None) -> str:
    """A `RateText` for when amounts don't matter."""
    return ""


def document_of(
    sheet: Sheet,
    rate_text: RateText = no_rates,
    *,
    lists: bool = True,
) -> SearchDocument:
    """The document of a sheet.

    Without `lists`, the names of forms and resources and the legal references are left out: only its text remains.
    """
    reading = _Reading(sheet.id, rate_text, lists)
    sections = list(reading.sections(sheet.blocks))
    if lists:
        sections += _lists(sheet)
    return SearchDocument(
        sheet_id=sheet.id,
        title=sheet.title,
        chapter=sheet.chapter,
        keywords=sheet.keywords,
        summary=sheet.summary,
        sections=tuple(sections),
        folder=sheet.folder,
        links=tuple(SheetLinkText(target, text) for target, text in sorted(reading.links)),
    )


class _Reading:
    """A sheet being read: the amounts to put in, whether what stands in its text without being text counts."""

    def __init__(self, sheet_id: str, rate_text: RateText, lists: bool) -> None:
        self._sheet_id, self._rate_text, self._lists = sheet_id, rate_text, lists
        self.links: set[tuple[str, str]] = set()
        """(sheet id, wording) of the links to other sheets met so far."""

    def sections(self, blocks: Blocks, anchor: str = "", title: str = "") -> Iterator[SectionText]:
        """A section's own text (its cases with it), then the sections inside it, wherever they stand."""
        lines: list[str] = []
        inner: list[Section] = []
        self._read(blocks, lines, inner)
        text = "\n".join(lines)
        if text or anchor:
            yield SectionText(anchor, title, text)
        for section in inner:
            yield from self.sections(section.blocks, section.id, self._text(section.title))

    def _read(self, blocks: Blocks, lines: list[str], inner: list[Section]) -> None:
        """Add the text of blocks, a line each; sections are set aside."""
        for block in blocks:
            match block:
                case Paragraph():
                    lines.append(self._text(block.content))
                case Section():
                    inner.append(block)
                case ListBlock():
                    for item in block.items:
                        self._read(item.blocks, lines, inner)
                case CaseGroup():
                    for case in block.cases:
                        lines.append(self._text(case.title))
                        self._read(case.blocks, lines, inner)
                case Note():
                    self._read(block.blocks, lines, inner)
                case Table():
                    self._read_table(block, lines, inner)
                case Figure():
                    lines += filter(None, (block.caption, block.alt))
                    self._read(block.blocks, lines, inner)
                case _ if self._lists:
                    lines += _names(block)

    def _read_table(self, table: Table, lines: list[str], inner: list[Section]) -> None:
        if table.caption:
            lines.append(self._text(table.caption))
        for row in table.rows:
            cells = []
            for cell in row.cells:
                inside: list[str] = []
                self._read(cell.blocks, inside, inner)
                cells.append(" ".join(inside))
            lines.append(" · ".join(filter(None, cells)))

    def _text(self, content: Inlines) -> str:
        """Running text as pages show it."""
        if len(content) == 1 and isinstance(content[0], str):
            return content[0]
        parts: list[str] = []
        for item in content:
            match item:
                case str():
                    parts.append(item)
                case AcronymRef():
                    parts.append(item.text or item.acronym)
                case LegalRef():
                    parts.append(legal_text(item))
                case RateRef():
                    parts.append(self._rate_text(item.rate, item.at))
                case Break():
                    parts.append(" ")
                case Link():
                    parts.append(text := self._text(item.children))
                    if item.sheet not in ("", self._sheet_id) and text.strip():
                        self.links.add((item.sheet, text.strip()))
                case _:
                    parts.append(self._text(item.children))
        return "".join(parts)


def _names(block: Block) -> Iterator[str]:
    """Of a form, the name and the number are what people look for; the same few contacts stand everywhere."""
    match block:
        case Form():
            yield " ".join(filter(None, (block.title, block.number, block.other_number)))
        case Resource():
            yield block.title
        case _:
            return


def _lists(sheet: Sheet) -> Iterator[SectionText]:
    """The lists at the foot of a sheet in which people look for something by its name or number."""
    if forms := "\n".join(line for form in sheet.forms for line in _names(form)):
        yield SectionText("", "Formulaires et services en ligne", forms)
    if references := "\n".join(map(_reference, sheet.references)):
        yield SectionText("", "Textes de référence", references)


def _reference(reference: Reference) -> str:
    articles = ", ".join(reference.articles)
    return " ".join(filter(None, (reference.title or reference.code, articles)))
