"""The grammar of our Markdown: CommonMark with tables, and four things of our own.

`::: name …` containers, `{role:argument}` in text, `1^er^` and `CO~2~`, `{#anchor}` after a heading. All that the
model can't hold (HTML, code, images…) is parsed too, so that the reader can name it instead of showing it as text.
"""

import re
from dataclasses import dataclass, field
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

_FENCE = re.compile(r"[ \t]*(:{3,})[ \t]*(.*)")
_ROLE = re.compile(r"\{([^\W\d_][\w-]*)\s*:([^{}]*)\}")
_ROLE_START = re.compile(r"\{(?:bareme|sigle|article)\b")
_RAISED = {
    "^": ("sup", re.compile(r"\^((?:\\.|[^\s^\\])+)\^")),
    "~": ("sub", re.compile(r"~((?:\\.|[^\s~\\])+)~")),
}
_ANCHOR = re.compile(r"\s*\{#([^{}]*)\}$")
CAPTION = re.compile(r"Tableau(?P<double> à double entrée)?\s*(?P<colon>:\s*)?(?P<text>.*)")


@dataclass(slots=True)
class Fences:
    """The `:::` lines of a text, paired. Lines count from 0."""

    close_of: dict[int, int] = field(default_factory=dict)
    """By opening line, the line that closes it (the number of lines when none does)."""
    info_of: dict[int, str] = field(default_factory=dict)
    closing: set[int] = field(default_factory=set)
    unclosed: list[int] = field(default_factory=list)
    unopened: list[int] = field(default_factory=list)
    mismatched: list[tuple[int, int]] = field(default_factory=list)
    """(opening, closing) lines whose numbers of colons differ."""


def pair_fences(lines: list[str]) -> Fences:
    """Pair the fences of a text: a line of colons alone closes the last container still open."""
    fences = Fences()
    stack: list[tuple[int, int]] = []
    for number, line in enumerate(lines):
        if not (found := _FENCE.fullmatch(line)):
            continue
        colons, info = len(found[1]), found[2].strip()
        if info:
            stack.append((number, colons))
            fences.info_of[number], fences.close_of[number] = info, len(lines)
            continue
        fences.closing.add(number)
        if not stack:
            fences.unopened.append(number)
            continue
        opening, expected = stack.pop()
        fences.close_of[opening] = number
        if colons != expected:
            fences.mismatched.append((opening, number))
    fences.unclosed = [number for number, _ in stack]
    return fences


class _Parser(MarkdownIt):
    """Addresses stay as written: the reader judges them, and says so, where the library would show them as text."""

    def validateLink(self, url: str) -> bool:  # noqa: N802
        return True

    def normalizeLink(self, url: str) -> str:  # noqa: N802
        return url

    def normalizeLinkText(self, link: str) -> str:  # noqa: N802
        return link


@cache
def parser(max_nesting: int) -> MarkdownIt:
    """A parser that goes no deeper than `max_nesting`; `env["fences"]` holds the paired fences of the text."""
    md = _Parser("commonmark", {"maxNesting": max_nesting})
    md.enable(["table", "strikethrough"])
    # an unused definition of a reference would vanish without a word
    md.disable("reference")
    others = ["paragraph", "reference", "blockquote", "list"]
    md.block.ruler.before("table", "container", _container, {"alt": others})
    md.inline.ruler.before("link", "role", _role)
    md.inline.ruler.after("emphasis", "raised", _raised)
    md.core.ruler.after("block", "captions", _captions)
    md.core.ruler.after("block", "anchors", _anchors)
    return md


def _container(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A block rule. The library's own containers pair fences by length only, and `::::` would close `:::`."""
    fences: Fences = state.env["fences"]
    info = fences.info_of.get(start)
    if (info is None and start not in fences.closing) or state.is_code_block(start):
        return False
    if silent:
        return True
    if info is None:
        state.push("stray_fence", "", 0).map = [start, start + 1]
        state.line = start + 1
        return True
    close = min(fences.close_of[start], end)
    opening = state.push("container_open", "div", 1)
    opening.map = [start, close]
    opening.meta["cut"] = _container_content(state, opening, info, close)
    state.push("container_close", "div", -1)
    return True


def _container_content(state: StateBlock, opening: Token, info: str, close: int) -> bool:
    """Parse the inside of a container; True when what stands around it (a list) ends before its closing fence."""
    start = state.line
    words = info.split(maxsplit=2)
    opening.info = words[0]
    opening.meta["argument"] = words[1] if len(words) > 1 else ""
    title = state.push("inline", "", 0)
    title.content, title.map, title.children = (words[2] if len(words) > 2 else ""), [start, start + 1], []
    parent, last = state.parentType, state.lineMax
    state.parentType, state.lineMax, state.line = "container", close, start + 1
    state.md.block.tokenize(state, start + 1, close)
    state.parentType, state.lineMax = parent, last
    state.line = state.skipEmptyLines(max(state.line, start + 1))
    if state.line < close:
        return True
    state.line = min(close + 1, last) if state.env["fences"].close_of[start] == close else close
    return False


def _role(state: StateInline, silent: bool) -> bool:
    found = _ROLE.match(state.src, state.pos, state.posMax)
    broken = None if found else _ROLE_START.match(state.src, state.pos, state.posMax)
    if not (found or broken):
        return False
    if not silent:
        token = state.push("role", "", 0)
        token.info = found[1] if found else ""
        token.content = found[2] if found else "{"
    state.pos = found.end() if found else state.pos + 1
    return True


def _raised(state: StateInline, silent: bool) -> bool:
    name, pattern = _RAISED.get(state.src[state.pos], ("", None))
    found = pattern.match(state.src, state.pos, state.posMax) if pattern else None
    if found is None:
        return False
    if not silent:
        last = state.posMax
        state.push(f"{name}_open", name, 1)
        state.pos, state.posMax = found.start(1), found.end(1)
        state.md.inline.tokenize(state)
        state.push(f"{name}_close", name, -1)
        state.posMax = last
    state.pos = found.end()
    return True


def _anchors(state: StateCore) -> None:
    """Take `{#anchor}` away from headings before their text is read."""
    for heading, content in zip(state.tokens, state.tokens[1:]):
        if heading.type == "heading_open" and (found := _ANCHOR.search(content.content)):
            heading.meta["anchor"] = found[1].strip()
            content.content = content.content[: found.start()]


def _captions(state: StateCore) -> None:
    """Move `Tableau : …`, the last line of the paragraph before a table, into the table."""
    result: list[Token] = []
    for token in state.tokens:
        result.append(token)
        if token.type == "table_open" and len(result) > 3 and result[-2].type == "paragraph_close":
            _take_caption(result)
    state.tokens = result


def _take_caption(tokens: list[Token]) -> None:
    content, table = tokens[-3], tokens[-1]
    before, _, line = content.content.rpartition("\n")
    found = CAPTION.fullmatch(line.strip())
    if not found or not (found["double"] or found["colon"]) or (found["text"] and not found["colon"]):
        return
    table.meta["double"] = bool(found["double"])
    caption = Token("inline", "", 0, content=found["text"], children=[], level=table.level + 1)
    number = (content.map or [0, 1])[1] - 1
    caption.map = [number, number + 1]
    if before.strip():
        content.content = before
    else:
        del tokens[-4:-1]
    tokens.append(caption)
