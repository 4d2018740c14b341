"""Names that deleted accounts had, and that nobody gets again: decisions and the trail still speak of who had them.

Kept of each is a salted digest, and nothing else: enough to answer whether a name was one, not to list them. Names are
easy to try, so this hides none from who holds the database and asks for a given one; that is its use. An account that
never did anything leaves its name free: nothing can be taken for its next holder's.
"""

import secrets
from hashlib import sha256

from sqlalchemy import Connection, insert, select

from guide_pipeline.errors import RefusedError
from guide_site.state.names import name_key
from guide_site.state.tables import DECISION, FORMER_NAME, PUBLICATION, TRAIL
from guide_site.state.values import Account


def keep_name(conn: Connection, account: Account) -> None:
    """Remember the name of an account about to be deleted, if anything was ever done in it."""
    if account.last_sign_in is not None or _acted(conn, account.name):
        salt = conn.scalar(select(FORMER_NAME.c.salt).limit(1)) or new_salt()
        conn.execute(insert(FORMER_NAME).values(salt=salt, digest=salted(salt, account.name)))


def check_never_used(conn: Connection, *names: str) -> None:
    """Raise `RefusedError` when deleted accounts had some of these names, whatever their case."""
    f = FORMER_NAME.c
    known = {(salt, digest) for salt, digest in conn.execute(select(f.salt, f.digest))}
    salts = {salt for salt, _ in known}
    used = [name for name in names if any((salt, salted(salt, name)) in known for salt in salts)]
    if used:
        listed = ", ".join(f"« {name} »" for name in used)
        raise RefusedError(
            f"{listed} : ce nom a été celui d'un compte supprimé. Les décisions et le journal qui le citent se liraient "
            "comme ceux de la nouvelle personne : choisissez un autre nom."
            if len(used) == 1
            else f"{listed} : ces noms ont été ceux de comptes supprimés. Les décisions et le journal qui les citent se "
            "liraient comme ceux des nouvelles personnes : choisissez d'autres noms."
        )


def new_salt() -> str:
    """One for a database: those of its names after the first share it, so that a long list is checked quickly."""
    return secrets.token_hex(16)


def salted(salt: str, name: str) -> str:
    """The digest of a name."""
    return sha256(f"{salt} {name_key(name)}".encode("utf-8", "surrogatepass")).hexdigest()


def _acted(conn: Connection, name: str) -> bool:
    """True when a decision, a publication or a line of the trail is in this name."""
    key = name_key(name)
    columns = (DECISION.c.by, PUBLICATION.c.by, TRAIL.c.who)
    return any(name_key(by) == key for column in columns for by in conn.scalars(select(column).distinct()))
