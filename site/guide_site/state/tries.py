"""Failed tries, counted in the database *before* anything is checked.

So sixty-four tries at the same moment give exactly as many checks as the rule allows: each must first win
its place in one atomic statement. A success gives the places back. Unknown names are counted likewise.

Each factor of an account has its own count: a flood of wrong passwords locks the password, not the key.
"""

import ipaddress
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Table, and_, case, delete, or_, select, update
from sqlalchemy.dialects import sqlite

from guide_site.state.policy import AccessPolicy
from guide_site.state.tables import TRY
from guide_site.state.values import TooManyTriesError

PASSWORD, KEY = "mot-de-passe", "cle"
_ADDRESS = "adresse"
_FOR_EVER = datetime(9999, 1, 1, tzinfo=UTC)
_LOCKS_KEPT = timedelta(days=400)


def claim_try(conn: Connection, subject: str, factor: str, now: datetime, policy: AccessPolicy) -> int | None:
    """Take one try of `factor` for `subject`: its number, or None when they are locked. The last one locks at once."""
    insert = _insert(conn)
    locked_at = _FOR_EVER if policy.lock is None else now + policy.lock
    after_lock = case((TRY.c.locked_until.is_not(None), 0), else_=TRY.c.tries) + 1
    statement = (
        insert(TRY)
        .values(
            subject=subject,
            factor=factor,
            tries=1,
            last=now,
            locked_until=locked_at if policy.tries <= 1 else None,
        )
        .on_conflict_do_update(
            index_elements=[TRY.c.subject, TRY.c.factor],
            set_={
                "tries": after_lock,
                "last": now,
                "locked_until": case((after_lock >= policy.tries, locked_at), else_=None),
            },
            where=or_(TRY.c.locked_until.is_(None), TRY.c.locked_until <= now),
        )
        .returning(TRY.c.tries)
    )
    taken: int | None = conn.execute(statement).scalar()
    return taken


def lock_now(conn: Connection, subject: str, factor: str, now: datetime, policy: AccessPolicy) -> None:
    """Lock without waiting for more failures: there was a sure sign of fraud."""
    for _ in range(policy.tries):
        claim_try(conn, subject, factor, now, policy)


def forgive(conn: Connection, subject: str, *factors: str) -> None:
    """A success, or the help desk's act: the count starts again."""
    conn.execute(delete(TRY).where(TRY.c.subject == subject, TRY.c.factor.in_(factors)))


def forget_old_tries(conn: Connection, now: datetime, policy: AccessPolicy) -> None:
    """Drop counts untouched for long. Locks stay, those of names that were never ours too: one that vanished would
    tell them from the others."""
    open_ones = or_(TRY.c.locked_until.is_(None), TRY.c.locked_until <= now, TRY.c.factor == _ADDRESS)
    old = and_(open_ones, TRY.c.last < now - policy.tries_kept)
    conn.execute(delete(TRY).where(or_(old, TRY.c.last < now - _LOCKS_KEPT)))


def claim_address(conn: Connection, address: str, now: datetime, policy: AccessPolicy) -> None:
    """Count a try from `address`. Raises `TooManyTriesError` when it must wait: then nothing else is counted.

    After `address_tries` failures in a row the waits go 1 s, 2 s, 4 s… up to `address_wait`.
    """
    if not address:
        return
    subject = _address_subject(address)
    query = select(TRY.c.tries, TRY.c.last, TRY.c.locked_until)
    mine = and_(TRY.c.subject == subject, TRY.c.factor == _ADDRESS)
    row = conn.execute(query.where(mine).with_for_update()).first()
    if row is not None and row[2] is not None and row[2] > now:
        raise TooManyTriesError(max(1, round((row[2] - now).total_seconds())))
    tries = 1 if row is None or row[1] < now - policy.address_window else row[0] + 1
    wait = _wait(tries - policy.address_tries, policy)
    values = {"tries": tries, "last": now, "locked_until": now + wait if wait else None}
    insert = _insert(conn)
    statement = insert(TRY).values(subject=subject, factor=_ADDRESS, **values)
    conn.execute(statement.on_conflict_do_update(index_elements=[TRY.c.subject, TRY.c.factor], set_=values))


def give_back_address(conn: Connection, address: str) -> None:
    """The try was a success: it isn't held against the address, nor does it wipe out the failures of others there."""
    if not address:
        return
    mine = and_(TRY.c.subject == _address_subject(address), TRY.c.factor == _ADDRESS)
    less = update(TRY).where(mine, TRY.c.tries > 0)
    conn.execute(less.values(tries=TRY.c.tries - 1, locked_until=None))


def _insert(conn: Connection) -> Callable[[Table[Any]], Any]:
    """The insertion of the database's own dialect, which knows what to do with a row that is there already."""
    if conn.dialect.name == "postgresql":
        from sqlalchemy.dialects import postgresql  # heavy, and there already where it is needed

        return postgresql.insert
    return sqlite.insert


def _wait(beyond: int, policy: AccessPolicy) -> timedelta:
    return timedelta() if beyond < 0 else min(timedelta(seconds=2 ** min(beyond, 20)), policy.address_wait)


def _address_subject(address: str) -> str:
    """A hash of the address; of the network of 64 bits for IPv6, all of which one machine may have."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return sha256(address.encode("utf-8", "surrogatepass")).hexdigest()
    if isinstance(parsed, ipaddress.IPv6Address):
        mapped = parsed.ipv4_mapped
        known = str(mapped) if mapped else str(ipaddress.ip_network((parsed, 64), strict=False))
        return sha256(known.encode()).hexdigest()
    return sha256(str(parsed).encode()).hexdigest()
