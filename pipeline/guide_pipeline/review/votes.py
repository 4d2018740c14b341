"""How decisions add up: from the acts of people on the items of a batch to the fate of each item. Pure: the site
asks it while a review is under way, and `guide verify` asks it again of the record years later.

Rules. The last decision on an item counts; a question keeps it open until someone decides. Nobody approves what
they ingested. With a double review, two people must have given the same verdict, and nobody another one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from unicodedata import normalize


class Verdict(StrEnum):
    """What someone says of items under review."""

    APPROVED = "approuve"
    REFUSED = "refuse"
    QUESTION = "question"
    """Asked of the editor: the item stays open."""
    COMMENT = "commentaire"
    """Decides nothing."""

    @property
    def label(self) -> str:
        """The verdict as people read it."""
        return _LABELS[self]

    @property
    def decides(self) -> bool:
        """True when it settles something."""
        return self in (Verdict.APPROVED, Verdict.REFUSED)


_LABELS = {
    Verdict.APPROVED: "approuvé",
    Verdict.REFUSED: "refusé",
    Verdict.QUESTION: "question posée",
    Verdict.COMMENT: "commenté",
}


@dataclass(frozen=True, slots=True)
class Act:
    """Someone's verdict on some items, at a time."""

    id: int
    verdict: Verdict
    scope: str
    """What it was given on: 'classe:typographie', 'fiche:apl', 'tout'…"""
    by: str
    at: datetime
    comment: str
    items: tuple[str, ...]


class Fate(StrEnum):
    """Where an item stands."""

    OPEN = "ouvert"
    QUESTION = "question"
    SECOND = "second"
    """One person has decided, a second one must."""
    SPLIT = "desaccord"
    """Two people disagree."""
    APPROVED = "approuve"
    REFUSED = "refuse"

    @property
    def settled(self) -> bool:
        """True when nothing is left to decide."""
        return self in (Fate.APPROVED, Fate.REFUSED)

    @property
    def label(self) -> str:
        """The fate as people read it."""
        return _FATES[self][0]

    def label_of(self, count: int) -> str:
        """The same of so many items: French takes the plural from two on."""
        return _FATES[self][count >= 2]


_FATES = {
    Fate.OPEN: ("à décider", "à décider"),
    Fate.QUESTION: ("question posée", "questions posées"),
    Fate.SECOND: ("attend une seconde personne", "attendent une seconde personne"),
    Fate.SPLIT: ("en désaccord", "en désaccord"),
    Fate.APPROVED: ("approuvé", "approuvés"),
    Fate.REFUSED: ("refusé", "refusés"),
}


@dataclass(frozen=True, slots=True)
class Rules:
    """What a decision needs."""

    double: bool = False
    """True: a second person (`relecture = "double"` in guide.toml)."""
    ingested_by: str = ""
    """Whose approval doesn't count; '' when nobody was named."""

    def may_approve(self, by: str) -> bool:
        """False for who ingested the batch."""
        return not self.ingested_by or person(by) != person(self.ingested_by)


def person(name: str) -> str:
    """What makes two names one person's: case and spaces around don't count."""
    return normalize("NFKC", name.strip()).casefold()


def fates(items: Iterable[str], acts: Iterable[Act], rules: Rules) -> dict[str, Fate]:
    """The fate of each item, acts being in order."""
    votes: dict[str, dict[str, Verdict]] = {item: {} for item in items}
    for act in acts:
        if act.verdict is Verdict.COMMENT or (
            act.verdict is Verdict.APPROVED and not rules.may_approve(act.by)
        ):
            continue
        voter = person(act.by)
        for item in act.items:
            if item in votes:
                votes[item].pop(voter, None)
                votes[item][voter] = act.verdict
    return {item: _fate(given, rules) for item, given in votes.items()}


def _fate(votes: Mapping[str, Verdict], rules: Rules) -> Fate:
    """Of one item: `votes` holds the last of each person, in order of time."""
    if not votes:
        return Fate.OPEN
    given = list(votes.values())
    if given[-1] is Verdict.QUESTION:
        return Fate.QUESTION
    verdicts = [verdict for verdict in given if verdict.decides]
    last = verdicts[-1]
    if rules.double:
        if any(verdict is not last for verdict in verdicts):
            return Fate.SPLIT
        if len(verdicts) < 2:
            return Fate.SECOND
    return Fate.APPROVED if last is Verdict.APPROVED else Fate.REFUSED
