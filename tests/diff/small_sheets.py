"""Small sheets of few words, so that two of them have much in common, and ways to disturb them."""

import random
from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import strategies as st

from guide_pipeline.diff.fields import FieldKind, fields_of
from guide_pipeline.model.blocks import (
    Case,
    CaseGroup,
    Cell,
    Column,
    Contact,
    Definition,
    Form,
    FormPart,
    ListBlock,
    ListItem,
    Note,
    NoteKind,
    Paragraph,
    Reference,
    Row,
    Section,
    Table,
)
from guide_pipeline.model.inline import (
    AcronymRef,
    Break,
    LegalRef,
    Link,
    Mark,
    RateRef,
    Span,
    TermRef,
    normalise,
)
from guide_pipeline.model.sheet import Sheet, SheetLink

_WORDS = [
    "allocation",
    "de",
    "la",
    "le",
    "plafond",
    "11 478 €",
    "1,5",
    "%",
    "couple",
    "enfant",
    ",",
    " ",
    "l'",
    "12",
]
_texts = st.lists(st.sampled_from(_WORDS), max_size=4).map(" ".join)
_ids = st.sampled_from(["conditions", "montants", "demarche", "autre"])
_leaves = _texts | st.sampled_from(
    [RateRef("smic"), RateRef("smic", date(2025, 1, 1)), AcronymRef("CAF"), LegalRef("CSS", "L. 1"), Break()]
)


def _nested(children: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    content = st.lists(children, max_size=3).map(tuple)
    return (
        st.builds(Span, st.sampled_from(Mark), content)
        | st.builds(Link, content, sheet=_ids)
        | st.builds(TermRef, _ids, content)
    )


_inlines = st.lists(st.recursive(_leaves, _nested, max_leaves=3), max_size=3).map(normalise)
_paragraphs = st.builds(Paragraph, _inlines)


def _tuples(element: st.SearchStrategy[Any], most: int = 2) -> st.SearchStrategy[Any]:
    return st.lists(element, max_size=most).map(tuple)


def _containers(block: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    blocks = _tuples(block)
    cells = st.builds(Cell, _tuples(_paragraphs, 1), st.integers(1, 2), st.integers(1, 2))
    return (
        st.builds(Section, _ids, _inlines, blocks)
        | st.builds(ListBlock, _tuples(st.builds(ListItem, blocks)), st.booleans())
        | st.builds(Note, st.sampled_from(NoteKind), blocks, _inlines)
        | st.builds(CaseGroup, _tuples(st.builds(Case, _ids, _inlines, blocks)))
        | st.builds(
            Table,
            _tuples(st.builds(Row, _tuples(cells), st.booleans()), 3),
            _tuples(st.builds(Column, st.booleans())),
            _inlines,
        )
    )


small_blocks = _tuples(st.recursive(_paragraphs, _containers, max_leaves=6), 3)
_references = st.builds(Reference, _texts, _texts, _tuples(_texts), _texts)
small_sheets = st.builds(
    Sheet,
    id=_ids,
    chapter=_ids,
    title=_texts,
    updated=st.dates(),
    keywords=_tuples(_texts),
    summary=_texts,
    effective=st.none() | st.dates(),
    blocks=small_blocks,
    see_also=_tuples(st.builds(SheetLink, _ids, title=_texts)),
    contacts=_tuples(st.builds(Contact, _texts, _ids, phone=_texts, urls=_tuples(_texts))),
    references=_tuples(_references),
    forms=_tuples(
        st.builds(Form, _texts, _ids, blocks=small_blocks, parts=_tuples(st.builds(FormPart, _texts)))
    ),
    definitions=_tuples(st.builds(Definition, _ids, _inlines, small_blocks, _tuples(_references))),
    acronyms=_tuples(_texts),
)


def disturbed(value: Any, chance: random.Random) -> Any:
    """The same record with a few things removed, repeated, swapped or moved to another level."""
    changes: dict[str, Any] = {}
    for name, kind in fields_of(type(value)):
        items = getattr(value, name)
        if kind is not FieldKind.ITEMS or not items or isinstance(items[0], str):
            continue
        rest = [disturbed(item, chance) if chance.random() < 0.6 else item for item in items]
        match chance.randrange(8):
            case 0:
                del rest[chance.randrange(len(rest))]
            case 1:
                rest.insert(chance.randrange(len(rest) + 1), chance.choice(rest))
            case 2:
                chance.shuffle(rest)
            case 3:
                rest = [part for item in rest for part in _unwrapped(item)]
            case _:
                pass
        changes[name] = tuple(rest)
    return replace(value, **changes)


def _unwrapped(item: Any) -> tuple[Any, ...]:
    match item:
        case Section() | Note():
            return item.blocks
        case ListBlock():
            return tuple(block for part in item.items for block in part.blocks)
        case _:
            return (item,)
