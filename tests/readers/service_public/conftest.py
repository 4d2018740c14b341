"""Reading one sheet of a release of one's own."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from guide_pipeline.errors import Issue
from guide_pipeline.model.sheet import Sheet
from tests.readers.service_public.source import open_release, publication, sheets_of

ReadSheet = Callable[..., tuple[Sheet, tuple[Issue, ...]]]


@pytest.fixture
def read(tmp_path: Path) -> Iterator[ReadSheet]:
    """`read(body, files=…, **publication arguments)`: the sheet F1 with that body, and all issues."""
    with ExitStack() as stack:

        def read_sheet(
            body: str, files: dict[str, str] | None = None, **about: str
        ) -> tuple[Sheet, tuple[Issue, ...]]:
            contents = {"F1": publication("F1", body, **about), **(files or {})}
            release = stack.enter_context(open_release(tmp_path, contents))
            sheets = sheets_of(release)
            return sheets["F1"], release.issues

        yield read_sheet
