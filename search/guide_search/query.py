"""What an agent typed, understood: notions to look for, acronyms spelled out, words that the guide spells otherwise."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from guide_search.analysis import fold, spans_of, term_of, terms_of
from guide_search.first_pass import Notion
from guide_search.names_file import NameKind, OtherName

LONGEST_QUERY = 2_000
"""Characters that are looked at."""
LONGEST_PARTED = 40
"""Letters of a word that may be two written as one."""
MOST_WORDS = 32
"""Different terms that are looked for: the first ones."""
NAME_WEIGHTS = {
    NameKind.ACRONYM: 0.7,
    NameKind.NOW: 0.7,
    NameKind.BEFORE: 0.5,
    NameKind.SYNONYM: 0.5,
}
_ASKING = re.compile(
    r"(comment|combien|pourquoi|quand|quels?|quelles?|qui|que|quoi|ou|a quoi|a qui|de quoi|est-ce|qu'est|en quoi"
    r"|dans quels?|peut[- ]on|puis[- ]je|faut[- ]il|doit[- ]on|dois[- ]je|ai[- ]je|a[- ]t[- ]on)\b"
)
MOST_NAMES = 6
"""Other names that one thing is looked for by."""
SPELLING_WEIGHT = 0.8
JOINED_WEIGHT = 0.9


@dataclass(frozen=True, slots=True)
class Expansion:
    """A name in the query, and what it was also looked for as."""

    typed: str
    meaning: str
    kind: NameKind = NameKind.ACRONYM


@dataclass(frozen=True, slots=True)
class Understood:
    """A query, ready to be scored."""

    notions: tuple[Notion, ...]
    expansions: tuple[Expansion, ...]
    suggestion: str
    """The query with unknown words replaced by the guide's nearest, '' when every word is known or nothing is near."""

    def terms(self) -> frozenset[str]:
        """The terms that count as found by themselves."""
        others = (terms[0] for notion in self.notions for _, terms in notion.others if len(terms) == 1)
        return frozenset(term for notion in self.notions for term in notion.terms).union(others)

    def phrases(self) -> tuple[tuple[str, ...], ...]:
        """The groups of terms that count as found together."""
        return tuple(terms for notion in self.notions for _, terms in notion.others if len(terms) > 1)


class Names:
    """Acronyms and what they stand for, synonyms, old names and new ones: findable by any of them."""

    def __init__(
        self,
        names: Iterable[OtherName],
        common: Callable[[str], bool],
        known: Callable[[str], bool],
        titled: Callable[[Sequence[str]], bool],
    ) -> None:
        """An acronym whose term is `common` (a word like any other) isn't expanded, and nothing into what isn't
        `known`. What some title says (`titled`) is the guide's own word: it needs no synonym and no older name."""
        self._others: dict[tuple[str, ...], dict[tuple[str, ...], OtherName]] = {}
        for name in names:
            typed, meant = _terms(name.typed), _terms(name.meant)
            if not typed or not meant or set(typed) <= set(meant) or not all(map(known, meant)):
                continue
            if name.kind is NameKind.ACRONYM and (
                common(min(typed, meant, key=len)[0]) or len(typed) == len(meant) == 1
            ):
                continue
            if name.kind in (NameKind.SYNONYM, NameKind.BEFORE) and titled(typed):
                continue
            self._others.setdefault(typed, {}).setdefault(meant, name)
        self._lengths: dict[str, list[int]] = {}
        """Of the known groups of terms that start with a term: how many terms they have, most first."""
        for length, first in sorted({(len(typed), typed[0]) for typed in self._others}, reverse=True):
            self._lengths.setdefault(first, []).append(length)

    def at(self, terms: Sequence[str], start: int) -> tuple[int, dict[tuple[str, ...], OtherName]]:
        """The longest known group of terms from a place on: how many terms, and what else they are called."""
        for length in self._lengths.get(terms[start], ()):
            if entries := self._others.get(tuple(terms[start : start + length])):
                return length, entries
        return 0, {}


