"""Accounts in the database: small functions on an open connection."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, func, insert, select, update

from guide_pipeline.errors import NotFoundError, RefusedError
from guide_site.state.names import checked_name, name_key, name_subject
from guide_site.state.tables import AccountRow, TryRow
from guide_site.state.tries import PASSWORD
from guide_site.state.values import Account, Role

AccountSelect = Select[int, str, str, str, bool, datetime, datetime | None]


def account_columns() -> AccountSelect:
    """The columns that `account_value` reads, first of any further ones."""
    a = AccountRow
    return select(a.id, a.name, a.display_name, a.role, a.active, a.created, a.last_sign_in)


def account_value(row: Row[*tuple[Any, ...]], locked_until: datetime | None = None) -> Account:
    """The value of a row that begins with `account_columns`."""
    ident, name, display_name, role, active, created, last_sign_in = tuple(row)[:7]
    return Account(ident, name, display_name, Role(role), active, created, last_sign_in, locked_until)


def find_account(conn: Connection, name: str) -> Account:
    """The account `name`. Raises `NotFoundError`."""
    row = conn.execute(account_columns().where(AccountRow.name_key == name_key(name))).first()
    if row is None:
        raise NotFoundError(f"Aucun compte ne porte le nom « {name} ».")
    return account_value(row)


def find_credentials(conn: Connection, name: str) -> tuple[Account, str] | None:
    """The account `name` and its password hash, or None."""
    query = account_columns().add_columns(AccountRow.password_hash)
    row = conn.execute(query.where(AccountRow.name_key == name_key(name))).first()
    return None if row is None else (account_value(row), row[7])


def still_valid(conn: Connection, account: Account, encoded: str) -> bool:
    """True when the account is still open with this very password, checked a moment ago."""
    found = find_credentials(conn, account.name)
    return found is not None and found[0].active and found[1] == encoded


def all_accounts(conn: Connection, now: datetime) -> tuple[Account, ...]:
    """Every account by name, with the end of its lock where there is one now."""
    locked = and_(TryRow.factor == PASSWORD, TryRow.locked_until > now)
    locks = dict(conn.execute(select(TryRow.subject, TryRow.locked_until).where(locked)).all())
    rows = conn.execute(account_columns().order_by(AccountRow.name_key))
    return tuple(account_value(row, locks.get(name_subject(row[1]))) for row in rows)


def insert_account(
    conn: Connection, name: str, password_hash: str, role: Role, display_name: str, now: datetime
) -> Account:
    """A new, active account. Raises `UsageError` on a bad name, `RefusedError` when it is taken."""
    name = checked_name(name)
    if conn.execute(select(AccountRow.id).where(AccountRow.name_key == name_key(name))).first():
        raise RefusedError(f"Un compte porte déjà le nom « {name} ».")
    conn.execute(
        insert(AccountRow).values(
            name=name,
            name_key=name_key(name),
            display_name=" ".join(display_name.split())[:200] or name,
            role=role.value,
            password_hash=password_hash,
            active=True,
            created=now,
        )
    )
    return find_account(conn, name)


def change_account(conn: Connection, account: Account, **values: object) -> None:
    """Set columns of `account`."""
    conn.execute(update(AccountRow).where(AccountRow.id == account.id).values(**values))


def keep_an_administrator(conn: Connection) -> None:
    """Raise `RefusedError` when no active administrator is left: nobody could add one again from the site."""
    query = select(func.count()).where(AccountRow.role == Role.ADMIN.value, AccountRow.active.is_(True))
    if not conn.execute(query).scalar_one():
        raise RefusedError("Il doit rester au moins un administrateur actif.")
