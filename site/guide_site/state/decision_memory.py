"""Decisions that were read before: rows are only ever added, so only those after the last one need be asked for."""

from collections import OrderedDict
from threading import Lock

from sqlalchemy import Connection

from guide_site.state.reviews import find_decisions, last_decision
from guide_site.state.values import Decision

_MOST = 8


class DecisionMemory:
    """Decisions by proposal, the proposals asked for last; for several threads."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, str], tuple[Decision, ...]] = OrderedDict()
        self._lock = Lock()

    def decisions(self, conn: Connection, batch: str, digest: str) -> tuple[Decision, ...]:
        """All decisions on a proposal, oldest first. A database that knows fewer than were read is another one (a
        backup was restored): it is read from the start."""
        with self._lock:
            known = self._kept.get((batch, digest), ())
        seen, newest = (known[-1].id if known else 0), last_decision(conn, batch, digest)
        if newest < seen:
            known, seen = (), 0
        if newest > seen:
            known = (*known, *find_decisions(conn, batch, digest, seen))
        with self._lock:
            self._kept[batch, digest] = known
            self._kept.move_to_end((batch, digest))
            while len(self._kept) > _MOST:
                self._kept.popitem(last=False)
        return known
