"""Names of deleted accounts aren't given again: a salted digest of each is kept."""

import sqlalchemy as sa
from alembic import op

from guide_site.state.former_names import new_salt, salted
from guide_site.state.names import name_key

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Accounts deleted before are known as long as the trail says so; their digests are made of its lines."""
    table = op.create_table(
        "former_name",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("salt", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_former_name"),
    )
    conn = op.get_bind()
    deleted = sa.text("SELECT DISTINCT detail FROM trail WHERE what = 'compte supprimé'")
    known = set(conn.scalars(sa.text("SELECT name_key FROM account")))
    salt = new_salt()
    gone = {name_key(name): name for name in conn.scalars(deleted)}
    for key in gone.keys() - known:
        conn.execute(table.insert().values(salt=salt, digest=salted(salt, gone[key])))
