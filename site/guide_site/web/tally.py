"""Searches counted in memory and written together, so that a search never waits for the database.

What isn't written yet when a server stops abruptly is lost: they are counts, not records.
"""

import atexit
import logging
from threading import Lock, Timer

from guide_site.state import State
from guide_site.state.acts.searches import counted_as

SECONDS = 10.0
_LOG = logging.getLogger(__name__)


class Tally:
    """The counts of one server, written some seconds after the first one."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._lock = Lock()
        self._counts: dict[str, tuple[int, int]] = {}
        self._timer: Timer | None = None
        atexit.register(self.flush)

    def add(self, query: str, *, answered: bool) -> None:
        """Count a query."""
        key = counted_as(query)
        with self._lock:
            asked, unanswered = self._counts.get(key, (0, 0))
            self._counts[key] = asked + 1, unanswered + (not answered)
            if self._timer is None:
                self._timer = Timer(SECONDS, self.flush)
                self._timer.daemon = True
                self._timer.start()

    def flush(self) -> None:
        """Write what was counted. Where the database can't be written, searching goes on."""
        with self._lock:
            counts, self._counts = self._counts, {}
            if self._timer is not None:
                self._timer.cancel()
                self._timer = None
        if not counts:
            return
        try:
            self._state.count_searches(counts)
        except Exception as error:  # whatever the database has against it
            _LOG.warning("comptes de recherches perdus : %s", error)
