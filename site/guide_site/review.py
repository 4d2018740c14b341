"""From decisions to publication: what the command line and the web application both call.

A decision is bound to the exact edition that the batch would make (the hash of its proposed manifest), so that
a decision on a report that has since been replaced counts for nothing.
"""

from guide_pipeline.editions.store import EditionStore
from guide_pipeline.errors import RefusedError
from guide_pipeline.progress import SILENT, Reporter
from guide_pipeline.publish import Approval, Published, publish
from guide_pipeline.waiting import needed_ingested
from guide_site.state.store import State
from guide_site.state.values import Decision, Verdict

APPROVED_ALL = "Lot approuvé en entier depuis la ligne de commande."


def decide(
    store: EditionStore, state: State, batch: str, seen: str, verdict: Verdict, by: str, comment: str = ""
) -> Decision:
    """Record a decision on the proposal that its author saw (`seen`: the hash shown with the report).

    NotFoundError when no such batch waits; RefusedError when it has been ingested anew since.
    """
    if done := store.of_batch(batch):
        raise RefusedError(
            f"Le lot {batch} est déjà publié (édition {done.number}) : rien n'est plus à décider."
        )
    proposal = needed_ingested(store, batch).proposal
    if seen != proposal:
        raise RefusedError(
            f"Le lot {batch} a été ingéré de nouveau depuis que vous avez ouvert son rapport : relisez-le d'abord."
        )
    return state.record_decision(batch, proposal, verdict, by, comment)


def approve_all(store: EditionStore, state: State, batch: str, by: str) -> None:
    """Approve a waiting batch as a whole; nothing when it is published already."""
    if store.of_batch(batch) is None:
        decide(
            store, state, batch, needed_ingested(store, batch).proposal, Verdict.APPROVED, by, APPROVED_ALL
        )


def current_decision(store: EditionStore, state: State, batch: str) -> Decision | None:
    """The last decision on the proposal that waits now, None when there is none."""
    proposal = needed_ingested(store, batch).proposal
    return next((d for d in reversed(state.decisions(batch)) if d.digest == proposal), None)


def publish_approved(
    store: EditionStore, state: State, batch: str, by: str, reporter: Reporter = SILENT
) -> Published:
    """Publish a batch that was approved, and record who did. RefusedError when it was refused or not approved."""
    approval = None
    if store.of_batch(batch) is None and (decision := current_decision(store, state, batch)):
        if decision.verdict is Verdict.REFUSED:
            raise RefusedError(f"Le lot {batch} a été refusé par {decision.by} : « {decision.comment} ».")
        approval = Approval(decision.by, decision.digest)
    published = publish(store, batch, approval, reporter)
    if published.summary is not None:
        state.record_publication(published.manifest.number, batch, by)
    return published
