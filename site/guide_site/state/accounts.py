"""Accounts in the database: small functions on an open connection."""

from collections import defaultdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, delete, func, insert, select, update

from guide_pipeline.errors import NotFoundError, RefusedError
from guide_site.state.former_names import check_never_used, keep_name
from guide_site.state.names import checked_email, checked_name, display_text, name_key, name_subject
from guide_site.state.tables import ACCOUNT, METADATA, SECURITY_KEY, TRY
from guide_site.state.tries import KEY, PASSWORD
from guide_site.state.values import Account, Role, Way

WIDTH = 9
"""How many columns `account_columns` has."""


def account_columns() -> Select[*tuple[Any, ...]]:
    """The columns that `account_value` reads, first of any further ones."""
    a = ACCOUNT.c
    with_password = (a.password_hash != "").label("has_password")
    return select(
        a.id, a.name, a.display_name, a.role, a.active, a.created, a.last_sign_in, a.email, with_password
    )


def account_value(row: Row[*tuple[Any, ...]], locked: tuple[Way, ...] = (), keys: int = 0) -> Account:
    """The value of a row that begins with `account_columns`."""
    ident, name, shown, role, active, created, last_sign_in, email, has_password = tuple(row)[:WIDTH]
    known = (ident, name, shown, Role(role), active, created, last_sign_in, email, bool(has_password))
    return Account(*known, locked, keys)


def find_account(conn: Connection, name: str) -> Account:
    """The account `name`. Raises `NotFoundError`."""
    row = conn.execute(account_columns().where(ACCOUNT.c.name_key == name_key(name))).first()
    if row is None:
        raise NotFoundError(f"Aucun compte ne porte le nom « {name} ».")
    return account_value(row)


def account_by_id(conn: Connection, ident: int) -> Account:
    """The account that another row points at."""
    return account_value(conn.execute(account_columns().where(ACCOUNT.c.id == ident)).one())


def find_credentials(conn: Connection, name: str) -> tuple[Account, str] | None:
    """The account `name` and its password hash ('' when it has none), or None."""
    query = account_columns().add_columns(ACCOUNT.c.password_hash)
    row = conn.execute(query.where(ACCOUNT.c.name_key == name_key(name))).first()
    return None if row is None else (account_value(row), row[WIDTH])


def still_valid(conn: Connection, account: Account, encoded: str) -> bool:
    """True when the account is still open with this very password, checked a moment ago."""
    found = find_credentials(conn, account.name)
    return found is not None and found[0].active and found[1] == encoded


def key_count(conn: Connection, account_id: int) -> int:
    """How many keys open the account."""
    k = SECURITY_KEY.c
    query = select(func.count()).where(k.account_id == account_id, k.revoked.is_(None))
    return conn.execute(query).scalar_one()


def all_accounts(conn: Connection, now: datetime) -> tuple[Account, ...]:
    """Every account by name, with its locked factors and its number of keys."""
    locked = and_(TRY.c.factor.in_((PASSWORD, KEY)), TRY.c.locked_until > now)
    locks: defaultdict[str, list[Way]] = defaultdict(list)
    for subject, factor in conn.execute(select(TRY.c.subject, TRY.c.factor).where(locked)):
        locks[subject].append(Way(factor))
    k = SECURITY_KEY.c
    counts = select(k.account_id, func.count()).where(k.revoked.is_(None)).group_by(k.account_id)
    keys: dict[int, int] = dict(conn.execute(counts).all())
    rows = conn.execute(account_columns().order_by(ACCOUNT.c.name_key))
    return tuple(
        account_value(row, tuple(sorted(locks.get(name_subject(row[1]), ()))), keys.get(row[0], 0))
        for row in rows
    )


def insert_account(
    conn: Connection, name: str, password_hash: str, role: Role, display_name: str, email: str, now: datetime
) -> Account:
    """A new, active account. Raises `UsageError` on a bad name or address, `RefusedError` when it is taken or was that
    of an account since deleted."""
    name = checked_name(name)
    if conn.execute(select(ACCOUNT.c.id).where(ACCOUNT.c.name_key == name_key(name))).first():
        raise RefusedError(f"Un compte porte déjà le nom « {name} ».")
    check_never_used(conn, name)
    conn.execute(
        insert(ACCOUNT).values(
            name=name,
            name_key=name_key(name),
            display_name=display_text(display_name) or name,
            role=role.value,
            password_hash=password_hash,
            active=True,
            created=now,
            handle="",
            email=checked_email(email),
        )
    )
    return find_account(conn, name)


def change_account(conn: Connection, account: Account, **values: object) -> None:
    """Set columns of `account`."""
    conn.execute(update(ACCOUNT).where(ACCOUNT.c.id == account.id).values(**values))


def delete_account(conn: Connection, account: Account) -> None:
    """Erase `account` and all that any table has of it: whatever has an `account_id` is somebody's own.

    Its row is taken first, so that nobody signs in to it meanwhile. Its name isn't given again, if it was ever used.
    """
    conn.execute(select(ACCOUNT.c.id).where(ACCOUNT.c.id == account.id).with_for_update())
    keep_name(conn, account_by_id(conn, account.id))
    for table in reversed(METADATA.sorted_tables):
        if "account_id" in table.c:
            conn.execute(delete(table).where(table.c.account_id == account.id))
    conn.execute(delete(TRY).where(TRY.c.subject == name_subject(account.name)))
    conn.execute(delete(ACCOUNT).where(ACCOUNT.c.id == account.id))


def keep_an_administrator(conn: Connection) -> None:
    """Raise `RefusedError` when no active administrator is left: nobody could add one again from the site."""
    query = select(func.count()).where(ACCOUNT.c.role == Role.ADMIN.value, ACCOUNT.c.active.is_(True))
    if not conn.execute(query).scalar_one():
        raise RefusedError("Il doit rester au moins un administrateur actif.")
