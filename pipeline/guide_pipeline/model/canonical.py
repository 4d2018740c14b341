"""The canonical form of a sheet: one spelling, in our XML vocabulary, of every sheet that reads the same.

Objects are named by the hash of these bytes, differences are proved on them, and readers.xml reads them back:
`parse(serialise(sheet)) == sheet`.
"""

from collections.abc import Callable, Iterable

from guide_pipeline.model.blocks import (
    Block,
    Blocks,
    CaseGroup,
    Contact,
    Definition,
    Figure,
    Form,
    FormPart,
    ListBlock,
    Note,
    Paragraph,
    Reference,
    Resource,
    Section,
    Table,
)
from guide_pipeline.model.inline import (
    AcronymRef,
    Foreign,
    Inlines,
    LegalRef,
    Link,
    RateRef,
    Span,
    TermRef,
)
from guide_pipeline.model.sheet import Sheet, SheetLink

Attributes = Iterable[tuple[str, str]]
Write = Callable[[str], object]
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>'
ATTRIBUTES = {
    "fiche": ("id", "chapitre", "type", "statut", "maj", "effet", "verifie"),
    "renvoi": ("fiche", "chapitre", "url", "ancre", "contexte"),
    "reference": ("code", "url"),
    "section": ("id", "type"),
    "liste": ("type",),
    "colonne": ("largeur", "entete"),
    "ligne": ("entete",),
    "cellule": ("colonnes", "lignes"),
    "note": ("type",),
    "alternatives": ("affichage",),
    "cas": ("id", "type"),
    "definition": ("id",),
    "contact": ("id", "type"),
    "formulaire": ("id", "type", "url", "cerfa", "numero", "format", "taille", "langue"),
    "annexe": ("url", "cerfa", "format", "taille"),
    "notice": ("url", "cerfa", "format", "taille"),
    "ressource": ("id", "url", "format", "taille", "langue"),
    "figure": ("src",),
    "lien": ("fiche", "chapitre", "url", "ancre"),
    "bareme": ("id", "au"),
    "sigle": ("id",),
    "article": ("code", "num"),
    "terme": ("ref",),
    "etranger": ("langue",),
}
"""What each element may have, in the order in which it is written; the others have none."""


def serialise(sheet: Sheet) -> bytes:
    """The canonical bytes of a sheet: UTF-8 XML, one element a line except inside running text."""
    parts: list[str] = [DECLARATION + "\n"]
    _sheet(sheet, parts.append)
    return "".join(parts).encode()


def escape(text: str) -> str:
    """Text for XML character data."""
    if "&" in text or "<" in text or ">" in text:
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text


def tag(name: str, attributes: Attributes = (), close: str = "") -> str:
    """A start tag (`close='/'`: an empty element); attributes without value are left out."""
    written = "".join(f' {key}="{escape_attribute(value)}"' for key, value in attributes if value)
    return f"<{name}{written}{close}>"


def escape_attribute(value: str) -> str:
    """Text for the value of an attribute."""
    return (
        escape(value)
        .replace('"', "&quot;")
        .replace("\n", "&#10;")
        .replace("\t", "&#9;")
        .replace("\r", "&#13;")
    )


def inline_xml(content: Inlines) -> str:
    """Inline content as XML on one line."""
    parts: list[str] = []
    for item in content:
        match item:
            case str():
                parts.append(escape(item))
            case Span():
                parts.append(f"<{item.mark.value}>{inline_xml(item.children)}</{item.mark.value}>")
            case Link():
                target = (("fiche", item.sheet), ("chapitre", item.chapter), ("url", item.url))
                start = tag("lien", (*target, ("ancre", item.anchor)))
                parts.append(f"{start}{inline_xml(item.children)}</lien>")
            case RateRef():
                at = item.at.isoformat() if item.at else ""
                parts.append(tag("bareme", (("id", item.rate), ("au", at)), "/"))
            case AcronymRef():
                parts.append(_maybe_empty("sigle", (("id", item.acronym),), item.text))
            case LegalRef():
                parts.append(_maybe_empty("article", (("code", item.code), ("num", item.article)), item.text))
            case TermRef():
                parts.append(f"{tag('terme', (('ref', item.term),))}{inline_xml(item.children)}</terme>")
            case Foreign():
                parts.append(
                    f"{tag('etranger', (('langue', item.lang),))}{inline_xml(item.children)}</etranger>"
                )
            case _:
                parts.append("<saut/>")
    return "".join(parts)


