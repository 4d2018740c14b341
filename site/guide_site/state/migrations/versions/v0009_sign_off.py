"""A session knows the token by which its identity provider ends its own session too."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Sessions open now have none: signing out of them ends the guide's session only."""
    op.add_column("session", sa.Column("id_token", sa.Text(), nullable=False, server_default=""))
