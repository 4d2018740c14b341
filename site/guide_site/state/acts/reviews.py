"""Decisions on batches, and publications."""

from guide_pipeline.errors import RefusedError
from guide_site.state import reviews
from guide_site.state.acts.core import Acts
from guide_site.state.values import Decision, Publication, Verdict


class ReviewActs(Acts):
    """Acts that put editions in service."""

    def record_decision(
        self, batch: str, digest: str, verdict: Verdict, by: str, comment: str = ""
    ) -> Decision:
        """A batch approved or refused, for the report of this `digest`. A refusal needs its reason."""
        if verdict is Verdict.REFUSED and not comment.strip():
            raise RefusedError("Un refus doit dire pourquoi : écrivez un commentaire.")
        with self._writer.begin() as conn:
            decision = reviews.insert_decision(conn, batch, digest, verdict, by, self._clock(), comment)
            self._note(conn, by, f"lot {verdict.label}", batch)
        return decision

    def decisions(self, batch: str | None = None) -> tuple[Decision, ...]:
        """Decisions on `batch`, or on all, oldest first: the last one counts."""
        with self._reader.begin() as conn:
            return reviews.find_decisions(conn, batch)

    def record_publication(self, edition: int, batch: str, by: str) -> Publication:
        """An edition was put in service."""
        with self._writer.begin() as conn:
            publication = reviews.insert_publication(conn, edition, batch, by, self._clock())
            self._note(conn, by, "édition publiée", f"{edition}, lot {batch}" if batch else str(edition))
        return publication

    def publications(self) -> tuple[Publication, ...]:
        """All publications, oldest first."""
        with self._reader.begin() as conn:
            return reviews.find_publications(conn)
