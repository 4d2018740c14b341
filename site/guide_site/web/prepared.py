"""Pages made ready to be sent: compressed once, around the place of the frame, which differs from reader to reader.

A page is its two halves and, between them, the frame of the edition and the reader's own menu. Each part is
compressed for itself, to a byte boundary and without looking back (a full flush of zlib), so that parts put side by
side are one valid gzip stream: RFC 1951 and 1952. What is left to do for a request is a checksum and a join.
"""

import struct
import zlib
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import blake2b
from threading import Lock

_GZIP_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
_LAST_BLOCK = b"\x03\x00"
_LEVEL = 9
_PRESSED = frozenset(
    {"text/html", "text/css", "text/javascript", "text/csv", "image/svg+xml", "application/json"}
)


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a page, as it is and compressed."""

    plain: bytes
    pressed: bytes
    tag: str
    """Hash of `plain`."""


NOTHING = Part(b"", b"", "")


@dataclass(frozen=True, slots=True)
class Prepared:
    """A file of a tree, ready to be sent. `parts` stand around the places of the frame: one part, no frame."""

    parts: tuple[Part, ...]
    media_type: str
    tag: str
    """The tags of the parts."""
    frame: bytes
    """The frame of the edition, '' where there is no place for it."""

    @property
    def size(self) -> int:
        """Bytes held in memory."""
        return sum(len(part.plain) + len(part.pressed) for part in self.parts)

    @property
    def pressable(self) -> bool:
        """True when compressing makes it smaller: text, not fonts and images."""
        return self.media_type in _PRESSED


def part_of(plain: bytes) -> Part:
    """A stretch, compressed so that it can stand before and after any other."""
    press = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    return Part(plain, press.compress(plain) + press.flush(zlib.Z_FULL_FLUSH), _tag(plain))


def _tag(plain: bytes) -> str:
    return blake2b(plain, digest_size=6).hexdigest()


def prepare(pieces: tuple[bytes, ...], media_type: str, frame: bytes) -> Prepared:
    """A file whose `pieces` stand around the places of its frame."""
    if media_type in _PRESSED:
        parts = tuple(part_of(piece) for piece in pieces)
    else:
        parts = tuple(Part(piece, b"", _tag(piece)) for piece in pieces)
    tag = "-".join(part.tag for part in parts)
    return Prepared(parts, media_type, tag, frame if len(pieces) > 1 else b"")


def plain_body(page: Prepared, between: Part) -> bytes:
    """The page as it is."""
    return between.plain.join(part.plain for part in page.parts)


def gzip_body(page: Prepared, between: Part) -> bytes:
    """The page as one gzip stream."""
    checksum = size = 0
    for number, part in enumerate(page.parts):
        if number:
            checksum = zlib.crc32(between.plain, checksum)
            size += len(between.plain)
        checksum = zlib.crc32(part.plain, checksum)
        size += len(part.plain)
    middle = between.pressed.join(part.pressed for part in page.parts)
    return b"".join((_GZIP_HEAD, middle, _LAST_BLOCK, struct.pack("<LL", checksum, size & 0xFFFFFFFF)))


@dataclass(slots=True)
class _Kept:
    """A page on the shelf: what it was made of, and when that was last looked at."""

    page: Prepared
    stamp: object
    looked: float


class Shelf:
    """Prepared pages in memory, those asked for last, up to a number of bytes; for several threads."""

    def __init__(self, largest: int, fresh: float) -> None:
        """`fresh`: seconds for which a page is taken as it is, before its file is looked at again."""
        self._largest, self._fresh, self._held = largest, fresh, 0
        self._pages: OrderedDict[tuple[object, ...], _Kept] = OrderedDict()
        self._lock = Lock()

    def get(
        self,
        key: tuple[object, ...],
        now: float,
        stamp_of: Callable[[], object],
        make: Callable[[], Prepared | None],
    ) -> Prepared | None:
        """The page of a key; made anew when it isn't here, or when its stamp is another. A stamp of None: no page."""
        with self._lock:
            known = self._pages.get(key)
            if known is not None and now - known.looked < self._fresh:
                self._pages.move_to_end(key)
                return known.page
        stamp = stamp_of()
        if stamp is None:
            return None
        if known is not None and known.stamp == stamp:
            known.looked = now
            return known.page
        made = make()
        if made is not None and made.size <= self._largest:
            self._keep(key, _Kept(made, stamp, now))
        return made

    def _keep(self, key: tuple[object, ...], kept: _Kept) -> None:
        with self._lock:
            known = self._pages.pop(key, None)
            self._held += kept.page.size - (known.page.size if known else 0)
            self._pages[key] = kept
            while self._held > self._largest:
                _, dropped = self._pages.popitem(last=False)
                self._held -= dropped.page.size
