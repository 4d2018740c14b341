"""The only door for XML: no DOCTYPE, no entity, no network, and limits on size, depth and attributes."""

from functools import cache
from typing import cast

from lxml import etree

from guide_pipeline.readers.limits import DEFAULT_LIMITS, Limits
from guide_pipeline.readers.problems import Problems as Problems
from guide_pipeline.readers.text_file import decode_text
from guide_pipeline.readers.xml_messages import syntax_message

_DOCTYPE = "Une déclaration DOCTYPE est interdite, par sécurité : supprimez-la."
_SKIPPED = {"<?": "?>", "<!--": "-->"}
"""What may stand before the root element, and how it ends."""


def parse_xml(data: bytes, problems: Problems, limits: Limits = DEFAULT_LIMITS) -> etree._Element | None:
    """The root element of a file, or None once its problems are noted. The encoding is UTF-8, always."""
    text = decode_text(data, problems, limits.file_bytes)
    if text is None:
        return None
    if line := _doctype_line(text):
        problems.add("doctype", _DOCTYPE, line)
        return None
    root = _parse(data, problems)
    if root is None or not _within(root, problems, limits):
        return None
    return root


def _doctype_line(text: str) -> int:
    """The line of a DOCTYPE before the root element, 0 when there is none."""
    position, end = 0, len(text)
    while position < end:
        while position < end and text[position].isspace():
            position += 1
        mark = next((mark for mark in _SKIPPED if text.startswith(mark, position)), "")
        if not mark:
            break
        close = text.find(_SKIPPED[mark], position + len(mark))
        position = close + len(_SKIPPED[mark]) if close >= 0 else end
    found = text[position : position + 9].upper() == "<!DOCTYPE"
    return text.count("\n", 0, position) + 1 if found else 0


def _parse(data: bytes, problems: Problems) -> etree._Element | None:
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
        encoding="utf-8",
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        problems.add("xml-mal-forme", syntax_message(error.msg or ""), error.lineno or 0)
        return None
    if root.getroottree().docinfo.internalDTD is not None:
        problems.add("doctype", _DOCTYPE, 1)
        return None
    return root


def _within(root: etree._Element, problems: Problems, limits: Limits) -> bool:
    """Asked of libxml2 in its own language: a walk in Python costs more than all of the parsing."""
    if int(_number(root, "count(//*)")) > limits.elements:
        problems.add("trop-profond", f"Le contenu dépasse {limits.elements} balises.")
        return False
    for deep in _found(root, f"(//*[count(ancestor::*) >= {limits.depth}])[1]"):
        problems.at(deep, "trop-profond", f"Le contenu dépasse {limits.depth} niveaux.")
        return False
    for wide in _found(root, f"(//*[count(@*) > {limits.attributes}])[1]"):
        problems.at(wide, "trop-d-attributs", f"Plus de {limits.attributes} attributs sur <{wide.tag!s}>.")
        return False
    return True


@cache
def _query(path: str) -> etree.XPath:
    return etree.XPath(path)


def _number(root: etree._Element, path: str) -> float:
    return cast(float, _query(path)(root))


def _found(root: etree._Element, path: str) -> list[etree._Element]:
    return cast("list[etree._Element]", _query(path)(root))
