"""Decisions on batches and publications: rows that are only ever added."""

from datetime import datetime

from sqlalchemy import Connection, insert, select

from guide_site.state.tables import DecisionRow, PublicationRow
from guide_site.state.values import Decision, Publication, Verdict


def insert_decision(
    conn: Connection, batch: str, digest: str, verdict: Verdict, by: str, at: datetime, comment: str
) -> Decision:
    """One more decision on `batch`; the last one counts."""
    values = {"batch": batch, "digest": digest, "by": by, "at": at, "comment": comment.strip()}
    query = insert(DecisionRow).values(verdict=verdict.value, **values).returning(DecisionRow.id)
    ident = conn.execute(query).scalar_one()
    return Decision(ident, batch, digest, verdict, by, at, comment.strip())


def find_decisions(conn: Connection, batch: str | None = None) -> tuple[Decision, ...]:
    """Decisions on `batch`, or on all batches, oldest first."""
    d = DecisionRow
    query = select(d.id, d.batch, d.digest, d.verdict, d.by, d.at, d.comment).order_by(d.id)
    if batch is not None:
        query = query.where(d.batch == batch)
    return tuple(
        Decision(ident, number, digest, Verdict(verdict), by, at, comment)
        for ident, number, digest, verdict, by, at, comment in conn.execute(query)
    )


def insert_publication(conn: Connection, edition: int, batch: str, by: str, at: datetime) -> Publication:
    """One more edition put in service."""
    query = insert(PublicationRow).values(edition=edition, batch=batch, by=by, at=at)
    ident = conn.execute(query.returning(PublicationRow.id)).scalar_one()
    return Publication(ident, edition, batch, by, at)


def find_publications(conn: Connection) -> tuple[Publication, ...]:
    """All publications, oldest first."""
    p = PublicationRow
    query = select(p.id, p.edition, p.batch, p.by, p.at).order_by(p.id)
    return tuple(Publication(*row) for row in conn.execute(query))
