"""Decisions are on the changes of a batch one by one, and a publication keeps the hash of the record of them."""

import sqlalchemy as sa
from alembic import op

from guide_site.state.append_only import protect

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Add what a decision is on. Those made before were on whole batches: they stay, for the record."""
    op.add_column("decision", sa.Column("scope", sa.String(200), nullable=False, server_default=""))
    op.add_column("publication", sa.Column("record", sa.String(64), nullable=False, server_default=""))
    op.create_table(
        "decision_item",
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(200), nullable=False),
        sa.PrimaryKeyConstraint("decision_id", "item", name="pk_decision_item"),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name="fk_decision_item_decision_id"),
    )
    protect(op.get_bind(), "decision_item")
