"""Ending at once all that lets someone read: sessions, offline leases, tokens."""

from datetime import datetime

from sqlalchemy import Connection, update

from guide_site.state import sessions
from guide_site.state.tables import API_TOKEN, LEASE
from guide_site.state.values import Account


def end_all(conn: Connection, account: Account, now: datetime, *, tokens: bool) -> int:
    """End every session and lease of the account, and its tokens if asked; returns how many sessions ended."""
    for table in (LEASE, API_TOKEN) if tokens else (LEASE,):
        mine = update(table).where(table.c.account_id == account.id, table.c.revoked.is_(None))
        conn.execute(mine.values(revoked=now))
    return sessions.end_sessions_of(conn, account)
