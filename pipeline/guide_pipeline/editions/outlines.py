"""What lists of editions say of one, remembered: a manifest names every sheet, and a list needs none of them."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from guide_pipeline.editions.manifest import LeftOut, identity, load_manifest

Stamp = tuple[int, int, int]
"""Time, size and inode of a file: equal stamps, the same bytes."""


@dataclass(frozen=True, slots=True)
class Outline:
    """An edition in a list of editions; the fields are the manifest's."""

    number: int
    label: str
    date: date
    batch: str
    identity: str
    """The hash that names the manifest."""
    left_out: tuple[LeftOut, ...]


def stamp_of(path: Path) -> Stamp:
    """The stamp of a file. OSError when it isn't there."""
    found = path.stat()
    return found.st_mtime_ns, found.st_size, found.st_ino


@lru_cache(maxsize=1024)
def outline(path: Path, _stamp: Stamp) -> Outline:
    """The outline of the edition whose manifest is at `path`. DamagedError when it isn't one."""
    m = load_manifest(path.read_bytes(), path.name)
    return Outline(m.number, m.label, m.date, m.batch, identity(m), m.left_out)
