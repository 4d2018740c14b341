"""What each field of each record of the model is, for a walk that knows no class by name.

It is read from the annotations of the model, so that a field added there is compared without a change here.
"""

from dataclasses import fields
from enum import Enum, auto
from typing import get_args, get_origin, get_type_hints

from guide_pipeline.model.inline import Inlines


class FieldKind(Enum):
    """How a field is compared."""

    SCALAR = auto()
    """As a whole: a date, a number, a choice."""
    TEXT = auto()
    """A `str`, word by word when it reads as a text."""
    INLINE = auto()
    """An inline content, word by word."""
    ITEMS = auto()
    """A tuple, element by element."""


_KNOWN: dict[type, tuple[tuple[str, FieldKind], ...]] = {}
_SEQUENCES: dict[type, tuple[str, ...]] = {}


def fields_of(record: type) -> tuple[tuple[str, FieldKind], ...]:
    """The fields of a record class in order, each with its kind."""
    known = _KNOWN.get(record)
    if known is None:
        hints = get_type_hints(record)
        known = _KNOWN[record] = tuple((field.name, _kind(hints[field.name])) for field in fields(record))
    return known


def sequences_of(record: type) -> tuple[str, ...]:
    """The names of the fields of a record class that hold sequences."""
    known = _SEQUENCES.get(record)
    if known is None:
        known = tuple(name for name, kind in fields_of(record) if kind is FieldKind.ITEMS)
        _SEQUENCES[record] = known
    return known


def _kind(hint: object) -> FieldKind:
    if hint == Inlines:
        return FieldKind.INLINE
    if get_origin(hint) is tuple:
        _element, rest = get_args(hint)
        assert rest is Ellipsis, f"{hint}: only tuples of any length are compared element by element"
        return FieldKind.ITEMS
    return FieldKind.TEXT if hint is str else FieldKind.SCALAR
