"""Blocks of our XML vocabulary. A block that isn't known is noted and its content read all the same."""

import re
from collections.abc import Callable
from enum import StrEnum
from typing import TypeVar

from lxml import etree

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
from guide_pipeline.model.inline import Inline, Inlines, normalise, plain
from guide_pipeline.nearest import way_out
from guide_pipeline.readers.problems import Problems, line_of
from guide_pipeline.readers.xml_inline import (
    INLINE_TAGS,
    NONE,
    attribute,
    check_address,
    check_attributes,
    inline_of,
    only,
    read_inlines,
    read_text,
    required,
)

_Kind = TypeVar("_Kind", bound=StrEnum)
LONGEST_SPAN = 1000
"""Columns or rows that a cell may span, as in HTML."""
_NUMBER = re.compile(r"[0-9]{1,4}")
_BLANK = " \t\r\n"
_WITH_BARE_TEXT = frozenset({"item", "cellule", "note", "definition"})


def read_blocks(parent: etree._Element, problems: Problems, skip: frozenset[str] = NONE) -> Blocks:
    """The blocks inside an element, but for children named in `skip`. Bare text makes a paragraph where allowed."""
    blocks: list[Block] = []
    run: list[Inline] = []
    start = parent
    text = parent.text
    if text and text.strip(_BLANK):
        run.append(text)
    for child in parent:
        name = str(child.tag)
        if name in INLINE_TAGS and name not in skip:
            run.extend(inline_of(child, problems))
        else:
            if run:
                _close_run(run, blocks, parent, start, problems)
            start = child
            if name not in skip:
                _add_block(child, blocks, problems)
        text = child.tail
        if text and (run or text.strip(_BLANK)):  # white space counts between inline elements only
            run.append(text)
    if run:
        _close_run(run, blocks, parent, start, problems)
    return tuple(blocks)


def _close_run(
    run: list[Inline], blocks: list[Block], parent: etree._Element, start: etree._Element, problems: Problems
) -> None:
    """Make a paragraph of bare text in `parent`; `start` is the element it follows, to show its line."""
    content = normalise(run)
    run.clear()
    if not content:
        return
    if parent.tag not in _WITH_BARE_TEXT:
        message = f"Texte directement dans <{parent.tag}> : « {plain(content)[:40]} ». Mettez-le dans <p>."
        problems.at(start, "texte-mal-place", message)
    blocks.append(Paragraph(content))


def _add_block(element: etree._Element, blocks: list[Block], problems: Problems) -> None:
    entry = _READERS.get(str(element.tag))
    if entry is None:
        out = way_out(str(element.tag), _READERS)
        problems.at(element, "balise-inconnue", f"La balise <{element.tag}> n'est pas connue ici.{out}")
        blocks.extend(read_blocks(element, problems))
        return
    read, attributes = entry
    check_attributes(element, attributes, problems)
    blocks.append(read(element, problems))


def kind_of(
    element: etree._Element, name: str, kinds: type[_Kind], default: _Kind, problems: Problems
) -> _Kind:
    """An attribute whose values are a closed list; a wrong one is noted with the list."""
    if element.get(name) is None:
        return default
    value = attribute(element, name)
    try:
        return kinds(value)
    except ValueError:
        allowed = ", ".join(k.value for k in kinds if k.value)
        problems.at(
            element, "valeur-interdite", f"« {value} » n'est pas permis pour « {name} » (choix : {allowed})."
        )
        return default


def _paragraph(element: etree._Element, problems: Problems) -> Paragraph:
    return Paragraph(read_inlines(element, problems))


def _title(element: etree._Element, problems: Problems, name: str = "titre") -> Inlines:
    found = _single(element, name, problems)
    if found is None:
        return ()
    check_attributes(found, NONE, problems)
    return read_inlines(found, problems)


def _needed_title(element: etree._Element, problems: Problems, name: str = "titre") -> Inlines:
    title = _title(element, problems, name)
    if not title:
        problems.at(element, "titre-manquant", f"Il manque <{name}> dans <{element.tag}>, ou il est vide.")
    return title


def _needed_text(element: etree._Element, problems: Problems) -> str:
    title = child_text(element, "titre", problems)
    if not title:
        problems.at(element, "titre-manquant", f"Il manque <titre> dans <{element.tag}>, ou il est vide.")
    return title


def _single(element: etree._Element, name: str, problems: Problems) -> etree._Element | None:
    """The only child of that name; a second one is noted."""
    found = element.findall(name)
    for extra in found[1:]:
        problems.at(extra, "balise-repetee", f"<{name}> ne se met qu'une fois dans <{element.tag}>.")
    return found[0] if found else None


