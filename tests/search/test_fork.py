"""Our search with whoosh3, the live fork, in the place of Whoosh: the way out should 2.7.4 cease to run."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
FORK = Path(sys.prefix) / "fork"
"""Where `make test` installs it."""
TESTS = ("test_engine.py", "test_updates.py", "test_stamp.py", "test_search.py")


@pytest.fixture(scope="module")
def environment() -> dict[str, str]:
    """An environment in which `whoosh` is the fork."""
    if not (FORK / "whoosh").is_dir():
        pytest.skip("whoosh3 n'est pas installé à part : « make fork »")
    paths = (str(FORK), os.environ.get("PYTHONPATH", ""))
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths)), "PYTEST_ADDOPTS": ""}


def test_the_fork_is_what_is_imported(environment: dict[str, str]) -> None:
    code = "import whoosh; print(whoosh.__file__)"
    found = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert Path(found.stdout.strip()).is_relative_to(FORK)


def test_search_passes_with_the_fork(environment: dict[str, str]) -> None:
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "-p", "no:xdist"]
    files = [f"tests/search/{name}" for name in TESTS]
    found = subprocess.run(
        [*command, *files], cwd=REPOSITORY, env=environment, capture_output=True, text=True
    )
    assert found.returncode == 0, found.stdout[-3000:] + found.stderr[-1000:]


def test_the_fork_opens_what_whoosh_let_us_write(environment: dict[str, str], tmp_path: Path) -> None:
    from guide_search.index_folder import write_index
    from guide_search.records import analyse
    from guide_search.search import open_index
    from tests.search.corpus import ACRONYMS, DOCUMENTS

    write_index(tmp_path, map(analyse, DOCUMENTS), acronyms=ACRONYMS)
    code = (
        "import sys; from pathlib import Path; from guide_search.search import open_index;"
        "print(*[h.sheet_id for h in open_index(Path(sys.argv[1])).search('loyer impayé').hits])"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    found = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    index = open_index(tmp_path)
    assert found.stdout.split() == [hit.sheet_id for hit in index.search("loyer impayé").hits]
    index.close()
