"""How often something was searched for, and found nothing: counts by day, nobody's name."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "search_count",
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("query", sa.String(80), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("unanswered", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "query", name="pk_search_count"),
    )
