"""Definitions, contacts, forms and resources: what leads on from a sheet."""

import re
from collections.abc import Callable

from guide_pipeline.markup.context import MarkupContext
from guide_pipeline.markup.inline import inline_html
from guide_pipeline.markup.references import write_references
from guide_pipeline.markup.text import Write, escape, maybe_link
from guide_pipeline.model.blocks import (
    Blocks,
    Contact,
    ContactKind,
    Definition,
    Form,
    FormKind,
    FormPart,
    Resource,
)

WriteBlocks = Callable[[Blocks, MarkupContext, Write, int], None]
CONTACT_LABELS = {
    ContactKind.LOCAL: "Près de chez vous",
    ContactKind.NATIONAL: "National",
    ContactKind.CALL_CENTRE: "Par téléphone",
}
FORM_LABELS = {
    FormKind.FORM: "Formulaire",
    FormKind.SERVICE: "Démarche en ligne",
    FormKind.SIMULATOR: "Simulateur",
    FormKind.LETTER: "Modèle de document",
}
_DIRECTORY_CODE = re.compile(r"[a-z0-9_-]+")
_DIRECTORY = "https://lannuaire.service-public.gouv.fr/navigation/"


def write_resource(
    block: Definition | Contact | Form | Resource,
    ctx: MarkupContext,
    write: Write,
    level: int,
    blocks: WriteBlocks,
) -> None:
    """Write one of them as a box; `blocks` writes the blocks inside it."""
    kind = type(block).__name__
    name, tag = _BOXES[kind]
    write(f'<{tag} class="{name}{ctx.bar_too(block)}"{ctx.place(block.id)}>\n')
    match block:
        case Definition():
            _definition(block, ctx, write, level, blocks)
        case Contact():
            _contact(block, ctx, write, level, blocks)
        case Form():
            _form(block, ctx, write, level, blocks)
        case Resource():
            _titled(block.title, block.url, "", write)
            blocks(block.blocks, ctx, write, level)
            _details((_format(block.format), _size(block.size), _language(block.lang), block.source), write)
    write(f"</{tag}>\n")


_BOXES = {
    "Definition": ("definition", "dl"),
    "Contact": ("contact", "div"),
    "Form": ("formulaire", "div"),
    "Resource": ("ressource", "div"),
}


def _definition(block: Definition, ctx: MarkupContext, write: Write, level: int, blocks: WriteBlocks) -> None:
    write(f"<dt><dfn>{inline_html(block.term, ctx)}</dfn></dt>\n<dd>")
    blocks(block.blocks, ctx, write, level)
    if block.references:
        write_references(block.references, write, ctx)
    write("</dd>\n")


def _contact(block: Contact, ctx: MarkupContext, write: Write, level: int, blocks: WriteBlocks) -> None:
    _titled(block.title, "", CONTACT_LABELS[block.kind], write)
    _paragraph(block.detail, write)
    if block.phone:
        write(f'<p class="telephone">Téléphone : {_phone(block.phone)}</p>\n')
    blocks(block.blocks, ctx, write, level)
    for url in block.urls:
        write(f'<p class="adresse-web">{maybe_link(url, _bare(url))}</p>\n')
    if block.directory:
        links = ", ".join(map(_directory_link, block.directory))
        write(f"<p class=\"annuaire\">Trouver l'adresse dans l'annuaire : {links}</p>\n")
    _details((block.source,), write)


def _directory_link(code: str) -> str:
    """A code of the directory as a link; words that some sources put instead stay words."""
    return maybe_link(f"{_DIRECTORY}{code}" if _DIRECTORY_CODE.fullmatch(code) else "", code)


def _form(block: Form, ctx: MarkupContext, write: Write, level: int, blocks: WriteBlocks) -> None:
    _titled(block.title, block.url, FORM_LABELS[block.kind], write)
    blocks(block.blocks, ctx, write, level)
    _details(
        (
            f"Cerfa n° {block.number}" if block.number else "",
            f"Autre numéro : {block.other_number}" if block.other_number else "",
            _format(block.format),
            _size(block.size),
            _language(block.lang),
            block.source,
        ),
        write,
    )
    if block.parts:
        write('<ul class="annexes">\n')
        for part in block.parts:
            _part(part, ctx, write, level, blocks)
        write("</ul>\n")


def _part(part: FormPart, ctx: MarkupContext, write: Write, level: int, blocks: WriteBlocks) -> None:
    write("<li>")
    _titled(part.title, part.url, "Notice" if part.notice else "Annexe", write)
    blocks(part.blocks, ctx, write, level)
    number = f"n° {part.number}" if part.number else ""
    _details((number, _format(part.format), _size(part.size), part.source), write)
    write("</li>\n")


def _titled(title: str, url: str, label: str, write: Write) -> None:
    mark = f'<span class="genre">{label}</span> ' if label else ""
    write(f'<p class="titre">{mark}{maybe_link(url, title)}</p>\n')


def _paragraph(text: str, write: Write) -> None:
    if text:
        write(f"<p>{escape(text)}</p>\n")


def _details(texts: tuple[str, ...], write: Write) -> None:
    if shown := " · ".join(filter(None, texts)):
        write(f'<p class="precisions">{escape(shown)}</p>\n')


_FORMATS = {
    "application/pdf": "PDF",
    "application/msword": "Word",
    "application/rtf": "RTF",
    "application/vnd.ms-excel": "Excel",
    "application/vnd.oasis.opendocument.text": "OpenDocument",
    "application/zip": "ZIP",
    "text/html": "page web",
}
_SIZE = re.compile(r"([0-9.,]+)\s*([KMG])B")


def _format(name: str) -> str:
    """A media type as people say it."""
    return _FORMATS.get(name, name)


def _size(text: str) -> str:
    """'308.8 KB' as '308,8 Ko'; a bare number says nothing."""
    if not text or text.isdigit():
        return ""
    found = _SIZE.fullmatch(text)
    return f"{found[1].replace('.', ',')} {found[2]}o" if found else text


def _language(code: str) -> str:
    return "" if code in ("", "fr") else f"langue : {code}"


def _phone(number: str) -> str:
    """A number that a phone can dial; anything else (several numbers, words) stays text."""
    digits = "".join(number.split()).replace(".", "")
    if digits.removeprefix("+").isdigit() and len(digits) <= 15:
        return f'<a href="tel:{digits}">{escape(number)}</a>'
    return escape(number)


def _bare(url: str) -> str:
    return url.removeprefix("https://").removeprefix("http://").removesuffix("/")
