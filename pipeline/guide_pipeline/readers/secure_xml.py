"""The only door for XML: no DOCTYPE, no entity, no network, and limits on size, depth and attributes."""

import re

from lxml import etree

from guide_pipeline.readers.limits import DEFAULT_LIMITS, Limits
from guide_pipeline.readers.problems import Problems as Problems
from guide_pipeline.readers.text_file import decode_text

_PROLOG_WITH_DOCTYPE = re.compile(r"\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*)*<!DOCTYPE", re.DOTALL)
_MISMATCH = re.compile(r"Opening and ending tag mismatch: (\S+) line (\d+) and ([^\s,]+)")
_UNCLOSED = re.compile(r"Premature end of data in tag (\S+) line (\d+)")
_ENTITY = re.compile(r"Entity '(\S+)' not defined")


def parse_xml(data: bytes, problems: Problems, limits: Limits = DEFAULT_LIMITS) -> etree._Element | None:
    """The root element of a file, or None once its problems are noted. The encoding is UTF-8, always."""
    text = decode_text(data, problems, limits)
    if text is None:
        return None
    if _PROLOG_WITH_DOCTYPE.match(text):
        line = text.count("\n", 0, text.index("<!DOCTYPE")) + 1
        problems.add("doctype", "Une déclaration DOCTYPE est interdite, par sécurité : supprimez-la.", line)
        return None
    root = _parse(data, problems)
    if root is None or not _within(root, problems, limits):
        return None
    return root


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
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        problems.add("xml-mal-forme", _in_french(error.msg or ""), error.lineno or 0)
        return None


def _in_french(message: str) -> str:
    if found := _MISMATCH.search(message):
        return f"La balise <{found[1]}>, ouverte ligne {found[2]}, est fermée par </{found[3]}>."
    if found := _UNCLOSED.search(message):
        return f"La balise <{found[1]}>, ouverte ligne {found[2]}, n'est jamais fermée."
    if found := _ENTITY.search(message):
        return f"L'entité &{found[1]}; n'existe pas : écrivez le caractère lui-même."
    return f"Le XML est mal formé : {message}."


def _within(root: etree._Element, problems: Problems, limits: Limits) -> bool:
    depth = count = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "end":
            depth -= 1
            continue
        depth += 1
        count += 1
        if depth > limits.depth or count > limits.elements:
            problems.at(
                element,
                "trop-profond",
                f"Le contenu dépasse {limits.depth} niveaux ou {limits.elements} balises.",
            )
            return False
        if len(element.attrib) > limits.attributes:
            problems.at(
                element, "trop-d-attributs", f"Plus de {limits.attributes} attributs sur <{element.tag}>."
            )
            return False
    return True
