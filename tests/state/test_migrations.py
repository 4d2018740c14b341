"""The steps of the schema: they make the tables that the models describe, on empty and on old databases."""

import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from guide_pipeline.errors import RefusedError
from guide_site.state import Role, State, migrations, open_state, schema
from guide_site.state.tables import METADATA

from .conftest import QUICK

OLD = Path(__file__).parent / "cases" / "before_migrations.sql"
"""A database of the first release, which had no steps: its tables, triggers and a few rows."""


@pytest.fixture
def old(tmp_path: Path) -> Iterator[State]:
    """That database, opened by this program."""
    file = tmp_path / "etat.sqlite"
    with closing(sqlite3.connect(file)) as conn:
        conn.executescript(OLD.read_text("utf-8"))
    state = open_state(f"sqlite:///{file}", hasher=QUICK)
    yield state
    state.close()


def differences(conn: Connection) -> list[object]:
    context = MigrationContext.configure(conn, opts={"compare_type": True})
    return list(compare_metadata(context, METADATA))


def test_steps_and_models_agree(state: State) -> None:
    with state._reader.begin() as conn:
        assert differences(conn) == []


def test_a_forgotten_step_would_be_seen(state: State) -> None:
    """The comparison above can fail."""
    with state._writer.begin() as conn:
        conn.exec_driver_sql("ALTER TABLE publication ADD COLUMN oubliee INTEGER")
        assert "remove_column" in str(differences(conn))


def test_the_steps_are_one_line_and_the_last_is_the_head() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    script = ScriptDirectory.from_config(config)
    steps = [step.revision for step in script.walk_revisions()]
    assert script.get_heads() == [schema.head()]
    assert steps == [f"{number:04d}" for number in range(len(steps), 0, -1)]
    for step in script.walk_revisions():
        assert Path(step.path).name.startswith(f"v{step.revision}_")


def test_an_old_database_is_taken_over_with_its_rows(old: State) -> None:
    assert not old.has_schema()
    old.create_schema()
    assert old.has_schema()
    assert [(a.name, a.role) for a in old.users()] == [("ada", Role.ADMIN), ("marie", Role.AGENT)]
    assert old.sign_in("marie", "bonne phrase de passe") is not None
    assert [d.comment for d in old.decisions()] == ["D'accord"]
    assert [e.what for e in old.trail()][-3:] == ["connexion", "compte créé", "compte créé"]
    with old._reader.begin() as conn:
        assert differences(conn) == []


def test_names_deleted_before_they_were_kept_are_known_from_the_trail(old: State, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "etat.sqlite")) as conn:
        for number, name in enumerate(("Luc.Roux", "marie"), 7):
            values = (number, "2026-02-03 09:00:00.000000", "ada", "compte supprimé", name)
            conn.execute("INSERT INTO trail VALUES (?, ?, ?, ?, ?)", values)
        conn.commit()
    old.create_schema()
    with pytest.raises(RefusedError, match="compte supprimé"):
        old.add_user("luc.roux", None, Role.AGENT)
    old.deactivate("marie")
    assert old.user("marie").name == "marie", "made again since: it stays"


def test_several_servers_may_start_at_once(reopen: Callable[[], State]) -> None:
    states = [reopen() for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(State.create_schema, states))
    assert all(state.has_schema() for state in states)
    states[0].add_user("marie", "bonne phrase de passe", Role.AGENT)
    assert [a.name for a in states[3].users()] == ["marie"]


def test_a_step_that_fails_leaves_nothing(old: State, monkeypatch: pytest.MonkeyPatch) -> None:
    """All the steps run in one transaction, on SQLite too."""
    before = _tables(old)

    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr("guide_site.state.schema.is_current", lambda _: False)
        patch.setattr("alembic.runtime.migration.HeadMaintainer.update_to_step", broken)
        with pytest.raises(ZeroDivisionError):
            old.create_schema()
    assert _tables(old) == before
    old.create_schema()


def test_a_database_of_a_newer_program_is_left_alone(state: State) -> None:
    with state._writer.begin() as conn:
        conn.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(RefusedError, match="plus récente"):
        state.create_schema()
    assert not state.has_schema()


def test_a_database_up_to_date_needs_no_alembic(tmp_path: Path) -> None:
    """Commands open it each time: the library that migrates is only loaded to migrate."""
    import subprocess
    import sys

    url = f"sqlite:///{tmp_path / 'etat.sqlite'}"
    code = (
        "import sys; from guide_site.state import open_state; "
        f"s = open_state({url!r}); s.create_schema(); print('alembic' in sys.modules)"
    )
    said = [
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
        for _ in "12"
    ]
    assert said == ["True\n", "False\n"]


def _tables(state: State) -> list[tuple[object, ...]]:
    with state._reader.begin() as conn:
        return [
            tuple(row) for row in conn.exec_driver_sql("SELECT name, sql FROM sqlite_master ORDER BY name")
        ]
