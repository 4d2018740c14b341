"""Sheets of real releases, two by two: what differs between a release and the one that follows it."""

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from guide_pipeline.model.sheet import Sheet
from guide_pipeline.readers.service_public import chapters_of, read_release

Sheets = dict[str, Sheet]


@dataclass(frozen=True, slots=True)
class Step:
    """A release and the next one."""

    name: str
    """'1-2': the numbers of both."""
    old: Sheets
    new: Sheets

    def changed(self) -> list[tuple[Sheet, Sheet]]:
        """The sheets that both have and that differ, in order of id."""
        keys = sorted(self.old.keys() & self.new.keys())
        return [(self.old[key], self.new[key]) for key in keys if self.old[key] != self.new[key]]


def release_files(folder: str = "") -> list[Path]:
    """The zips of a folder (by default the one that GUIDE_OPEN_DATA names) in order; without two, the program ends."""
    where = folder or os.environ.get("GUIDE_OPEN_DATA", "")
    found = sorted(Path(where).glob("*.zip")) if where else []
    if len(found) < 2:
        sys.exit("GUIDE_OPEN_DATA must name a folder with two releases at least (*.zip)")
    return found


def sheets_of(path: Path) -> Sheets:
    """Every sheet of a release, by id."""
    with read_release(path) as release:
        return {sheet.id: sheet for sheet in release.sheets(chapters_of(release).places)}


def steps(paths: list[Path]) -> Iterator[Step]:
    """All pairs of consecutive releases; two releases at most are in memory."""
    old = sheets_of(paths[0])
    for number, path in enumerate(paths[1:], 1):
        new = sheets_of(path)
        yield Step(f"{number}-{number + 1}", old, new)
        old = new
