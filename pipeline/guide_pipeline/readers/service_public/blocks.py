"""Blocks of the source: chapters, cases, lists, tables, notes, images. Whatever is unknown is read through."""

from collections.abc import Callable

from lxml import etree

from guide_pipeline.model.blocks import (
    Block,
    Blocks,
    Case,
    CaseGroup,
    Cell,
    Column,
    Figure,
    ListBlock,
    ListItem,
    Note,
    NoteKind,
    Paragraph,
    Row,
    Section,
    Table,
)
from guide_pipeline.model.blocks import CaseDisplay as Display
from guide_pipeline.model.inline import Inline, Inlines, Mark, Span, clean_text, normalise, plain
from guide_pipeline.readers.service_public.cards import read_contact, read_form, read_resource
from guide_pipeline.readers.service_public.inline import inline_of, inlines, joined_text
from guide_pipeline.readers.service_public.page import Page
from guide_pipeline.readers.service_public.vocabulary import (
    DISPLAYS,
    INLINES,
    NOTE_TITLES,
    NOTES,
    WRAPPERS,
)

_NO_SKIP: frozenset[str] = frozenset()
_TITLE = frozenset({"Titre"})


def read_blocks(parent: etree._Element, page: Page, skip: frozenset[str] = _NO_SKIP) -> Blocks:
    """The blocks inside an element, but for children named in `skip`. Bare text becomes a paragraph."""
    found: list[Block] = []
    run: list[Inline] = []
    if parent.text:
        run.append(parent.text)
    for child in parent:
        tag = str(child.tag)
        if tag not in skip and (tag in INLINES or _runs_on(child, tag, parent)):
            run.extend(inline_of(child, page))
        else:
            if run:
                _close_run(run, found)
            if tag not in skip:
                found.extend(read_block(child, page))
            elif tag == "Titre" and child is not parent.find(tag):  # only the first one is the title
                page.unknown(child)
                found.extend(read_blocks(child, page))
        if child.tail:
            run.append(child.tail)
    if run:
        _close_run(run, found)
    return tuple(found)


def _runs_on(element: etree._Element, tag: str, parent: etree._Element) -> bool:
    """Whether an unknown element is part of the paragraph around it: it holds no block that we know."""
    if parent.tag != "Paragraphe" or tag in _READERS or tag in WRAPPERS:
        return False
    return not any(inner.tag in _READERS for inner in element.iter())


def read_block(element: etree._Element, page: Page) -> Blocks:
    """What one element becomes: often one block, none when it is empty, several when it only holds others."""
    tag = str(element.tag)
    if read := _READERS.get(tag):
        return read(element, page)
    if tag not in WRAPPERS:
        page.unknown(element)
    return read_blocks(element, page)


def _close_run(run: list[Inline], found: list[Block]) -> None:
    # most paragraphs are one plain text, which needs no walk through a tree
    only = clean_text(run[0]).strip(" ") if len(run) == 1 and isinstance(run[0], str) else None
    content = normalise(run) if only is None else (only,)
    run.clear()
    if len(content) > 1 or plain(content).strip():
        found.append(Paragraph(content))


def _stray(element: etree._Element, page: Page) -> Blocks:
    """Text that stands where only elements should: noted, and kept as a paragraph."""
    texts = (element.text, *(child.tail for child in element))
    content = normalise(part for text in texts if text and text.strip() for part in (text, " "))
    if not content:
        return ()
    page.note(element, "texte-mal-place", f"Texte directement dans <{element.tag}> : il est gardé.")
    return (Paragraph(content),)


def title_of(element: etree._Element, page: Page) -> Inlines:
    """The title of an element: bare text, or paragraphs that a space joins."""
    title = element.find("Titre")
    if title is None:
        return ()
    parts: list[Inline] = [title.text or ""]
    for child in title:
        if child.tag == "Paragraphe":
            parts += (" ", *inlines(child, page), " ")
        else:
            parts.extend(inline_of(child, page))
        parts.append(child.tail or "")
    return normalise(parts)


