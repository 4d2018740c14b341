"""The tables, as the steps of `migrations` leave them (a test compares). Times are stored in UTC; decisions,
publications and the trail refuse UPDATE and DELETE (`append_only`)."""

from datetime import UTC, datetime

from sqlalchemy import DateTime, Dialect, ForeignKey, MetaData, String, Text, TypeDecorator
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class UtcDateTime(TypeDecorator[datetime]):
    """An aware time, stored as naive UTC so that SQLite and PostgreSQL hold and order the same thing."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To the database; a naive time is a bug of the caller."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without its zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """From the database: aware again."""
        return None if value is None else value.replace(tzinfo=UTC)


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
    """`name_key` is the name normalised and case-folded (`names.name_key`)."""

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


class SessionRow(Base):
    """`token_hash`: SHA-256 of the cookie's secret, so that a stolen table opens no session."""

    __tablename__ = "session"
    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    created: Mapped[datetime]
    last_seen: Mapped[datetime]


class TryRow(Base):
    """Failed tries of one factor of one name. `subject` is a hash of the name, known or not: unknown names
    go exactly the same way, and what people type there by mistake (their password) is not kept."""

    __tablename__ = "failed_try"
    subject: Mapped[str] = mapped_column(String(64), primary_key=True)
    factor: Mapped[str] = mapped_column(String(20), primary_key=True)
    tries: Mapped[int]
    last: Mapped[datetime]
    locked_until: Mapped[datetime | None]


class DecisionRow(Base):
    """Append-only."""

    __tablename__ = "decision"
    id: Mapped[int] = mapped_column(primary_key=True)
    batch: Mapped[str] = mapped_column(String(80), index=True)
    digest: Mapped[str] = mapped_column(String(128))
    verdict: Mapped[str] = mapped_column(String(20))
    by: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime]
    comment: Mapped[str] = mapped_column(Text)


class PublicationRow(Base):
    """Append-only."""

    __tablename__ = "publication"
    id: Mapped[int] = mapped_column(primary_key=True)
    edition: Mapped[int]
    batch: Mapped[str] = mapped_column(String(80))
    by: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime]


class TrailRow(Base):
    """Append-only."""

    __tablename__ = "trail"
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    who: Mapped[str] = mapped_column(String(80))
    what: Mapped[str] = mapped_column(String(80))
    detail: Mapped[str] = mapped_column(Text)
