"""The tables, as the steps of `migrations` leave them (a test compares). Times are stored in UTC; decisions,
publications and the trail refuse UPDATE and DELETE (`append_only`).

They are SQLAlchemy's Core tables, without its ORM, whose loading would be a tenth of a short command's time.
"""

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    MetaData,
    Named,
    String,
    Table,
    Text,
    TypedColumns,
    UniqueConstraint,
)

from guide_site.state.types import UtcDateTime

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)
"""Constraints are named by rule, so that migrations can name them too."""


class _Account(TypedColumns):
    """`name_key` is the name normalised and case-folded (`names.name_key`). `password_hash`: '' for an account that
    has no password. `handle`: the random name that security keys know the account by, '' before the first key."""

    id: Named[int] = Column(primary_key=True)
    name: Named[str] = Column(String(80))
    name_key: Named[str] = Column(String(160), unique=True)
    display_name: Named[str] = Column(String(200))
    role: Named[str] = Column(String(20))
    password_hash: Named[str] = Column(String(255))
    active: Named[bool]
    created: Named[datetime] = Column(UtcDateTime)
    last_sign_in: Named[datetime | None] = Column(UtcDateTime)
    handle: Named[str] = Column(String(64))
    email: Named[str] = Column(String(254))


ACCOUNT = Table("account", METADATA, _Account)


class _FormerName(TypedColumns):
    """A name that a deleted account had: a salted digest (`former_names`), nothing else."""

    digest: Named[str] = Column(String(64), primary_key=True)
    salt: Named[str] = Column(String(32))


FORMER_NAME = Table("former_name", METADATA, _FormerName)


class _Session(TypedColumns):
    """`token_hash`: SHA-256 of the cookie's secret, so that a stolen table opens no session. `id_token`: what an identity
    provider said of who came in, '' for other ways; it opens nothing here, and names the provider's session to end."""

    token_hash: Named[str] = Column(String(64), primary_key=True)
    account_id: Named[int] = Column(ForeignKey("account.id"), index=True)
    created: Named[datetime] = Column(UtcDateTime)
    last_seen: Named[datetime] = Column(UtcDateTime)
    id: Named[str] = Column(String(16), unique=True, index=True)
    way: Named[str] = Column(String(20))
    address: Named[str] = Column(String(64))
    device: Named[str] = Column(String(80))
    id_token: Named[str] = Column(Text)


SESSION = Table("session", METADATA, _Session)


class _Try(TypedColumns):
    """Failed tries of one factor of one name. `subject` is a hash of the name, known or not: unknown names
    go exactly the same way, and what people type there by mistake (their password) is not kept."""

    subject: Named[str] = Column(String(64), primary_key=True)
    factor: Named[str] = Column(String(20), primary_key=True)
    tries: Named[int]
    last: Named[datetime] = Column(UtcDateTime)
    locked_until: Named[datetime | None] = Column(UtcDateTime)


TRY = Table("failed_try", METADATA, _Try)


class _SecurityKey(TypedColumns):
    """A key registered by its owner; one that was revoked stays, and opens nothing."""

    id: Named[int] = Column(primary_key=True)
    account_id: Named[int] = Column(ForeignKey("account.id"), index=True)
    credential_id: Named[str] = Column(String(1400), unique=True)
    public_key: Named[str] = Column(Text)
    sign_count: Named[int] = Column(BigInteger)
    label: Named[str] = Column(String(80))
    prf: Named[bool]
    created: Named[datetime] = Column(UtcDateTime)
    last_used: Named[datetime | None] = Column(UtcDateTime)
    revoked: Named[datetime | None] = Column(UtcDateTime)


SECURITY_KEY = Table("security_key", METADATA, _SecurityKey)


class _Pending(TypedColumns):
    """Something begun that waits for its second half, and is taken once: a challenge put to a key, a sign-on at
    an identity provider. `id` and `owner` are hashes: of its secret, of the cookie of the browser it belongs to."""

    id: Named[str] = Column(String(64), primary_key=True)
    purpose: Named[str] = Column(String(20))
    owner: Named[str] = Column(String(64))
    account_id: Named[int | None] = Column(ForeignKey("account.id"))
    data: Named[str] = Column(Text)
    expires: Named[datetime] = Column(UtcDateTime)


