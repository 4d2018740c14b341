"""Where the text of sheets came from, so that a problem found across sheets still shows its file and line."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from guide_pipeline.errors import Location


@dataclass(frozen=True, slots=True)
class SourceText:
    """The file of a sheet: its name as the user knows it, and its bytes, or where to read them once they are needed."""

    file: str
    content: bytes | Path

    @property
    def data(self) -> bytes:
        """The bytes of the file."""
        return self.content if isinstance(self.content, bytes) else self.content.read_bytes()


@dataclass(frozen=True, slots=True)
class Sources:
    """Files by sheet id. A sheet that no file of the moment brings is located by its id in the edition."""

    files: Mapping[str, SourceText] = field(default_factory=dict)

    def locate(self, sheet_id: str, *needles: str) -> Location:
        """The first line of a sheet's file that holds one of the needles, tried in order."""
        source = self.files.get(sheet_id)
        if source is None:
            return Location(f"fiche {sheet_id} (édition actuelle)")
        data = source.data
        for needle in needles:
            position = data.find(needle.encode())
            if position >= 0:
                return Location(source.file, data.count(b"\n", 0, position) + 1)
        return Location(source.file)
