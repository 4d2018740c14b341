"""Batches under review, put together from what the pipeline keeps and what people decided."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from guide_pipeline.editions.manifest import Manifest, identity
from guide_pipeline.editions.store import EditionStore
from guide_pipeline.errors import NotFoundError
from guide_pipeline.waiting import all_ingested, find_ingested
from guide_site.state import Decision, State, Verdict


@dataclass(frozen=True, slots=True)
class Review:
    """A batch with a report: awaiting, decided or published."""

    batch: str
    label: str
    date: date
    proposal: str
    """Hash of the edition it makes: what a decision is about."""
    folder: Path
    """Where its report is."""
    edition: int | None
    """The edition it made, None while it awaits."""
    decisions: tuple[Decision, ...]
    """About this very proposal, oldest first."""

    @property
    def verdict(self) -> Verdict | None:
        """The last decision's, None while there is none."""
        return self.decisions[-1].verdict if self.decisions else None

    @property
    def open(self) -> bool:
        """True while it can be decided on."""
        return self.edition is None

    @property
    def publishable(self) -> bool:
        """True when it is approved and awaits."""
        return self.open and self.verdict is Verdict.APPROVED

    @property
    def status(self) -> str:
        """Where it stands, as people read it."""
        if self.edition is not None:
            return f"publié (édition {self.edition})"
        return {
            Verdict.APPROVED: "approuvé, en attente de publication",
            Verdict.REFUSED: "refusé",
            None: "à relire",
        }[self.verdict]


def all_reviews(store: EditionStore, state: State) -> tuple[Review, ...]:
    """Those that await first, then the published ones, the newest first."""
    waiting = [_review(store, state, i.manifest, None) for i in all_ingested(store)]
    published = [_review(store, state, m, m.number) for m in reversed(store.manifests()) if m.batch]
    return (*waiting, *published)


def find_review(store: EditionStore, state: State, batch: str) -> Review:
    """The review of a batch. Raises `NotFoundError`."""
    manifest = store.of_batch(batch)
    if manifest is not None:
        return _review(store, state, manifest, manifest.number)
    ingested = find_ingested(store, batch)
    if ingested is None:
        raise NotFoundError(f"Aucun lot {batch} n'est en attente ni publié.")
    return _review(store, state, ingested.manifest, None)


def _review(store: EditionStore, state: State, manifest: Manifest, edition: int | None) -> Review:
    proposal = identity(manifest)
    return Review(
        batch=manifest.batch,
        label=manifest.label,
        date=manifest.date,
        proposal=proposal,
        folder=store.paths.report(manifest.batch),
        edition=edition,
        decisions=tuple(d for d in state.decisions(manifest.batch) if d.digest == proposal),
    )
