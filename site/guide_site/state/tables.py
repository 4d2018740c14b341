"""The tables, as the steps of `migrations` leave them (a test compares). Times are stored in UTC; decisions,
publications and the trail refuse UPDATE and DELETE (`append_only`)."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, MetaData, String, Text, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from guide_site.state.types import UtcDateTime


class Base(DeclarativeBase):
    """Constraints are named by rule, so that migrations can name them too."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_name)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: UtcDateTime}  # noqa: RUF012 - SQLAlchemy reads it so


class AccountRow(Base):
    """`name_key` is the name normalised and case-folded (`names.name_key`). `password_hash`: '' for an account that
    has no password. `handle`: the random name that security keys know the account by, '' before the first key."""

    __tablename__ = "account"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    name_key: Mapped[str] = mapped_column(String(160), unique=True)
    display_name: Mapped[str] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(20))
    password_hash: Mapped[str] = mapped_column(String(255))
    active: Mapped[bool]
    created: Mapped[datetime]
    last_sign_in: Mapped[datetime | None]
    handle: Mapped[str] = mapped_column(String(64))
    email: Mapped[str] = mapped_column(String(254))


class FormerNameRow(Base):
    """A name that a deleted account had: a salted digest (`former_names`), nothing else."""

    __tablename__ = "former_name"
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    salt: Mapped[str] = mapped_column(String(32))


class SessionRow(Base):
    """`token_hash`: SHA-256 of the cookie's secret, so that a stolen table opens no session. `id_token`: what an identity
    provider said of who came in, '' for other ways; it opens nothing here, and names the provider's session to end."""

    __tablename__ = "session"
    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    created: Mapped[datetime]
    last_seen: Mapped[datetime]
    id: Mapped[str] = mapped_column(String(16), unique=True, index=True)
    way: Mapped[str] = mapped_column(String(20))
    address: Mapped[str] = mapped_column(String(64))
    device: Mapped[str] = mapped_column(String(80))
    id_token: Mapped[str] = mapped_column(Text)


class TryRow(Base):
    """Failed tries of one factor of one name. `subject` is a hash of the name, known or not: unknown names
    go exactly the same way, and what people type there by mistake (their password) is not kept."""

    __tablename__ = "failed_try"
    subject: Mapped[str] = mapped_column(String(64), primary_key=True)
    factor: Mapped[str] = mapped_column(String(20), primary_key=True)
    tries: Mapped[int]
    last: Mapped[datetime]
    locked_until: Mapped[datetime | None]


class SecurityKeyRow(Base):
    """A key registered by its owner; one that was revoked stays, and opens nothing."""

    __tablename__ = "security_key"
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    credential_id: Mapped[str] = mapped_column(String(1400), unique=True)
    public_key: Mapped[str] = mapped_column(Text)
    sign_count: Mapped[int] = mapped_column(BigInteger)
    label: Mapped[str] = mapped_column(String(80))
    prf: Mapped[bool]
    created: Mapped[datetime]
    last_used: Mapped[datetime | None]
    revoked: Mapped[datetime | None]


class PendingRow(Base):
    """Something begun that waits for its second half, and is taken once: a challenge put to a key, a sign-on at
    an identity provider. `id` and `owner` are hashes: of its secret, of the cookie of the browser it belongs to."""

    __tablename__ = "pending"
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    purpose: Mapped[str] = mapped_column(String(20))
    owner: Mapped[str] = mapped_column(String(64))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    data: Mapped[str] = mapped_column(Text)
    expires: Mapped[datetime]


class LeaseRow(Base):
    """The right of one device to read offline until a day."""

    __tablename__ = "lease"
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    secret_hash: Mapped[str] = mapped_column(String(64), unique=True)
    device: Mapped[str] = mapped_column(String(80))
    created: Mapped[datetime]
    expires: Mapped[datetime]
    revoked: Mapped[datetime | None]


class UnlockCodeRow(Base):
    """A code that the help desk gave by voice, and the checks that were made before (JSON)."""

    __tablename__ = "unlock_code"
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64))
    purpose: Mapped[str] = mapped_column(String(20))
    by: Mapped[str] = mapped_column(String(80))
    checklist: Mapped[str] = mapped_column(Text)
    tries: Mapped[int]
    created: Mapped[datetime]
    expires: Mapped[datetime]
    used: Mapped[datetime | None]


class InvitationRow(Base):
    """A link by which someone chooses their first password."""

    __tablename__ = "invitation"
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    by: Mapped[str] = mapped_column(String(80))
    created: Mapped[datetime]
    expires: Mapped[datetime]
    used: Mapped[datetime | None]


