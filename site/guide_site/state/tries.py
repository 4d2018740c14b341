"""Failed tries, counted in the database *before* the password is checked.

So sixty-four tries at the same moment give exactly as many checks as the rule allows: each must first win
its place in one atomic statement. A success gives the places back. Unknown names are counted likewise.
"""

from datetime import datetime

from sqlalchemy import Connection, case, delete, or_
from sqlalchemy.dialects import postgresql, sqlite

from guide_site.state.policy import AccessPolicy
from guide_site.state.tables import TryRow

PASSWORD = "mot-de-passe"


def claim_try(conn: Connection, subject: str, factor: str, now: datetime, policy: AccessPolicy) -> bool:
    """Take one try of `factor` for `subject`; False when they are locked. The last try allowed locks at once."""
    insert = postgresql.insert if conn.dialect.name == "postgresql" else sqlite.insert
    locked_at = now + policy.lock
    after_lock = case((TryRow.locked_until.is_not(None), 0), else_=TryRow.tries) + 1
    statement = (
        insert(TryRow)
        .values(
            subject=subject,
            factor=factor,
            tries=1,
            last=now,
            locked_until=locked_at if policy.tries <= 1 else None,
        )
        .on_conflict_do_update(
            index_elements=[TryRow.subject, TryRow.factor],
            set_={
                "tries": after_lock,
                "last": now,
                "locked_until": case((after_lock >= policy.tries, locked_at), else_=None),
            },
            where=or_(TryRow.locked_until.is_(None), TryRow.locked_until <= now),
        )
        .returning(TryRow.tries)
    )
    return conn.execute(statement).first() is not None


def forgive(conn: Connection, subject: str, factor: str) -> None:
    """A success, or an administrator's act: the count starts again."""
    conn.execute(delete(TryRow).where(TryRow.subject == subject, TryRow.factor == factor))


def forget_old_tries(conn: Connection, now: datetime, policy: AccessPolicy) -> None:
    """Drop counts untouched for long: names that were never ours don't pile up."""
    conn.execute(delete(TryRow).where(TryRow.last < now - policy.tries_kept))
