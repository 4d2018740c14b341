"""What was begun and waits for its second half. Taken once: the row is deleted by the very statement that reads it.

`owner` is the secret of the browser's cookie: what one browser began, no other can end.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert

from guide_site.state.sessions import token_hash
from guide_site.state.tables import PENDING


@dataclass(frozen=True, slots=True)
class Pending:
    """What was kept."""

    account_id: int | None
    data: str


def put(
    conn: Connection,
    purpose: str,
    owner: str,
    data: str,
    now: datetime,
    life: timedelta,
    account_id: int | None = None,
    secret: str = "",
) -> str:
    """Keep `data`; returns the secret that takes it back. What is too old is dropped on the way."""
    secret = secret or secrets.token_urlsafe(32)
    conn.execute(delete(PENDING).where(PENDING.c.expires <= now))
    values = {"id": token_hash(secret), "purpose": purpose, "owner": token_hash(owner), "data": data}
    conn.execute(insert(PENDING).values(account_id=account_id, expires=now + life, **values))
    return secret


def take(conn: Connection, purpose: str, owner: str, secret: str, now: datetime) -> Pending | None:
    """What was kept under `secret` for `owner`, and is no longer. None when there is nothing (any more)."""
    p = PENDING.c
    mine = delete(PENDING).where(
        p.id == token_hash(secret), p.purpose == purpose, p.owner == token_hash(owner), p.expires > now
    )
    row = conn.execute(mine.returning(p.account_id, p.data)).first()
    return None if row is None or not owner else Pending(*row)


def drop_of(conn: Connection, account_id: int) -> None:
    """Nothing begun by or for this account can be ended any more."""
    conn.execute(delete(PENDING).where(PENDING.c.account_id == account_id))