def _chapter(element: etree._Element, page: Page) -> Blocks:
    title, content = title_of(element, page), read_blocks(element, page, _TITLE)
    if not title:
        return content
    if anchor := page.anchors.of(element):
        return (Section(anchor, title, content, element.get("type", "")),)
    return (Paragraph((Span(Mark.STRONG, title),)), *content)


def _list(element: etree._Element, page: Page) -> Blocks:
    items: list[ListItem] = []
    for child in element:
        if child.tag != "Item":
            page.unknown(child)
        if content := read_blocks(child, page):
            items.append(ListItem(content))
    found = (ListBlock(tuple(items), element.get("type") == "numero"),) if items else ()
    return (*found, *_stray(element, page))


def _note(element: etree._Element, page: Page) -> Blocks:
    title, content = title_of(element, page), read_blocks(element, page, _TITLE)
    kind = NOTES[str(element.tag)]
    if (named := NOTE_TITLES.get(plain(title).casefold().rstrip(" :"))) and kind is not NoteKind.NOTICE:
        kind, title = named, ()
    return (Note(kind, content, title),) if title or content else ()


def _cases(element: etree._Element, page: Page) -> Blocks:
    cases: list[Case] = []
    before: list[Block] = []
    after: list[Block] = []
    for child in element:
        if child.tag not in ("Cas", "Situation"):
            (after if cases else before).extend(read_block(child, page))
            continue
        anchor = page.anchors.of(child) or page.anchors.give(child)
        content = read_blocks(child, page, _TITLE)
        cases.append(Case(anchor, title_of(child, page), content, child.get("type", "")))
    display = DISPLAYS.get(element.get("affichage", ""), Display.TABS)
    found = (CaseGroup(tuple(cases), display),) if cases else ()
    return (*before, *found, *after, *_stray(element, page))


def _table(element: etree._Element, page: Page) -> Blocks:
    columns = tuple(
        Column(child.get("type") == "header", _share(child)) for child in element.iterfind("Colonne")
    )
    rows: list[Row] = []
    others: list[Block] = []
    for child in element:
        if child.tag == "Rangée":
            cells = tuple(_cell(cell, page) for cell in child)
            rows.append(Row(cells, child.get("type") == "header"))
            others.extend(_stray(child, page))
        elif child.tag not in ("Titre", "Resume", "Colonne"):
            page.unknown(child)
            others.extend(read_blocks(child, page))
    summary = joined_text(element, "Resume")
    return (Table(tuple(rows), columns, title_of(element, page), summary), *others, *_stray(element, page))


def _share(column: etree._Element) -> int:
    try:
        return min(max(round(float(column.get("largeur", "0"))), 0), 100)
    except (ValueError, OverflowError):
        return 0


def _cell(element: etree._Element, page: Page) -> Cell:
    if element.tag != "Cellule":
        page.unknown(element)
    return Cell(
        read_blocks(element, page), _span(element, "fusionHorizontale"), _span(element, "fusionVerticale")
    )


def _span(cell: etree._Element, name: str) -> int:
    value = cell.get(name, "1")
    return min(max(int(value), 1), 1000) if value.isascii() and value.isdigit() else 1


_FIGURE_TEXTS = frozenset({"Legende", "TexteDeRemplacement", "Credits"})


def _figure(element: etree._Element, page: Page) -> Blocks:
    return (
        Figure(
            src=element.get("LienPublication", "").strip() or "image",
            alt=joined_text(element, "TexteDeRemplacement"),
            caption=joined_text(element, "Legende"),
            credits=joined_text(element, "Credits"),
            blocks=read_blocks(element, page, _FIGURE_TEXTS),
        ),
    )


_READERS: dict[str, Callable[[etree._Element, Page], Blocks]] = {
    "Paragraphe": read_blocks,
    "Chapitre": _chapter,
    "SousChapitre": _chapter,
    "Liste": _list,
    "Tableau": _table,
    "BlocCas": _cases,
    "ListeSituations": _cases,
    "Image": _figure,
    "Illustration": _figure,
    "LienExterneCommente": lambda element, page: (read_resource(element, page, read_blocks),),
    "OuSAdresser": lambda element, page: (read_contact(element, page, read_blocks),),
    "ServiceEnLigne": lambda element, page: (read_form(element, page, read_blocks),),
    **dict.fromkeys(NOTES, _note),
}
