"""What a change in a text is about: an amount, a date, the wording… each with what it was and what it became.

The pieces that differ are widened to the whole of what they touch (in '11 478 €' only the figure differs, but it is
the amount that changes), what is stated on both sides is paired in order, and what is left tells whether the wording
changes too.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import takewhile
from operator import attrgetter

from guide_pipeline.diff.classes import ChangeClass
from guide_pipeline.diff.edits import Added, Kept, Removed, Step
from guide_pipeline.diff.entities import Entity, content_words, entities, same_words
from guide_pipeline.diff.tokens import Open, Token
from guide_pipeline.model.inline import (
    AcronymRef,
    Break,
    Foreign,
    LegalRef,
    Link,
    Mark,
    RateRef,
    Span,
    TermRef,
    legal_text,
)

_ELLIPSIS = " […] "


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that changes in a text; '' for what only one side states."""

    kind: ChangeClass
    old: str
    new: str
    before: Decimal | None = None
    after: Decimal | None = None
    """Figures of both sides, when they have one."""


@dataclass(slots=True)
class _Piece:
    """Parts of both texts, as character offsets, that differ."""

    old: tuple[int, int]
    new: tuple[int, int]


def shown(token: Token) -> str:
    """A token as it stands in the plain text of its content."""
    match token:
        case str():
            return token
        case AcronymRef():
            return token.text or token.acronym
        case LegalRef():
            return legal_text(token)
        case RateRef():
            return f"{{{token.rate}}}" if token.at is None else f"{{{token.rate}@{token.at}}}"
        case Break():
            return " "
        case _:
            return ""


def findings(steps: Sequence[Step], tokens: Sequence[Token]) -> list[Finding]:
    """What changes when these steps are applied to these tokens."""
    old, new, pieces = _sides(steps, tokens)
    statements = entities(old), entities(new)
    pieces = _widened(pieces, *statements)
    found: list[Finding] = []
    rest: list[tuple[str, str]] = []
    for piece in pieces:
        inside = _inside(statements[0], piece.old), _inside(statements[1], piece.new)
        differing = list(_paired(inside[0], inside[1], old, new))
        found += differing
        left = _without(old, piece.old, inside[0]), _without(new, piece.new, inside[1])
        if _says_other(*left, bool(differing)):
            rest.append((left[0].replace("\0", "…"), left[1].replace("\0", "…")))
    found += _targets(steps)
    if rest:
        found.append(_joined(ChangeClass.WORDING, rest))
    elif not found:
        signs = [(old[slice(*piece.old)], new[slice(*piece.new)]) for piece in pieces]
        found.append(_joined(ChangeClass.TYPOGRAPHY, signs or [_marks(steps)]))
    return found


def text_findings(old: str, new: str) -> list[Finding]:
    """What changes when a text gives way to another as a whole."""
    return findings((Removed((old,)), Added((new,))), (old,))


def _joined(kind: ChangeClass, texts: Iterable[tuple[str, str]]) -> Finding:
    sides = list(zip(*texts)) or [(), ()]
    old, new = (_ELLIPSIS.join(text.strip() for text in side if text.strip()) for side in sides)
    return Finding(kind, old, new)


def _sides(steps: Sequence[Step], tokens: Sequence[Token]) -> tuple[str, str, list[_Piece]]:
    """Both plain texts and where they differ."""
    old: list[str] = []
    new: list[str] = []
    pieces: list[_Piece] = []
    i = a = b = 0
    for step in steps:
        match step:
            case Kept():
                text = "".join(map(shown, tokens[i : i + step.count]))
                old.append(text)
                new.append(text)
                i, a, b = i + step.count, a + len(text), b + len(text)
                pieces.append(_Piece((a, a), (b, b)))
            case Removed():
                text = "".join(map(shown, step.values))  # type: ignore[arg-type]  # of text, they are tokens
                old.append(text)
                _extend(pieces, (a, a + len(text)), (b, b))
                i, a = i + len(step.values), a + len(text)
            case Added():
                text = "".join(map(shown, step.values))  # type: ignore[arg-type]  # the same
                new.append(text)
                _extend(pieces, (a, a), (b, b + len(text)))
                b += len(text)
            case _:
                pass
    differing = [p for p in pieces if p.old[0] < p.old[1] or p.new[0] < p.new[1]]
    return "".join(old), "".join(new), differing


def _extend(pieces: list[_Piece], old: tuple[int, int], new: tuple[int, int]) -> None:
    """A removal and an addition at the same place are one piece."""
    if pieces and pieces[-1].old[1] == old[0] and pieces[-1].new[1] == new[0]:
        last = pieces[-1]
        last.old, last.new = (last.old[0], old[1]), (last.new[0], new[1])
    else:
        pieces.append(_Piece(old, new))


def _widened(pieces: list[_Piece], old: Sequence[Entity], new: Sequence[Entity]) -> list[_Piece]:
    """Pieces that cover the whole of every statement they touch, on both sides alike; those that meet are joined."""
    done: list[_Piece] = []
    for piece in pieces:
        done.append(piece)
        growing = True
        while growing:
            growing = _grow(done[-1], old, new)
            while len(done) > 1 and (done[-2].old[1] > done[-1].old[0] or done[-2].new[1] > done[-1].new[0]):
                right, left = done.pop(), done[-1]
                left.old = min(left.old[0], right.old[0]), max(left.old[1], right.old[1])
                left.new = min(left.new[0], right.new[0]), max(left.new[1], right.new[1])
                growing = True
    return done


