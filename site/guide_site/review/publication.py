"""Publishing what the review made of a batch, with the record of its decisions; and verifying that record later."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from guide_pipeline.editions.manifest import Manifest, identity
from guide_pipeline.editions.store import EditionStore
from guide_pipeline.errors import GuideError, Issue, NotFoundError, RefusedError
from guide_pipeline.model.digest import digest
from guide_pipeline.progress import SILENT, Reporter
from guide_pipeline.publish import Approval, Published, publish
from guide_pipeline.readers.config import read_config
from guide_pipeline.review.record import (
    Record,
    dump_record,
    issues_of_record,
    load_record,
    record_hash,
    record_place,
)
from guide_pipeline.review.votes import Fate
from guide_pipeline.waiting import needed_ingested
from guide_site.review.board import Board, find_board
from guide_site.state.store import State


def publish_approved(
    store: EditionStore, state: State, batch: str, by: str, reporter: Reporter = SILENT
) -> Published:
    """Publish a batch all of which is decided, without what is refused, and record who did.

    RefusedError when something is left to decide; what `retained.retain` raises when what is left can't stand.
    """
    approval = None
    if store.of_batch(batch) is None:
        board = find_board(store, state, batch)
        check_decided(board)
        approval = approval_of(store, state, board, by)
    published = publish(store, batch, approval, reporter)
    _note(store, state, published.manifest, by)
    return published


def check_decided(board: Board) -> None:
    """RefusedError when something is left to decide, with what and the way out."""
    if board.publishable or not board.open:
        return
    from guide_site.render.wording import number, plural  # knows of sheets: heavy, for a refusal alone

    waiting = [
        f"{number(count)} {fate.label_of(count)}"
        for fate, count in board.counts.items()
        if count and not fate.settled
    ]
    told = f" ({', '.join(waiting)})" if waiting else ""
    second = " La relecture est double : il faut la décision de deux personnes." if board.rules.double else ""
    raise RefusedError(
        f"Le lot {board.batch} n'est pas approuvé : il reste {number(board.left)} "
        f"{plural(board.left, 'changement', 'changements')} à décider sur {number(len(board.items))}{told}.{second} Un administrateur décide sur la page du lot, par « guide review "
        f"{board.batch} », ou approuve ce qui reste par « guide publish {board.batch} --approve-all --by NOM »."
    )


def approval_of(store: EditionStore, state: State, board: Board, by: str) -> Approval:
    """The consent that a review all of which is decided amounts to."""
    return Approval(by, board.proposal, board.items, board.refused, _recorder(store, state, board, by))


def obstacle(store: EditionStore, board: Board) -> str:
    """Why a batch all of which is decided can't be published without what is refused; '' when it can."""
    if not board.refused:
        return ""
    strict = read_config(store.paths.root).settings.strict_writing
    return _obstacle(store.paths.root, board, store.outlines()[-1].identity, strict)


@lru_cache(maxsize=8)
def _obstacle(root: Path, board: Board, _latest: str, _strict: bool) -> str:
    """Worked out once for a board, an edition before it and a setting: it checks the whole guide."""
    from guide_pipeline.retained import check_retained  # heavy, and only needed when something is left out

    store = EditionStore(root)
    ingested = needed_ingested(store, board.batch)
    try:
        check_retained(store, ingested, store.needed_latest(), board.items, board.refused)
    except GuideError as error:
        return str(error)
    return ""


def _recorder(store: EditionStore, state: State, board: Board, by: str) -> Callable[[Manifest], bytes]:
    """What writes the record of an edition, at the last moment: decisions may have come while pages were made."""

    def record(manifest: Manifest) -> bytes:
        now = find_board(store, state, board.batch)
        if now.decisions != board.decisions and now.fates != board.fates:
            raise RefusedError(
                f"Rien n'est publié : {now.decisions[-1].by} vient de changer une décision sur le lot "
                f"{board.batch}. Relisez-la, puis publiez de nouveau."
            )
        return dump_record(_record(store, now, manifest, by))

    return record


def _record(store: EditionStore, board: Board, manifest: Manifest, by: str) -> Record:
    return Record(
        edition=manifest.number,
        manifest=identity(manifest),
        batch=board.batch,
        proposal=board.proposal,
        report=digest((board.folder / "report.json").read_bytes()),
        before=record_hash(store, manifest.number - 1),
        double=board.rules.double,
        ingested_by=board.rules.ingested_by,
        published_by=by,
        published=datetime.now(UTC),
        items=tuple(item.id for item in board.items),
        left_out=tuple(sorted(item.id for item in board.refused)),
        acts=tuple(decision.act for decision in board.decisions),
    )


def _note(store: EditionStore, state: State, manifest: Manifest, by: str) -> None:
    """The publication in the state, once: also when a crash came between the edition and this line."""
    known = {(p.edition, p.batch) for p in state.publications()}
    if (manifest.number, manifest.batch) not in known:
        with suppress(OSError, ValueError):
            by = load_record(store.paths.record(manifest.number).read_bytes()).published_by
        state.record_publication(manifest.number, manifest.batch, by, record_hash(store, manifest.number))


def verify_record(store: EditionStore, state: State, number: int) -> tuple[Record, tuple[Issue, ...]]:
    """The record of an edition, and all that is wrong with it: against the edition, the report that was read and the
    decisions that the database keeps. NotFoundError when the edition has no record."""
    store.manifest(number)
    try:
        data = store.paths.record(number).read_bytes()
        record = load_record(data)
    except FileNotFoundError:
        raise NotFoundError(
            f"L'édition {number} n'a pas de relevé de décisions : c'est le corpus de base, ou elle est plus "
            "ancienne que les relevés."
        ) from None
    except ValueError:
        raise RefusedError(f"Le relevé de l'édition {number} est abîmé : restaurez une sauvegarde.") from None
    return record, (*issues_of_record(store, number), *_state_issues(state, record, digest(data)))


def _state_issues(state: State, record: Record, name: str) -> Iterator[Issue]:
    where = record_place(record.edition)
    hashes = {
        p.record for p in state.publications() if (p.edition, p.batch) == (record.edition, record.batch)
    }
    if name not in hashes:
        text = "La base des comptes garde l'empreinte d'un autre relevé, ou d'aucun, pour cette édition."
        yield Issue("decisions-alterees", text, where)
    acts = tuple(decision.act for decision in state.decisions(record.batch, record.proposal))
    if acts[: len(record.acts)] != record.acts:
        text = "Ses décisions ne sont pas celles que la base des comptes garde."
        yield Issue("decisions-alterees", text, where)


def fate_counts(record: Record) -> dict[Fate, int]:
    """How many changes a record says approved, and how many refused."""
    refused = len(record.left_out)
    return {Fate.APPROVED: len(record.items) - refused, Fate.REFUSED: refused}
