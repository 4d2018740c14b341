"""A cursor over the lines of canonical bytes: each is one element, or the start or the end of one.

Every line is taken just as `canonical` writes it; anything else is a ValueError.
"""

import re

from guide_pipeline.model.canonical import DECLARATION
from guide_pipeline.model.canonical_inline import (
    ATTRIBUTES_PATTERN,
    Attributes,
    attributes,
    character_data,
    inlines,
    remembered,
)
from guide_pipeline.model.inline import Inlines

_HEAD = re.compile(rf"<([a-z-]+)({ATTRIBUTES_PATTERN})(/?)>")
_EMPTY = frozenset({"colonne", "sigle"})
"""Elements that have a line to themselves, and hold nothing."""
_heads: dict[str, tuple[str, Attributes]] = {}
"""Start tags met: a few say most of what a guide has."""


class Lines:
    """The lines of one sheet, and how far they have been read."""

    def __init__(self, text: str) -> None:
        self.lines = text.split("\n")
        if self.lines.pop() != "" or len(self.lines) < 3 or self.lines[0] != DECLARATION:
            raise ValueError("not canonical: cut short")
        self.at = 1
        self.marked: list[str] = []
        """The lines met that say more than words: tags with attributes, marks in running text, addresses."""
        self.untidy = False
        """Whether a title was looked for in vain, or a text met that begins or ends with a space."""

    def wrong(self, what: str = "") -> ValueError:
        """The error that the line to take isn't as it should be."""
        return ValueError(f"not canonical: line {self.at + 1} {what}")

    def head(self) -> tuple[str, Attributes]:
        """Take a line that is one start tag, or one empty element: its name, its attributes."""
        line = self.lines[self.at]
        head = _heads.get(line)
        if head is None:
            found = _HEAD.fullmatch(line)
            if found is None or bool(found[3]) is not (found[1] in _EMPTY):
                raise self.wrong()
            head = found[1], attributes(found[1], found[2])
            remembered(_heads, line, head)
        if head[1]:
            self.marked.append(line)
        self.at += 1
        return head

    def end(self, name: str) -> bool:
        """Take the end tag of that name, if it is next."""
        if self.lines[self.at] == f"</{name}>":
            self.at += 1
            return True
        return False

    def close(self, name: str) -> None:
        """Take the end tag of that name, which must be next."""
        if self.lines[self.at] != f"</{name}>":
            raise self.wrong(f"<{name}> stays open")
        self.at += 1

    def start(self, name: str) -> bool:
        """Take the start tag of that name, without attributes, if it is next."""
        if self.lines[self.at] == f"<{name}>":
            self.at += 1
            return True
        return False

    def group(self, name: str) -> bool:
        """The same, for a group, which holds something or isn't written."""
        found = self.start(name)
        if found and self.lines[self.at] == f"</{name}>":
            raise self.wrong(f"<{name}> is empty")
        return found

    def text(self, name: str) -> str:
        """Take `<name>…</name>` if it is next: what stands between, still escaped; '' when it isn't."""
        line = self.lines[self.at]
        start, end = f"<{name}>", f"</{name}>"
        if not line.startswith(start):
            return ""
        text = line[len(start) : -len(end)]
        if not text or not line.endswith(end):
            raise self.wrong()
        if text[0] == " " or text[-1] == " ":
            self.untidy = True
        self.at += 1
        return text

    def texts(self, name: str) -> tuple[str, ...]:
        """Take every `<name>…</name>` in a row."""
        found = []
        while text := self.text(name):
            found.append(character_data(text))
        return tuple(found)

    def one(self, name: str) -> str:
        """Take `<name>…</name>` if it is next, as plain text."""
        return character_data(self.text(name))

    def running(self, name: str) -> Inlines:
        """Take `<name>…</name>` if it is next, as running text."""
        text = self.text(name)
        if "<" in text:
            self.marked.append(self.lines[self.at - 1])
        return inlines(text)

    def title(self, name: str = "titre") -> Inlines:
        """The same, for what should have one."""
        found = self.running(name)
        self.untidy |= not found
        return found

    def name(self) -> str:
        """Take a title in plain text, for what should have one."""
        found = self.one("titre")
        self.untidy |= not found
        return found
