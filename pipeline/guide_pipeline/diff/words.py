"""Differences between two texts, token by token, in pieces that a person would have replaced."""

from collections.abc import Sequence
from dataclasses import dataclass

from guide_pipeline.diff.align import gaps_between
from guide_pipeline.diff.common import Match, common
from guide_pipeline.diff.edits import Added, Edit, Kept, Removed, Replaced, Step, Words
from guide_pipeline.diff.tokens import Close, Open, Token, content_of, split, tokens_of
from guide_pipeline.model.inline import Inlines

_LEAST_SHARED = 0.3
"""Share of the words that two short texts must have in common to be compared word by word."""
_SIGN = 4
"""Weight of a unit, a rate, an acronym or a reference, in letters."""


def text_edit(old: str, new: str) -> Edit:
    """How a plain text becomes another: word by word if both are sentences that have something in common."""
    if " " not in old or " " not in new:
        return Replaced(old, new)
    before, after = split(old), split(new)
    words = {t for t in before if t.isalnum()}, {t for t in after if t.isalnum()}
    if len(words[0] & words[1]) < _LEAST_SHARED * max(map(len, words)):
        return Replaced(old, new)
    return Words(_steps(before, after))


def inline_edit(old: Inlines, new: Inlines) -> Edit:
    """How an inline content becomes another; contents out of normal form are replaced whole."""
    before, after = tokens_of(old), tokens_of(new)
    if content_of(before) != old or content_of(after) != new:
        return Replaced(old, new)
    return Words(_steps(before, after))


@dataclass(slots=True)
class _Run:
    """Tokens that stay (old and new spans of equal length), or that others replace."""

    same: bool
    old: tuple[int, int]
    new: tuple[int, int]
    weight: int = 0
    """Letters and digits: of what stays, or of the longer side of what doesn't."""


def _steps(old: Sequence[Token], new: Sequence[Token]) -> tuple[Step, ...]:
    steps: list[Step] = []
    for run in _readable(_runs(old, new)):
        if run.same:
            steps.append(Kept(run.old[1] - run.old[0]))
            continue
        if gone := tuple(old[slice(*run.old)]):
            steps.append(Removed(gone))
        if come := tuple(new[slice(*run.new)]):
            steps.append(Added(come))
    return tuple(steps)


def _runs(old: Sequence[Token], new: Sequence[Token]) -> list[_Run]:
    runs: list[_Run] = []
    weights, weights_now = list(map(_weight, old)), list(map(_weight, new))
    i = j = 0
    for a, b in [*_matches(old, new, weights, weights_now), (len(old), len(new))]:
        if a > i or b > j:
            weight = max(sum(weights[i:a]), sum(weights_now[j:b]))
            runs.append(_Run(False, (i, a), (j, b), weight))
        if a < len(old):
            if runs and runs[-1].same:
                last = runs[-1]
                last.old, last.new = (last.old[0], a + 1), (last.new[0], b + 1)
                last.weight += weights[a]
            else:
                runs.append(_Run(True, (a, a + 1), (b, b + 1), weights[a]))
        i, j = a + 1, b + 1
    return runs


def _matches(
    old: Sequence[Token], new: Sequence[Token], weights: Sequence[int], weights_now: Sequence[int]
) -> list[Match]:
    """Tokens in common: as many words as can be, then what else stays between them.

    Counting spaces with the words would keep two spaces rather than a word.
    """
    heavy = [i for i, weight in enumerate(weights) if weight], [j for j, w in enumerate(weights_now) if w]
    words = [
        (heavy[0][i], heavy[1][j]) for i, j in common([old[i] for i in heavy[0]], [new[j] for j in heavy[1]])
    ]
    rest = [
        (i0 + i, j0 + j)
        for i0, i1, j0, j1 in gaps_between(words, len(old), len(new))
        for i, j in common(old[i0:i1], new[j0:j1])
    ]
    return sorted([*words, *rest])


def _weight(token: Token) -> int:
    if isinstance(token, str) and token not in "€%":
        return len(token) if token[0].isalnum() else 0
    return 0 if isinstance(token, Open | Close) else _SIGN


def _readable(runs: list[_Run]) -> list[_Run]:
    """Runs where what stays between two replacements is worth reading; if not, one replacement takes all three."""
    done: list[_Run] = []
    for run in runs:
        done.append(run)
        while len(done) >= 3 and not done[-1].same and _is_noise(*done[-3:]):
            left, middle, right = done[-3:]
            weight = left.weight + middle.weight + right.weight
            joined = _Run(False, (left.old[0], right.old[1]), (left.new[0], right.new[1]), weight)
            done[-3:] = [joined]
    return done


def _is_noise(left: _Run, middle: _Run, right: _Run) -> bool:
    """Spaces and signs only, or a word or two lost among many others."""
    if left.same or not middle.same:
        return False
    if not middle.weight:
        return bool(left.weight and right.weight)
    return middle.weight * 3 <= min(left.weight, right.weight)