def _grow(piece: _Piece, old: Sequence[Entity], new: Sequence[Entity]) -> bool:
    """Widen a piece over what it touches; what it grows over is the same text on both sides."""
    sides = ((_inside(old, piece.old), piece.old), (_inside(new, piece.new), piece.new))
    left = max((span[0] - e.start for found, span in sides for e in found), default=0)
    right = max((e.end - span[1] for found, span in sides for e in found), default=0)
    if left <= 0 and right <= 0:
        return False
    left, right = max(left, 0), max(right, 0)
    piece.old = max(piece.old[0] - left, 0), piece.old[1] + right
    piece.new = max(piece.new[0] - left, 0), piece.new[1] + right
    return True


def _inside(statements: Sequence[Entity], span: tuple[int, int]) -> list[Entity]:
    """The statements that a part of the text touches; they stand in order and apart from one another."""
    first = bisect_right(statements, span[0], key=_END)
    return list(
        takewhile(
            lambda entity: entity.start < span[1], (statements[k] for k in range(first, len(statements)))
        )
    )


_END = attrgetter("end")


def _paired(old: list[Entity], new: list[Entity], before: str, after: str) -> Iterable[Finding]:
    """What is stated on one side only, paired in order within each class."""
    for kind in dict.fromkeys(entity.kind for entity in (*old, *new)):
        gone, come = [e for e in old if e.kind is kind], [e for e in new if e.kind is kind]
        stated = Counter(e.value for e in gone), Counter(e.value for e in come)
        gone, come = _beyond(gone, stated[1]), _beyond(come, stated[0])
        both = min(len(gone), len(come)) if len(gone) == len(come) else 0
        pairs: list[tuple[Entity | None, Entity | None]] = [
            *zip(gone[:both], come[:both]),
            *((e, None) for e in gone[both:]),
            *((None, e) for e in come[both:]),
        ]
        for a, b in pairs:
            yield Finding(
                kind,
                before[a.start : a.end] if a else "",
                after[b.start : b.end] if b else "",
                a.number if a else None,
                b.number if b else None,
            )


def _beyond(own: Iterable[Entity], others: Counter[tuple[str, ...]]) -> list[Entity]:
    """What one side states more often than the other."""
    left = others.copy()
    kept = []
    for entity in own:
        if left[entity.value] > 0:
            left[entity.value] -= 1
        else:
            kept.append(entity)
    return kept


def _without(text: str, span: tuple[int, int], inside: Sequence[Entity]) -> str:
    """A part of a text with a mark in place of each statement."""
    parts, start = [], span[0]
    for entity in inside:
        parts.append(text[start : max(entity.start, start)])
        start = entity.end
    parts.append(text[start : span[1]])
    return " \0 ".join(parts)


def _says_other(old: str, new: str, stated: bool) -> bool:
    """True when the words around what is stated change; next to another change, small words don't count."""
    if stated:
        return list(content_words(old)) != list(content_words(new))
    return not same_words(old, new)


def _targets(steps: Sequence[Step]) -> list[Finding]:
    """Links that come, go or lead elsewhere."""
    sides: tuple[list[str], list[str]] = [], []
    for step in steps:
        if isinstance(step, Removed | Added):
            nodes = (value.node if isinstance(value, Open) else value for value in step.values)
            sides[isinstance(step, Added)].extend(_target(node) for node in nodes if isinstance(node, Link))
    if sorted(sides[0]) == sorted(sides[1]):
        return []
    return [Finding(ChangeClass.LINK, ", ".join(sides[0]), ", ".join(sides[1]))]


_MARKS = {
    Mark.STRONG: "gras", Mark.EMPHASIS: "italique", Mark.SUPERSCRIPT: "exposant", Mark.SUBSCRIPT: "indice",
    Mark.QUOTE: "citation", Mark.AMOUNT: "montant", Mark.VARIABLE: "variable",
}  # fmt: skip


def _marks(steps: Sequence[Step]) -> tuple[str, str]:
    """The names of marks that go and of those that come, when the words stay."""
    sides: tuple[list[str], list[str]] = [], []
    for step in steps:
        if isinstance(step, Removed | Added):
            names = (_mark_name(value) for value in step.values if isinstance(value, Open))
            sides[isinstance(step, Added)].extend(names)
    return ", ".join(sides[0]), ", ".join(sides[1])


def _mark_name(token: Open) -> str:
    match token.node:
        case Span(mark=mark):
            return _MARKS[mark]
        case TermRef():
            return "terme défini"
        case Foreign():
            return "langue étrangère"
        case _:
            return "lien"


def _target(link: Link) -> str:
    place = link.url or (f"chapitre {link.chapter}" if link.chapter else link.sheet)
    return f"{place}#{link.anchor}" if link.anchor else place


_BARE = re.compile(r"\d{1,3}(?:[ \u00a0\u202f]\d{3})*(?:,\d+)?")


def is_bare_figure(text: str) -> bool:
    """True when a text is one number and nothing else, as in the cells of a table."""
    return bool(_BARE.fullmatch(text.strip()))