def _maybe_empty(name: str, attributes: Attributes, text: str) -> str:
    return f"{tag(name, attributes)}{escape(text)}</{name}>" if text else tag(name, attributes, "/")


def _sheet(sheet: Sheet, write: Write) -> None:
    dates = (("maj", sheet.updated), ("effet", sheet.effective), ("verifie", sheet.checked))
    attributes = (
        ("id", sheet.id),
        ("chapitre", sheet.chapter),
        ("type", sheet.kind.value),
        ("statut", sheet.status.value),
        *((name, day.isoformat() if day else "") for name, day in dates),
    )
    write(tag("fiche", attributes) + "\n")
    _text("titre", sheet.title, write)
    _text("dossier", sheet.folder, write)
    for name, texts in (("public", sheet.audience), ("mot-cle", sheet.keywords)):
        for text in texts:
            _text(name, text, write)
    _text("resume", sheet.summary, write)
    _group("contenu", lambda: _blocks(sheet.blocks, write), bool(sheet.blocks), write)
    _links("voir-aussi", sheet.see_also, write)
    _group("contacts", lambda: _blocks(sheet.contacts, write), bool(sheet.contacts), write)
    _group("references", lambda: _references(sheet.references, write), bool(sheet.references), write)
    _group("formulaires", lambda: _blocks(sheet.forms, write), bool(sheet.forms), write)
    _group("ressources", lambda: _blocks(sheet.resources, write), bool(sheet.resources), write)
    _group("definitions", lambda: _blocks(sheet.definitions, write), bool(sheet.definitions), write)
    _group("sigles", lambda: _acronyms(sheet.acronyms, write), bool(sheet.acronyms), write)
    _links("questions", sheet.questions, write)
    write("</fiche>\n")


def _text(name: str, text: str, write: Write) -> None:
    if text:
        write(f"<{name}>{escape(text)}</{name}>\n")


def _group(name: str, content: Callable[[], None], present: bool, write: Write) -> None:
    if present:
        write(f"<{name}>\n")
        content()
        write(f"</{name}>\n")


def _links(name: str, links: tuple[SheetLink, ...], write: Write) -> None:
    if not links:
        return
    write(f"<{name}>\n")
    for link in links:
        target = (
            ("fiche", link.sheet),
            ("chapitre", link.chapter),
            ("url", link.url),
            ("ancre", link.anchor),
        )
        write(_maybe_empty("renvoi", (*target, ("contexte", link.context)), link.title) + "\n")
    write(f"</{name}>\n")


def _references(references: tuple[Reference, ...], write: Write) -> None:
    for ref in references:
        write(tag("reference", (("code", ref.code), ("url", ref.url))) + "\n")
        _text("titre", ref.title, write)
        for article in ref.articles:
            _text("num", article, write)
        _text("precision", ref.detail, write)
        _text("source", ref.source, write)
        write("</reference>\n")


def _acronyms(acronyms: tuple[str, ...], write: Write) -> None:
    for acronym in acronyms:
        write(tag("sigle", (("id", acronym),), "/") + "\n")


def _blocks(blocks: Blocks, write: Write) -> None:
    for block in blocks:
        _block(block, write)


