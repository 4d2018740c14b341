"""The guide as a whole: chapters in order, sheets by id, rates and acronyms by id, at a date."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING
from unicodedata import combining, normalize

if TYPE_CHECKING:
    from guide_pipeline.model.facts import SheetFacts
    from guide_pipeline.model.sheet import Sheet


class Unit(StrEnum):
    """Units of rates."""

    EURO = "euro"
    PERCENT = "pourcentage"
    NUMBER = "nombre"
    POINTS = "points"
    HOUR = "heure"
    DAY = "jour"
    WEEK = "semaine"
    MONTH = "mois"
    YEAR = "annee"


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter: its number orders it, its slug names it for good."""

    number: int
    slug: str
    title: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class RateValue:
    """The value of a rate from a day on, until the next one."""

    since: date
    value: Decimal
    """In the rate's unit; a percentage as people read it (9.2 for 9,2 %)."""
    reference: str = ""
    """The legal text that sets it."""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Rate:
    """A dated figure that sheets cite by id. `values` are in order of date, oldest first."""

    id: str
    label: str
    unit: Unit
    values: tuple[RateValue, ...]
    period: str = ""
    """What an amount is per: 'mois', 'jour'…"""
    theme: str = ""
    source: str = ""
    rank: int = 0
    """Place among the key figures of the home page, 0 for none."""

    def at(self, day: date) -> RateValue | None:
        """The value in force on a day, None before the first."""
        found = None
        for value in self.values:
            if value.since > day:
                break
            found = value
        return found


@dataclass(frozen=True, slots=True)
class Acronym:
    """An acronym and what it stands for."""

    id: str
    """As written: 'CAF'."""
    expansion: str
    variants: tuple[str, ...] = ()
    label: str = ""
    """How it shows when the id is not its spelling (two acronyms may share one)."""

    @property
    def shown(self) -> str:
        """The spelling to show."""
        return self.label or self.id


@dataclass(frozen=True, slots=True)
class Synonym:
    """What people also call something, for search alone."""

    word: str
    """As people type it: a word, some words, an acronym."""
    same: tuple[str, ...] = ()
    """What means the same."""
    now: tuple[str, ...] = ()
    """What it is called today, when the name has changed."""


@dataclass(frozen=True, slots=True)
class Notice:
    """What readers must know of a guide as a whole; empty where there is nothing to say."""

    line: str = ""
    """On every page, every sheet of paper and in mails: a sentence."""
    about: tuple[str, ...] = ()
    """Paragraphs, plain text, at the top of the page « À propos »."""


@dataclass(frozen=True, slots=True)
class Guide:
    """A whole state of the guide: a corpus, an edition on disk, or an edition with a batch applied.

    Facts are at hand for every sheet; whole sheets are read on demand, so that a large guide stays light.
    """

    title: str
    date: date
    """The day whose rates it shows."""
    chapters: tuple[Chapter, ...]
    """In order of number."""
    facts: "Mapping[str, SheetFacts]"
    """By sheet id, in the guide's order: chapter number, folder, title (see `in_order`)."""
    rates: Mapping[str, Rate]
    acronyms: Mapping[str, Acronym]
    load: "Callable[[str], Sheet]"
    """Reads a sheet by id; KeyError when there is none."""
    synonyms: Mapping[str, Synonym] = field(default_factory=dict)
    """By word."""
    notice: Notice = Notice()

    def chapter(self, slug: str) -> Chapter | None:
        """The chapter of that slug, or None."""
        return next((c for c in self.chapters if c.slug == slug), None)

    def sheets(self) -> "Iterator[Sheet]":
        """Every sheet, in the guide's order, one at a time."""
        return (self.load(sheet_id) for sheet_id in self.facts)

    def rate_values(self) -> dict[str, RateValue]:
        """The values in force on the guide's day, by rate id; a rate without value yet is left out."""
        return {rate.id: value for rate in self.rates.values() if (value := rate.at(self.date))}


def in_order(facts: "Iterable[SheetFacts]", chapters: Iterable[Chapter]) -> "dict[str, SheetFacts]":
    """Facts by id, in the guide's order: chapter number, folder, title, id; unknown chapters last."""
    numbers = {chapter.slug: chapter.number for chapter in chapters}
    last = max(numbers.values(), default=0) + 1
    ordered = sorted(
        facts, key=lambda f: (numbers.get(f.chapter, last), sort_key(f.folder), sort_key(f.title), f.id)
    )
    return {fact.id: fact for fact in ordered}


def theme_slug(theme: str) -> str:
    """The name, in addresses, of a theme of rates: 'impots' for 'Impôts'."""
    return slug_of(theme) or "autres"


def slug_of(text: str) -> str:
    """Text as it may stand in an address: ASCII letters, digits and hyphens; '' when nothing is left."""
    return re.sub(r"[^a-z0-9]+", "-", sort_key(text)).strip("-")


def sort_key(text: str) -> str:
    """Text without accents nor case, so that 'État' stands with 'etat'."""
    return "".join(c for c in normalize("NFKD", text.casefold()) if not combining(c))
