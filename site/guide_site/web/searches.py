"""Open search indexes, by edition. Whatever is wrong with one, the rest of the site goes on."""

import logging
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from guide_pipeline.editions.paths import GuidePaths
from guide_pipeline.errors import GuideError
from guide_search.search import SearchIndex, open_index
from guide_search.stamp import STAMP_NAME

MOST_OPEN = 4
"""The edition served and a few older ones."""
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Opened:
    """The index of an edition, or None for one that can't be used, as long as its stamp is the same file."""

    stamp: tuple[int, int]
    index: SearchIndex | None


class Searches:
    """The indexes of one working guide, opened when first asked for. Threads may share it."""

    def __init__(self, root: Path) -> None:
        self._paths = GuidePaths(root)
        self._opened: OrderedDict[int, _Opened] = OrderedDict()
        self._lock = Lock()

    def index(self, number: int) -> SearchIndex | None:
        """The index of an edition; None when it is missing or damaged. Opened again when it has been rebuilt."""
        stamp = self._stamp(number)
        with self._lock:
            known = self._opened.get(number)
            if known is None or known.stamp != stamp:
                known = self._opened[number] = _Opened(stamp, self._open(number))
            self._opened.move_to_end(number)
            while len(self._opened) > MOST_OPEN:
                self._opened.popitem(last=False)  # another thread may be using it: it closes when let go of
        return known.index

    def _stamp(self, number: int) -> tuple[int, int]:
        try:
            status = (self._paths.index(number) / STAMP_NAME).stat()
        except FileNotFoundError:
            return (0, 0)
        return (status.st_ino, status.st_mtime_ns)

    def _open(self, number: int) -> SearchIndex | None:
        try:
            return open_index(self._paths.index(number))
        except (GuideError, OSError) as error:
            _LOG.error("édition %s : recherche indisponible : %s", number, error)
            return None
