"""Boxes of the source: contacts, forms and services, references, definitions, resources."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from lxml import etree

from guide_pipeline.model.blocks import (
    Blocks,
    Contact,
    ContactKind,
    Definition,
    Form,
    FormKind,
    FormPart,
    Reference,
    Resource,
)
from guide_pipeline.model.inline import clean_text
from guide_pipeline.readers.service_public.inline import child_text, inlines, joined_text, text_of
from guide_pipeline.readers.service_public.page import Page
from guide_pipeline.readers.service_public.vocabulary import CONTACT_KINDS, FORM_KINDS

ReadBlocks = Callable[[etree._Element, Page, frozenset[str]], Blocks]
"""How the content of a box is read: given by the caller, since boxes and blocks hold one another."""

_BOX_TEXTS = frozenset({"Titre", "Complement", "Source"})
_CONTACT_DATA = frozenset({"PivotLocal", "RessourceWeb"})
_PARTS = frozenset({"NoticeLiee", "ServiceEnLigneAnnexe"})
_ANNEX_TEXTS = frozenset({"Titre", "Source", "LienWeb", "NoticeLiee"})


def attribute(element: etree._Element, name: str) -> str:
    """An attribute on one line, '' when absent."""
    return clean_text(element.get(name, "")).strip(" ")


def read_contact(element: etree._Element, page: Page, blocks: ReadBlocks) -> Contact:
    """An `OuSAdresser`."""
    return Contact(
        title=child_text(element, "Titre"),
        id=page.card_ids.get(element, ""),
        kind=CONTACT_KINDS.get(element.get("type", ""), ContactKind.LOCAL),
        detail=joined_text(element, "Complement"),
        blocks=blocks(element, page, _BOX_TEXTS | _CONTACT_DATA),
        urls=tuple(url for web in element.iterfind("RessourceWeb") if (url := page.address(web))),
        directory=_directory(element),
        source=joined_text(element, "Source"),
    )


def _directory(element: etree._Element) -> tuple[str, ...]:
    return tuple(text for child in element.iterfind("PivotLocal") if (text := text_of(child)))


def read_form(element: etree._Element, page: Page, blocks: ReadBlocks) -> Form:
    """A `ServiceEnLigne`, with its notices and annexes, and what the page adds from its own file."""
    form = Form(
        title=child_text(element, "Titre"),
        id=page.card_ids.get(element, ""),
        kind=form_kind(element),
        url=page.address(element),
        number=attribute(element, "numerocerfa"),
        other_number=attribute(element, "autrenumero"),
        format=attribute(element, "format"),
        size=attribute(element, "poids"),
        lang=attribute(element, "langue"),
        source=joined_text(element, "Source"),
        blocks=blocks(element, page, _BOX_TEXTS | _CONTACT_DATA | _PARTS),
        parts=tuple(read_parts(element, page, blocks)),
    )
    return page.forms.finish(element, form)


def form_kind(element: etree._Element) -> FormKind:
    """What a form really is."""
    return FORM_KINDS.get(element.get("type", ""), FormKind.SERVICE)


def read_parts(element: etree._Element, page: Page, blocks: ReadBlocks) -> Iterator[FormPart]:
    """The notices and annexes of a form, each annex before its own notices."""
    for child in element:
        if child.tag == "NoticeLiee":
            yield _part(child, child, text_of(child), page, notice=True)
        elif child.tag == "ServiceEnLigneAnnexe":
            web = child.find("LienWeb")
            part = _part(child, child if web is None else web, child_text(child, "Titre"), page)
            sources = (joined_text(box, "Source") for box in (child, web) if box is not None)
            content = blocks(child, page, _ANNEX_TEXTS)
            yield replace(part, source=" ".join(filter(None, sources)), blocks=content)
            yield from read_parts(child, page, blocks)


def _part(
    element: etree._Element, web: etree._Element, title: str, page: Page, notice: bool = False
) -> FormPart:
    return FormPart(
        title=title,
        url=page.address(web),
        notice=notice,
        number=attribute(element, "numerocerfa"),
        format=attribute(web, "format"),
        size=attribute(web, "poids"),
    )


def read_reference(element: etree._Element, page: Page) -> Reference:
    """A `Reference`: a text with its title as written, and what part of it matters."""
    others = [child for child in element if child.tag not in ("Titre", "Complement", "Source")]
    for child in others:
        page.unknown(child)
    details = (joined_text(element, "Complement"), *map(text_of, others))
    return Reference(
        title=child_text(element, "Titre") or attribute(element, "URL") or "Texte de référence",
        detail=" ".join(filter(None, details)),
        url=page.address(element),
        source=joined_text(element, "Source"),
    )


_DEFINITION_TEXTS = frozenset({"Titre", "Reference"})


def read_definition(element: etree._Element, page: Page, blocks: ReadBlocks) -> Definition:
    """A `Definition` of the sheet's glossary; its id is that of the source."""
    title = element.find("Titre")
    return Definition(
        id=element.get("ID", ""),
        term=() if title is None else inlines(title, page),
        blocks=blocks(element, page, _DEFINITION_TEXTS),
        references=tuple(read_reference(child, page) for child in element.iterfind("Reference")),
    )


def read_resource(element: etree._Element, page: Page, blocks: ReadBlocks) -> Resource:
    """A `PourEnSavoirPlus`, or a `LienExterneCommente` whose link is its title."""
    link = element.find("LienExterne")
    about = element if link is None else link
    return Resource(
        title=child_text(element, "Titre") if link is None else text_of(link),
        url=page.address(about),
        id=page.card_ids.get(element, ""),
        format=attribute(about, "format"),
        size=attribute(about, "poids"),
        lang=attribute(about, "langue"),
        source=joined_text(element, "Source"),
        blocks=blocks(element, page, _BOX_TEXTS | {"LienExterne"}),
    )
