"""What all tests share. A test never touches the `var/` of the checkout: it works on a copy, or fails."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.guides import write_guide

pytest_plugins = ["tests.chromium", "tests.postgresql"]
settings.register_profile("repeatable", derandomize=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))
"""A run finds what the last one found; HYPOTHESIS_PROFILE=default looks for what no run has found yet."""
REPOSITORY = Path(__file__).resolve().parents[1]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first, so that no processor ends up waiting for another (`--no-loadscope-reorder` keeps the order)."""
    items.sort(key=lambda item: item.get_closest_marker("open_data") is None)


@pytest.fixture
def guide_root(tmp_path: Path) -> Path:
    """A small working guide, not built yet."""
    return write_guide(tmp_path / "guide")


@pytest.fixture(autouse=True)
def _real_state_untouched() -> Iterator[None]:
    """Fail any test that writes to the checkout's own state."""
    before = _stamp(REPOSITORY / "var")
    yield
    assert _stamp(REPOSITORY / "var") == before, "un test a écrit dans var/ du dépôt"


def _stamp(folder: Path) -> tuple[int, ...]:
    try:
        return tuple(entry.stat().st_mtime_ns for entry in sorted(os.scandir(folder), key=lambda e: e.name))
    except FileNotFoundError:
        return ()
