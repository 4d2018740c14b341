"""The trail becomes a chain of hashes, month by month; whole months may be dropped once that is recorded."""

import sqlalchemy as sa
from alembic import op

from guide_site.state.append_only import protect, unprotect
from guide_site.state.chain import GENESIS, link, month_of
from guide_site.state.types import UtcDateTime

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the chain to the rows that exist, in their order."""
    conn = op.get_bind()
    unprotect(conn, "trail")
    op.add_column("trail", sa.Column("month", sa.String(7), nullable=False, server_default=""))
    op.add_column("trail", sa.Column("number", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("trail", sa.Column("hash", sa.String(64), nullable=False, server_default=""))
    op.create_table(
        "trail_head",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("month", sa.String(7), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_trail_head"),
    )
    op.create_table(
        "trail_drop",
        sa.Column("month", sa.String(7), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("last_hash", sa.String(64), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("month", name="pk_trail_drop"),
    )
    _chain(conn)
    op.create_index("ix_trail_month_number", "trail", ["month", "number"], unique=True)
    protect(conn, "trail", unless="OLD.month IN (SELECT month FROM trail_drop)")
    protect(conn, "trail_drop")


def _chain(conn: sa.Connection) -> None:
    trail = sa.table(
        "trail",
        sa.column("id", sa.Integer()),
        sa.column("at", UtcDateTime()),
        *(sa.column(name, sa.String()) for name in ("who", "what", "detail", "month", "hash")),
        sa.column("number", sa.Integer()),
    )
    head = sa.table("trail_head", *(sa.column(name) for name in ("id", "month", "number", "hash")))
    month, number, last = "", 0, GENESIS
    query = sa.select(trail.c.id, trail.c.at, trail.c.who, trail.c.what, trail.c.detail).order_by(trail.c.id)
    for ident, at, who, what, detail in conn.execute(query).all():
        here = max(month, month_of(at))
        month, number = here, number + 1 if here == month else 1
        last = link(last, month, number, at, who, what, detail)
        row = sa.update(trail).where(trail.c.id == ident)
        conn.execute(row.values(month=month, number=number, hash=last))
    conn.execute(sa.insert(head).values(id=1, month=month, number=number, hash=last))
