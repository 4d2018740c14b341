"""The XML reader: one file, one sheet. Also reads back canonical objects."""

from datetime import date
from typing import TypeVar

from lxml import etree

from guide_pipeline.model.blocks import Block, Contact, Definition, Form, Resource
from guide_pipeline.model.sheet import Sheet, SheetKind, SheetLink, Status
from guide_pipeline.readers.limits import DEFAULT_LIMITS, Limits
from guide_pipeline.readers.problems import Problems, line_of
from guide_pipeline.readers.secure_xml import parse_xml
from guide_pipeline.readers.xml_blocks import (
    child_text,
    child_texts,
    kind_of,
    read_blocks,
    read_reference,
)
from guide_pipeline.readers.xml_inline import (
    LINK_TARGETS,
    NONE,
    attribute,
    check_address,
    check_attributes,
    only,
    read_date,
    read_own_text,
    required,
)

_Block = TypeVar("_Block", bound=Block)
_ATTRIBUTES = frozenset({"id", "chapitre", "type", "statut", "maj", "effet", "verifie"})
_LINK_ATTRIBUTES = frozenset({"fiche", "chapitre", "url", "ancre", "contexte"})
_PARTS = (
    "titre", "dossier", "public", "mot-cle", "resume", "contenu", "voir-aussi", "contacts", "references",
    "formulaires", "ressources", "definitions", "sigles", "questions",
)  # fmt: skip
_REPEATED = frozenset({"public", "mot-cle"})
_GROUPS = frozenset(_PARTS[_PARTS.index("contenu") :])


def read_xml_sheet(data: bytes, problems: Problems, limits: Limits = DEFAULT_LIMITS) -> Sheet | None:
    """The sheet of an XML file. None, with the problems noted, when there is no sheet to speak of."""
    root = parse_xml(data, problems, limits)
    if root is None:
        return None
    if root.tag != "fiche":
        problems.at(root, "racine", f"La balise principale est <fiche>, pas <{root.tag}>.")
        return None
    check_attributes(root, _ATTRIBUTES, problems)
    _check_parts(root, problems)
    return _sheet(root, problems)


def _check_parts(root: etree._Element, problems: Problems) -> None:
    only(root, frozenset(_PARTS), problems)
    seen: set[str] = set()
    for child in root:
        name = str(child.tag)
        if name in seen and name not in _REPEATED:
            problems.at(child, "balise-repetee", f"<{name}> ne se met qu'une fois dans <fiche>.")
        elif name in _GROUPS:
            check_attributes(child, NONE, problems)
        seen.add(name)


def _sheet(root: etree._Element, problems: Problems) -> Sheet:
    title = child_text(root, "titre", problems)
    if not title:
        problems.at(root, "titre-manquant", "La fiche n'a pas de titre (<titre>).")
    required(root, "maj", problems)
    problems.id_line = line_of(root)
    content = root.find("contenu")
    return Sheet(
        id=required(root, "id", problems),
        chapter=required(root, "chapitre", problems),
        title=title,
        updated=read_date(root, "maj", problems) or date.min,
        kind=kind_of(root, "type", SheetKind, SheetKind.SHEET, problems),
        status=kind_of(root, "statut", Status, Status.CURRENT, problems),
        folder=child_text(root, "dossier", problems),
        audience=child_texts(root, "public", problems),
        keywords=child_texts(root, "mot-cle", problems),
        summary=child_text(root, "resume", problems),
        effective=read_date(root, "effet", problems),
        checked=read_date(root, "verifie", problems),
        blocks=() if content is None else read_blocks(content, problems),
        see_also=_links(root, "voir-aussi", problems),
        contacts=_group(root, "contacts", "contact", Contact, problems),
        references=tuple(
            read_reference(child, problems) for child in _children(root, "references", "reference", problems)
        ),
        forms=_group(root, "formulaires", "formulaire", Form, problems),
        resources=_group(root, "ressources", "ressource", Resource, problems),
        definitions=_group(root, "definitions", "definition", Definition, problems),
        acronyms=tuple(_acronym(child, problems) for child in _children(root, "sigles", "sigle", problems)),
        questions=_links(root, "questions", problems),
    )


def _group(
    root: etree._Element, group: str, name: str, kind: type[_Block], problems: Problems
) -> tuple[_Block, ...]:
    parent = root.find(group)
    if parent is None:
        return ()
    only(parent, frozenset({name}), problems)
    others = frozenset(str(child.tag) for child in parent) - {name}
    return tuple(block for block in read_blocks(parent, problems, others) if isinstance(block, kind))


def _children(root: etree._Element, group: str, name: str, problems: Problems) -> list[etree._Element]:
    parent = root.find(group)
    if parent is None:
        return []
    only(parent, frozenset({name}), problems)
    return parent.findall(name)


def _acronym(element: etree._Element, problems: Problems) -> str:
    check_attributes(element, frozenset({"id"}), problems)
    only(element, NONE, problems)
    return required(element, "id", problems)


def _links(root: etree._Element, group: str, problems: Problems) -> tuple[SheetLink, ...]:
    return tuple(_sheet_link(child, problems) for child in _children(root, group, "renvoi", problems))


def _sheet_link(element: etree._Element, problems: Problems) -> SheetLink:
    check_attributes(element, _LINK_ATTRIBUTES, problems)
    sheet, chapter, url, anchor = (attribute(element, name) for name in LINK_TARGETS)
    given = [name for name in LINK_TARGETS if name in element.attrib]
    if given != ["fiche", "ancre"] and (len(given) != 1 or given == ["ancre"]):
        problems.at(
            element,
            "lien-ambigu",
            "Un renvoi mène à une fiche, un chapitre ou une adresse : un seul des trois (« ancre » : fiches seules).",
        )
    for name in given:
        required(element, name, problems)
    check_address(element, url, problems)
    text, context = read_own_text(element, problems), attribute(element, "contexte")
    return SheetLink(sheet, chapter, url, anchor, text, context)
