"""Marks of a redline inside the text of blocks, so that one renderer shows pages and redlines alike.

What comes, goes or looks otherwise is put between characters of the private use area. The renderer of pages passes
them on as any text, and they become `<ins>`, `<del>` or `<span>` in the finished HTML. Where they got into an
attribute (a title said on hover), they are taken out.
"""

import re
from enum import Enum

from guide_pipeline.model.inline import Inline, Inlines


class Mark(Enum):
    """A mark: the characters that open and close it, and the tags that they become."""

    ADDED = "\ue0a0", "\ue0a1", "<ins>", "</ins>"
    REMOVED = "\ue0a2", "\ue0a3", "<del>", "</del>"
    LOOK = "\ue0a4", "\ue0a5", '<span class="forme">', "</span>"
    """The words stay, but not their emphasis or where they link to."""
    ASIDE = "\ue0a6", "\ue0a7", '<span class="mention">', "</span>"
    """Said by the report, not by the sheet."""

    @property
    def start(self) -> str:
        """The character that opens it."""
        return self.value[0]

    @property
    def end(self) -> str:
        """The character that closes it."""
        return self.value[1]

    def text(self, text: str) -> str:
        """A plain text under this mark; '' stays ''."""
        return f"{self.start}{clean(text)}{self.end}" if text else ""

    def content(self, items: Inlines) -> Inlines:
        """An inline content under this mark."""
        return (self.start, *items, self.end) if items else ()


_TAGS = {character: tag for mark in Mark for character, tag in zip(mark.value[:2], mark.value[2:])}
_NONE = dict.fromkeys(map(ord, _TAGS))
_ANY = f"[{''.join(_TAGS)}]"
_MARKED = re.compile(_ANY)
_TAG = re.compile(f"<[^>{''.join(_TAGS)}]*{_ANY}[^>]*>")
"""A tag with a mark in it."""


def clean(text: str) -> str:
    """A text of a sheet without the characters that marks are made of, should it hold any."""
    return text.translate(_NONE) if _MARKED.search(text) else text


def cleaned(item: Inline) -> Inline:
    """An inline without children, cleaned if it is text."""
    return clean(item) if isinstance(item, str) else item


def with_tags(html: str) -> str:
    """HTML whose marks have become tags, those in attributes taken out."""
    html = _TAG.sub(lambda tag: tag[0].translate(_NONE), html)
    for character, tag in _TAGS.items():
        html = html.replace(character, tag)
    return html
