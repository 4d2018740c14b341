"""A Markdown text on its way to blocks: tokens as a tree, and the place where problems are noted."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from markdown_it.token import Token

from guide_pipeline.readers.limits import Limits
from guide_pipeline.readers.problems import Problems


@dataclass(slots=True)
class Node:
    """A token and what stands between it and its closing token."""

    token: Token
    children: list["Node"] = field(default_factory=list)

    @property
    def kind(self) -> str:
        """The type of the token, without `_open`."""
        return self.token.type.removesuffix("_open")

    @property
    def line(self) -> int:
        """Its line in the text, counted from 0."""
        return self.token.map[0] if self.token.map else 0


def tree(tokens: Iterable[Token]) -> tuple[list[Node], int]:
    """Flat tokens as a forest, and its depth (0 when empty)."""
    root = Node(Token("root", "", 0))
    stack, depth = [root], 0
    for token in tokens:
        if token.nesting < 0:
            stack.pop()
            continue
        node = Node(token)
        stack[-1].children.append(node)
        depth = max(depth, len(stack))
        if token.nesting > 0:
            stack.append(node)
    return root.children, depth


@dataclass(slots=True)
class Body:
    """The text under the front matter: its lines, and where it starts in the file."""

    lines: list[str]
    first_line: int
    """Line of the file, counted from 1, where the text starts."""
    problems: Problems
    limits: Limits
    too_deep: bool = False

    def problem(self, code: str, message: str, line: int) -> None:
        """Note an error at a line of the text (from 0)."""
        self.problems.add(code, message, line + self.first_line)

    def anchor(self, anchor: str, line: int) -> None:
        """Note where an anchor is defined."""
        self.problems.anchors.append((anchor, line + self.first_line))

    def fits(self, depth: int, line: int) -> bool:
        """Whether elements may stand at this depth of the canonical XML; noted once when not."""
        if depth <= self.limits.depth:
            return True
        if not self.too_deep:
            self.problem("trop-profond", f"Le contenu dépasse {self.limits.depth} niveaux.", line)
        self.too_deep = True
        return False
