"""Counting what is searched for: by day and by query, never by person."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from guide_site.state.acts.core import Acts
from guide_site.state.tables import SEARCH_COUNT

LONGEST = 80
KEPT = timedelta(days=400)
"""Older counts are dropped: a year can be compared with the one before."""
LEAST_SHOWN = 2
"""A query that was typed once may hold somebody's name: only those that come back are shown."""
MOST_PER_DAY = 5_000
"""Different queries of a day; beyond that (a program, not people) they are counted under ''."""
_PERSONAL = re.compile(r"\S*@\S*|\d[\d .-]{5,}\d")
"""Addresses, and numbers as long as a telephone's or of social security."""
_C = SEARCH_COUNT.c


@dataclass(frozen=True, slots=True)
class QueryCount:
    """How often a query was asked, and without answer."""

    query: str
    asked: int
    unanswered: int


@dataclass(frozen=True, slots=True)
class SearchCounts:
    """What was searched for in some days."""

    since: date
    asked: int
    unanswered: int
    most_asked: tuple[QueryCount, ...]
    most_unanswered: tuple[QueryCount, ...]


class SearchActs(Acts):
    """Acts on counts of searches."""

    def count_searches(self, tallies: Mapping[str, tuple[int, int]]) -> None:
        """Add to today's counts: by query (see `counted_as`), how often it was asked, and without answer."""
        day = self._clock().date()
        today = _C.day == day.isoformat()
        with self._writer.begin() as conn:
            known = conn.execute(select(func.count()).where(today)).scalar_one()
            if not known:
                conn.execute(delete(SEARCH_COUNT).where(_C.day < (day - KEPT).isoformat()))
            for query, (asked, unanswered) in sorted(tallies.items()):
                key = query if known < MOST_PER_DAY else ""
                more = {"asked": _C.asked + asked, "unanswered": _C.unanswered + unanswered}
                add = update(SEARCH_COUNT).where(today, _C.query == key).values(**more)
                if conn.execute(add).rowcount:
                    continue
                row = {"day": day.isoformat(), "query": key, "asked": asked, "unanswered": unanswered}
                try:
                    with conn.begin_nested():
                        conn.execute(insert(SEARCH_COUNT).values(**row))
                    known += 1
                except IntegrityError:
                    # Another server has just counted the same query for the first time today.
                    conn.execute(add)

    def search_counts(self, days: int, most: int = 50) -> SearchCounts:
        """What was searched for in the last days, most asked first."""
        since = self._clock().date() - timedelta(days=days - 1)
        recent = _C.day >= since.isoformat()
        asked, unanswered = func.sum(_C.asked), func.sum(_C.unanswered)
        by_query = select(_C.query, asked, unanswered).where(recent, _C.query != "").group_by(_C.query)
        with self._reader.begin() as conn:
            total = conn.execute(select(asked, unanswered).where(recent)).one()
            often, never = (
                conn.execute(
                    by_query.having(of >= LEAST_SHOWN).order_by(of.desc(), _C.query).limit(most)
                ).all()
                for of in (asked, unanswered)
            )
        rows = (tuple(QueryCount(q, int(a), int(u)) for q, a, u in found) for found in (often, never))
        return SearchCounts(since, int(total[0] or 0), int(total[1] or 0), *rows)


def counted_as(query: str) -> str:
    """The query as it is counted: in lower case, single spaces, cut, without addresses and long numbers."""
    return _PERSONAL.sub("…", " ".join(query.lower().split()))[:LONGEST]
