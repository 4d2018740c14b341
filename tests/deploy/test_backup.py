"""Back up a guide, restore it elsewhere: nothing is lost, the trail holds, people sign in. On both databases."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from guide_site.state import State, open_state
from tests.web.conftest import NAMES, PASSWORD, QUICK
from tests.web.guides import publish_batches, write_sources

DEPLOY = Path(__file__).parents[2] / "deploy"


def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    """What a program says and returns."""
    return subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=120)


def guide(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """A command of the guide."""
    return run(Path(sys.executable).with_name("guide"), "-C", root, *words)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database, as guide.toml says it ('' for the guide's own file)."""
    if request.param == "sqlite":
        return ""
    if shutil.which("pg_dump") is None:
        pytest.skip("pg_dump est absent : apt-get install postgresql-client")
    address: str = request.getfixturevalue("empty_postgresql")
    return address


@pytest.fixture
def root(tmp_path: Path, url: str) -> Path:
    """A guide with editions, people and decisions in that database."""
    root = tmp_path / "guide"
    write_sources(root)
    with (root / "guide.toml").open("a", encoding="utf-8") as config:
        config.write(f'\n[reglages]\nbase-de-donnees = "{url}"\n')
    state = opened(root, url)
    state.create_schema()
    for role, name in NAMES.items():
        state.add_user(name, PASSWORD, role, f"{name.title()} d'essai")
    publish_batches(root, state)
    state.close()
    return root


def opened(root: Path, url: str) -> State:
    return open_state(url or f"sqlite:///{root / 'var' / 'etat.sqlite'}", hasher=QUICK)


def tool_address(url: str) -> str:
    """The address as PostgreSQL's own programs take it: no name of a driver."""
    return url.replace("postgresql+psycopg:", "postgresql:")


def test_what_was_backed_up_is_whole_elsewhere(root: Path, url: str, tmp_path: Path) -> None:
    state = opened(root, url)
    trail = [line.hash for line in state.trail(1000)]
    state.close()
    database = [tool_address(url)] if url else []
    saved = run(DEPLOY / "backup", root, tmp_path / "saved", *database)
    assert saved.returncode == 0, saved.stderr
    shutil.rmtree(root)
    second = ""
    if url:
        second = another_database(url)
        database = [tool_address(second)]
    elsewhere = tmp_path / "elsewhere" / "guide"
    restored = run(DEPLOY / "restore", tmp_path / "saved", elsewhere, *database)
    assert restored.returncode == 0, restored.stderr
    if url:
        config = elsewhere / "guide.toml"
        config.write_text(config.read_text("utf-8").replace(url, second), "utf-8")
    for words in (("verify",), ("audit", "verify")):
        done = guide(elsewhere, *words)
        assert done.returncode == 0, done.stdout + done.stderr
    state = opened(elsewhere, second)
    assert [line.hash for line in state.trail(1000)] == trail
    assert state.sign_in("ada", PASSWORD) is not None
    state.close()


def another_database(url: str) -> str:
    """The address of a second, empty database of the same server."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as conn:
        conn.execute(text("DROP DATABASE IF EXISTS ailleurs"))
        conn.execute(text("CREATE DATABASE ailleurs"))
    engine.dispose()
    return make_url(url).set(database="ailleurs").render_as_string(hide_password=False)


@pytest.mark.parametrize("url", [""])
def test_a_damaged_backup_is_not_restored(root: Path, tmp_path: Path) -> None:
    assert run(DEPLOY / "backup", root, tmp_path / "saved").returncode == 0
    with (tmp_path / "saved" / "guide.tar").open("r+b") as file:
        file.seek(3000)
        file.write(b"altered")
    restored = run(DEPLOY / "restore", tmp_path / "saved", tmp_path / "elsewhere")
    assert restored.returncode == 1 and not (tmp_path / "elsewhere").exists()
    assert run(DEPLOY / "backup", root, tmp_path / "saved").returncode == 2, "a backup is never overwritten"
