"""Inline content of the canonical form, read back: attributes, escapes, and elements on one line."""

import re
from collections.abc import Mapping
from datetime import date
from typing import TypeVar

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

Attributes = Mapping[str, str]
_Key = TypeVar("_Key")
_Value = TypeVar("_Value")

_ATTRIBUTE = re.compile(r" ([a-z-]+)=\"([^\"]*)\"")
_TAG = re.compile(r"<(/?[a-z-][^>]*)>")
_INLINE = re.compile(r"(/?)([a-z-]+)([^>]*?)(/?)")
_Tag = tuple[bool, str, Attributes, bool]
"""Whether it closes, its name, its attributes, whether it is empty."""
_tags: dict[str, _Tag] = {}
_MARKS = {mark.value: mark for mark in Mark}
_ENTITIES = (
    ("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&#10;", "\n"), ("&#9;", "\t"), ("&#13;", "\r"), ("&amp;", "&"),
)  # fmt: skip
"""The ampersand last, or it would make entities of what it escapes."""
_MOST_REMEMBERED = 20_000
"""Small: with more, what is remembered costs more memory than time."""


def remembered(memory: dict[_Key, _Value], key: _Key, value: _Value) -> None:
    """Remember what a piece of text was read as, in a memory that starts afresh when it is full."""
    if len(memory) >= _MOST_REMEMBERED:
        memory.clear()
    memory[key] = value


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
    # text, then by turns what a tag holds and the text that follows it
    pieces = _TAG.split(text)
    if first := pieces[0]:
        content.append(plain_text(first))
    for written, after in zip(pieces[1::2], pieces[2::2]):
        closing, name, values, empty = _tags.get(written) or _read_tag(written)
        if closing:
            opened, values, outer = open_tags.pop()
            if opened != name:
                raise ValueError(f"not canonical: </{name}> closes <{opened}>")
            outer.append(_inline(name, values, tuple(content)))
            content = outer
        elif empty:
            content.append(_inline(name, values, ()))
        else:
            open_tags.append((name, values, content))
            content = []
        if after:
            content.append(plain_text(after))
    if open_tags:
        raise ValueError("not canonical: an inline element stays open")
    return tuple(content)


def _read_tag(written: str) -> _Tag:
    """What stands between `<` and `>`, read and remembered."""
    found = _INLINE.fullmatch(written)
    if found is None:
        raise ValueError(f"not canonical: <{written}>")
    tag = bool(found[1]), found[2], attributes(found[3]), bool(found[4])
    remembered(_tags, written, tag)
    return tag


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
