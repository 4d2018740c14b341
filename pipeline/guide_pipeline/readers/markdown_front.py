"""The front matter of a Markdown sheet: all that isn't its text, in TOML between two `+++` lines."""

from datetime import date
from enum import StrEnum
from typing import TypeVar

from guide_pipeline.model.blocks import Contact, ContactKind, Form, FormKind, Reference, Resource
from guide_pipeline.model.sheet import Sheet, SheetKind, SheetLink, Status
from guide_pipeline.readers.addresses import EXPECTED, is_address
from guide_pipeline.readers.markdown_inlines import link_to
from guide_pipeline.readers.problems import Problems
from guide_pipeline.readers.toml_file import Table, parse_toml

_Kind = TypeVar("_Kind", bound=StrEnum)
_MARK = "+++"


def split_front(text: str, problems: Problems) -> tuple[str, str, int] | None:
    """The front matter, the text, and the line where the text starts; None once a problem is noted.

    The front matter starts with an empty line in place of its mark, so that its lines are those of the file.
    """
    lines = text.split("\n")
    if lines[0].rstrip() != _MARK:
        message = "La fiche commence par une ligne « +++ », son en-tête, puis une autre ligne « +++ »."
        problems.add("entete-manquant", message, 1)
        return None
    end = next((n for n, line in enumerate(lines) if n and line.rstrip() == _MARK), 0)
    if not end:
        problems.add("entete-non-ferme", "L'en-tête n'est pas fermé par une ligne « +++ ».", 1)
        return None
    return "\n".join(["", *lines[1:end]]), "\n".join(lines[end + 1 :]), end + 2


def read_front(front: str, problems: Problems) -> Sheet | None:
    """The sheet that a front matter describes, its content aside; None when it can't be read at all."""
    known = len(problems.found)
    top = parse_toml(front.encode(), problems)
    if len(problems.found) > known:
        return None
    top.line = 1
    problems.id_line = top.line_of("id")
    sheet = Sheet(
        id=top.text("id", needed=True),
        chapter=top.text("chapitre", needed=True),
        title=top.text("titre", needed=True),
        updated=top.day("maj", needed=True) or date.min,
        kind=_kind(top, "type", SheetKind, SheetKind.SHEET),
        status=_kind(top, "statut", Status, Status.CURRENT),
        folder=top.text("dossier"),
        audience=top.texts("public"),
        keywords=top.texts("mots-cles"),
        summary=top.text("resume"),
        effective=top.day("effet"),
        checked=top.day("verifie"),
        see_also=_links(top, "voir-aussi"),
        contacts=tuple(_contact(table, problems) for table in top.tables("contacts")),
        references=tuple(_reference(table) for table in top.tables("references")),
        forms=tuple(_form(table, problems) for table in top.tables("formulaires")),
        resources=tuple(_resource(table, problems) for table in top.tables("ressources")),
        acronyms=top.texts("sigles"),
        questions=_links(top, "questions"),
    )
    top.close()
    return sheet


def _kind(table: Table, key: str, kinds: type[_Kind], default: _Kind) -> _Kind:
    value = table.text(key)
    found = next((kind for kind in kinds if kind.value == value), None)
    if found is None and value:
        allowed = ", ".join(kind.value for kind in kinds if kind.value)
        table.problem(
            "valeur-interdite", f"« {value} » n'est pas permis pour « {key} » (choix : {allowed}).", key
        )
    return found or default


def _links(table: Table, key: str) -> tuple[SheetLink, ...]:
    found = []
    for text in table.texts(key):
        link = link_to(text if ":" in text else f"fiche:{text}")
        if link is None or not (link.sheet or link.chapter or link.url):
            message = f"« {text} » ne mène nulle part : écrivez ID, ID#ancre, chapitre:SLUG ou https://…"
            table.problem("lien-inconnu", message, key)
        else:
            found.append(SheetLink(link.sheet, link.chapter, link.url, link.anchor))
    return tuple(found)


def _address(table: Table, key: str) -> str:
    address = table.text(key)
    if address and not is_address(address):
        table.problem("adresse-invalide", f"« {address} » : {EXPECTED}.", key)
    return address


def _id(table: Table, problems: Problems) -> str:
    anchor = table.text("id")
    if anchor:
        problems.anchors.append((anchor, table.line_of("id")))
    return anchor


def _reference(table: Table) -> Reference:
    reference = Reference(
        title=table.text("titre"),
        code=table.text("code"),
        articles=table.texts("articles"),
        detail=table.text("precision"),
        url=_address(table, "url"),
        source=table.text("source"),
    )
    if not (reference.code or reference.title):
        table.problem("reference-vide", "Une référence a un code ou un titre.")
    table.close()
    return reference


def _contact(table: Table, problems: Problems) -> Contact:
    urls = table.texts("adresses-web")
    for url in urls:
        if not is_address(url):
            table.problem("adresse-invalide", f"« {url} » : {EXPECTED}.", "adresses-web")
    contact = Contact(
        title=table.text("titre", needed=True),
        id=_id(table, problems),
        kind=_kind(table, "type", ContactKind, ContactKind.NATIONAL),
        detail=table.text("precision"),
        phone=table.text("telephone"),
        urls=urls,
        directory=table.texts("annuaire"),
        source=table.text("source"),
    )
    table.close()
    return contact


def _form(table: Table, problems: Problems) -> Form:
    form = Form(
        title=table.text("titre", needed=True),
        id=_id(table, problems),
        kind=_kind(table, "type", FormKind, FormKind.FORM),
        url=_address(table, "url"),
        number=table.text("cerfa"),
        other_number=table.text("numero"),
        format=table.text("format"),
        size=table.text("taille"),
        lang=table.text("langue"),
        source=table.text("source"),
    )
    table.close()
    return form


def _resource(table: Table, problems: Problems) -> Resource:
    resource = Resource(
        title=table.text("titre", needed=True),
        url=_address(table, "url"),
        id=_id(table, problems),
        format=table.text("format"),
        size=table.text("taille"),
        lang=table.text("langue"),
        source=table.text("source"),
    )
    table.close()
    return resource
