"""Decisions on batches, and publications."""

from collections.abc import Iterable, Sequence
from functools import cached_property

from guide_pipeline.errors import RefusedError
from guide_pipeline.review.votes import Verdict, person
from guide_site.state import reviews
from guide_site.state.acts.core import Acts
from guide_site.state.decision_memory import DecisionMemory
from guide_site.state.values import Decision, Publication

_LONGEST = 2000


class ReviewActs(Acts):
    """Acts that put editions in service."""

    def record_ingestion(self, batch: str, by: str) -> None:
        """Someone ingested a batch."""
        with self._writer.begin() as conn:
            self._note(conn, by, "lot ingéré", batch)

    def record_decision(
        self,
        batch: str,
        digest: str,
        verdict: Verdict,
        by: str,
        comment: str = "",
        *,
        scope: str = "",
        items: Sequence[str] = (),
        known: int | None = None,
    ) -> Decision:
        """A verdict on changes of a batch, as the proposal of this `digest` has them.

        `known` is the last decision that its author saw: RefusedError when somebody else has since given another
        verdict on one of these changes. Nor is a refusal or a question recorded without its reason.
        """
        said = comment.strip()[:_LONGEST]
        if verdict is not Verdict.APPROVED and not said:
            raise RefusedError(_WANTED[verdict])
        with self._writer.begin() as conn:
            # The trail first: writing its line waits for whoever else is deciding, so that what follows is the
            # latest there is, on any database.
            self._note(conn, by, f"changements : {verdict.label}", f"lot {batch}, {scope} ({len(items)})")
            if known is not None:
                _check_overtaken(reviews.find_decisions(conn, batch, digest, known), verdict, by, items)
            return reviews.insert_decision(
                conn, batch, digest, verdict, by, self._clock(), said, scope, sorted(set(items))
            )

    def decisions(self, batch: str | None = None, digest: str | None = None) -> tuple[Decision, ...]:
        """Decisions on `batch`, or on all, oldest first; only those on one proposal when it is given."""
        with self._reader.begin() as conn:
            if batch is not None and digest is not None:
                return self._memory.decisions(conn, batch, digest)
            return reviews.find_decisions(conn, batch, digest)

    @cached_property
    def _memory(self) -> DecisionMemory:
        return DecisionMemory()

    def record_publication(self, edition: int, batch: str, by: str, record: str = "") -> Publication:
        """An edition was put in service; `record`: the hash of the record of its decisions."""
        with self._writer.begin() as conn:
            publication = reviews.insert_publication(conn, edition, batch, by, self._clock(), record)
            said = ", ".join(filter(None, (str(edition), batch and f"lot {batch}")))
            self._note(conn, by, "édition publiée", f"{said}, relevé {record}" if record else said)
        return publication

    def publications(self) -> tuple[Publication, ...]:
        """All publications, oldest first."""
        with self._reader.begin() as conn:
            return reviews.find_publications(conn)


_WANTED = {
    Verdict.REFUSED: "Un refus doit dire pourquoi : écrivez un commentaire.",
    Verdict.QUESTION: "Écrivez la question que vous posez au rédacteur.",
    Verdict.COMMENT: "Écrivez votre commentaire.",
}


def _check_overtaken(since: Iterable[Decision], verdict: Verdict, by: str, items: Sequence[str]) -> None:
    """Nobody overwrites what somebody else decided meanwhile without having seen it."""
    if verdict is Verdict.COMMENT:
        return
    for other in since:
        met = set(other.items).intersection(items)
        if met and other.verdict not in (verdict, Verdict.COMMENT) and person(other.by) != person(by):
            said = f" : « {other.comment} »" if other.comment else ""
            count = f"{len(met)} de ces changements" if len(met) > 1 else "ce changement"
            raise RefusedError(
                f"Rien n'est enregistré : {other.by} vient de se prononcer sur {count} "
                f"({other.verdict.label}{said}). Relisez, puis décidez de nouveau si vous le maintenez."
            )
