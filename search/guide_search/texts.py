"""The texts of a sheet as the index keeps them for passages: one stream, unpacked no further than the text that is asked for."""

import zlib
from collections.abc import Sequence
from itertools import accumulate
from struct import Struct

_COMPRESSION = 1
_NUMBER = Struct("<I")


def pack_texts(texts: Sequence[str]) -> bytes:
    """How many texts, where each ends in bytes (four bytes a number), then all of them compressed."""
    encoded = [text.encode() for text in texts]
    numbers = (len(texts), *accumulate(map(len, encoded)))
    return b"".join(map(_NUMBER.pack, numbers)) + zlib.compress(b"".join(encoded), _COMPRESSION)


def text_at(packed: bytes, number: int) -> str:
    """One of the texts, by number from 0 on."""
    end = _end(packed, number)
    if end == (start := _end(packed, number - 1) if number else 0):
        return ""
    head = _NUMBER.size * (1 + _NUMBER.unpack_from(packed)[0])
    return zlib.decompressobj().decompress(memoryview(packed)[head:], end)[start:].decode()


def unpack_texts(packed: bytes) -> list[str]:
    """All of the texts."""
    ends = [_end(packed, number) for number in range(_NUMBER.unpack_from(packed)[0])]
    joined = zlib.decompress(packed[_NUMBER.size * (1 + len(ends)) :])
    return [joined[start:end].decode() for start, end in zip([0, *ends], ends)]


def _end(packed: bytes, number: int) -> int:
    end: int = _NUMBER.unpack_from(packed, _NUMBER.size * (1 + number))[0]
    return end
