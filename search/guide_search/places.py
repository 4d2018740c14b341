"""Where each word of a sheet stands in its text: kept beside the index, so that a passage is chosen without reading it.

Words stand a few letters after one another, so that a step from one to the next is mostly one byte.
"""

import zlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Places = NDArray[np.uint16]
_GOES_ON = 255
"""A byte that adds so much to the one after it."""
_LAST_PLACE = 0xFFFF
_COMPRESSION = 6


def pack_places(starts: Sequence[int], part_ends: Sequence[int], part_starts: Sequence[int]) -> bytes:
    """The places of words, part of the sheet by part.

    `starts` are those of all words in the whole text, ascending; part `i` has those up to number `part_ends[i]`, and
    starts itself at `part_starts[i]`.
    """
    places = np.array(starts, np.int64)
    steps = np.diff(places, prepend=0)
    sizes = np.diff(part_ends, prepend=0)
    filled = np.flatnonzero(sizes)
    firsts = (np.cumsum(sizes) - sizes)[filled]
    steps[firsts] = places[firsts] - np.array(part_starts, np.int64)[filled]
    lengths = steps // _GOES_ON + 1
    packed = np.full(int(lengths.sum()), _GOES_ON, np.uint8)
    packed[np.cumsum(lengths) - 1] = steps % _GOES_ON
    return zlib.compress(packed.tobytes(), _COMPRESSION)


def unpack_places(packed: bytes, part_ends: NDArray[np.int32]) -> Places:
    """Of each word, where it stands in its part; what stands beyond two bytes (no real part is that long) is last."""
    steps = np.frombuffer(zlib.decompress(packed), np.uint8)
    sums = np.cumsum(steps, dtype=np.int64)[steps != _GOES_ON]
    before = np.append(0, sums)[np.append(0, part_ends[:-1])]
    places = sums - np.repeat(before, np.diff(part_ends, prepend=0))
    short: Places = np.minimum(places, _LAST_PLACE).astype(np.uint16)
    return short
