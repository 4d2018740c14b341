"""The changes of a sheet as a list for people: each with its place, its class, what it was and what it became.

The list is read from the difference and says nothing that it doesn't; but one change of a text may be several here
(two amounts and a word), and many steps may be one (a column of a table).
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from guide_pipeline.diff.classes import ChangeClass


class Action(StrEnum):
    """What happens to what a change is about."""

    CHANGED = "modifie"
    ADDED = "ajoute"
    REMOVED = "retire"
    MOVED = "deplace"


@dataclass(frozen=True, slots=True)
class Change:
    """One change, as a person would tell it."""

    id: str
    """The same whenever the same two sheets are compared."""
    kind: ChangeClass
    action: Action
    where: tuple[str, ...]
    """Titles and headers, from the outside in."""
    anchor: str
    """The nearest section, case or definition: an anchor of the new sheet, or of the old one for what goes."""
    old: str
    new: str
    before: Decimal | None = None
    after: Decimal | None = None
    """Figures of an amount, a percentage or a duration."""
    also: tuple[ChangeClass, ...] = ()
    """For something that comes or goes whole: what it states."""
    unit: str = ""
    """The part of the difference that it belongs to: what `selection.leave_out` leaves out with it."""


def by_class(changes: Iterable[Change]) -> Iterator[tuple[ChangeClass, list[Change]]]:
    """Changes by class, weightiest first; classes without change are left out."""
    for kind in ChangeClass:
        if found := [change for change in changes if change.kind is kind]:
            yield kind, found


def numbered(sheet: str, changes: Iterable[Change]) -> tuple[Change, ...]:
    """Changes with their ids, made from what they say: equal ones of a sheet are told apart by their rank."""
    ranks: Counter[str] = Counter()
    result = []
    for change in changes:
        name = name_from(sheet, change.kind, change.action, *change.where, change.old, change.new)
        ranks[name] += 1
        result.append(replace(change, id=f"{name}-{ranks[name]}" if ranks[name] > 1 else name))
    return tuple(result)


def name_from(*said: str) -> str:
    """A short name for what is said: the same for the same words."""
    return hashlib.sha256("\x1f".join(said).encode()).hexdigest()[:12]
