"""Sessions in the database: small functions on an open connection.

The cookie holds a random secret of 256 bits; the table only its hash. So reading the table opens no session,
and ending one is deleting a row, at once and for every process.
"""

import secrets
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, insert, or_, select, update

from guide_site.state.accounts import WIDTH, account_columns, account_value, key_count
from guide_site.state.names import display_text
from guide_site.state.policy import AccessPolicy
from guide_site.state.tables import ACCOUNT, SECURITY_KEY, SESSION
from guide_site.state.values import Account, Origin, Session, Way

_S = SESSION.c
_HAS_KEY = (
    select(SECURITY_KEY.c.id)
    .where(SECURITY_KEY.c.account_id == ACCOUNT.c.id, SECURITY_KEY.c.revoked.is_(None))
    .exists()
)
_SESSIONS = (
    account_columns()
    .add_columns(_S.created, _S.last_seen, _S.id, _S.way, _S.address, _S.device, _HAS_KEY.label("has_key"))
    .join(SESSION, _S.account_id == ACCOUNT.c.id)
)
_BY_TOKEN = _SESSIONS.where(_S.token_hash == bindparam("token_hash"))
"""Made once: it runs at every request, and SQLAlchemy takes longer to build it than SQLite to answer."""


def token_hash(token: str) -> str:
    """How the tables know a secret; no salt is needed for a random one of this length."""
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def start_session(
    conn: Connection, account: Account, way: Way, origin: Origin, now: datetime, id_token: str = ""
) -> str:
    """A new session of `account`; returns its secret."""
    token = secrets.token_urlsafe(32)
    conn.execute(
        insert(SESSION).values(
            token_hash=token_hash(token),
            account_id=account.id,
            created=now,
            last_seen=now,
            id=secrets.token_hex(8),
            way=way.value,
            address=display_text(origin.address)[:64],
            device=display_text(origin.device)[:80],
            id_token=id_token,
        )
    )
    return token


def find_session(conn: Connection, token: str, now: datetime, policy: AccessPolicy) -> Session | None:
    """The live session of `token`, or None when it is unknown, too old, unused too long, its account closed, or the
    way it was opened isn't enough any more for the account's role."""
    row = conn.execute(_BY_TOKEN, {"token_hash": token_hash(token)}).first()
    return None if row is None else _live(row, now, policy)


def live_sessions(
    conn: Connection, now: datetime, policy: AccessPolicy, account: Account | None = None
) -> tuple[Session, ...]:
    """The sessions alive, of one account or of all, the last used first."""
    query = _SESSIONS if account is None else _SESSIONS.where(_S.account_id == account.id)
    rows = conn.execute(query.order_by(_S.last_seen.desc(), _S.created.desc()))
    return tuple(session for row in rows if (session := _live(row, now, policy)))


def touch_session(conn: Connection, token: str, now: datetime) -> None:
    """The session was used now."""
    conn.execute(update(SESSION).where(SESSION.c.token_hash == token_hash(token)).values(last_seen=now))


def end_session(conn: Connection, token: str) -> tuple[Account, str] | None:
    """The session is over; returns whose it was and its ID token ('' for none), None for one that is over already."""
    query = account_columns().add_columns(_S.id_token).join(SESSION, _S.account_id == ACCOUNT.c.id)
    row = conn.execute(query.where(_S.token_hash == token_hash(token))).first()
    conn.execute(delete(SESSION).where(SESSION.c.token_hash == token_hash(token)))
    return None if row is None else (account_value(row), row[WIDTH])


def end_listed_session(conn: Connection, ident: str, account: Account | None) -> str | None:
    """End the session that lists call `ident` (of this account, if one is named); the name of its owner, or None."""
    query = select(ACCOUNT.c.name).join(SESSION, _S.account_id == ACCOUNT.c.id).where(_S.id == ident)
    if account is not None:
        query = query.where(_S.account_id == account.id)
    owner: str | None = conn.execute(query).scalar()
    if owner is not None:
        conn.execute(delete(SESSION).where(SESSION.c.id == ident))
    return owner


def end_sessions_of(conn: Connection, account: Account, keep: str | None = None) -> int:
    """End every session of `account` (but the one of the secret `keep`); returns how many."""
    query = delete(SESSION).where(SESSION.c.account_id == account.id)
    if keep is not None:
        query = query.where(SESSION.c.token_hash != token_hash(keep))
    return conn.execute(query).rowcount


def drop_dead_sessions(conn: Connection, now: datetime, policy: AccessPolicy) -> None:
    """Rows that can't come alive again."""
    conn.execute(
        delete(SESSION).where(
            or_(SESSION.c.created <= now - policy.at_most, SESSION.c.last_seen <= now - policy.idle)
        )
    )


def password_suffices(conn: Connection, account: Account, now: datetime, policy: AccessPolicy) -> bool:
    """True when the account may come in by its password: its role allows it, or it has no key yet, in its grace."""
    if policy.allows(account.role, Way.PASSWORD):
        return True
    if not policy.allows(account.role, Way.KEY) or key_count(conn, account.id):
        return False
    return policy.in_grace(account.created, now)


def _live(row: Row[*tuple[Any, ...]], now: datetime, policy: AccessPolicy) -> Session | None:
    account, more = account_value(row), tuple(row)[WIDTH:]
    created, last_seen, way, has_key = more[0], more[1], Way(more[3]), more[6]
    if not account.active or now - created >= policy.at_most or now - last_seen >= policy.idle:
        return None
    known = Session(account, created, last_seen, id=more[2], way=way, address=more[4], device=more[5])
    if policy.allows(account.role, way):
        return known
    in_grace = policy.allows(account.role, Way.KEY) and policy.in_grace(account.created, now)
    if way is not Way.PASSWORD or not in_grace:
        return None
    return known if has_key else replace(known, must_enrol_by=policy.grace_end(account.created))
