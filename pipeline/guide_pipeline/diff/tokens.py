"""Inline content as a flat row of tokens, and back.

A word, a number, a space or a sign is a token; so is a rate, an acronym or a reference with its attributes. What
has content of its own (a mark, a link) becomes an opening and a closing token around the tokens of its content, so
that a change of emphasis or of link target is a change of tokens like any other; without content it is a token itself.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from guide_pipeline.model.inline import AcronymRef, Break, Inline, Inlines, LegalRef, Parent, RateRef


@dataclass(frozen=True, slots=True)
class Open:
    """The start of a mark, a link, a term or foreign words: the node itself without its content."""

    node: Parent


@dataclass(frozen=True, slots=True)
class Close:
    """The end of the innermost open node."""


Atom = RateRef | AcronymRef | LegalRef | Break | Parent
"""A token that stands for something; a `Parent` is one when it has no content (a link that shows its title)."""
Token = str | Atom | Open | Close

_CLOSE = Close()
# "11 478,50" is one token, and so is "1.234": a person replaces a figure, not a part of it.
_TOKEN = re.compile(
    r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)(?:,\d+)?|\d+(?:[.,]\d+)*|[^\W\d]\w*|.", re.DOTALL
)


def split(text: str) -> list[str]:
    """Words, numbers, spaces and signs of a text; joined they give the text back."""
    return _TOKEN.findall(text)


def tokens_of(content: Inlines) -> list[Token]:
    """The tokens of an inline content."""
    tokens: list[Token] = []
    _flatten(content, tokens)
    return tokens


def _flatten(content: Inlines, tokens: list[Token]) -> None:
    for item in content:
        if isinstance(item, str):
            tokens.extend(split(item))
        elif isinstance(item, Parent) and item.children:
            tokens.append(Open(replace(item, children=())))
            _flatten(item.children, tokens)
            tokens.append(_CLOSE)
        else:
            tokens.append(item)


def content_of(tokens: Iterable[Token]) -> Inlines:
    """The inline content that has these tokens. ValueError when what opens and what closes don't match."""
    levels: list[tuple[Parent | None, list[Inline]]] = [(None, [])]
    text: list[str] = []
    for token in tokens:
        if isinstance(token, str):
            text.append(token)
            continue
        if text:
            levels[-1][1].append("".join(text))
            text.clear()
        if isinstance(token, Open):
            levels.append((token.node, []))
        elif isinstance(token, Close):
            node, children = levels.pop()
            if node is None:
                raise ValueError("a closing token without its opening one")
            levels[-1][1].append(replace(node, children=tuple(children)))
        else:
            levels[-1][1].append(token)
    if text:
        levels[-1][1].append("".join(text))
    if len(levels) > 1:
        raise ValueError("an opening token without its closing one")
    return tuple(levels[0][1])
