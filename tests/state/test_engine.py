"""Opening the database: files, addresses, schema."""

import stat
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy.dialects import sqlite

from guide_pipeline.errors import UsageError
from guide_site.state import State, default_url, open_state
from guide_site.state.tables import UtcDateTime


def test_the_default_file_is_readable_by_its_owner_only(tmp_path: Path) -> None:
    state = open_state(default_url(tmp_path))
    state.create_schema()
    files = list((tmp_path / "var").iterdir())
    state.close()
    assert tmp_path / "var" / "etat.sqlite" in files
    assert {stat.S_IMODE(file.stat().st_mode) for file in (tmp_path / "var").iterdir()} == {0o600}


@pytest.mark.parametrize("bad", ["n'importe quoi", "sqlite://", "sqlite:///:memory:"])
def test_addresses_that_make_no_sense(bad: str) -> None:
    with pytest.raises(UsageError):
        open_state(bad)


def test_the_schema_is_made_on_request_only_and_once(reopen: Callable[[], State]) -> None:
    state = reopen()
    assert not state.has_schema()
    state.create_schema()
    state.record("a", "b")
    reopen().create_schema()
    assert state.has_schema() and len(state.trail()) == 1


def test_a_database_that_cannot_be_read_is_noticed(tmp_path: Path) -> None:
    state = open_state(default_url(tmp_path))
    assert not state.answers()
    state.create_schema()
    assert state.answers()
    state.close()
    (tmp_path / "var" / "etat.sqlite").write_bytes(b"ceci n'est pas une base de donnees" * 100)
    broken = open_state(default_url(tmp_path))
    assert not broken.answers()
    broken.close()


def test_a_time_without_zone_is_a_bug() -> None:
    with pytest.raises(ValueError, match="zone"):
        UtcDateTime().process_bind_param(datetime(2026, 1, 1), sqlite.dialect())
