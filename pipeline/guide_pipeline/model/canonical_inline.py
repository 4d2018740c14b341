"""Inline content of the canonical form, read back: attributes, escapes, and elements on one line.

What `canonical` wouldn't write just so is a ValueError: another escape, attributes in another order.
"""

import re
from collections.abc import Mapping
from datetime import date
from typing import TypeVar

from guide_pipeline.model.canonical import ATTRIBUTES
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

_VALUE = r"(?!\")[^\"&<>\t\r]*(?:&(?:amp|lt|gt|quot|#9|#10|#13);[^\"&<>\t\r]*)*"
ATTRIBUTES_PATTERN = rf"(?: [a-z-]+=\"{_VALUE}\")*"
"""Attributes in their part of a tag, each with a value that is escaped just as `canonical` does it."""
_ATTRIBUTE = re.compile(rf" ([a-z-]+)=\"({_VALUE})\"")
_TEXT = re.compile(r"[^&<>]*(?:&(?:amp|lt|gt);[^&<>]*)*")
_TAG = re.compile(r"<(/?[a-z-][^>]*)>")
_INLINE = re.compile(rf"(/?)([a-z-]+)({ATTRIBUTES_PATTERN})(/?)")
_Tag = tuple[bool, str, Attributes, bool]
"""Whether it closes, its name, its attributes, whether it is empty."""
_tags: dict[str, _Tag] = {}
_in_order: set[tuple[str, ...]] = set()
"""Names of elements with those of attributes, met in the order in which they are written."""
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


def character_data(text: str) -> str:
    """`plain_text` of character data; ValueError when it isn't escaped just as it should be."""
    if "&" in text or ">" in text or "<" in text:
        if not _TEXT.fullmatch(text):
            raise ValueError(f"not canonical: {text[:80]!r}")
        return plain_text(text)
    return text


def attributes(name: str, text: str) -> Attributes:
    """The attributes of an element, from their part of its tag, which has the `ATTRIBUTES_PATTERN`.

    ValueError when it can't have them, or not in this order.
    """
    if not text:
        return {}
    found = _ATTRIBUTE.findall(text)
    names = (name, *(key for key, _ in found))
    if names not in _in_order:
        expected = iter(ATTRIBUTES.get(name, ()))
        # each name is looked for after the one before it
        if not all(key in expected for key in names[1:]):
            raise ValueError(f"not canonical: <{name}{text}>")
        _in_order.add(names)
    return {key: plain_text(value) for key, value in found}


def inlines(text: str) -> Inlines:
    """The inline content written on (part of) a line; ValueError when it isn't canonical."""
    if "<" not in text:
        return (character_data(text),) if text else ()
    content: list[Inline] = []
    open_tags: list[tuple[str, Attributes, list[Inline]]] = []
    # text, then by turns what a tag holds and the text that follows it
    pieces = _TAG.split(text)
    if first := pieces[0]:
        content.append(character_data(first))
    for written, after in zip(pieces[1::2], pieces[2::2]):
        closing, name, values, empty = _tags.get(written) or _read_tag(written)
        if closing:
            opened, values, outer = open_tags.pop()
            if opened != name:
                raise ValueError(f"not canonical: </{name}> closes <{opened}>")
            outer.append(_inline(name, values, tuple(content)))
            content = outer
        elif empty:
            content.append(_empty(name, values))
        else:
            open_tags.append((name, values, content))
            content = []
        if after:
            content.append(character_data(after))
    if open_tags:
        raise ValueError("not canonical: an inline element stays open")
    return tuple(content)


def _read_tag(written: str) -> _Tag:
    """What stands between `<` and `>`, read and remembered."""
    found = _INLINE.fullmatch(written)
    if found is None or (found[1] and (found[3] or found[4])):
        raise ValueError(f"not canonical: <{written}>")
    tag = bool(found[1]), found[2], attributes(found[2], found[3]), bool(found[4])
    remembered(_tags, written, tag)
    return tag


def _inline(name: str, values: Attributes, children: Inlines) -> Inline:
    get = values.get
    if mark := _MARKS.get(name):
        return Span(mark, children)
    match name:
        case "lien":
            return Link(children, get("fiche", ""), get("chapitre", ""), get("url", ""), get("ancre", ""))
        case "sigle":
            return AcronymRef(values["id"], _words(children))
        case "article":
            return LegalRef(values["code"], values["num"], _words(children))
        case "terme":
            return TermRef(values["ref"], children)
        case "etranger":
            return Foreign(get("langue", ""), children)
    raise ValueError(f"not canonical: <{name}> in running text")


def _empty(name: str, values: Attributes) -> Inline:
    match name:
        case "bareme":
            return RateRef(values["id"], day(values.get("au")))
        case "sigle":
            return AcronymRef(values["id"])
        case "article":
            return LegalRef(values["code"], values["num"])
        case "saut":
            return Break()
    raise ValueError(f"not canonical: <{name}/> in running text")


def _words(children: Inlines) -> str:
    """The words between two tags that hold nothing else, and are one empty tag without words."""
    if len(children) == 1 and isinstance(children[0], str):
        return children[0]
    raise ValueError("not canonical: an element that holds words only")


def day(text: str | None) -> date | None:
    """A date, None when absent."""
    if not text:
        return None
    found = date.fromisoformat(text)
    if found.isoformat() != text:
        raise ValueError(f"not canonical: {text}")
    return found
