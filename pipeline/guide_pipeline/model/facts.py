"""What the rest of the guide needs to know of a sheet without reading it: its identity, its links, its words.

Facts are derived from a sheet alone, so they are cached by its hash; checks across sheets, navigation, links
back and page keys all work on facts, and a batch of 500 sheets never makes the other 2,300 be read.
"""

from dataclasses import dataclass
from datetime import date

from guide_pipeline.model.blocks import (
    Blocks,
    CaseGroup,
    Contact,
    Definition,
    Form,
    Paragraph,
    Resource,
    Section,
    inner_blocks,
)
from guide_pipeline.model.inline import (
    AcronymRef,
    Foreign,
    Inline,
    Inlines,
    LegalRef,
    Link,
    RateRef,
    Span,
    TermRef,
    legal_text,
    plain,
)
from guide_pipeline.model.sheet import Sheet, SheetKind, Status, contents_of


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """Facts of one sheet. Links are (sheet id, anchor) pairs; '' as sheet id means the sheet itself."""

    id: str
    hash: str
    """SHA-256 of the canonical bytes."""
    chapter: str
    title: str
    kind: SheetKind
    status: Status
    folder: str
    summary: str
    updated: date
    effective: date | None
    checked: date | None
    sections: tuple[tuple[str, str], ...]
    """(anchor, title) of the sections at the top of the sheet, in order."""
    anchors: tuple[str, ...]
    links: tuple[tuple[str, str], ...]
    chapters: tuple[str, ...]
    """Slugs of chapters that it links to."""
    rates: tuple[str, ...]
    acronyms: tuple[str, ...]
    terms: tuple[str, ...]
    """Ids of the definitions that its text refers to."""
    words: int


def facts_of(sheet: Sheet, digest: str) -> SheetFacts:
    """The facts of a sheet whose canonical bytes have this SHA-256."""
    refs = _references(sheet)
    return SheetFacts(
        id=sheet.id,
        hash=digest,
        chapter=sheet.chapter,
        title=sheet.title,
        kind=sheet.kind,
        status=sheet.status,
        folder=sheet.folder,
        summary=sheet.summary,
        updated=sheet.updated,
        effective=sheet.effective,
        checked=sheet.checked,
        sections=tuple((b.id, plain(b.title)) for b in sheet.blocks if isinstance(b, Section)),
        anchors=tuple(refs.anchors),
        links=tuple(refs.links),
        chapters=tuple(refs.chapters),
        rates=tuple(refs.rates),
        acronyms=tuple(refs.acronyms),
        terms=tuple(refs.terms),
        words=refs.words,
    )


class _References:
    """Everything that a sheet points at, each once, in order of first appearance; and what points at it can name."""

    def __init__(self) -> None:
        self.anchors: list[str] = []
        self.links: dict[tuple[str, str], None] = {}
        self.chapters: dict[str, None] = {}
        self.rates: dict[str, None] = {}
        self.acronyms: dict[str, None] = {}
        self.terms: dict[str, None] = {}
        self.words = 0

    def target(self, sheet: str, chapter: str, url: str, anchor: str) -> None:
        if chapter:
            self.chapters[chapter] = None
        elif sheet or (anchor and not url):
            self.links[sheet, anchor] = None

    def blocks(self, blocks: Blocks) -> None:
        """Gather from blocks, in page order. Paragraphs first: this runs over every node of the guide."""
        for block in blocks:
            if isinstance(block, Paragraph):
                self.content(block.content)
                continue
            for content in contents_of(block):
                self.content(content)
            if isinstance(block, CaseGroup):
                self.anchors.extend(case.id for case in block.cases)
            elif isinstance(block, _NAMED) and block.id:
                self.anchors.append(block.id)
            for inner in inner_blocks(block):
                self.blocks(inner)

    def content(self, content: Inlines) -> None:
        """Gather from inline content."""
        for item in content:
            if isinstance(item, str):
                self.words += len(item.split())
            else:
                self.special(item)

    def special(self, item: Inline) -> None:
        """Gather from anything but plain text."""
        match item:
            case Link():
                self.target(item.sheet, item.chapter, item.url, item.anchor)
                self.content(item.children)
            case TermRef():
                self.terms[item.term] = None
                self.content(item.children)
            case Span() | Foreign():
                self.content(item.children)
            case RateRef():
                self.rates[item.rate] = None
                self.words += 1
            case AcronymRef():
                self.acronyms[item.acronym] = None
                self.words += 1
            case LegalRef():
                self.words += len(legal_text(item).split())
            case _:
                pass


_NAMED = (Section, Definition, Contact, Form, Resource)


def _references(sheet: Sheet) -> _References:
    refs = _References()
    for blocks in (sheet.blocks, sheet.contacts, sheet.forms, sheet.resources, sheet.definitions):
        refs.blocks(blocks)
    for link in (*sheet.see_also, *sheet.questions):
        refs.target(link.sheet, link.chapter, link.url, link.anchor)
    refs.acronyms.update(dict.fromkeys(sheet.acronyms))
    return refs
