"""Deciding: on one change, a sheet, a group, a class, or all that is left.

A decision is bound to the exact edition that the batch would make (the hash of its proposed manifest), so that one
on a report that has since been replaced counts for nothing; and to what its author had seen of others' decisions.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from guide_pipeline.editions.store import EditionStore
from guide_pipeline.errors import RefusedError, UsageError
from guide_pipeline.review.items import Item
from guide_pipeline.review.votes import Fate, Verdict, person
from guide_pipeline.waiting import needed_ingested
from guide_site.review.board import Board, find_board
from guide_site.state.store import State
from guide_site.state.values import Decision, Role

ALL = "tout"
_WIDE = ("classe", "groupe", ALL)
"""Scopes by which an approval settles only what is left: it lifts no refusal and closes no question."""


@dataclass(frozen=True, slots=True)
class Decided:
    """What a decision did."""

    decision: Decision
    with_it: int
    """How many changes of the same blocks it took along."""
    untouched: int
    """How many of its scope it left as they were."""


def decide(
    store: EditionStore,
    state: State,
    batch: str,
    seen: str,
    scope: str,
    verdict: Verdict,
    by: str,
    comment: str = "",
    known: int | None = None,
) -> Decided:
    """Record a verdict on what `scope` names: 'changement:ID', 'bloc:ID', 'fiche:ID', 'groupe:ID', 'classe:NOM' or
    'tout'.

    `seen` is the hash shown with the report that its author read, `known` the last decision shown with it.
    NotFoundError when no such batch waits; UsageError on a scope that isn't one; RefusedError when it has been
    ingested anew since, someone has decided otherwise meanwhile, or the rules of the review forbid it.
    """
    board = find_board(store, state, batch)
    _check_current(store, board, seen)
    return _decided(store, state, board, scope, verdict, by, comment, known)


def _decided(
    store: EditionStore,
    state: State,
    board: Board,
    scope: str,
    verdict: Verdict,
    by: str,
    comment: str,
    known: int | None,
) -> Decided:
    scoped = items_of(store, board, scope)
    _check_person(state, board, verdict, by)
    wanted = _wanted(store, board, scope, scoped, verdict, by)
    items = _with_bound(store, board, wanted) if verdict is Verdict.REFUSED else {i.id for i in wanted}
    if not items:
        raise RefusedError("Il n'y a rien à décider ici : tout y est déjà approuvé, refusé ou en question.")
    decision = state.record_decision(
        board.batch, board.proposal, verdict, by, comment, scope=scope, items=sorted(items), known=known
    )
    return Decided(decision, len(items - {i.id for i in scoped}), sum(i.id not in items for i in scoped))


def approve_all(store: EditionStore, state: State, batch: str, by: str) -> None:
    """Approve all that is left to decide of a waiting batch; nothing when it is published already."""
    if store.of_batch(batch) is not None:
        return
    board = find_board(store, state, batch)
    if _left_for(board, by):
        _decided(store, state, board, ALL, Verdict.APPROVED, by, _FROM_TERMINAL, known=None)


_FROM_TERMINAL = "Tout ce qui restait à décider, approuvé en une fois depuis la ligne de commande."


def items_of(store: EditionStore, board: Board, scope: str) -> tuple[Item, ...]:
    """The items that a scope names. UsageError when it names none."""
    kind, _, name = scope.partition(":")
    finders: Mapping[str, Callable[[], Iterable[Item]]] = {
        "changement": lambda: filter(None, (board.by_id.get(name),)),
        "bloc": lambda: _block(store, board, name),
        "fiche": lambda: (item for item in board.items if item.sheet == name),
        "groupe": lambda: (board.by_id[key] for key in board.reviewed.groups.get(name, ())),
        "classe": lambda: (item for item in board.items if item.kind == name),
        ALL: lambda: board.items,
    }
    found = tuple(finders[kind]()) if kind in finders else ()
    if not found:
        raise UsageError(f"« {scope} » ne désigne aucun changement du lot {board.batch}.")
    return found


def _check_current(store: EditionStore, board: Board, seen: str) -> None:
    if board.edition is not None:
        raise RefusedError(
            f"Le lot {board.batch} est déjà publié (édition {board.edition}) : rien n'est plus à décider."
        )
    if seen != board.proposal:
        by = f" par {board.rules.ingested_by}" if board.rules.ingested_by else ""
        raise RefusedError(
            f"Rien n'est enregistré : le lot {board.batch} a été ingéré de nouveau{by} depuis que vous avez ouvert "
            "son rapport. Ce que vous aviez lu n'est plus ce qui serait publié : relisez le nouveau rapport."
        )


def _check_person(state: State, board: Board, verdict: Verdict, by: str) -> None:
    if not by.strip():
        raise UsageError("Une décision a un auteur : dites qui décide.")
    if verdict is Verdict.APPROVED and not board.rules.may_approve(by):
        raise RefusedError(
            f"{by} a ingéré le lot {board.batch} : quelqu'un d'autre doit l'approuver (vous pouvez refuser, "
            "questionner ou commenter)."
        )
    if board.rules.double and verdict.decides and not _is_administrator(state, by):
        raise RefusedError(
            f"La relecture est double (guide.toml) : « {by} » doit être le nom du compte d'un administrateur, "
            "pour que deux décisions soient bien de deux personnes."
        )


def _is_administrator(state: State, by: str) -> bool:
    admins = (account for account in state.users() if account.active and account.role is Role.ADMIN)
    return any(person(account.name) == person(by) for account in admins)


def _left_for(board: Board, by: str) -> list[Item]:
    """What someone has still to approve, neither refused nor in question."""
    return [item for item in board.items if _is_left(board, item, by)]


def _is_left(board: Board, item: Item, by: str) -> bool:
    if board.fates[item.id] is Fate.SECOND:
        said = [said for said in board.on_item[item.id] if said.verdict.decides]
        return said[-1].verdict is Verdict.APPROVED and all(person(one.by) != person(by) for one in said)
    return board.fates[item.id] is Fate.OPEN


def _wanted(
    store: EditionStore, board: Board, scope: str, scoped: Iterable[Item], verdict: Verdict, by: str
) -> tuple[Item, ...]:
    if verdict is not Verdict.APPROVED:
        return tuple(scoped)
    wide = scope.partition(":")[0] in _WIDE
    wanted = tuple(item for item in scoped if not wide or _is_left(board, item, by))
    stuck = _stuck(store, board, wanted)
    if stuck and not wide:
        raise RefusedError(
            "Ce changement va avec un autre, refusé, du même bloc : approuvez tout le bloc, ou laissez-le de côté."
        )
    return tuple(item for item in wanted if item.id not in stuck)


def _stuck(store: EditionStore, board: Board, wanted: Iterable[Item]) -> frozenset[str]:
    """Of what is to be approved, what can't be published without something else that is refused."""
    ids = {item.id for item in wanted}
    sheets = {item.sheet for item in wanted if item.sheet}
    refused = [item for item in board.refused if item.sheet in sheets and item.id not in ids]
    return _bound(store, board, refused) & ids if refused else frozenset()


def _with_bound(store: EditionStore, board: Board, items: Iterable[Item]) -> set[str]:
    return {key for key in _bound(store, board, items) if key in board.by_id}


def _bound(store: EditionStore, board: Board, items: Iterable[Item]) -> frozenset[str]:
    from guide_pipeline.review.leaving_out import bound_to  # heavy, and only needed when something is refused

    ingested = needed_ingested(store, board.batch)
    return bound_to(store.guide(store.needed_latest()), store.guide(ingested.manifest), items)


def _block(store: EditionStore, board: Board, name: str) -> tuple[Item, ...]:
    """A change with those that stand or fall with it, and those that it falls with."""
    item = board.by_id.get(name)
    if item is None:
        return ()
    mates = [other for other in board.items if item.sheet and other.sheet == item.sheet]
    found = _bound(store, board, [item])
    found |= {mate.id for mate in mates if item.id in _bound(store, board, [mate])}
    return tuple(mate for mate in board.items if mate.id in found)
