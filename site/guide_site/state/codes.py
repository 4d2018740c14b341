"""Codes of the help desk: drawn to be read aloud, kept as hashes, tried a few times, used once.

Letters alone are misheard, whole words are long to spell: so sixteen signs of an alphabet without look-alikes,
in fours, each letter with its name of the aeronautical alphabet beside it.
"""

import json
import math
import secrets
from datetime import datetime

from sqlalchemy import Connection, and_, insert, select, update

from guide_site.state.policy import AccessPolicy
from guide_site.state.sessions import token_hash
from guide_site.state.tables import UNLOCK_CODE
from guide_site.state.values import Account, CallBack, CodePurpose

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""32 signs: no I, O, 0, 1."""
LENGTH, GROUP = 16, 4
BITS = LENGTH * math.log2(len(ALPHABET))
"""80."""
_SPOKEN = [
    "Alfa",
    "Bravo",
    "Charlie",
    "Delta",
    "Echo",
    "Foxtrot",
    "Golf",
    "Hotel",
    "Juliett",
    "Kilo",
    "Lima",
    "Mike",
    "November",
    "Papa",
    "Quebec",
    "Romeo",
    "Sierra",
    "Tango",
    "Uniform",
    "Victor",
    "Whisky",
    "X-ray",
    "Yankee",
    "Zoulou",
    "deux",
    "trois",
    "quatre",
    "cinq",
    "six",
    "sept",
    "huit",
    "neuf",
]
_C = UNLOCK_CODE.c


def drawn_code() -> str:
    """'KTRA-72MN-…': four groups of four."""
    signs = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return "-".join(signs[at : at + GROUP] for at in range(0, LENGTH, GROUP))


def spoken(code: str) -> tuple[str, ...]:
    """How each group is said: 'Kilo Tango Romeo Alfa'."""
    return tuple(" ".join(_SPOKEN[ALPHABET.index(sign)] for sign in group) for group in code.split("-"))


def plain(code: str) -> str:
    """The code as it was drawn, however it was typed: case, spaces and hyphens don't count."""
    return "".join(char for char in code.upper() if char in ALPHABET)[: LENGTH + 1]


def insert_code(
    conn: Connection,
    account: Account,
    code: str,
    purpose: CodePurpose,
    by: str,
    seen: CallBack,
    now: datetime,
    policy: AccessPolicy,
) -> None:
    """The one live code of the account: those before it are dead."""
    conn.execute(update(UNLOCK_CODE).where(_C.account_id == account.id, _C.used.is_(None)).values(used=now))
    checklist = {"numero": seen.number, "verifications": seen.checks, "remarque": seen.remark}
    conn.execute(
        insert(UNLOCK_CODE).values(
            account_id=account.id,
            code_hash=token_hash(plain(code)),
            purpose=purpose.value,
            by=by,
            checklist=json.dumps(checklist, ensure_ascii=False),
            tries=0,
            created=now,
            expires=now + policy.code,
        )
    )


def claim_code(conn: Connection, account: Account | None, now: datetime, policy: AccessPolicy) -> int | None:
    """Take one try of the account's live code: its number, or None when there is none or its tries are spent."""
    ident = -1 if account is None else account.id
    live = and_(_C.account_id == ident, _C.used.is_(None), _C.expires > now, _C.tries < policy.code_tries)
    claimed = update(UNLOCK_CODE).where(live).values(tries=_C.tries + 1).returning(_C.id)
    number: int | None = conn.execute(claimed).scalar()
    return number


def right_purpose(conn: Connection, ident: int, code: str) -> CodePurpose | None:
    """What the code is for, when it is the right one; it stays unused."""
    query = select(_C.purpose).where(
        _C.id == ident, _C.code_hash == token_hash(plain(code)), _C.used.is_(None)
    )
    purpose = conn.execute(query).scalar()
    return None if purpose is None else CodePurpose(purpose)


def use_code(conn: Connection, ident: int, code: str, now: datetime) -> CodePurpose | None:
    """What the code opens, once; None when it is wrong or was used meanwhile."""
    right = and_(_C.id == ident, _C.code_hash == token_hash(plain(code)), _C.used.is_(None))
    purpose = conn.execute(update(UNLOCK_CODE).where(right).values(used=now).returning(_C.purpose)).scalar()
    return None if purpose is None else CodePurpose(purpose)


def last_codes(conn: Connection, account: Account) -> tuple[tuple[datetime, str, CodePurpose, CallBack], ...]:
    """Codes given for the account, the newest first: when, by whom, for what, after which checks."""
    query = select(_C.created, _C.by, _C.purpose, _C.checklist).where(_C.account_id == account.id)
    found = []
    for created, by, purpose, text in conn.execute(query.order_by(_C.id.desc()).limit(20)):
        seen = json.loads(text)
        call = CallBack(seen["numero"], tuple(seen["verifications"]), seen["remarque"])
        found.append((created, by, CodePurpose(purpose), call))
    return tuple(found)
