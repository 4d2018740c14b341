"""Where the review of a batch stands: what is to be decided, what was, by whom."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from guide_pipeline.editions.manifest import Manifest, identity
from guide_pipeline.editions.outlines import Stamp, stamp_of
from guide_pipeline.editions.store import EditionStore
from guide_pipeline.errors import NotFoundError
from guide_pipeline.readers.config import read_config
from guide_pipeline.report.french import plural
from guide_pipeline.review.items import CLASS_NAMES, Item, Reviewed, by_id, reviewed
from guide_pipeline.review.record import load_record
from guide_pipeline.review.votes import Fate, Rules, fates
from guide_pipeline.waiting import all_ingested, find_ingested
from guide_site.state.store import State
from guide_site.state.values import Decision

_REPORT = "report.json"


@dataclass(frozen=True, eq=False)
class Board:
    """A batch and the decisions on its present proposal. One and the same object as long as nothing is decided: what
    is worked out of it is worked out once."""

    batch: str
    label: str
    date: date
    proposal: str
    """Hash of the edition that the batch makes as it was delivered: what decisions are about."""
    folder: Path
    """Where its report is."""
    edition: int | None
    """The edition that it made, None while it awaits."""
    rules: Rules
    reviewed: Reviewed
    decisions: tuple[Decision, ...]
    """On this proposal, oldest first."""
    before: Mapping[str, int]
    """Items that an earlier batch brought and that were refused then, with the edition that left them out."""

    @property
    def items(self) -> tuple[Item, ...]:
        """All that is to be decided, in the order of the guide."""
        return self.reviewed.items

    @cached_property
    def by_id(self) -> Mapping[str, Item]:
        """The same by id."""
        return by_id(self.items)

    @cached_property
    def fates(self) -> Mapping[str, Fate]:
        """Where each item stands, by its id."""
        return fates(self.by_id, (decision.act for decision in self.decisions), self.rules)

    @cached_property
    def on_item(self) -> Mapping[str, tuple[Decision, ...]]:
        """What was said of each item of which something was."""
        found: dict[str, list[Decision]] = {}
        for decision in self.decisions:
            for item in decision.items:
                found.setdefault(item, []).append(decision)
        return {item: tuple(said) for item, said in found.items()}

    @cached_property
    def counts(self) -> Mapping[Fate, int]:
        """How many items have each fate."""
        found = Counter(self.fates.values())
        return {fate: found[fate] for fate in Fate}

    @cached_property
    def open_by_class(self) -> Mapping[str, tuple[int, int]]:
        """Classes that the batch has, in order of reading: items still to decide, and all."""
        all_ = Counter(item.kind for item in self.items)
        left = Counter(item.kind for item in self.items if not self.fates[item.id].settled)
        return {kind: (left[kind], all_[kind]) for kind in CLASS_NAMES if all_[kind]}

    @property
    def settled(self) -> int:
        """How many items are decided."""
        return self.counts[Fate.APPROVED] + self.counts[Fate.REFUSED]

    @property
    def left(self) -> int:
        """How many are not."""
        return len(self.items) - self.settled

    @cached_property
    def refused(self) -> tuple[Item, ...]:
        """What is refused."""
        return tuple(item for item in self.items if self.fates[item.id] is Fate.REFUSED)

    @property
    def last(self) -> int:
        """The last decision that this board knows, 0 for none."""
        return self.decisions[-1].id if self.decisions else 0

    @property
    def open(self) -> bool:
        """True while it can be decided on."""
        return self.edition is None

    @property
    def publishable(self) -> bool:
        """True when all is decided and it awaits."""
        return self.open and not self.left

    @property
    def status(self) -> str:
        """Where it stands, as people read it."""
        if self.edition is not None:
            return f"publié (édition {self.edition})"
        if self.publishable:
            return "relu, en attente de publication"
        return f"à relire : {self.left} à décider sur {len(self.items)}"


@dataclass(frozen=True, slots=True)
class Listed:
    """A batch in the list of all."""

    batch: str
    label: str
    date: date
    proposal: str
    edition: int | None
    status: str


def list_batches(store: EditionStore, state: State) -> tuple[Listed, ...]:
    """Those that await first, then the published ones, the newest first."""
    waiting = (find_board(store, state, i.batch) for i in all_ingested(store))
    rows = [Listed(b.batch, b.label, b.date, b.proposal, None, b.status) for b in waiting]
    for o in reversed(store.outlines()):
        if o.batch:
            out = len(o.left_out)
            less = f", {plural(out, 'changement laissé', 'changements laissés')} de côté" if out else ""
            status = f"publié (édition {o.number}{less})"
            rows.append(Listed(o.batch, o.label, o.date, o.identity, o.number, status))
    return tuple(rows)


def find_board(store: EditionStore, state: State, batch: str) -> Board:
    """The review of a batch that awaits or is published. Raises `NotFoundError`."""
    manifest = store.of_batch(batch)
    if manifest is not None:
        return _published(store, state, manifest)
    ingested = find_ingested(store, batch)
    if ingested is None:
        raise NotFoundError(
            f"Aucun lot {batch} n'est en attente ni publié : « guide ingest updates/{batch} » l'ingère."
        )
    double = read_config(store.paths.root).settings.double_review
    rules = Rules(double, ingested.by)
    return _board(store, state, ingested.manifest, ingested.proposal, rules, None)


def board_rows(board: Board) -> dict[str, Any]:
    """A board as JSON holds it, for programs."""
    return {
        "lot": board.batch,
        "proposition": board.proposal,
        "edition": board.edition,
        "relecture": "double" if board.rules.double else "simple",
        "ingere-par": board.rules.ingested_by,
        "reste": board.left,
        "vu": str(board.last),
        "changements": [
            {
                "id": item.id,
                "classe": item.kind,
                "fiche": item.sheet,
                "texte": item.line,
                "sort": board.fates[item.id].value,
            }
            for item in board.items
        ],
        "decisions": [
            {
                "id": d.id,
                "decision": d.verdict.value,
                "portee": d.scope,
                "par": d.by,
                "le": d.at.isoformat(),
                "commentaire": d.comment,
                "changements": list(d.items),
            }
            for d in board.decisions
        ],
    }


def _published(store: EditionStore, state: State, manifest: Manifest) -> Board:
    """A published batch; one that is older than records was decided on as a whole."""
    try:
        record = load_record(store.paths.record(manifest.number).read_bytes())
        proposal, rules = record.proposal, record.rules
    except (OSError, ValueError):
        proposal, rules = identity(manifest), Rules()
    return _board(store, state, manifest, proposal, rules, manifest.number)


def _board(
    store: EditionStore, state: State, manifest: Manifest, proposal: str, rules: Rules, edition: int | None
) -> Board:
    folder = store.paths.report(manifest.batch)
    decisions = state.decisions(manifest.batch, proposal)
    about = manifest.batch, manifest.label, manifest.date, proposal, folder, edition, rules
    return _made(about, _report_stamp(folder), decisions, _before(store, manifest.number))


@lru_cache(maxsize=8)
def _made(
    about: tuple[str, str, date, str, Path, int | None, Rules],
    stamp: Stamp | None,
    decisions: tuple[Decision, ...],
    before: tuple[tuple[str, int], ...],
) -> Board:
    what = Reviewed((), {}) if stamp is None else _read(about[4] / _REPORT, stamp)
    return Board(*about, what, decisions, dict(before))


def _before(store: EditionStore, number: int) -> tuple[tuple[str, int], ...]:
    earlier = (o for o in store.outlines() if o.number < number)
    return tuple((out.id, o.number) for o in earlier for out in o.left_out)


def _report_stamp(folder: Path) -> Stamp | None:
    try:
        return stamp_of(folder / _REPORT)
    except OSError:
        return None


@lru_cache(maxsize=8)
def _read(report: Path, _stamp: Stamp) -> Reviewed:
    return reviewed(report.read_bytes())
