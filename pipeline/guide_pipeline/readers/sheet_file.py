"""The door of every sheet that people write: the reader that its suffix names, then what only the whole file shows."""

from collections.abc import Iterator
from dataclasses import replace

from guide_pipeline.errors import Issue, Location, sorted_issues
from guide_pipeline.model.canonical import serialise
from guide_pipeline.model.sheet import Sheet
from guide_pipeline.readers.anchors import ANCHOR, SHEET_ID
from guide_pipeline.readers.limits import DEFAULT_LIMITS, Limits
from guide_pipeline.readers.problems import Problems
from guide_pipeline.readers.schema import schema_issues
from guide_pipeline.readers.secure_xml import parse_xml
from guide_pipeline.readers.xml_sheet import read_xml_sheet

_SMALL = 100_000
"""Bytes below which no file can exceed the limits once in canonical form."""


def _read_markdown(data: bytes, problems: Problems, limits: Limits) -> Sheet | None:
    from guide_pipeline.readers.markdown_sheet import read_markdown_sheet  # heavy, and many corpora have none

    return read_markdown_sheet(data, problems, limits)


_READERS = {".xml": read_xml_sheet, ".md": _read_markdown}


def read_sheet_file(
    name: str, data: bytes, limits: Limits = DEFAULT_LIMITS, *, schema: bool = False
) -> tuple[Sheet | None, tuple[Issue, ...]]:
    """The sheet of a file and all its issues; `name` is the file as the user knows it, `.xml` or `.md`.

    The sheet is None when none can be made of the file. With an error among the issues it is what could be read.
    `schema` has XML that the reader finds sound checked against the RELAX NG schema too: they agree, and the day
    they don't is worth knowing, but not at every build.
    """
    problems = Problems(name)
    suffix = name[name.rfind(".") :].lower() if "." in name else ""
    read = _READERS.get(suffix)
    if read is None:
        problems.add("format-inconnu", "Une fiche est un fichier .xml ou .md.")
        return None, tuple(problems.found)
    # bare text gets a <p> of its own in the canonical form, which must be readable within the same limits
    sheet = read(data, problems, replace(limits, depth=limits.depth - 1))
    if sheet:
        problems.found.extend(_name_issues(sheet, problems))
        if len(data) > _SMALL:
            _check_canonical_size(sheet, problems, limits)
    if schema and suffix == ".xml" and not problems.found:
        schema_issues(data, problems)
    return sheet, sorted_issues(problems.found)


def _check_canonical_size(sheet: Sheet, problems: Problems, limits: Limits) -> None:
    """Note a sheet that could be kept, but not read again: a list or a table is longer in XML than as written."""
    if parse_xml(serialise(sheet), Problems(problems.file), limits) is None:
        problems.add("trop-gros", "La fiche est trop grande une fois mise en forme : découpez-la.")


def _name_issues(sheet: Sheet, problems: Problems) -> Iterator[Issue]:
    """The id of the sheet and its anchors are well written, and no anchor names two places."""
    file = problems.file
    if sheet.id and not SHEET_ID.fullmatch(sheet.id):
        message = f"« {sheet.id} » : une lettre, puis lettres sans accent, chiffres et traits d'union (100 au plus)."
        yield Issue("identifiant", message, Location(file, problems.id_line))
    first: dict[str, int] = {}
    for anchor, line in problems.anchors:
        if not ANCHOR.fullmatch(anchor):
            message = f"Ancre « {anchor} » : une lettre, puis lettres sans accent, chiffres, - _ et points."
            yield Issue("ancre-invalide", message, Location(file, line))
        elif anchor in first:
            message = (
                f"L'ancre « {anchor} » est déjà ligne {first[anchor]} : donnez un autre nom à l'une des deux."
            )
            yield Issue("ancre-repetee", message, Location(file, line))
        first.setdefault(anchor, line)
