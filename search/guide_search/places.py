"""Where each word of a sheet stands in its text: kept beside the index, so that a passage is chosen without reading it.

Words stand a few letters after one another, so that a step from one to the next is mostly one byte.
"""

import zlib
from typing import Any

import numpy as np
from numpy.typing import NDArray

Places = NDArray[np.uint16]
_GOES_ON = 255
"""A byte that adds so much to the one after it."""
_LAST_PLACE = 0xFFFF
_COMPRESSION = 1


def pack_places(
    starts: NDArray[np.integer[Any]],
    section_ends: NDArray[np.integer[Any]],
    part_ends: NDArray[np.integer[Any]],
) -> bytes:
    """The places of words, part of the sheet by part.

    `starts` are those of all words in the whole text, ascending; part `i` has those up to number `section_ends[i]`, and
    itself ends at `part_ends[i]`, where the next one starts.
    """
    steps = starts.copy()
    steps[1:] -= starts[:-1]
    inside = section_ends[:-1].searchsorted(len(starts))
    firsts = section_ends[:inside]
    # Of empty parts before another, the last one to be written is the one that has the word.
    steps[firsts] = starts[firsts] - part_ends[:inside]
    packed = steps.astype(np.uint8)
    if steps.max(initial=0) >= _GOES_ON:
        (far,) = (steps >= _GOES_ON).nonzero()
        packed[far] = steps[far] % _GOES_ON
        packed = np.insert(packed, far.repeat(steps[far] // _GOES_ON), _GOES_ON)
    return zlib.compress(packed.tobytes(), _COMPRESSION)


def unpack_places(packed: bytes, part_ends: NDArray[np.int32]) -> Places:
    """Of each word, where it stands in its part; what stands beyond two bytes (no real part is that long) is last."""
    steps = np.frombuffer(zlib.decompress(packed), np.uint8)
    sums = np.cumsum(steps, dtype=np.int64)[steps != _GOES_ON]
    before = np.append(0, sums)[np.append(0, part_ends[:-1])]
    places = sums - np.repeat(before, np.diff(part_ends, prepend=0))
    short: Places = np.minimum(places, _LAST_PLACE).astype(np.uint16)
    return short