PENDING = Table("pending", METADATA, _Pending)


class _Lease(TypedColumns):
    """The right of one device to read offline until a day."""

    id: Named[int] = Column(primary_key=True)
    account_id: Named[int] = Column(ForeignKey("account.id"), index=True)
    secret_hash: Named[str] = Column(String(64), unique=True)
    device: Named[str] = Column(String(80))
    created: Named[datetime] = Column(UtcDateTime)
    expires: Named[datetime] = Column(UtcDateTime)
    revoked: Named[datetime | None] = Column(UtcDateTime)


LEASE = Table("lease", METADATA, _Lease)


class _UnlockCode(TypedColumns):
    """A code that the help desk gave by voice, and the checks that were made before (JSON)."""

    id: Named[int] = Column(primary_key=True)
    account_id: Named[int] = Column(ForeignKey("account.id"), index=True)
    code_hash: Named[str] = Column(String(64))
    purpose: Named[str] = Column(String(20))
    by: Named[str] = Column(String(80))
    checklist: Named[str] = Column(Text)
    tries: Named[int]
    created: Named[datetime] = Column(UtcDateTime)
    expires: Named[datetime] = Column(UtcDateTime)
    used: Named[datetime | None] = Column(UtcDateTime)


UNLOCK_CODE = Table("unlock_code", METADATA, _UnlockCode)


class _Invitation(TypedColumns):
    """A link by which someone chooses their first password."""

    id: Named[int] = Column(primary_key=True)
    account_id: Named[int] = Column(ForeignKey("account.id"), index=True)
    token_hash: Named[str] = Column(String(64), unique=True)
    by: Named[str] = Column(String(80))
    created: Named[datetime] = Column(UtcDateTime)
    expires: Named[datetime] = Column(UtcDateTime)
    used: Named[datetime | None] = Column(UtcDateTime)


INVITATION = Table("invitation", METADATA, _Invitation)


class _Identity(TypedColumns):
    """Who an account is at an identity provider: bound at the first sign-on, and for good."""

    id: Named[int] = Column(primary_key=True)
    account_id: Named[int] = Column(ForeignKey("account.id"), index=True)
    issuer: Named[str] = Column(String(255))
    subject: Named[str] = Column(String(255))
    created: Named[datetime] = Column(UtcDateTime)


IDENTITY = Table("identity", METADATA, _Identity, UniqueConstraint("issuer", "subject"))


class _ApiToken(TypedColumns):
    """What a script signs in with. `scopes`: their names, spaces between."""

    id: Named[int] = Column(primary_key=True)
    account_id: Named[int] = Column(ForeignKey("account.id"), index=True)
    token_hash: Named[str] = Column(String(64), unique=True)
    label: Named[str] = Column(String(80))
    scopes: Named[str] = Column(String(200))
    created: Named[datetime] = Column(UtcDateTime)
    expires: Named[datetime] = Column(UtcDateTime)
    last_used: Named[datetime | None] = Column(UtcDateTime)
    revoked: Named[datetime | None] = Column(UtcDateTime)


API_TOKEN = Table("api_token", METADATA, _ApiToken)


class _Decision(TypedColumns):
    """Append-only. `scope`: what it was given on ('' for one on a whole batch, as the first release had)."""

    id: Named[int] = Column(primary_key=True)
    batch: Named[str] = Column(String(80), index=True)
    digest: Named[str] = Column(String(128))
    verdict: Named[str] = Column(String(20))
    by: Named[str] = Column(String(80))
    at: Named[datetime] = Column(UtcDateTime)
    comment: Named[str] = Column(Text)
    scope: Named[str] = Column(String(200))


DECISION = Table("decision", METADATA, _Decision)


class _DecisionItem(TypedColumns):
    """Append-only: a change that a decision is on, by its id in the report."""

    decision_id: Named[int] = Column(ForeignKey("decision.id"), primary_key=True)
    item: Named[str] = Column(String(200), primary_key=True)


DECISION_ITEM = Table("decision_item", METADATA, _DecisionItem)


class _Publication(TypedColumns):
    """Append-only. `record`: SHA-256 of the record of the decisions that made the edition, '' without one."""

    id: Named[int] = Column(primary_key=True)
    edition: Named[int]
    batch: Named[str] = Column(String(80))
    by: Named[str] = Column(String(80))
    at: Named[datetime] = Column(UtcDateTime)
    record: Named[str] = Column(String(64))