def _anchor(element: etree._Element, problems: Problems, *, needed: bool = False) -> str:
    """The `id` of a place inside the sheet, noted with its line."""
    anchor = required(element, "id", problems) if needed else attribute(element, "id")
    if anchor:
        problems.anchors.append((anchor, line_of(element)))
    return anchor


def _address(element: etree._Element, problems: Problems) -> str:
    return check_address(element, attribute(element, "url"), problems)


def child_text(element: etree._Element, name: str, problems: Problems) -> str:
    """The text of the only child of that name, '' when there is none; a second one is noted."""
    found = _single(element, name, problems)
    return "" if found is None else read_text(found, problems)


def child_texts(element: etree._Element, name: str, problems: Problems) -> tuple[str, ...]:
    """The texts of all children of that name, empty ones left out."""
    return tuple(text for child in element.iterfind(name) if (text := read_text(child, problems)))


def _section(element: etree._Element, problems: Problems) -> Section:
    anchor, title = _anchor(element, problems, needed=True), _needed_title(element, problems)
    blocks = read_blocks(element, problems, frozenset({"titre"}))
    return Section(anchor, title, blocks, attribute(element, "type"))


def _list(element: etree._Element, problems: Problems) -> ListBlock:
    only(element, frozenset({"item"}), problems)
    items = tuple(_item(item, problems) for item in element.iterfind("item"))
    kind = attribute(element, "type") if "type" in element.attrib else "puces"
    if kind not in ("puces", "numeros"):
        problems.at(
            element, "valeur-interdite", f"« {kind} » n'est pas un type de liste (choix : puces, numeros)."
        )
    return ListBlock(items, ordered=kind == "numeros")


def _item(element: etree._Element, problems: Problems) -> ListItem:
    check_attributes(element, NONE, problems)
    return ListItem(read_blocks(element, problems))


def _number(element: etree._Element, name: str, default: int, problems: Problems) -> int:
    if element.get(name) is None:
        return default
    value = attribute(element, name)
    if not _NUMBER.fullmatch(value) or not 1 <= int(value) <= LONGEST_SPAN:
        problems.at(element, "valeur-interdite", f"« {name} » est un nombre de 1 à 1000, pas « {value} ».")
        return default
    return int(value)


def _yes(element: etree._Element, name: str, problems: Problems) -> bool:
    value = attribute(element, name) if name in element.attrib else "non"
    if value not in ("oui", "non"):
        problems.at(element, "valeur-interdite", f"« {name} » vaut oui ou non, pas « {value} ».")
    return value == "oui"


_ROW_ATTRIBUTES = frozenset({"entete"})
_CELL_ATTRIBUTES = frozenset({"colonnes", "lignes"})
_COLUMN_ATTRIBUTES = frozenset({"entete", "largeur"})


def _table(element: etree._Element, problems: Problems) -> Table:
    only(element, frozenset({"legende", "resume", "colonne", "ligne"}), problems)
    return Table(
        tuple(_row(child, problems) for child in element.iterfind("ligne")),
        tuple(_column(child, problems) for child in element.iterfind("colonne")),
        _title(element, problems, "legende"),
        child_text(element, "resume", problems),
    )


def _column(element: etree._Element, problems: Problems) -> Column:
    check_attributes(element, _COLUMN_ATTRIBUTES, problems)
    only(element, NONE, problems)
    return Column(_yes(element, "entete", problems), _number(element, "largeur", 0, problems))


def _row(element: etree._Element, problems: Problems) -> Row:
    check_attributes(element, _ROW_ATTRIBUTES, problems)
    only(element, frozenset({"cellule"}), problems)
    return Row(
        tuple(_cell(cell, problems) for cell in element.iterfind("cellule")),
        _yes(element, "entete", problems),
    )


def _cell(element: etree._Element, problems: Problems) -> Cell:
    check_attributes(element, _CELL_ATTRIBUTES, problems)
    spans = _number(element, "colonnes", 1, problems), _number(element, "lignes", 1, problems)
    return Cell(read_blocks(element, problems), *spans)


def _note(element: etree._Element, problems: Problems) -> Note:
    kind = kind_of(element, "type", NoteKind, NoteKind.GOOD_TO_KNOW, problems)
    return Note(kind, read_blocks(element, problems, frozenset({"titre"})), _title(element, problems))


def _cases(element: etree._Element, problems: Problems) -> CaseGroup:
    only(element, frozenset({"cas"}), problems)
    cases = tuple(_case(child, problems) for child in element.iterfind("cas"))
    return CaseGroup(cases, kind_of(element, "affichage", CaseDisplay, CaseDisplay.TABS, problems))


def _case(element: etree._Element, problems: Problems) -> Case:
    check_attributes(element, frozenset({"id", "type"}), problems)
    anchor, title = _anchor(element, problems, needed=True), _needed_title(element, problems)
    return Case(
        anchor, title, read_blocks(element, problems, frozenset({"titre"})), attribute(element, "type")
    )


