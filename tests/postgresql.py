"""A PostgreSQL of the tests' own: Debian's binaries, a folder of its own, a socket and no port, one a test session.

It starts once for a process of pytest (each worker of pytest-xdist has its own) and costs about two seconds.
GUIDE_TEST_POSTGRESQL names another server's database instead, which the tests empty.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

_INSTALLED = Path("/usr/lib/postgresql")
_UNSAFE_AND_QUICK = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200"


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The address of a database that tests may empty; the test is skipped where no server can be started."""
    given = os.environ.get("GUIDE_TEST_POSTGRESQL")
    if given:
        yield given
        return
    programs = _programs()
    if programs is None:
        pytest.skip("PostgreSQL est absent : apt-get install postgresql, ou GUIDE_TEST_POSTGRESQL=…")
    with _server(programs) as folder:
        yield f"postgresql+psycopg://guide@/postgres?host={folder}"


@pytest.fixture
def empty_postgresql(postgresql: str) -> str:
    """The address of that database, with nothing in it."""
    engine = create_engine(postgresql)
    with engine.begin() as conn:
        conn.execute(text("DROP SCHEMA public CASCADE"))
        conn.execute(text("CREATE SCHEMA public"))
    engine.dispose()
    return postgresql


def _programs() -> Path | None:
    """Where the newest server is installed: Debian keeps its programs off the path."""
    found = sorted(_INSTALLED.glob("*/bin/initdb"), key=lambda p: float(p.parts[-3]))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).parent if on_path else None


@contextmanager
def _server(programs: Path) -> Iterator[Path]:
    """A server, from its first answer to its end; the folder of its socket."""
    with tempfile.TemporaryDirectory(prefix="guide-pg-", dir="/tmp") as name:
        folder, user = Path(name), _user()
        if user:
            shutil.chown(folder, user)
        data, log = str(folder / "data"), str(folder / "log")
        _run(user, programs / "initdb", "-D", data, "-U", "guide", "-A", "trust", "-E", "UTF8", "--no-sync")
        options = f"-k {folder} -c listen_addresses='' {_UNSAFE_AND_QUICK}"
        _run(user, programs / "pg_ctl", "-D", data, "-l", log, "-w", "-o", options, "start")
        try:
            yield folder
        finally:
            _run(user, programs / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")


def _user() -> str | None:
    """Who runs the server: PostgreSQL refuses root. None for oneself."""
    if os.geteuid() != 0:
        return None
    return next((u.pw_name for u in pwd.getpwall() if u.pw_name == "postgres"), "nobody")


def _run(user: str | None, *command: str | Path) -> None:
    """Run one of its programs, as `user`; its words go with the error."""
    done = subprocess.run(
        [str(part) for part in command],
        user=user,
        cwd="/",
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout.decode(errors="replace")
