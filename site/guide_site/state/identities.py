"""Accounts at an identity provider: found by their `sub`, to which the first sign-on binds the account for good.

So a name or an address that the provider gives to someone else later does not give them the account.
"""

from datetime import datetime

from sqlalchemy import Connection, insert, select

from guide_pipeline.errors import GuideError, NotFoundError
from guide_site.state import accounts
from guide_site.state.tables import IDENTITY
from guide_site.state.values import Account, Identity


def account_of(conn: Connection, identity: Identity, now: datetime) -> Account | str:
    """The account of `identity`, bound to it now if it is the first time; or why there is none (for the trail)."""
    i = IDENTITY.c
    query = select(i.account_id).where(i.issuer == identity.issuer, i.subject == identity.subject)
    known = conn.execute(query).scalar()
    if known is not None:
        return accounts.account_by_id(conn, known)
    try:
        account = accounts.find_account(conn, identity.name)
    except NotFoundError:
        if not identity.may_create or identity.role is None:
            return "aucun compte à ce nom"
        try:
            account = accounts.insert_account(
                conn, identity.name, "", identity.role, identity.display_name, identity.email, now
            )
        except GuideError as error:
            return str(error)
    other = select(i.id).where(i.account_id == account.id, i.issuer == identity.issuer)
    if conn.execute(other).first():
        return f"le compte {account.name} est déjà lié à une autre identité"
    values = {"account_id": account.id, "issuer": identity.issuer, "subject": identity.subject}
    conn.execute(insert(IDENTITY).values(created=now, **values))
    return account
