"""What is known of the sources without reading them, and when it no longer counts."""

import os
import time
from pathlib import Path

import pytest

from guide_pipeline.build.sources import keeper, known_digest, sources_digest
from guide_pipeline.readers.config import read_config
from guide_pipeline.readers.corpus import read_corpus
from guide_pipeline.readers.corpus_files import seals

CONFIG = """\
[guide]
titre = "Guide"
date = 2025-09-01
[[chapitres]]
numero = 1
slug = "couple"
titre = "Couple"
"""
LONG_AGO = 1_700_000_000


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A guide whose files are older than any record of them."""
    write(tmp_path / "guide.toml", CONFIG)
    write(tmp_path / "sources" / "01-couple" / "a.xml", "<fiche/>")
    return tmp_path


def write(path: Path, text: str, when: int = LONG_AGO) -> None:
    """Write a file with a time of its own."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    os.utime(path, (when, when))


def test_nothing_is_known_before_the_sources_were_read(root: Path) -> None:
    assert known_digest(root) is None


def test_what_was_read_is_known(root: Path) -> None:
    digest = sources_digest(root, read_config(root))
    assert known_digest(root) == digest


@pytest.mark.parametrize("name", ["guide.toml", "sources/01-couple/a.xml", "sources/baremes.toml"])
def test_a_file_that_was_touched_must_be_read(root: Path, name: str) -> None:
    config = read_config(root)
    before = sources_digest(root, config)
    path = root / name
    write(path, path.read_text("utf-8") if path.exists() else "", LONG_AGO + 60)
    assert known_digest(root) is None
    assert sources_digest(root, config) == before == known_digest(root)


def test_a_file_that_had_just_changed_is_not_trusted(root: Path) -> None:
    write(root / "sources" / "01-couple" / "a.xml", "<fiche/>", int(time.time()))
    sources_digest(root, read_config(root))
    assert known_digest(root) is None


def test_what_a_build_read_is_known(root: Path) -> None:
    keep = keeper(root)
    assert known_digest(root) is None
    keep("f0")
    assert known_digest(root) == "f0"


def test_a_file_that_changes_while_it_is_read_is_not_trusted(root: Path) -> None:
    keep = keeper(root)
    write(root / "sources" / "01-couple" / "a.xml", "<fiche/>", LONG_AGO + 60)
    keep("f0")
    assert known_digest(root) is None


def test_a_corpus_is_sealed_as_it_was_read(guide_root: Path) -> None:
    corpus = read_corpus(guide_root, read_config(guide_root))
    assert corpus.seals == seals(guide_root)
    assert "sources/baremes.toml" in corpus.seals and len(corpus.seals) > len(corpus.files)
