"""Sessions can be listed and ended one by one: each has a public name, and says how and whence it was opened."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the columns. Sessions open now are ended: nobody knows how they were opened."""
    op.execute("DELETE FROM session")
    for name, length in (("id", 16), ("way", 20), ("address", 64), ("device", 80)):
        op.add_column("session", sa.Column(name, sa.String(length), nullable=False, server_default=""))
    op.create_index("ix_session_id", "session", ["id"], unique=True)
