"""The trail as a whole: reading, verifying, exporting, dropping what is too old."""

from collections.abc import Iterable, Iterator

from guide_pipeline.errors import Issue
from guide_site.state import trail
from guide_site.state.acts.core import Acts
from guide_site.state.values import TrailEntry


class TrailActs(Acts):
    """Acts on the trail."""

    def record(self, who: str, what: str, detail: str = "") -> None:
        """A line of the trail for an act done elsewhere."""
        with self._writer.begin() as conn:
            self._note(conn, who, what, detail)

    def trail(self, limit: int = 100, before: int | None = None, holding: str = "") -> tuple[TrailEntry, ...]:
        """The last `limit` lines (older than the line `before`, with the words `holding`), newest first."""
        with self._reader.begin() as conn:
            return trail.find_trail(conn, limit, before, holding)

    def whole_trail(self, after: int = 0) -> Iterator[TrailEntry]:
        """Every line younger than the line `after`, oldest first, without holding them all in memory."""
        with self._reader.begin() as conn:
            yield from trail.all_trail(conn, after)

    def trail_issues(self, copy: Iterable[TrailEntry] = ()) -> tuple[int, tuple[Issue, ...]]:
        """How many lines were read, and all that is wrong with them; `copy`: lines exported before, which must still
        be there as they were, unless their month was dropped."""
        with self._reader.begin() as conn:
            count, issues = trail.trail_issues(conn)
            return count, (*issues, *trail.missing_since(conn, copy))

    def drop_old_trail(self, *, by: str = "") -> tuple[tuple[str, int], ...]:
        """Drop the months older than the legal keep: each with its number of lines."""
        with self._writer.begin() as conn:
            dropped = trail.drop_months(conn, self._clock(), self._policy.trail_months)
            for month, lines in dropped:
                self._note(conn, by, "mois du journal supprimé", f"{month}, {lines} lignes")
        return dropped
