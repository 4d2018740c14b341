"""Inline content: what stands inside a paragraph, a title or a caption.

`Inlines` is a tuple in *normal form*: no empty text nor mark, no two texts side by side, white space collapsed to
one space, none at either end. `normalise` gives that form, so that two contents that read the same are equal.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from unicodedata import is_normalized, normalize


class Mark(StrEnum):
    """Kinds of marked text; the value is the name of the XML element."""

    STRONG = "fort"
    EMPHASIS = "emphase"
    SUPERSCRIPT = "exp"
    SUBSCRIPT = "ind"
    QUOTE = "citation"
    AMOUNT = "montant"
    VARIABLE = "variable"


@dataclass(frozen=True, slots=True)
class Span:
    """Marked text."""

    mark: Mark
    children: "Inlines"


@dataclass(frozen=True, slots=True)
class Foreign:
    """Words of another language."""

    lang: str
    """BCP 47 code, '' when the source doesn't say."""
    children: "Inlines"


@dataclass(frozen=True, slots=True)
class Link:
    """A link: to a sheet, a chapter or an address, or (only `anchor`) to a place in the same sheet."""

    children: "Inlines"
    sheet: str = ""
    chapter: str = ""
    url: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class RateRef:
    """A rate cited by id: the value in force is rendered, never typed."""

    rate: str
    at: date | None = None
    """The value in force on that day, instead of the edition's date."""


@dataclass(frozen=True, slots=True)
class AcronymRef:
    """An acronym of the guide's list."""

    acronym: str
    text: str = ""
    """As written here; '' shows the acronym's own spelling."""


@dataclass(frozen=True, slots=True)
class LegalRef:
    """An article of a code or a statute."""

    code: str
    article: str
    text: str = ""
    """As written here; '' shows 'article N du CODE'."""


@dataclass(frozen=True, slots=True)
class TermRef:
    """A word that a definition of the same sheet explains."""

    term: str
    children: "Inlines"


@dataclass(frozen=True, slots=True)
class Break:
    """A line break that is part of the text (an address, say)."""


Inline = str | Span | Foreign | Link | RateRef | AcronymRef | LegalRef | TermRef | Break
Inlines = tuple[Inline, ...]
Parent = Span | Foreign | Link | TermRef

_SPACE = re.compile(r"[ \t\r\n\f\v]+")


def clean_text(text: str) -> str:
    """NFC, white space collapsed; no-break spaces are characters that matter, and stay."""
    if not (text.isascii() or is_normalized("NFC", text)):
        text = normalize("NFC", text)
    # most texts are tidy already, and looking is several times cheaper than writing anew
    if "  " in text or "\n" in text or "\t" in text or "\r" in text or "\f" in text or "\v" in text:
        return _SPACE.sub(" ", text)
    return text


def normalise(items: Iterable[Inline]) -> Inlines:
    """The normal form of inline content (see the module's docstring)."""
    content, _ = _collapse(items, at_space=True)
    return _without_end_space(content)


def _collapse(items: Iterable[Inline], at_space: bool) -> tuple[Inlines, bool]:
    """Collapse white space across the tree; `at_space` says whether the text before ends with a space."""
    result: list[Inline] = []
    texts: list[str] = []
    for item in items:
        match item:
            case str():
                text = clean_text(item)
                if at_space:
                    text = text.lstrip(" ")
                if text:
                    texts.append(text)
                    at_space = text.endswith(" ")
            case Span() | Foreign() | Link() | TermRef():
                children, at_space = _collapse(item.children, at_space)
                if children or isinstance(item, Link | TermRef):
                    _join(texts, result)
                    result.append(replace(item, children=children))
            case Break():
                if texts and texts[-1].endswith(" "):
                    texts[-1] = texts[-1][:-1]
                _join(texts, result)
                result.append(item)
                at_space = True
            case _:
                _join(texts, result)
                result.append(item)
                at_space = False
    _join(texts, result)
    return tuple(result), at_space


def _join(texts: list[str], result: list[Inline]) -> None:
    """Texts side by side become one, clean again: a letter and its accent may have come apart."""
    if len(texts) == 1 and texts[0]:
        result.append(texts[0])
    elif text := clean_text("".join(texts)):
        result.append(text)
    texts.clear()


def _without_end_space(content: Inlines) -> Inlines:
    if not content:
        return content
    match last := content[-1]:
        case str():
            text = last.rstrip(" ")
            return (*content[:-1], text) if text else _without_end_space(content[:-1])
        case Span() | Foreign() | Link() | TermRef():
            children = _without_end_space(last.children)
            if not children and isinstance(last, Span | Foreign):
                return _without_end_space(content[:-1])
            return (*content[:-1], replace(last, children=children))
        case _:
            return content


def walk_inlines(content: Inlines) -> Iterator[Inline]:
    """Every inline of a content, parents before their children, in reading order."""
    for item in content:
        yield item
        if isinstance(item, Parent):
            yield from walk_inlines(item.children)


def plain(content: Inlines) -> str:
    """The words of a content as one text. A rate shows as `{id}`: its value depends on the date."""
    parts: list[str] = []
    for item in walk_inlines(content):
        match item:
            case str():
                parts.append(item)
            case AcronymRef():
                parts.append(item.text or item.acronym)
            case LegalRef():
                parts.append(legal_text(item))
            case RateRef():
                parts.append(f"{{{item.rate}}}")
            case Break():
                parts.append(" ")
            case _:
                pass
    return "".join(parts)


def legal_text(ref: LegalRef) -> str:
    """How a legal reference reads: its own text, or its article and code."""
    return ref.text or f"article {ref.article} du {ref.code}"
