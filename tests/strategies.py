"""Hypothesis strategies for the model: sheets in normal form, of every block and every inline, with odd characters.

`sheets()` makes what a careful editor could write: each anchor once, addresses that a link may have. What one of
them serialises to is read back without an issue.
"""

from dataclasses import fields, is_dataclass, replace
from datetime import date
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from guide_pipeline.model.blocks import (
    Block,
    Blocks,
    Case,
    CaseDisplay,
    CaseGroup,
    Cell,
    Column,
    Contact,
    ContactKind,
    Definition,
    Figure,
    Form,
    FormKind,
    FormPart,
    ListBlock,
    ListItem,
    Note,
    NoteKind,
    Paragraph,
    Reference,
    Resource,
    Row,
    Section,
    Table,
)
from guide_pipeline.model.inline import (
    AcronymRef,
    Break,
    Foreign,
    Inline,
    Inlines,
    LegalRef,
    Link,
    Mark,
    RateRef,
    Span,
    TermRef,
    clean_text,
    normalise,
)
from guide_pipeline.model.sheet import Sheet, SheetKind, SheetLink, Status

heavy = settings(
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], max_examples=60, deadline=None
)
"""Settings for tests on whole sheets, which take time to make up."""

_ODD = [
    "\u00a0", "\u202f", "\u2028", "\u0085", "\u200b", "\ufeff", "\ufffd", "\u0301", "e\u0301", "\u0338", "\u1fef", "😀",
    "\U0010fffd", "œ", "É", "’", "«\u00a0", "\u00a0»", "&", "&amp;", "<", ">", "]]>", "<!--", "<![CDATA[", '"', "'", "\\",
    "**", "_", "|", "{sigle:X}", ":::", "+++", "https://exemple.fr/?a=1&b=2", "1 234,56 €",
]  # fmt: skip
_XML_CHARACTERS = st.characters(
    min_codepoint=32, exclude_categories=["Cs"], exclude_characters="\ufffe\uffff"
)


_PIECES = st.sampled_from([*_ODD, " ", " ", "\n", "\t", "  ", "mot", "Allocation", "de la", "l'"])


def raw_texts() -> st.SearchStrategy[str]:
    """Any text that a file may hold: not normalised, possibly empty."""
    return st.one_of(
        _PIECES, st.lists(_PIECES, max_size=4).map("".join), st.text(_XML_CHARACTERS, max_size=6)
    )


def texts() -> st.SearchStrategy[str]:
    """A text in normal form, never empty."""
    return raw_texts().map(lambda text: clean_text(text).strip(" ") or "texte")


def words() -> st.SearchStrategy[str]:
    """A short text in normal form, cheap to make up, for fields that are many."""
    return st.sampled_from([text for piece in _ODD if (text := clean_text(piece).strip(" "))])


def maybe(strategy: st.SearchStrategy[Any], otherwise: Any = "") -> st.SearchStrategy[Any]:
    """A value of the strategy, or the one that stands for nothing."""
    return st.just(otherwise) | strategy


def anchor_names() -> st.SearchStrategy[str]:
    """An anchor; the numbers make it unlikely that two are the same."""
    return st.builds(
        "{}{}{}".format, st.sampled_from("aZ"), st.integers(0, 10**12), st.sampled_from(["", "-x", "_.y"])
    )


def sheet_ids() -> st.SearchStrategy[str]:
    """The id of a sheet."""
    return st.from_regex(r"[A-Za-z][A-Za-z0-9-]{0,12}", fullmatch=True)


def days() -> st.SearchStrategy[date]:
    """A day."""
    return st.dates(date(1804, 3, 21), date(2100, 12, 31))


def urls() -> st.SearchStrategy[str]:
    """An address that a link may have."""
    rest = st.sampled_from(["caf.fr", "exemple.fr/?a=1&b=2#c", "x.fr/É", "a.fr/a b", "a.fr/'x'"])
    return st.builds("{}{}".format, st.sampled_from(["https://", "http://", "mailto:", "tel:"]), rest)


