"""What the rest of the guide needs to know of a sheet without reading it: its identity, its links, its words.

Facts are derived from a sheet alone, so they are cached by its hash; checks across sheets, navigation, links
back and page keys all work on facts, and a batch of 500 sheets never makes the other 2,300 be read.
"""

from dataclasses import dataclass
from datetime import date

from guide_pipeline.model.blocks import Section
from guide_pipeline.model.inline import (
    AcronymRef,
    Inlines,
    LegalRef,
    Link,
    RateRef,
    TermRef,
    legal_text,
    plain,
    walk_inlines,
)
from guide_pipeline.model.sheet import Sheet, SheetKind, Status, all_blocks, anchors, contents_of


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
        anchors=tuple(anchors(sheet)),
        links=tuple(refs.links),
        chapters=tuple(refs.chapters),
        rates=tuple(refs.rates),
        acronyms=tuple(refs.acronyms),
        terms=tuple(refs.terms),
        words=refs.words,
    )


class _References:
    """Everything that a sheet points at, each once, in order of first appearance."""

    def __init__(self) -> None:
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

    def content(self, content: Inlines) -> None:
        for item in walk_inlines(content):
            match item:
                case str():
                    self.words += len(item.split())
                case Link():
                    self.target(item.sheet, item.chapter, item.url, item.anchor)
                case RateRef():
                    self.rates[item.rate] = None
                    self.words += 1
                case AcronymRef():
                    self.acronyms[item.acronym] = None
                    self.words += 1
                case LegalRef():
                    self.words += len(legal_text(item).split())
                case TermRef():
                    self.terms[item.term] = None
                case _:
                    pass


def _references(sheet: Sheet) -> _References:
    refs = _References()
    for block in all_blocks(sheet):
        for content in contents_of(block):
            refs.content(content)
    for link in (*sheet.see_also, *sheet.questions):
        refs.target(link.sheet, link.chapter, link.url, link.anchor)
    refs.acronyms.update(dict.fromkeys(sheet.acronyms))
    return refs