class IdentityRow(Base):
    """Who an account is at an identity provider: bound at the first sign-on, and for good."""

    __tablename__ = "identity"
    __table_args__ = (UniqueConstraint("issuer", "subject"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    issuer: Mapped[str] = mapped_column(String(255))
    subject: Mapped[str] = mapped_column(String(255))
    created: Mapped[datetime]


class ApiTokenRow(Base):
    """What a script signs in with. `scopes`: their names, spaces between."""

    __tablename__ = "api_token"
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    label: Mapped[str] = mapped_column(String(80))
    scopes: Mapped[str] = mapped_column(String(200))
    created: Mapped[datetime]
    expires: Mapped[datetime]
    last_used: Mapped[datetime | None]
    revoked: Mapped[datetime | None]


class DecisionRow(Base):
    """Append-only. `scope`: what it was given on ('' for one on a whole batch, as the first release had)."""

    __tablename__ = "decision"
    id: Mapped[int] = mapped_column(primary_key=True)
    batch: Mapped[str] = mapped_column(String(80), index=True)
    digest: Mapped[str] = mapped_column(String(128))
    verdict: Mapped[str] = mapped_column(String(20))
    by: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime]
    comment: Mapped[str] = mapped_column(Text)
    scope: Mapped[str] = mapped_column(String(200))


class DecisionItemRow(Base):
    """Append-only: a change that a decision is on, by its id in the report."""

    __tablename__ = "decision_item"
    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"), primary_key=True)
    item: Mapped[str] = mapped_column(String(200), primary_key=True)


class PublicationRow(Base):
    """Append-only. `record`: SHA-256 of the record of the decisions that made the edition, '' without one."""

    __tablename__ = "publication"
    id: Mapped[int] = mapped_column(primary_key=True)
    edition: Mapped[int]
    batch: Mapped[str] = mapped_column(String(80))
    by: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime]
    record: Mapped[str] = mapped_column(String(64))


class TrailRow(Base):
    """Append-only, but for whole months that `trail_drop` names."""

    __tablename__ = "trail"
    __table_args__ = (Index("ix_trail_month_number", "month", "number", unique=True),)
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    who: Mapped[str] = mapped_column(String(80))
    what: Mapped[str] = mapped_column(String(80))
    detail: Mapped[str] = mapped_column(Text)
    month: Mapped[str] = mapped_column(String(7))
    number: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64))


class TrailHeadRow(Base):
    """One row: the last line of the trail. Whoever adds a line locks it, so that the chain never forks."""

    __tablename__ = "trail_head"
    id: Mapped[int] = mapped_column(primary_key=True)
    month: Mapped[str] = mapped_column(String(7))
    number: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64))


class TrailDropRow(Base):
    """Append-only: a month that was dropped, and the hash that its last line had."""

    __tablename__ = "trail_drop"
    month: Mapped[str] = mapped_column(String(7), primary_key=True)
    lines: Mapped[int]
    last_hash: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]


class SearchCountRow(Base):
    """How often a query was asked on a day, and without any answer. Who asked is nowhere."""

    __tablename__ = "search_count"
    day: Mapped[str] = mapped_column(String(10), primary_key=True)
    query: Mapped[str] = mapped_column(String(80), primary_key=True)
    asked: Mapped[int]
    unanswered: Mapped[int]


class FavouriteRow(Base):
    """A sheet that someone keeps at hand. `edition`: the one whose changes to it they have seen."""

    __tablename__ = "favourite"
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    sheet: Mapped[str] = mapped_column(String(100), primary_key=True)
    added: Mapped[datetime]
    edition: Mapped[int]


class ReadingRow(Base):
    """A sheet that someone read: when last, and in which edition. None for who doesn't want it kept."""

    __tablename__ = "reading"
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    sheet: Mapped[str] = mapped_column(String(100), primary_key=True)
    read: Mapped[datetime]
    edition: Mapped[int]


class NoteRow(Base):
    """A note of one's own: its text, and what it was written on. `digest` is of the section's words then."""

    __tablename__ = "personal_note"
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    sheet: Mapped[str] = mapped_column(String(100))
    anchor: Mapped[str] = mapped_column(String(200))
    digest: Mapped[str] = mapped_column(String(64))
    edition: Mapped[int]
    title: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    created: Mapped[datetime]
    changed: Mapped[datetime]


class PreferencesRow(Base):
    """What someone asked for. `feed_hash`: SHA-256 of the key of their feed, '' for none. `chapters`: slugs, spaces
    between, '' for all. `email`: '' for the account's own address."""

    __tablename__ = "preferences"
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    keep_readings: Mapped[bool]
    digest: Mapped[bool]
    email: Mapped[str] = mapped_column(String(254))
    chapters: Mapped[str] = mapped_column(Text)
    feed_hash: Mapped[str] = mapped_column(String(64), index=True)
    feed_created: Mapped[datetime | None]


class DigestRow(Base):
    """An edition whose news went to someone by mail: nobody gets them twice."""

    __tablename__ = "digest_sent"
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    edition: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
