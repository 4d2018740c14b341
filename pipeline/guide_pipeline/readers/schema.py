"""The RELAX NG schema of a sheet: what editors' tools check while a sheet is written, checked again here."""

import threading
from functools import cache
from importlib.resources import files

from lxml import etree

from guide_pipeline.readers.problems import Problems
from guide_pipeline.readers.secure_xml import parse_xml
from guide_pipeline.readers.xml_messages import schema_message

_LOCK = threading.Lock()


@cache
def schema_bytes() -> bytes:
    """The schema itself, for whoever gives it to editors."""
    return (files("guide_pipeline.readers") / "schema" / "fiche.rng").read_bytes()


@cache
def _schema() -> etree.RelaxNG:
    return etree.RelaxNG(etree.fromstring(schema_bytes()))


def schema_issues(source: bytes | etree._Element, problems: Problems) -> bool:
    """Whether a file (its bytes or its root element) keeps the schema; each breach is noted, in French.

    libxml2 often shows a breach at an element above it: the reader's own issues say more, when it has any.
    """
    root = parse_xml(source, problems) if isinstance(source, bytes) else source
    if root is None:
        return False
    with _LOCK:  # a schema keeps the errors of its last run
        schema = _schema()
        if schema.validate(root):
            return True
        errors = [(entry.line, schema_message(entry.message)) for entry in schema.error_log]
    for line, message in sorted(set(errors)):
        problems.add("schema", message, line)
    return False
