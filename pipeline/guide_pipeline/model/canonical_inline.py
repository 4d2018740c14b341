"""Inline content of the canonical form, read back: attributes, escapes, and elements on one line."""

import re
from datetime import date

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
)

Attributes = dict[str, str]

_ATTRIBUTE = re.compile(r" ([a-z-]+)=\"([^\"]*)\"")
_INLINE = re.compile(r"<(/?)([a-z-]+)([^>]*?)(/?)>")
_MARKS = {mark.value: mark for mark in Mark}
_ENTITIES = (
    ("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&#10;", "\n"), ("&#9;", "\t"), ("&#13;", "\r"), ("&amp;", "&"),
)  # fmt: skip
"""The ampersand last, or it would make entities of what it escapes."""


def plain_text(text: str) -> str:
    """Escaped text as it reads."""
    if "&" in text:
        for entity, character in _ENTITIES:
            text = text.replace(entity, character)
    return text


def attributes(text: str) -> Attributes:
    """The attributes of a tag, from their part of the line."""
    return {name: plain_text(value) for name, value in _ATTRIBUTE.findall(text)} if text else {}


def inlines(text: str) -> Inlines:
    """The inline content written on (part of) a line; ValueError when it isn't canonical."""
    if "<" not in text:
        return (plain_text(text),) if text else ()
    content: list[Inline] = []
    open_tags: list[tuple[str, Attributes, list[Inline]]] = []
    position = 0
    for found in _INLINE.finditer(text):
        closing, name, values_text, empty = found.groups()
        if found.start() > position:
            content.append(plain_text(text[position : found.start()]))
        position = found.end()
        if closing:
            opened, values, outer = open_tags.pop()
            if opened != name:
                raise ValueError(f"not canonical: </{name}> closes <{opened}>")
            outer.append(_inline(name, values, tuple(content)))
            content = outer
        elif empty:
            content.append(_inline(name, attributes(values_text), ()))
        else:
            open_tags.append((name, attributes(values_text), content))
            content = []
    if open_tags:
        raise ValueError("not canonical: an inline element stays open")
    if position < len(text):
        content.append(plain_text(text[position:]))
    return tuple(content)


def _inline(name: str, values: Attributes, children: Inlines) -> Inline:
    get = values.get
    if mark := _MARKS.get(name):
        return Span(mark, children)
    match name:
        case "lien":
            return Link(children, get("fiche", ""), get("chapitre", ""), get("url", ""), get("ancre", ""))
        case "bareme":
            return RateRef(values["id"], day(get("au")))
        case "sigle":
            return AcronymRef(values["id"], _words(children))
        case "article":
            return LegalRef(values["code"], values["num"], _words(children))
        case "terme":
            return TermRef(values["ref"], children)
        case "etranger":
            return Foreign(get("langue", ""), children)
        case "saut":
            return Break()
    raise ValueError(f"not canonical: <{name}> in running text")


def _words(children: Inlines) -> str:
    return "".join(child for child in children if isinstance(child, str))


def day(text: str | None) -> date | None:
    """A date, None when absent."""
    return date.fromisoformat(text) if text else None
