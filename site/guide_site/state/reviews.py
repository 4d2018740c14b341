"""Decisions on batches, publications, and the trail: rows that are only ever added."""

from datetime import datetime

from sqlalchemy import Connection, insert, select

from guide_site.state.tables import DecisionRow, PublicationRow, TrailRow
from guide_site.state.values import Decision, Publication, TrailEntry, Verdict

_ESCAPES = {code: f"\\x{code:02x}" for code in (*range(32), *range(127, 160))} | {
    0x2028: "\\u2028",
    0x2029: "\\u2029",
}


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


def insert_trail(conn: Connection, at: datetime, who: str, what: str, detail: str) -> None:
    """One more line; control characters are written out, so that no text can forge another line."""
    conn.execute(
        insert(TrailRow).values(
            at=at, who=_one_line(who, 80), what=_one_line(what, 80), detail=_one_line(detail, 2000)
        )
    )


def find_trail(conn: Connection, limit: int, before: int | None = None) -> tuple[TrailEntry, ...]:
    """The last `limit` lines (older than the line `before`), newest first."""
    t = TrailRow
    query = select(t.id, t.at, t.who, t.what, t.detail).order_by(t.id.desc()).limit(limit)
    if before is not None:
        query = query.where(t.id < before)
    return tuple(TrailEntry(*row) for row in conn.execute(query))


def _one_line(text: str, longest: int) -> str:
    """`text` without control characters, cut to `longest`."""
    return text.translate(_ESCAPES)[:longest]