def _block(block: Block, write: Write) -> None:
    match block:
        case Paragraph():
            write(f"<p>{inline_xml(block.content)}</p>\n")
        case Section():
            write(tag("section", (("id", block.id), ("type", block.kind))) + "\n")
            _inline("titre", block.title, write)
            _blocks(block.blocks, write)
            write("</section>\n")
        case ListBlock():
            write(tag("liste", (("type", "numeros" if block.ordered else ""),)) + "\n")
            for item in block.items:
                write("<item>\n")
                _blocks(item.blocks, write)
                write("</item>\n")
            write("</liste>\n")
        case Table():
            _table(block, write)
        case Note():
            write(tag("note", (("type", block.kind.value),)) + "\n")
            _inline("titre", block.title, write)
            _blocks(block.blocks, write)
            write("</note>\n")
        case CaseGroup():
            write(tag("alternatives", (("affichage", block.display.value),)) + "\n")
            for case in block.cases:
                write(tag("cas", (("id", case.id), ("type", case.kind))) + "\n")
                _inline("titre", case.title, write)
                _blocks(case.blocks, write)
                write("</cas>\n")
            write("</alternatives>\n")
        case _:
            _resource_block(block, write)


def _resource_block(block: Definition | Contact | Form | Resource | Figure, write: Write) -> None:
    match block:
        case Definition():
            write(tag("definition", (("id", block.id),)) + "\n")
            _inline("mot", block.term, write)
            _blocks(block.blocks, write)
            _references(block.references, write)
            write("</definition>\n")
        case Contact():
            _contact(block, write)
        case Form():
            _form(block, write)
        case Resource():
            about = (("format", block.format), ("taille", block.size), ("langue", block.lang))
            write(tag("ressource", (("id", block.id), ("url", block.url), *about)) + "\n")
            _text("titre", block.title, write)
            _blocks(block.blocks, write)
            _text("source", block.source, write)
            write("</ressource>\n")
        case Figure():
            write(tag("figure", (("src", block.src),)) + "\n")
            for name, text in (("legende", block.caption), ("texte", block.alt), ("credit", block.credits)):
                _text(name, text, write)
            _blocks(block.blocks, write)
            write("</figure>\n")


def _contact(contact: Contact, write: Write) -> None:
    write(tag("contact", (("id", contact.id), ("type", contact.kind.value))) + "\n")
    _text("titre", contact.title, write)
    _text("precision", contact.detail, write)
    _text("telephone", contact.phone, write)
    _blocks(contact.blocks, write)
    for name, texts in (("adresse-web", contact.urls), ("annuaire", contact.directory)):
        for text in texts:
            _text(name, text, write)
    _text("source", contact.source, write)
    write("</contact>\n")


def _form(form: Form, write: Write) -> None:
    numbers = (("cerfa", form.number), ("numero", form.other_number))
    about = (("format", form.format), ("taille", form.size), ("langue", form.lang))
    write(
        tag("formulaire", (("id", form.id), ("type", form.kind.value), ("url", form.url), *numbers, *about))
        + "\n"
    )
    _text("titre", form.title, write)
    _blocks(form.blocks, write)
    for part in form.parts:
        _part(part, write)
    _text("source", form.source, write)
    write("</formulaire>\n")


def _part(part: FormPart, write: Write) -> None:
    about = (("url", part.url), ("cerfa", part.number), ("format", part.format), ("taille", part.size))
    name = "notice" if part.notice else "annexe"
    write(tag(name, about) + "\n")
    _text("titre", part.title, write)
    _blocks(part.blocks, write)
    _text("source", part.source, write)
    write(f"</{name}>\n")


def _table(table: Table, write: Write) -> None:
    write("<tableau>\n")
    _inline("legende", table.caption, write)
    _text("resume", table.summary, write)
    for column in table.columns:
        width = str(column.width) if column.width else ""
        write(tag("colonne", (("largeur", width), ("entete", "oui" if column.header else "")), "/") + "\n")
    for row in table.rows:
        write(tag("ligne", (("entete", "oui" if row.header else ""),)) + "\n")
        for cell in row.cells:
            spans = (("colonnes", cell.columns), ("lignes", cell.rows))
            write(tag("cellule", ((name, str(n) if n > 1 else "") for name, n in spans)) + "\n")
            _blocks(cell.blocks, write)
            write("</cellule>\n")
        write("</ligne>\n")
    write("</tableau>\n")


def _inline(name: str, content: Inlines, write: Write) -> None:
    if content:
        write(f"<{name}>{inline_xml(content)}</{name}>\n")
