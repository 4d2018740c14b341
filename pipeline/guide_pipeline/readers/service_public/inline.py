"""Running text of the source: marks, links, acronyms, terms. An unknown element is noted, its text kept."""

from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from guide_pipeline.model.inline import (
    AcronymRef,
    Foreign,
    Inline,
    Inlines,
    Link,
    Span,
    TermRef,
    clean_text,
    normalise,
    plain,
    walk_inlines,
)
from guide_pipeline.readers.service_public.page import Page, Target
from guide_pipeline.readers.service_public.vocabulary import (
    ACRONYM_TYPES,
    DEFINITION_TYPE,
    INLINES,
    MARKS,
)


def text_of(element: etree._Element | None) -> str:
    """All the text of an element on one line, its paragraphs apart by a space; '' when there is none."""
    return "" if element is None else clean_text("".join(_texts(element))).strip(" ")


def _texts(element: etree._Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        space = "" if child.tag in INLINES else " "
        yield space
        yield from _texts(child)
        yield space
        yield child.tail or ""


def child_text(element: etree._Element, name: str) -> str:
    """The text of the first child of that name, '' when there is none."""
    return text_of(element.find(name))


def joined_text(element: etree._Element, name: str) -> str:
    """The texts of all children of that name, apart by a space; '' when there is none."""
    return " ".join(text for child in element.iterfind(name) if (text := text_of(child)))


def inlines(element: etree._Element, page: Page) -> Inlines:
    """The content of an element as running text, in normal form."""
    return normalise(children(element, page))


def children(element: etree._Element, page: Page) -> Iterator[Inline]:
    """The text and the inlines inside an element."""
    if element.text:
        yield element.text
    for child in element:
        yield from inline_of(child, page)
        if child.tail:
            yield child.tail


def inline_of(element: etree._Element, page: Page) -> Iterator[Inline]:
    """What an element inside running text becomes. Marks and links around no word at all leave only it."""
    tag = str(element.tag)
    if tag not in INLINES:
        page.unknown(element)
        yield from children(element, page)
        return
    content = tuple(children(element, page))
    if not plain(content).strip():
        yield from content
    elif mark := MARKS.get(tag):
        yield Span(mark, content)
    elif tag == "TermeEtranger":
        yield Foreign(element.get("langue", "").strip(), content)
    else:
        yield from _link(element, _without_links(element, content, page), page)


def _without_links(element: etree._Element, content: Inlines, page: Page) -> Inlines:
    """The content of a link, where no other link may stand: the outer one leads, the inner one is noted."""
    if not any(isinstance(item, Link | TermRef) for item in walk_inlines(content)):
        return content
    page.note(element, "lien-imbrique", "Un lien en contient un autre : seul le premier mène quelque part.")
    return tuple(_flattened(content))


def _flattened(content: Inlines) -> Iterator[Inline]:
    for item in content:
        match item:
            case Link() | TermRef():
                yield from _flattened(item.children)
            case Span() | Foreign():
                yield replace(item, children=tuple(_flattened(item.children)))
            case _:
                yield item


def _link(element: etree._Element, content: Inlines, page: Page) -> Inlines:
    if element.tag == "LienExterne":
        url = page.address(element)
        return (Link(content, url=url),) if url else content
    return _internal(element, content, page)


def _internal(element: etree._Element, content: Inlines, page: Page) -> Inlines:
    key = element.get("LienPublication") or element.get("LienID") or ""
    kind = element.get("type", "")
    if kind in ACRONYM_TYPES and key in page.tally.acronyms:
        page.cited_acronyms.add(key)
        return _acronym(key, content)
    if kind == DEFINITION_TYPE or key in page.terms:
        if key in page.terms:
            return (TermRef(key, content),)
        page.note(element, "definition-absente", f"La définition {key} manque : le mot reste sans lien.")
        return content
    target = target_of(key, element.get("audience", ""), page)
    if target == Target():
        page.note(element, "lien-sans-cible", f"Le lien vers « {key} » ne mène à rien : son texte reste.")
        return content
    return (Link(content, target.sheet, target.chapter, target.url, target.anchor),)


def _acronym(key: str, content: Inlines) -> Inlines:
    """The acronym as written; white space around it belongs to the sentence."""
    text = clean_text(plain(content))
    start, end = text[: len(text) - len(text.lstrip(" "))], text[len(text.rstrip(" ")) :]
    return (start, AcronymRef(key, text.strip(" ")), end)


def target_of(key: str, audience: str, page: Page) -> Target:
    """Where a link to anything of the source leads, an empty target when nowhere."""
    if key in page.sections:
        return Target(anchor=page.sections[key])
    if key[:1] == "R":
        return page.forms.target(key, audience)
    return page.places.target(key, audience, page.tally) if key else Target()