def links(children: st.SearchStrategy[Inlines]) -> st.SearchStrategy[Link]:
    """A link of each kind."""
    return st.one_of(
        st.builds(Link, children, sheet=sheet_ids(), anchor=maybe(anchor_names())),
        st.builds(Link, children, chapter=texts()),
        st.builds(Link, children, url=urls()),
        st.builds(Link, children, anchor=anchor_names()),
    )


def _leaves() -> st.SearchStrategy[Inline]:
    return st.one_of(
        raw_texts(),
        raw_texts(),
        st.builds(RateRef, words(), maybe(days(), None)),
        st.builds(AcronymRef, words(), maybe(words())),
        st.builds(LegalRef, words(), words(), maybe(words())),
        st.just(Break()),
    )


def _marked(inner: st.SearchStrategy[Inline]) -> st.SearchStrategy[Inline]:
    children = st.lists(inner, max_size=3).map(tuple)
    return st.builds(Span, st.sampled_from(Mark), children) | st.builds(Foreign, maybe(words()), children)


def raw_inlines() -> st.SearchStrategy[tuple[Inline, ...]]:
    """Inline content as a reader first has it: spaces and empty marks everywhere, links only outside links."""
    leaves = _leaves()
    inside = leaves | _marked(leaves)
    children = st.lists(inside, max_size=3).map(tuple)
    outside = st.one_of(inside, links(children), st.builds(TermRef, words(), children))
    return st.lists(outside | _marked(outside), max_size=4).map(tuple)


def inlines() -> st.SearchStrategy[Inlines]:
    """Inline content in normal form, never empty."""
    return raw_inlines().map(lambda items: normalise(items) or ("texte",))


def references() -> st.SearchStrategy[Reference]:
    """A legal reference: a code with articles, or a titled text."""
    rest = {"detail": maybe(words()), "url": maybe(urls()), "source": maybe(words())}
    articles = st.lists(words(), max_size=2).map(tuple)
    return st.one_of(
        st.builds(Reference, code=words(), title=maybe(words()), articles=articles, **rest),
        st.builds(Reference, title=words(), articles=articles, **rest),
    )


def _leaf_blocks() -> st.SearchStrategy[Block]:
    return st.builds(Paragraph, inlines())


def _about() -> dict[str, st.SearchStrategy[str]]:
    return {"format": maybe(words()), "size": maybe(words()), "source": maybe(words())}


def contacts(blocks: st.SearchStrategy[Blocks]) -> st.SearchStrategy[Contact]:
    """A contact."""
    return st.builds(
        Contact,
        words(),
        id=maybe(anchor_names()),
        kind=st.sampled_from(ContactKind),
        detail=maybe(words()),
        phone=maybe(words()),
        blocks=blocks,
        urls=st.lists(urls(), max_size=2).map(tuple),
        directory=st.lists(words(), max_size=2).map(tuple),
        source=maybe(words()),
    )


def forms(blocks: st.SearchStrategy[Blocks]) -> st.SearchStrategy[Form]:
    """A form with its annexes."""
    number = maybe(words())
    part = st.builds(
        FormPart, words(), url=maybe(urls()), notice=st.booleans(), number=number, blocks=blocks, **_about()
    )
    return st.builds(
        Form,
        words(),
        id=maybe(anchor_names()),
        kind=st.sampled_from(FormKind),
        url=maybe(urls()),
        number=number,
        other_number=number,
        lang=maybe(words()),
        blocks=blocks,
        parts=st.lists(part, max_size=2).map(tuple),
        **_about(),
    )


def resources(blocks: st.SearchStrategy[Blocks]) -> st.SearchStrategy[Resource]:
    """A page or a document elsewhere."""
    rest = {"id": maybe(anchor_names()), "url": maybe(urls()), "lang": maybe(words())}
    return st.builds(Resource, words(), blocks=blocks, **rest, **_about())


def definitions(blocks: st.SearchStrategy[Blocks]) -> st.SearchStrategy[Definition]:
    """A word and its meaning."""
    return st.builds(
        Definition, anchor_names(), inlines(), blocks, st.lists(references(), max_size=2).map(tuple)
    )


