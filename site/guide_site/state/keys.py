"""Security keys in the database: small functions on an open connection."""

import secrets
from datetime import datetime

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.exc import IntegrityError

from guide_pipeline.errors import NotFoundError, RefusedError
from guide_site.state import accounts
from guide_site.state.key_values import KnownKey, NewKey
from guide_site.state.names import display_text
from guide_site.state.tables import ACCOUNT, SECURITY_KEY
from guide_site.state.values import Account, SecurityKey

_K = SECURITY_KEY.c


def handle_of(conn: Connection, account: Account) -> bytes:
    """The random name that keys know the account by, drawn at the first one: it tells them nothing about people."""
    query = select(ACCOUNT.c.handle).where(ACCOUNT.c.id == account.id)
    handle: str = conn.execute(query).scalar_one()
    if not handle:
        handle = secrets.token_hex(32)
        accounts.change_account(conn, account, handle=handle)
    return bytes.fromhex(handle)


def credential_ids(conn: Connection, account: Account) -> tuple[str, ...]:
    """The live keys of the account, as browsers name them."""
    query = select(_K.credential_id).where(_K.account_id == account.id, _K.revoked.is_(None))
    return tuple(conn.execute(query).scalars())


def insert_key(conn: Connection, account: Account, key: NewKey, label: str, now: datetime) -> None:
    """One more key of the account. Raises `RefusedError` when that very credential is known already."""
    values = {"credential_id": key.credential_id, "public_key": key.public_key, "sign_count": key.sign_count}
    row = insert(SECURITY_KEY).values(
        account_id=account.id,
        label=display_text(label)[:80] or "Clé",
        prf=key.prf,
        created=now,
        **values,
    )
    try:
        conn.execute(row)
    except IntegrityError as error:
        raise RefusedError("Cette clé est déjà enregistrée.") from error


def find_live(conn: Connection, credential_id: str) -> tuple[int, Account, KnownKey] | None:
    """The live key that browsers call so: its number, its owner, and what its answers are checked against."""
    query = select(_K.id, _K.account_id, _K.public_key, _K.sign_count)
    row = conn.execute(query.where(_K.credential_id == credential_id, _K.revoked.is_(None))).first()
    if row is None:
        return None
    return row[0], accounts.account_by_id(conn, row[1]), KnownKey(row[2], row[3])


def count_use(conn: Connection, ident: int, before: int, after: int, now: datetime) -> bool:
    """The counter goes on from `before`; False when it isn't there any more: another answer came between."""
    mine = update(SECURITY_KEY).where(_K.id == ident, _K.sign_count == before, _K.revoked.is_(None))
    return conn.execute(mine.values(sign_count=after, last_used=now)).rowcount == 1


def find_keys(conn: Connection, account: Account | None = None) -> tuple[SecurityKey, ...]:
    """The keys of an account or of all, revoked ones too, by owner and age."""
    query = select(_K.id, ACCOUNT.c.name, _K.label, _K.prf, _K.created, _K.last_used, _K.revoked).join(
        ACCOUNT, ACCOUNT.c.id == _K.account_id
    )
    if account is not None:
        query = query.where(_K.account_id == account.id)
    return tuple(SecurityKey(*row) for row in conn.execute(query.order_by(ACCOUNT.c.name_key, _K.id)))


def revoke(conn: Connection, ident: int, account: Account | None, now: datetime) -> tuple[Account, str]:
    """The key opens nothing any more; returns its owner and its label. Raises `NotFoundError`."""
    query = select(_K.account_id, _K.label).where(_K.id == ident, _K.revoked.is_(None))
    if account is not None:
        query = query.where(_K.account_id == account.id)
    row = conn.execute(query).first()
    if row is None:
        raise NotFoundError("Cette clé n'existe pas, ou est déjà révoquée.")
    conn.execute(update(SECURITY_KEY).where(_K.id == ident).values(revoked=now))
    return accounts.account_by_id(conn, row[0]), row[1]
