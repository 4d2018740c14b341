"""The figures of an edition that a query names: "smic" is answered with an amount before any sheet."""

from collections.abc import Iterable
from dataclasses import dataclass

from guide_search.analysis import terms_of

MOST = 3
_ASIDE = frozenset(
    terms_of("montant combien valeur actuel tarif chiffre barème euro aujourd'hui nouveau maximum maximal")
)
"""Words that ask for a figure without saying which."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A rate as it is in force on the edition's day, in words ready to show."""

    id: str
    label: str
    amount: str
    """With its unit, and its period if it has one."""
    since: str
    source: str
    """The text that sets it."""
    address: str
    """Where the source can be read, '' when unknown."""
    rank: int
    """Among the key figures; 0 when it isn't one."""


class Figures:
    """The figures of an edition, findable by the words of their labels."""

    def __init__(self, figures: Iterable[Figure]) -> None:
        self.all = tuple(figures)
        self._terms = [terms_of(figure.label) for figure in self.all]
        self._by_id = {figure.id: figure for figure in self.all}

    def named(self, query: str, meanings: Iterable[tuple[str, str]] = ()) -> tuple[Figure, ...]:
        """Those that a query names: every word of it stands in their label, and they are what it speaks of.

        `meanings` are acronyms of the query and what they stand for: either may be in the label.
        """
        typed = [term for term in dict.fromkeys(terms_of(query)) if term not in _ASIDE]
        readings = [typed, *([*terms_of(meaning)] for known, meaning in meanings if terms_of(known) == typed)]
        found: dict[int, tuple[bool, int, int, int]] = {}
        for wanted in filter(None, readings):
            for number, terms in enumerate(self._terms):
                if set(wanted) <= set(terms) and self._is_about(wanted, number):
                    rank = self.all[number].rank
                    found.setdefault(number, (not rank, rank, len(terms), number))
        return tuple(self.all[number] for number in sorted(found, key=found.__getitem__)[:MOST])

    def _is_about(self, wanted: list[str], number: int) -> bool:
        """A key figure, or one whose label begins so or says little else."""
        terms = self._terms[number]
        return bool(self.all[number].rank) or terms[0] in wanted or 2 * len(wanted) >= len(terms)