class Vocabulary(Protocol):
    """What reading a query needs to know of the index."""

    def is_known(self, term: str) -> bool:
        """Whether a term occurs."""

    def are_together(self, first: str, second: str) -> bool:
        """Whether one term comes right after the other somewhere."""

    def near(self, word: str) -> tuple[str, ...]:
        """The index's words nearest to an unknown one."""


def is_question(text: str) -> bool:
    """Whether a query asks something, rather than naming it."""
    return text.rstrip().endswith("?") or _ASKING.match(fold(text.lstrip())) is not None


def understand(text: str, names: Names, vocabulary: Vocabulary, *, plain: bool = False) -> Understood:
    """Read a query; `plain` takes each word as it is typed."""
    text = text[:LONGEST_QUERY]
    typed = _typed(text)
    if plain:
        return Understood(tuple(Notion((term,)) for _, term in typed), (), "")
    terms = [term for _, term in typed]
    notions: list[Notion] = []
    expansions: list[Expansion] = []
    corrected: dict[str, str] = {}
    place = 0
    while place < len(typed):
        length, others = names.at(terms, place)
        if length:
            shown = " ".join(word for word, _ in typed[place : place + length])
            chosen = list(others.items())[:MOST_NAMES]
            expansions += (Expansion(shown, name.meant, name.kind) for _, name in chosen)
            own = tuple(terms[place : place + length])
            notion = Notion(own, tuple((NAME_WEIGHTS[name.kind], meant) for meant, name in chosen))
        elif (joined := _joined(typed[place : place + 2], vocabulary)) is not None:
            length, notion = 2, joined
        else:
            length, notion = 1, _word(*typed[place], vocabulary)
            if notion.others and (better := vocabulary.near(typed[place][0].lower())):
                corrected[terms[place]] = better[0]
        notions.append(notion)
        place += length
    return Understood(tuple(notions), tuple(expansions), _rewritten(text, corrected))


def _typed(text: str) -> list[tuple[str, str]]:
    """(as typed, term) of the first different terms."""
    found: dict[str, str] = {}
    for start, end, term in spans_of(text):
        found.setdefault(term, text[start:end])
        if len(found) == MOST_WORDS:
            break
    return [(word, term) for term, word in found.items()]


def _joined(pair: Sequence[tuple[str, str]], vocabulary: Vocabulary) -> Notion | None:
    """Two words that the guide writes as one: 'micro crédit'."""
    word = "".join(word for word, _ in pair)
    if len(pair) < 2 or not word.isalpha() or not vocabulary.is_known(joined := term_of(word.lower())):
        return None
    return Notion(tuple(term for _, term in pair), ((JOINED_WEIGHT, (joined,)),))


def _word(word: str, term: str, vocabulary: Vocabulary) -> Notion:
    """The notion of one word; when the guide doesn't know it, with the nearest that it knows."""
    if vocabulary.is_known(term) or not word.isalpha() or (len(word) > 1 and word.isupper()):
        return Notion((term,))
    cuts = range(3, len(word) - 2) if len(word) <= LONGEST_PARTED else ()
    parted = (_terms(f"{word[:cut]} {word[cut:]}") for cut in cuts)
    for parts in parted:
        if len(parts) == 2 and vocabulary.are_together(*parts):
            return Notion((term,), ((JOINED_WEIGHT, parts),))
    near = dict.fromkeys(_terms(other) for other in vocabulary.near(word.lower()))
    return Notion((term,), tuple((SPELLING_WEIGHT, terms) for terms in near))


def _rewritten(text: str, corrected: Mapping[str, str]) -> str:
    if not corrected:
        return ""
    parts, end = [], 0
    for start, stop, term in spans_of(text):
        if term in corrected and start >= end:
            parts += [text[end:start], corrected[term]]
            end = stop
    return " ".join("".join([*parts, text[end:]]).split())


def _terms(text: str) -> tuple[str, ...]:
    return tuple(terms_of(text))
