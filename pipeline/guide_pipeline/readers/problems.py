"""What a reader notes of one file while it reads it: its issues, and where its names stand."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from guide_pipeline.errors import Issue, Location, Severity

if TYPE_CHECKING:
    from lxml import etree


@dataclass(slots=True)
class Problems:
    """Collects the issues of one file while it is read."""

    file: str
    found: list[Issue] = field(default_factory=list)
    id_line: int = 0
    """Line where the sheet's id is given."""
    anchors: list[tuple[str, int]] = field(default_factory=list)
    """Every anchor that the file defines, with its line, in order: only the whole file tells whether they repeat."""

    def add(self, code: str, message: str, line: int = 0, severity: Severity = Severity.ERROR) -> None:
        """Note an issue at a line of the file (0: the file as a whole)."""
        self.found.append(Issue(code, message, Location(self.file, line), severity))

    def at(self, element: "etree._Element", code: str, message: str) -> None:
        """Note an error at the line of an XML element."""
        self.add(code, message, line_of(element))


def line_of(element: "etree._Element") -> int:
    """The line of an XML element in its file, 0 when unknown."""
    return int(getattr(element, "sourceline", 0) or 0)