PUBLICATION = Table("publication", METADATA, _Publication)


class _Trail(TypedColumns):
    """Append-only, but for whole months that `trail_drop` names."""

    id: Named[int] = Column(primary_key=True)
    at: Named[datetime] = Column(UtcDateTime, index=True)
    who: Named[str] = Column(String(80))
    what: Named[str] = Column(String(80))
    detail: Named[str] = Column(Text)
    month: Named[str] = Column(String(7))
    number: Named[int]
    hash: Named[str] = Column(String(64))


TRAIL = Table("trail", METADATA, _Trail, Index("ix_trail_month_number", "month", "number", unique=True))


class _TrailHead(TypedColumns):
    """One row: the last line of the trail. Whoever adds a line locks it, so that the chain never forks."""

    id: Named[int] = Column(primary_key=True)
    month: Named[str] = Column(String(7))
    number: Named[int]
    hash: Named[str] = Column(String(64))


TRAIL_HEAD = Table("trail_head", METADATA, _TrailHead)


class _TrailDrop(TypedColumns):
    """Append-only: a month that was dropped, and the hash that its last line had."""

    month: Named[str] = Column(String(7), primary_key=True)
    lines: Named[int]
    last_hash: Named[str] = Column(String(64))
    at: Named[datetime] = Column(UtcDateTime)


TRAIL_DROP = Table("trail_drop", METADATA, _TrailDrop)


class _SearchCount(TypedColumns):
    """How often a query was asked on a day, and without any answer. Who asked is nowhere."""

    day: Named[str] = Column(String(10), primary_key=True)
    query: Named[str] = Column(String(80), primary_key=True)
    asked: Named[int]
    unanswered: Named[int]


SEARCH_COUNT = Table("search_count", METADATA, _SearchCount)


class _Favourite(TypedColumns):
    """A sheet that someone keeps at hand. `edition`: the one whose changes to it they have seen."""

    account_id: Named[int] = Column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    sheet: Named[str] = Column(String(100), primary_key=True)
    added: Named[datetime] = Column(UtcDateTime)
    edition: Named[int]


FAVOURITE = Table("favourite", METADATA, _Favourite)


class _Reading(TypedColumns):
    """A sheet that someone read: when last, and in which edition. None for who doesn't want it kept."""

    account_id: Named[int] = Column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    sheet: Named[str] = Column(String(100), primary_key=True)
    read: Named[datetime] = Column(UtcDateTime)
    edition: Named[int]


READING = Table("reading", METADATA, _Reading)


class _Note(TypedColumns):
    """A note of one's own: its text, and what it was written on. `digest` is of the section's words then."""

    id: Named[int] = Column(primary_key=True)
    account_id: Named[int] = Column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    sheet: Named[str] = Column(String(100))
    anchor: Named[str] = Column(String(200))
    digest: Named[str] = Column(String(64))
    edition: Named[int]
    title: Named[str] = Column(Text)
    text: Named[str] = Column(Text)
    created: Named[datetime] = Column(UtcDateTime)
    changed: Named[datetime] = Column(UtcDateTime)


NOTE = Table("personal_note", METADATA, _Note)


class _Preferences(TypedColumns):
    """What someone asked for. `feed_hash`: SHA-256 of the key of their feed, '' for none. `chapters`: slugs, spaces
    between, '' for all. `email`: '' for the account's own address."""

    account_id: Named[int] = Column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    keep_readings: Named[bool]
    digest: Named[bool]
    email: Named[str] = Column(String(254))
    chapters: Named[str] = Column(Text)
    feed_hash: Named[str] = Column(String(64), index=True)
    feed_created: Named[datetime | None] = Column(UtcDateTime)


PREFERENCES = Table("preferences", METADATA, _Preferences)


class _Digest(TypedColumns):
    """An edition whose news went to someone by mail: nobody gets them twice."""

    account_id: Named[int] = Column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    edition: Named[int] = Column(primary_key=True)
    at: Named[datetime] = Column(UtcDateTime)


DIGEST = Table("digest_sent", METADATA, _Digest)
