"""The trees of pages of editions, read from disk; nothing here knows of HTTP.

Which edition is served is asked of the file `courante` at each request, so a switch is seen at once by every
thread and process. A page is cut where its frame goes: the frame is the only part that isn't the edition's.
"""

import mimetypes
import os
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from guide_pipeline.editions.store import EditionStore
from guide_pipeline.editions.tree import TREE_NAME
from guide_pipeline.model.guide import Chapter, Notice

FRAME, OLD_FRAME = "cadre.html", "cadre-ancienne.html"
_NOT_PAGES = frozenset({FRAME, OLD_FRAME, TREE_NAME})
_PLACE = re.compile(rb'<!--#include virtual="(?:\.\./)*cadre\.html" -->')
_SEGMENT = re.compile(r"[\w-][\w.,~-]{0,200}")
_DEEPEST = 8
mimetypes.add_type("font/woff2", ".woff2")
mimetypes.add_type("text/javascript", ".js")


Stamp = tuple[int, int, int, int]
"""Times and inodes of a file and of its frame."""


@dataclass(frozen=True, slots=True)
class About:
    """What an edition says of itself."""

    number: int
    title: str
    """The guide's."""
    label: str
    date: date
    chapters: tuple[Chapter, ...]
    notice: Notice


@dataclass(frozen=True, slots=True)
class StoredPage:
    """A file of a tree. `pieces` are what stands around the places of the frame: one piece, no frame."""

    pieces: tuple[bytes, ...]
    media_type: str
    frame: bytes

    def body(self, menu: bytes) -> bytes:
        """The whole file, with the tree's frame and then `menu` at its place."""
        return (self.frame + menu).join(self.pieces) if len(self.pieces) > 1 else self.pieces[0]


def framed(page: bytes, frame: bytes) -> StoredPage:
    """An HTML page cut where its frame goes."""
    return StoredPage(tuple(_PLACE.split(page)), "text/html", frame)


class SiteTrees:
    """The trees of one working guide."""

    def __init__(self, root: Path) -> None:
        self._store = EditionStore(root)
        self._paths = self._store.paths
        self._about: dict[int, tuple[int, About]] = {}
        self._current_file = str(self._paths.current)
        self._current: tuple[tuple[int, int], int | None] = (0, 0), None

    def current(self) -> int | None:
        """The number of the edition served; None before the first, or when the file says nothing sound."""
        try:
            found = os.stat(self._current_file)  # noqa: PTH116 - asked at each request
            stamp = found.st_mtime_ns, found.st_ino
            if self._current[0] != stamp:
                self._current = stamp, int(self._paths.current.read_bytes())
            return self._current[1]
        except (FileNotFoundError, ValueError):
            return None

    def has(self, number: int) -> bool:
        """True when the edition is there: it exists when its manifest does."""
        return self._paths.manifest(number).is_file() and self._paths.site(number).is_dir()

    def about(self, number: int) -> About | None:
        """What an edition says of itself, None when it isn't there. Kept as long as its manifest is the same."""
        try:
            stamp = self._paths.manifest(number).stat().st_mtime_ns
        except FileNotFoundError:
            return None
        known = self._about.get(number)
        if known is None or known[0] != stamp:
            m = self._store.manifest(number)
            known = self._about[number] = (
                stamp,
                About(number, m.title, m.label, m.date, m.chapters, m.notice),
            )
        return known[1]

    def readable(self) -> tuple[About, ...]:
        """The editions that agents may read, oldest first: those up to the one served."""
        current = self.current()
        numbers = () if current is None else (n for n in self._store.numbers() if n <= current)
        return tuple(about for number in numbers if self.has(number) and (about := self.about(number)))

    def page(self, number: int, path: str, *, old: bool = False) -> StoredPage | None:
        """The file at `path` ('' or 'x/' for an index) of an edition, or None.

        `old` frames it as an older edition. No path leads out of the tree: each segment must look like a
        name of ours, and what it leads to, links followed, must lie inside.
        """
        file = self._file(number, path)
        if file is None or not file.resolve().is_relative_to(self._paths.site(number).resolve()):
            return None
        media_type = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        if media_type != "text/html":
            return StoredPage((file.read_bytes(),), media_type, b"")
        return framed(file.read_bytes(), self.frame(number, old=old))

    def stamp(self, number: int, path: str) -> Stamp | None:
        """What changes when the file at `path` or its frame does (a repair); None when there is no such file."""
        file = self._file(number, path)
        if file is None:
            return None
        try:
            frame = (self._paths.site(number) / FRAME).stat()
        except FileNotFoundError:
            return None
        own = file.stat()
        return own.st_mtime_ns, own.st_ino, frame.st_mtime_ns, frame.st_ino

    def _file(self, number: int, path: str) -> Path | None:
        """The file that a path names in a tree, None when it names none of ours."""
        wanted = f"{path}index.html" if not path or path.endswith("/") else path
        if wanted in _NOT_PAGES or not _is_safe(wanted):
            return None
        file = self._paths.site(number) / wanted
        return file if file.is_file() else None

    def frame(self, number: int, *, old: bool = False) -> bytes:
        """The frame of an edition's pages: what must not be in the pages themselves."""
        file = self._paths.site(number) / (OLD_FRAME if old else FRAME)
        return file.read_bytes() if file.is_file() else b""


def _is_safe(path: str) -> bool:
    """True when each segment of a relative path looks like a name of ours."""
    segments = path.split("/")
    return len(segments) <= _DEEPEST and all(_SEGMENT.fullmatch(segment) for segment in segments)
