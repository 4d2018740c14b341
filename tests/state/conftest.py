"""A state on a real database: each test runs on SQLite and on PostgreSQL (tests/postgresql.py)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

import pytest
from argon2 import PasswordHasher

from guide_site.state import AccessPolicy, State, open_state

QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@dataclass
class Clock:
    """A clock that tests move."""

    now: datetime = datetime(2026, 4, 1, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        """Later by so many `minutes`, `hours`…"""
        self.now += timedelta(**by)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'var' / 'etat.sqlite'}"
    address: str = request.getfixturevalue("empty_postgresql")
    return address


class Reopen(Protocol):
    """Opens the same database again, as another process would; with other rules if some are given."""

    def __call__(self, policy: AccessPolicy | None = None) -> State: ...


@pytest.fixture
def reopen(url: str, clock: Clock) -> Iterator[Reopen]:
    """See `Reopen`."""
    opened: list[State] = []

    def open_again(policy: AccessPolicy | None = None) -> State:
        opened.append(open_state(url, policy=policy, clock=clock, hasher=QUICK))
        return opened[-1]

    yield open_again
    for state in opened:
        state.close()


@pytest.fixture
def state(reopen: Reopen) -> State:
    """A state with its tables and no account."""
    state = reopen()
    state.create_schema()
    return state
