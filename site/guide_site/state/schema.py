"""Bringing the database to the schema of this program (see `migrations`), and telling where it stands.

Alembic is imported only when there is something to do: a command that finds the database up to date, which is
nearly all of them, must not wait for it.
"""

import re
from functools import cache
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from guide_pipeline.errors import RefusedError

_FOLDER = Path(__file__).parent / "migrations"
_STEP = re.compile(r"v(\d{4})_\w+\.py")
_BASELINE = "0001"
_LOCK = 7_205_119_433
"""An arbitrary number: whoever holds the PostgreSQL lock of this name is migrating."""


@cache
def head() -> str:
    """The newest step that this program knows. Tests hold that Alembic finds the same."""
    return max(step[1] for file in (_FOLDER / "versions").iterdir() if (step := _STEP.fullmatch(file.name)))


def current(conn: Connection) -> str | None:
    """The step the database is at; None for one that has no tables yet, '0001' for one older than the steps."""
    tables = set(inspect(conn).get_table_names())
    if "alembic_version" in tables:
        found: str | None = conn.execute(text("SELECT version_num FROM alembic_version")).scalar()
        return found
    return _BASELINE if "trail" in tables else None


def is_current(conn: Connection) -> bool:
    """True when the database has exactly the schema of this program."""
    return current(conn) == head() and "alembic_version" in inspect(conn).get_table_names()


def migrate(conn: Connection) -> None:
    """Run the steps that are missing, in the caller's transaction: all of them or none.

    Several servers may start at once: the first one migrates, the others wait and find nothing to do. Raises
    `RefusedError` when a newer program has migrated the database already.
    """
    if conn.dialect.name == "postgresql":
        conn.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    if is_current(conn):
        return
    found = current(conn)
    if found is not None and found > head():
        raise RefusedError(
            f"La base des comptes est à la version {found}, plus récente que ce programme ({head()}) : "
            "mettez le programme à jour."
        )
    _run_steps(conn, adopt=found is not None and "alembic_version" not in inspect(conn).get_table_names())


def _run_steps(conn: Connection, adopt: bool) -> None:
    from alembic.config import Config
    from alembic.runtime.environment import EnvironmentContext
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    script = ScriptDirectory.from_config(config)
    with EnvironmentContext(
        config, script, fn=lambda revision, _: script._upgrade_revs("head", revision)
    ) as environment:
        environment.configure(connection=conn, transactional_ddl=True)
        context = environment.get_context()
        if adopt:
            context.stamp(script, _BASELINE)
        environment.run_migrations()
