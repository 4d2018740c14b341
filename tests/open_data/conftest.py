"""Releases of service-public.fr, where there are some: `GUIDE_OPEN_DATA` names their folder."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from guide_pipeline.model.guide import Guide
from guide_pipeline.readers.config import read_config
from guide_pipeline.readers.corpus import read_corpus
from guide_pipeline.readers.service_public import ImportSummary, chapters_of, read_release, write_corpus

_MISSING = "GUIDE_OPEN_DATA ne nomme pas un dossier de livraisons de service-public.fr (*.zip)"


@pytest.fixture(scope="session")
def releases() -> tuple[Path, ...]:
    """The zips of the folder, in order of name; without any, the test is skipped and says why."""
    folder = os.environ.get("GUIDE_OPEN_DATA", "")
    found = tuple(sorted(Path(folder).glob("*.zip"))) if folder else ()
    if not found:
        pytest.skip(_MISSING)
    return found


Imported = tuple[Path, Guide, ImportSummary]


def import_release(path: Path, root: Path) -> Imported:
    """A release as a working guide by themes: its root, the guide read back, the figures."""
    with read_release(path) as release:
        summary = write_corpus(release, root, chapters_of(release))
    return root, read_corpus(root, read_config(root)).guide, summary


@pytest.fixture(scope="session")
def first(releases: tuple[Path, ...], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Imported]:
    """The first release, imported."""
    yield import_release(releases[0], tmp_path_factory.mktemp("premiere") / "guide")


@pytest.fixture(scope="session")
def last(releases: tuple[Path, ...], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Imported]:
    """The last release, imported."""
    yield import_release(releases[-1], tmp_path_factory.mktemp("derniere") / "guide")
