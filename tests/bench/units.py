"""One unit of a difference as both its texts, found again by its name: what a person reads to say its class."""

from collections.abc import Sequence
from typing import Any

from guide_pipeline.diff.edits import Added, Fields, Items, Kept, Removed, Replaced, SheetDiff, Words
from guide_pipeline.diff.findings import shown
from guide_pipeline.diff.places import name_of, text_of
from guide_pipeline.diff.selection import MOVES
from guide_pipeline.diff.tokens import Open, split, tokens_of
from guide_pipeline.diff.walk import pairs
from guide_pipeline.model.inline import Link
from guide_pipeline.model.sheet import Sheet


def unit_text(diff: SheetDiff, old: Sheet, new: Sheet, unit: str) -> str:
    """A unit with what goes as [-…-] and what comes as {+…+}. KeyError when the difference has no such unit."""
    keys = unit.split("/")
    if keys[0] == MOVES:
        move = diff.moves[int(keys[1])]
        if len(keys) == 2:
            return f"déplacé : {text_of(move.value)}"
        assert move.edit is not None
        return _inside(move.edit, move.value, None, keys[2:], diff)
    return _inside(diff.edit, old, new, keys, diff)


def _inside(edit: Fields, old: Any, new: Any, keys: Sequence[str], diff: SheetDiff) -> str:
    name, rest = keys[0], keys[1:]
    part = dict(edit.edits)[name]
    before, after = getattr(old, name), getattr(new, name, ())
    if not isinstance(part, Items):
        return f"{type(old).__name__}.{name} : {_value(part, before)}"
    if not rest:
        return f"{type(old).__name__}.{name} : [-{_all(before)}-] {{+{_all(after)}+}}"
    for pair in pairs(part, before, _as_long(part, after), diff.moves):
        size = len(pair.key)
        if size and tuple(map(str, pair.key)) == tuple(rest[:size]):
            if len(rest) > size and pair.edit:
                return _inside(pair.edit, pair.old, pair.new, rest[size:], diff)
            sides = ("" if e is None else f"{name_of(e)} {text_of(e)}" for e in (pair.old, pair.new))
            return "[-{}-] {{+{}+}}".format(*sides)
    raise KeyError("/".join(keys))


def _as_long(part: Items, new: Sequence[Any]) -> Sequence[Any]:
    """The new sequence; inside a move it is not at hand, and only its length counts."""
    return new or [None] * sum(
        getattr(step, "count", 1) + len(getattr(step, "values", ())) for step in part.steps
    )


def _all(values: Sequence[Any]) -> str:
    return " | ".join(map(text_of, values))


def _value(part: Any, old: Any) -> str:
    if isinstance(part, Replaced):
        return f"[-{part.old}-] {{+{part.new}+}}"
    assert isinstance(part, Words)
    tokens = split(old) if isinstance(old, str) else tokens_of(old)
    said, position = [], 0
    for step in part.steps:
        if isinstance(step, Kept):
            said.append("".join(map(shown, tokens[position : position + step.count])))
            position += step.count
        elif isinstance(step, Removed):
            said.append(f"[-{''.join(map(_token, step.values))}-]")
            position += len(step.values)
        elif isinstance(step, Added):
            said.append(f"{{+{''.join(map(_token, step.values))}+}}")
    return "".join(said)


def _token(token: Any) -> str:
    if isinstance(token, Open):
        node = token.node
        return f"<{node.url or node.sheet}>" if isinstance(node, Link) else f"<{type(node).__name__}>"
    return shown(token)