def tables(blocks: st.SearchStrategy[Blocks]) -> st.SearchStrategy[Table]:
    """A table; its spans are any, as in the sources of the world."""
    cell = st.builds(Cell, blocks, st.integers(1, 3), st.integers(1, 3))
    row = st.builds(Row, st.lists(cell, max_size=3).map(tuple), st.booleans())
    column = st.builds(Column, st.booleans(), st.integers(0, 100))
    lists = st.lists(row, max_size=3).map(tuple), st.lists(column, max_size=3).map(tuple)
    return st.builds(Table, *lists, maybe(inlines(), ()), maybe(words()))


def _containers(inner: st.SearchStrategy[Block]) -> st.SearchStrategy[Block]:
    blocks = st.lists(inner, max_size=3).map(tuple)
    items = st.lists(st.builds(ListItem, blocks), max_size=3).map(tuple)
    case = st.builds(Case, anchor_names(), inlines(), blocks, maybe(words()))
    return st.one_of(
        st.builds(ListBlock, items, st.booleans()),
        tables(blocks),
        st.builds(Note, st.sampled_from(NoteKind), blocks, maybe(inlines(), ())),
        st.builds(CaseGroup, st.lists(case, max_size=3).map(tuple), st.sampled_from(CaseDisplay)),
        definitions(blocks),
        contacts(blocks),
        forms(blocks),
        resources(blocks),
        st.builds(Figure, words(), maybe(words()), maybe(words()), maybe(words()), blocks),
        st.builds(Section, anchor_names(), inlines(), blocks, maybe(words())),
    )


def blocks_lists() -> st.SearchStrategy[Blocks]:
    """Blocks of every kind, inside one another."""
    leaves = _leaf_blocks()
    inner = leaves | _containers(leaves)
    return st.lists(leaves | _containers(inner), max_size=3).map(tuple)


def sheet_links() -> st.SearchStrategy[SheetLink]:
    """A pointer in a list."""
    rest = {"title": maybe(words()), "context": maybe(words())}
    return st.one_of(
        st.builds(SheetLink, sheet=sheet_ids(), anchor=maybe(anchor_names()), **rest),
        st.builds(SheetLink, chapter=words(), **rest),
        st.builds(SheetLink, url=urls(), **rest),
    )


def sheets() -> st.SearchStrategy[Sheet]:
    """A sheet whose anchors are all different."""
    several = st.lists(words(), max_size=2).map(tuple)
    few = st.lists(_leaf_blocks(), max_size=1).map(tuple)
    pointers = st.lists(sheet_links(), max_size=2).map(tuple)

    def some(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
        return st.lists(strategy, max_size=1).map(tuple)

    return st.builds(
        Sheet,
        id=sheet_ids(),
        chapter=words(),
        title=texts(),
        updated=days(),
        kind=st.sampled_from(SheetKind),
        status=st.sampled_from(Status),
        folder=maybe(words()),
        audience=several,
        keywords=several,
        summary=maybe(texts()),
        effective=maybe(days(), None),
        checked=maybe(days(), None),
        blocks=blocks_lists(),
        see_also=pointers,
        contacts=some(contacts(few)),
        references=some(references()),
        forms=some(forms(few)),
        resources=some(resources(few)),
        definitions=some(definitions(few)),
        acronyms=several,
        questions=pointers,
    ).map(lambda sheet: _with_own_anchors(sheet, set()))


def _with_own_anchors(value: Any, given: set[str]) -> Any:
    """A model value whose places all have different anchors; a filter would refuse too many sheets."""
    if isinstance(value, tuple):
        return tuple(_with_own_anchors(item, given) for item in value)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    changes = {
        field.name: _with_own_anchors(inner, given)
        for field in fields(value)
        if isinstance(inner := getattr(value, field.name), tuple)
    }
    if isinstance(value, Section | Case | Definition | Contact | Form | Resource) and value.id:
        changes["id"] = value.id if value.id not in given else f"{value.id}-{len(given)}"
        given.add(changes["id"])
    return replace(value, **changes)
