"""What the records of one comparison say, in a form that is cheap to compare.

Each distinct record gets a number, so that equality is told without walking it again; each distinct word gets a
character, so that what a record says is a string for rapidfuzz, figures apart, since a row whose amounts all change
is still the same row.
"""

import re
from collections.abc import Hashable, Iterator

from rapidfuzz.distance import Indel

from guide_pipeline.diff.fields import FieldKind, fields_of, sequences_of
from guide_pipeline.model.blocks import (
    Case,
    Contact,
    Definition,
    Figure,
    Form,
    FormPart,
    Paragraph,
    Reference,
    Resource,
    Row,
    Section,
    walk_blocks,
)
from guide_pipeline.model.inline import plain
from guide_pipeline.model.sheet import SheetLink

_WORD = re.compile(r"\w+|[€%]")
_FIRST_NUMBER = 0x80000
_MOST_WORDS = _FIRST_NUMBER - 1
_NUMBERS = re.compile("[\U00080000-\U0010ffff]+")


class Lexicon:
    """The numbers and words of the records of two sheets, which must stay alive as long as it does."""

    def __init__(self) -> None:
        self._numbers: dict[Hashable, int] = {}
        self._codes = _Codes()
        self._of: dict[int, tuple[object, str]] = {}
        self._ids: dict[int, tuple[object, int]] = {}

    def number(self, record: Hashable) -> int:
        """The same number for equal records, and for them only."""
        known = self._ids.get(id(record))
        if known is None:
            known = record, self._numbers.setdefault(record, len(self._numbers))
            self._ids[id(record)] = known
        return known[1]

    def words(self, record: object) -> str:
        """The words of a record in reading order, one character each."""
        known = self._of.get(id(record))
        if known is None:
            known = record, "".join(self._spelled(record))
            self._of[id(record)] = known
        return known[1]

    def parts(self, record: object) -> frozenset[int]:
        """The numbers of the records directly inside a record."""
        return frozenset(
            self.number(part)
            for name in sequences_of(type(record))
            for part in getattr(record, name)
            if not isinstance(part, str)
        )

    def wording(self, record: object) -> str:
        """The words of a record with every figure made the same."""
        return _NUMBERS.sub("0", self.words(record))

    def likeness(self, old: object, new: object, least: float) -> float:
        """How much two records share, from 0 to 1; 0 when they are of two classes or share less than `least`.

        Records that differ by their figures only are always a little alike.
        """
        if type(old) is not type(new):
            return 0.0
        alike = Indel.normalized_similarity(self.words(old), self.words(new), score_cutoff=least)
        if alike == 0.0 and self.words(old) and self.wording(old) == self.wording(new):
            return least
        return alike

    def _spelled(self, record: object) -> Iterator[str]:
        if isinstance(record, str):
            yield self._spell(record)
            return
        for name, kind in fields_of(type(record)):
            value = getattr(record, name)
            if not value or kind is FieldKind.SCALAR:
                continue
            if kind is FieldKind.ITEMS:
                yield from map(self.words, value)
            else:
                yield self._spell(value if isinstance(value, str) else plain(value))

    def _spell(self, text: str) -> str:
        return "".join(map(self._codes.__getitem__, _WORD.findall(text)))


class _Codes(dict[str, str]):
    """A character for each word met."""

    def __missing__(self, word: str) -> str:
        base = _FIRST_NUMBER if word[0].isdecimal() else 1
        code = self[word] = chr(base + len(self) % _MOST_WORDS)
        return code


def names_of(record: object) -> tuple[Hashable, ...]:
    """What tells a record from its neighbours, surest first: two records of the same name are the same one."""
    match record:
        case Section() | Case():
            return ((record.id, plain(record.title)), plain(record.title))
        case Definition():
            return (record.id, plain(record.term))
        case Contact() | Form():
            return ((record.id, record.title), record.id or None, record.title)
        case Resource():
            return ((record.url, record.title), record.url or None, record.title)
        case FormPart():
            return ((record.title, record.notice), record.url or None)
        case Reference():
            return ((record.code, record.title), record.url or None)
        case SheetLink():
            return ((record.sheet, record.chapter, record.url, record.anchor),)
        case Row():
            return (_head(record),)
        case Figure():
            return (record.src,)
        case _:
            return ()


def _head(row: Row) -> str:
    """What the first cell of a row says."""
    blocks = walk_blocks(row.cells[0].blocks) if row.cells else ()
    return " ".join(plain(block.content) for block in blocks if isinstance(block, Paragraph))
