"""What belongs to one reader: favourites, readings, notes, preferences, digests sent. All goes with the account."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Make the tables."""
    for table, time in (("favourite", "added"), ("reading", "read")):
        op.create_table(
            table,
            *_of_an_account(table, "sheet"),
            sa.Column("sheet", sa.String(100), nullable=False),
            sa.Column(time, sa.DateTime(), nullable=False),
            sa.Column("edition", sa.Integer(), nullable=False),
        )
    op.create_table(
        "personal_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("sheet", sa.String(100), nullable=False),
        sa.Column("anchor", sa.String(200), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created", sa.DateTime(), nullable=False),
        sa.Column("changed", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_personal_note"),
        _owner("personal_note"),
    )
    op.create_index("ix_personal_note_account_id", "personal_note", ["account_id"])
    op.create_table(
        "preferences",
        *_of_an_account("preferences"),
        sa.Column("keep_readings", sa.Boolean(), nullable=False),
        sa.Column("digest", sa.Boolean(), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("chapters", sa.Text(), nullable=False),
        sa.Column("feed_hash", sa.String(64), nullable=False),
        sa.Column("feed_created", sa.DateTime(), nullable=True),
    )
    op.create_index("ix_preferences_feed_hash", "preferences", ["feed_hash"])
    op.create_table(
        "digest_sent",
        *_of_an_account("digest_sent", "edition"),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
    )


def _of_an_account(table: str, *key: str) -> tuple[sa.schema.SchemaItem, ...]:
    """The column, and the keys, of a table whose rows are named by their account (and by `key`)."""
    return (
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("account_id", *key, name=f"pk_{table}"),
        _owner(table),
    )


def _owner(table: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_account_id"
    return sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=name, ondelete="CASCADE")