def _definition(element: etree._Element, problems: Problems) -> Definition:
    anchor, term = _anchor(element, problems, needed=True), _needed_title(element, problems, "mot")
    references = tuple(read_reference(child, problems) for child in element.iterfind("reference"))
    blocks = read_blocks(element, problems, frozenset({"mot", "reference"}))
    return Definition(anchor, term, blocks, references)


def read_reference(element: etree._Element, problems: Problems) -> Reference:
    """A `<reference>`: a code with its articles, or a text with its title."""
    check_attributes(element, frozenset({"code", "url"}), problems)
    only(element, frozenset({"titre", "num", "precision", "source"}), problems)
    texts = {name: child_text(element, name, problems) for name in ("titre", "precision", "source")}
    code = attribute(element, "code")
    if not (code or texts["titre"]):
        problems.at(element, "reference-vide", "Une référence a un code ou un titre.")
    articles = child_texts(element, "num", problems)
    return Reference(
        texts["titre"], code, articles, texts["precision"], _address(element, problems), texts["source"]
    )


_CONTACT_TEXTS = frozenset({"titre", "precision", "telephone", "adresse-web", "annuaire", "source"})


def _contact(element: etree._Element, problems: Problems) -> Contact:
    return Contact(
        title=_needed_text(element, problems),
        id=_anchor(element, problems),
        kind=kind_of(element, "type", ContactKind, ContactKind.NATIONAL, problems),
        detail=child_text(element, "precision", problems),
        phone=child_text(element, "telephone", problems),
        blocks=read_blocks(element, problems, _CONTACT_TEXTS),
        urls=tuple(
            check_address(element, url, problems) for url in child_texts(element, "adresse-web", problems)
        ),
        directory=child_texts(element, "annuaire", problems),
        source=child_text(element, "source", problems),
    )


_FORM_TEXTS = frozenset({"titre", "source", "annexe", "notice"})
_PART_ATTRIBUTES = frozenset({"url", "cerfa", "format", "taille"})


def _form(element: etree._Element, problems: Problems) -> Form:
    parts = tuple(_part(child, problems) for child in element if child.tag in ("annexe", "notice"))
    return Form(
        title=_needed_text(element, problems),
        id=_anchor(element, problems),
        kind=kind_of(element, "type", FormKind, FormKind.FORM, problems),
        url=_address(element, problems),
        number=attribute(element, "cerfa"),
        other_number=attribute(element, "numero"),
        format=attribute(element, "format"),
        size=attribute(element, "taille"),
        lang=attribute(element, "langue"),
        source=child_text(element, "source", problems),
        blocks=read_blocks(element, problems, _FORM_TEXTS),
        parts=parts,
    )


def _part(element: etree._Element, problems: Problems) -> FormPart:
    check_attributes(element, _PART_ATTRIBUTES, problems)
    return FormPart(
        title=_needed_text(element, problems),
        url=_address(element, problems),
        notice=element.tag == "notice",
        number=attribute(element, "cerfa"),
        format=attribute(element, "format"),
        size=attribute(element, "taille"),
        source=child_text(element, "source", problems),
        blocks=read_blocks(element, problems, frozenset({"titre", "source"})),
    )


def _resource(element: etree._Element, problems: Problems) -> Resource:
    return Resource(
        title=_needed_text(element, problems),
        url=_address(element, problems),
        id=_anchor(element, problems),
        format=attribute(element, "format"),
        size=attribute(element, "taille"),
        lang=attribute(element, "langue"),
        source=child_text(element, "source", problems),
        blocks=read_blocks(element, problems, frozenset({"titre", "source"})),
    )


def _figure(element: etree._Element, problems: Problems) -> Figure:
    alt, caption, credit = (child_text(element, name, problems) for name in ("texte", "legende", "credit"))
    blocks = read_blocks(element, problems, frozenset({"texte", "legende", "credit"}))
    return Figure(required(element, "src", problems), alt, caption, credit, blocks)


_READERS: dict[str, tuple[Callable[[etree._Element, Problems], Block], frozenset[str]]] = {
    "p": (_paragraph, frozenset()),
    "section": (_section, frozenset({"id", "type"})),
    "liste": (_list, frozenset({"type"})),
    "tableau": (_table, frozenset()),
    "note": (_note, frozenset({"type"})),
    "alternatives": (_cases, frozenset({"affichage"})),
    "definition": (_definition, frozenset({"id"})),
    "contact": (_contact, frozenset({"id", "type"})),
    "formulaire": (_form, frozenset({"id", "type", "url", "cerfa", "numero", "format", "taille", "langue"})),
    "ressource": (_resource, frozenset({"id", "url", "format", "taille", "langue"})),
    "figure": (_figure, frozenset({"src"})),
}
