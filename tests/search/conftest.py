"""One index for all tests that only read it."""

from collections.abc import Iterator

import pytest

from guide_search.search import SearchIndex
from tests.search.corpus import build


@pytest.fixture(scope="session")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchIndex]:
    """The index of the small guide."""
    opened = build(tmp_path_factory.mktemp("index") / "0000")
    yield opened
    opened.close()
