"""Sessions in the database: small functions on an open connection.

The cookie holds a random secret of 256 bits; the table only its hash. So reading the table opens no session,
and ending one is deleting a row, at once and for every process.
"""

import secrets
from datetime import datetime
from hashlib import sha256

from sqlalchemy import Connection, bindparam, delete, insert, or_, update

from guide_site.state.accounts import account_columns, account_value
from guide_site.state.policy import AccessPolicy
from guide_site.state.tables import AccountRow, SessionRow
from guide_site.state.values import Account, Session

_BY_TOKEN = (
    account_columns()
    .add_columns(SessionRow.created, SessionRow.last_seen)
    .join(SessionRow, SessionRow.account_id == AccountRow.id)
    .where(SessionRow.token_hash == bindparam("token_hash"))
)
"""Made once: it runs at every request, and SQLAlchemy takes longer to build it than SQLite to answer."""


def token_hash(token: str) -> str:
    """How the table knows a session; no salt is needed for a random secret of this length."""
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def start_session(conn: Connection, account: Account, now: datetime) -> str:
    """A new session of `account`; returns its secret."""
    token = secrets.token_urlsafe(32)
    conn.execute(
        insert(SessionRow).values(
            token_hash=token_hash(token), account_id=account.id, created=now, last_seen=now
        )
    )
    return token


def find_session(conn: Connection, token: str, now: datetime, policy: AccessPolicy) -> Session | None:
    """The live session of `token`, or None when it is unknown, too old, unused too long, or its account closed."""
    row = conn.execute(_BY_TOKEN, {"token_hash": token_hash(token)}).first()
    if row is None:
        return None
    session = Session(account_value(row), row[7], row[8])
    alive = now - session.created < policy.at_most and now - session.last_seen < policy.idle
    return session if alive and session.account.active else None


def touch_session(conn: Connection, token: str, now: datetime) -> None:
    """The session was used now."""
    conn.execute(update(SessionRow).where(SessionRow.token_hash == token_hash(token)).values(last_seen=now))


def end_session(conn: Connection, token: str) -> None:
    """The session is over; one that is unknown is over already."""
    conn.execute(delete(SessionRow).where(SessionRow.token_hash == token_hash(token)))


def end_sessions_of(conn: Connection, account: Account, keep: str | None = None) -> int:
    """End every session of `account` (but the one of the secret `keep`); returns how many."""
    query = delete(SessionRow).where(SessionRow.account_id == account.id)
    if keep is not None:
        query = query.where(SessionRow.token_hash != token_hash(keep))
    return conn.execute(query).rowcount


def drop_dead_sessions(conn: Connection, now: datetime, policy: AccessPolicy) -> None:
    """Rows that can't come alive again."""
    conn.execute(
        delete(SessionRow).where(
            or_(SessionRow.created <= now - policy.at_most, SessionRow.last_seen <= now - policy.idle)
        )
    )
