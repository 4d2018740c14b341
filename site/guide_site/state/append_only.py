"""Tables whose rows can't be changed or removed, whatever program asks: the database itself refuses.

Migrations put the triggers in place and take them away for their own time. A table may allow one way out:
`unless` is an SQL condition on `OLD` under which a row may be deleted (never changed).
"""

from sqlalchemy import Connection

_FUNCTION = """\
CREATE OR REPLACE FUNCTION {table}_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND ({unless}) THEN RETURN OLD; END IF;
  RAISE EXCEPTION '{table} is append-only';
END $$"""
_TRUNCATE = """\
CREATE OR REPLACE FUNCTION {table}_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{table} is append-only'; END $$"""


def protect(conn: Connection, table: str, unless: str = "") -> None:
    """From now on the rows of `table` are only ever added."""
    if conn.dialect.name == "sqlite":
        for act in ("update", "delete"):
            when = f"WHEN NOT ({unless}) " if unless and act == "delete" else ""
            conn.exec_driver_sql(
                f"CREATE TRIGGER {table}_{act} BEFORE {act.upper()} ON {table} {when}"
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
        return
    conn.exec_driver_sql(_FUNCTION.format(table=table, unless=unless or "false"))
    conn.exec_driver_sql(
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {table}_append_only()"
    )
    conn.exec_driver_sql(_TRUNCATE.format(table=table))
    conn.exec_driver_sql(
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_no_truncate()"
    )


def unprotect(conn: Connection, table: str) -> None:
    """Take the triggers away, for a migration that must fill a new column; `protect` puts them back."""
    if conn.dialect.name == "sqlite":
        for act in ("update", "delete"):
            conn.exec_driver_sql(f"DROP TRIGGER {table}_{act}")
        return
    for trigger in ("append_only", "no_truncate"):
        conn.exec_driver_sql(f"DROP TRIGGER IF EXISTS {table}_{trigger} ON {table}")
