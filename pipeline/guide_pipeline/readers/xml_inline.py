"""Inline content of our XML vocabulary: text, marks, links, rates, acronyms, articles."""

import re
from collections.abc import Iterator
from datetime import date

from lxml import etree

from guide_pipeline.model.inline import (
    AcronymRef,
    Break,
    Foreign,
    Inline,
    Inlines,
    LegalRef,
    Link,
    Mark,
    RateRef,
    Span,
    TermRef,
    clean_text,
    normalise,
)
from guide_pipeline.nearest import way_out
from guide_pipeline.readers.addresses import EXPECTED, is_address
from guide_pipeline.readers.problems import Problems

_MARKS = {mark.value: mark for mark in Mark}
_ATTRIBUTES: dict[str, frozenset[str]] = {
    "lien": frozenset({"fiche", "chapitre", "url", "ancre"}),
    "bareme": frozenset({"id", "au"}),
    "sigle": frozenset({"id"}),
    "article": frozenset({"code", "num"}),
    "terme": frozenset({"ref"}),
    "etranger": frozenset({"langue"}),
    "saut": frozenset(),
    **{name: frozenset() for name in _MARKS},
}
INLINE_TAGS = frozenset(_ATTRIBUTES)
NONE: frozenset[str] = frozenset()
LINK_TARGETS = ("fiche", "chapitre", "url", "ancre")
_LINKS = ("lien", "terme")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
"""The one spelling of a date: `date.fromisoformat` takes others, which a schema and an editor don't."""


def read_inlines(element: etree._Element, problems: Problems) -> Inlines:
    """The inline content of an element, in normal form; anything else inside it is noted."""
    if len(element):
        return normalise(_children(element, problems))
    text = clean_text(element.text).strip(" ") if element.text else ""
    return (text,) if text else ()


def attribute(element: etree._Element, name: str) -> str:
    """An attribute's value, white space collapsed; '' when missing."""
    value = element.get(name)
    return clean_text(value).strip(" ") if value else ""


def check_address(element: etree._Element, address: str, problems: Problems) -> str:
    """An address as given; noted when it isn't one that a link may have."""
    if address and not is_address(address):
        problems.at(element, "adresse-invalide", f"« {address} » : {EXPECTED}.")
    return address


def only(element: etree._Element, names: frozenset[str], problems: Problems) -> None:
    """Note all that an element holds besides children of these names: nothing may be lost without a word."""
    _only_blank(element.text, element, element, problems)
    for child in element:
        if child.tag not in names:
            message = f"<{child.tag}> n'est pas permis dans <{element.tag}>."
            problems.at(child, "balise-mal-placee", message)
        _only_blank(child.tail, element, child, problems)


def _only_blank(text: str | None, parent: etree._Element, start: etree._Element, problems: Problems) -> None:
    if text and text.strip():
        message = f"Texte mal placé, dans <{parent.tag}> : « {text.strip()[:40]} »."
        problems.at(start, "texte-mal-place", message)


def read_text(element: etree._Element, problems: Problems) -> str:
    """The plain text of an element that may hold no other."""
    check_attributes(element, NONE, problems)
    return read_own_text(element, problems)


def _children(element: etree._Element, problems: Problems) -> Iterator[Inline]:
    if element.text:
        yield element.text
    for child in element:
        yield from inline_of(child, problems)
        if child.tail:
            yield child.tail


def inline_of(element: etree._Element, problems: Problems) -> Iterator[Inline]:
    """The inline that an element stands for; an unknown element is noted, and its text kept."""
    name = str(element.tag)
    known = _ATTRIBUTES.get(name)
    if known is None:
        message = f"La balise <{name}> n'est pas connue dans du texte.{way_out(name, _ATTRIBUTES)}"
        problems.at(element, "balise-inconnue", message)
        yield from _children(element, problems)
        return
    check_attributes(element, known, problems)
    if mark := _MARKS.get(name):
        yield Span(mark, tuple(_children(element, problems)))
        return
    yield _special(name, element, problems)


def check_attributes(element: etree._Element, known: frozenset[str], problems: Problems) -> None:
    """Note every attribute that the element doesn't have in our vocabulary."""
    for name in element.keys():  # noqa: SIM118 (a list of names; the mapping itself is slow to make)
        if name not in known:
            message = (
                f"L'attribut « {name!s} » n'existe pas sur <{element.tag!s}>.{way_out(str(name), known)}"
            )
            problems.at(element, "attribut-inconnu", message)


def required(element: etree._Element, name: str, problems: Problems) -> str:
    """An attribute's value; noted, and '', when missing or empty."""
    value = attribute(element, name)
    if not value:
        problems.at(element, "attribut-manquant", f"L'attribut « {name} » manque sur <{element.tag}>.")
    return value


def read_date(element: etree._Element, name: str, problems: Problems) -> date | None:
    """A date attribute (AAAA-MM-JJ), None when absent or, once noted, wrong."""
    if element.get(name) is None:
        return None
    value = attribute(element, name)
    try:
        return date.fromisoformat(value if DAY.fullmatch(value) else "")
    except ValueError:
        problems.at(element, "date-invalide", f"« {value} » n'est pas une date : écrivez AAAA-MM-JJ.")
        return None


def _special(name: str, element: etree._Element, problems: Problems) -> Inline:
    match name:
        case "lien" | "terme":
            _not_nested(element, problems)
            return _link(element, problems) if name == "lien" else _term(element, problems)
        case "bareme":
            only(element, NONE, problems)
            return RateRef(required(element, "id", problems), read_date(element, "au", problems))
        case "sigle":
            return AcronymRef(required(element, "id", problems), read_own_text(element, problems))
        case "article":
            code, number = required(element, "code", problems), required(element, "num", problems)
            return LegalRef(code, number, read_own_text(element, problems))
        case "etranger":
            return Foreign(attribute(element, "langue"), tuple(_children(element, problems)))
        case _:
            only(element, NONE, problems)
            return Break()


def read_own_text(element: etree._Element, problems: Problems) -> str:
    """The text of an element whose attributes are checked already."""
    for child in element:
        message = f"<{child.tag}> n'est pas permis dans <{element.tag}> : texte seul."
        problems.at(child, "balise-mal-placee", message)
    text = "".join(map(str, element.itertext())) if len(element) else element.text
    return clean_text(text or "").strip(" ")


def _not_nested(element: etree._Element, problems: Problems) -> None:
    around = next(element.iterancestors(*_LINKS), None)
    if around is not None:
        message = f"<{element.tag}> ne se met pas dans <{around.tag}> : un texte mène à un seul endroit."
        problems.at(element, "lien-imbrique", message)


def _term(element: etree._Element, problems: Problems) -> TermRef:
    return TermRef(required(element, "ref", problems), tuple(_children(element, problems)))


def _link(element: etree._Element, problems: Problems) -> Link:
    sheet, chapter, url, anchor = (attribute(element, name) for name in LINK_TARGETS)
    given = [name for name in LINK_TARGETS if name in element.attrib]
    if len(given) != 1 and given != ["fiche", "ancre"]:
        problems.at(
            element,
            "lien-ambigu",
            "Un lien mène à une fiche, un chapitre ou une adresse : un seul des trois (« ancre » : fiches seules).",
        )
    for name in given:
        required(element, name, problems)
    check_address(element, url, problems)
    return Link(tuple(_children(element, problems)), sheet, chapter, url, anchor)
