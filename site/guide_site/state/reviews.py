"""Decisions on the changes of batches, and publications: rows that are only ever added."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, func, insert, select

from guide_pipeline.review.votes import Verdict
from guide_site.state.tables import DECISION, DECISION_ITEM, PUBLICATION
from guide_site.state.values import Decision, Publication


def insert_decision(
    conn: Connection,
    batch: str,
    digest: str,
    verdict: Verdict,
    by: str,
    at: datetime,
    comment: str,
    scope: str,
    items: Sequence[str],
) -> Decision:
    """One more decision on changes of `batch`; of those on one change, the last one counts."""
    values = {"batch": batch, "digest": digest, "by": by, "at": at, "comment": comment, "scope": scope}
    query = insert(DECISION).values(verdict=verdict.value, **values).returning(DECISION.c.id)
    ident = conn.execute(query).scalar_one()
    if items:
        conn.execute(insert(DECISION_ITEM), [{"decision_id": ident, "item": item} for item in items])
    return Decision(ident, batch, digest, verdict, by, at, comment, scope, tuple(items))


def find_decisions(
    conn: Connection, batch: str | None = None, digest: str | None = None, after: int = 0
) -> tuple[Decision, ...]:
    """Decisions on `batch`, or on all batches, oldest first; on one proposal of it, after a decision."""
    d = DECISION.c
    query = select(d.id, d.batch, d.digest, d.verdict, d.by, d.at, d.comment, d.scope).where(d.id > after)
    inside = select(DECISION_ITEM.c.decision_id, DECISION_ITEM.c.item).join(DECISION).where(d.id > after)
    if batch is not None:
        query, inside = query.where(d.batch == batch), inside.where(d.batch == batch)
    if digest is not None:
        query, inside = query.where(d.digest == digest), inside.where(d.digest == digest)
    items: defaultdict[int, list[str]] = defaultdict(list)
    for ident, item in conn.execute(inside):
        items[ident].append(item)
    return tuple(
        Decision(ident, number, of, Verdict(verdict), by, at, comment, scope, tuple(sorted(items[ident])))
        for ident, number, of, verdict, by, at, comment, scope in conn.execute(query.order_by(d.id))
    )


def last_decision(conn: Connection, batch: str, digest: str) -> int:
    """The number of the last decision on a proposal, 0 for none. Numbers grow as decisions are recorded."""
    d = DECISION.c
    query = select(func.max(d.id)).where(d.batch == batch, d.digest == digest)
    return conn.execute(query).scalar() or 0


def insert_publication(
    conn: Connection, edition: int, batch: str, by: str, at: datetime, record: str
) -> Publication:
    """One more edition put in service."""
    query = insert(PUBLICATION).values(edition=edition, batch=batch, by=by, at=at, record=record)
    ident = conn.execute(query.returning(PUBLICATION.c.id)).scalar_one()
    return Publication(ident, edition, batch, by, at, record)


def find_publications(conn: Connection) -> tuple[Publication, ...]:
    """All publications, oldest first."""
    p = PUBLICATION.c
    query = select(p.id, p.edition, p.batch, p.by, p.at, p.record).order_by(p.id)
    return tuple(Publication(*row) for row in conn.execute(query))
