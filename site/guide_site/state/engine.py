"""Opening the database: SQLite set up for several threads and processes, PostgreSQL as it comes.

A transaction that will write says so when it begins (`WRITING`): SQLite then takes its lock at once. Begun
as a reader, it could find at its first write that another had written meanwhile, and fail without waiting.
"""

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import ConnectionPoolEntry

from guide_pipeline.errors import UsageError

WRITING = "guide_writing"
_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=10000")


def open_engine(url: str) -> Engine:
    """An engine on `url`; a SQLite file and its folder are made when missing, readable by their owner only.

    Raises `UsageError` when the URL makes no sense.
    """
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise UsageError(f"L'adresse de la base des comptes n'est pas valable : {url}") from error
    if parsed.get_backend_name() != "sqlite":
        return create_engine(parsed, pool_pre_ping=True)
    if not parsed.database or parsed.database == ":memory:":
        raise UsageError("La base des comptes doit être un fichier : elle ne peut pas rester en mémoire.")
    _prepare_file(Path(parsed.database))
    engine = create_engine(parsed)
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare_file(file: Path) -> None:
    """Make the file with a strict mode first: SQLite gives its WAL the mode of the database."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch(mode=0o600, exist_ok=True)


def _set_up(connection: Any, _record: ConnectionPoolEntry) -> None:
    """Hand transactions over to us (the driver would begin them late) and set the pragmas."""
    assert isinstance(connection, sqlite3.Connection)
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}").close()


def _begin(connection: Connection) -> None:
    """Begin for reading, or at once for writing."""
    writing = connection.get_execution_options().get(WRITING, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
