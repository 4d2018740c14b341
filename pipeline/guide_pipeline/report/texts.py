"""Texts merged: old and new words in one, under marks, each with the look that it has or had."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from guide_pipeline.diff.edits import Added, Edit, Kept, Removed, Step, Words
from guide_pipeline.diff.tokens import Close, Open, Token, split, tokens_of
from guide_pipeline.model.inline import Inline, Inlines, Parent, RateRef
from guide_pipeline.report.marks import Mark, clean, cleaned

ShownRate = Callable[[RateRef], str]
"""What a rate is worth, as text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextMerger:
    """How texts are merged."""

    rate_before: ShownRate
    rate_after: ShownRate
    hidden: Mark | None = None
    """REMOVED: only the new state is shown, with what came marked; ADDED: only the old one."""

    def kept_content(self, content: Inlines) -> Inlines:
        """A content that stays, with old and new values of the rates that change."""
        return tuple(part for item in content for part in self._kept_inline(item))

    def _kept_inline(self, item: Inline) -> Iterator[Inline]:
        if isinstance(item, Parent):
            yield replace(item, children=self.kept_content(item.children))
        elif isinstance(item, RateRef) and (before := self.rate_before(item)) != self.rate_after(item):
            if self.hidden is not Mark.REMOVED:
                yield Mark.REMOVED.text(before)
            if self.hidden is not Mark.ADDED:
                yield from Mark.ADDED.content((item,))
        else:
            yield cleaned(item)

    def text(self, part: Edit, old: str, new: str) -> str:
        """A plain text that shows both states."""
        steps = part.steps if isinstance(part, Words) else (Removed((old,)), Added((new,)))
        pieces = ((mark, "".join(tokens)) for mark, tokens in self._runs(steps, split(old)))
        return "".join(mark.text(piece) if mark else clean(piece) for mark, piece in pieces)

    def words(self, part: Edit, old: Inlines) -> Inlines:
        """An inline content that shows both states: what goes keeps its old look, what comes has its new one."""
        if not isinstance(part, Words):
            return old
        writer = _Writer(self)
        for mark, tokens in self._runs(part.steps, tokens_of(old)):
            writer.run(mark, tokens)
        return writer.content()

    def _runs(
        self, steps: Sequence[Step], old: Sequence[Token]
    ) -> Iterator[tuple[Mark | None, Sequence[Any]]]:
        """Tokens in the order of the steps, under the mark of what goes or comes."""
        position = 0
        for step in steps:
            if isinstance(step, Kept):
                yield None, old[position : position + step.count]
                position += step.count
            elif isinstance(step, Removed):
                position += len(step.values)
                if self.hidden is not Mark.REMOVED:
                    yield Mark.REMOVED, step.values
            elif isinstance(step, Added) and self.hidden is not Mark.ADDED:
                yield Mark.ADDED, step.values


class _Writer:
    """Writes runs of tokens: open nodes of the old and of the new content are followed side by side."""

    def __init__(self, merger: TextMerger) -> None:
        self._merger = merger
        self._old: list[Parent] = []
        self._new: list[Parent] = []
        self._pieces: list[Inline] = []

    def run(self, mark: Mark | None, tokens: Iterable[Token]) -> None:
        """Tokens that go, come, or (no mark) stay."""
        items: list[Inline] = []
        for token in tokens:
            if not isinstance(token, Open | Close):
                items.append(token)
                continue
            self._write(mark, items)
            if mark is not Mark.ADDED:
                _follow(self._old, token)
            if mark is not Mark.REMOVED:
                _follow(self._new, token)
        self._write(mark, items)

    def _write(self, mark: Mark | None, items: list[Inline]) -> None:
        """Items that stand inside the nodes open now; a node around nothing would read as another one."""
        if not items:
            return
        old_side = mark is Mark.REMOVED or self._merger.hidden is Mark.ADDED
        nodes = self._old if old_side else self._new
        shown = _joined(items)
        items.clear()
        if mark is Mark.REMOVED:
            shown = tuple(
                self._merger.rate_before(i) if isinstance(i, RateRef) else cleaned(i) for i in shown
            )
        elif mark is Mark.ADDED:
            shown = tuple(map(cleaned, shown))
        else:
            shown = self._merger.kept_content(shown)
        if mark is None and self._old != self._new and self._merger.hidden is None:
            mark = Mark.LOOK
        self._pieces.extend(_nested(nodes, mark.content(shown) if mark else shown))

    def content(self) -> Inlines:
        """All that was written, neighbours under the same nodes and marks joined."""
        return _joined(self._pieces)


def _follow(nodes: list[Parent], token: Open | Close) -> None:
    if isinstance(token, Open):
        nodes.append(token.node)
    elif nodes:
        nodes.pop()


def _nested(nodes: Sequence[Parent], content: Inlines) -> Inlines:
    for node in reversed(nodes):
        content = (replace(node, children=content),)
    return content


_SEAMS = tuple(mark.end + mark.start for mark in Mark)


def _joined(items: Iterable[Inline]) -> Inlines:
    """Items with neighbours that are alike made one: texts, and nodes that differ by their content only."""
    joined: list[Inline] = []
    for alike, group in groupby(items, _alike):
        if alike is str:
            joined.append(_sewn("".join(map(str, group))))
        elif isinstance(alike, Parent):
            inner = _joined(child for node in group for child in getattr(node, "children", ()))
            joined.append(replace(alike, children=inner))
        else:
            joined.extend(group)
    return tuple(joined)


def _alike(item: Inline) -> object:
    if isinstance(item, Parent) and item.children:
        return replace(item, children=())
    return str if isinstance(item, str) else None


def _sewn(text: str) -> str:
    """A text whose marks that end and start again at once go on."""
    for seam in _SEAMS:
        text = text.replace(seam, "")
    return text


def marked_content(content: Inlines, mark: Mark) -> Inlines:
    """An inline content under a mark, which goes inside links and emphasis so as not to cut them."""
    parts = (
        (replace(item, children=marked_content(item.children, mark)),)
        if isinstance(item, Parent) and item.children
        else mark.content((cleaned(item),))
        for item in content
    )
    return _joined(item for part in parts for item in part)
