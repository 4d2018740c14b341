"""Which files the base corpus is made of, and their digest. Light: a build that has nothing to do reads no more."""

import hashlib
from itertools import chain
from pathlib import Path

from guide_pipeline.readers.config import GuideConfig

RATES_NAME = "baremes.toml"
ACRONYMS_NAME = "sigles.toml"
SHEET_SUFFIXES = (".xml", ".md")


def sheet_files(root: Path) -> tuple[str, ...]:
    """The files of sheets in `sources/`, as paths relative to the root, sorted."""
    folder = root / "sources"
    found = (path for path in folder.glob("*/*") if path.suffix in SHEET_SUFFIXES and path.is_file())
    return tuple(sorted(path.relative_to(root).as_posix() for path in found))


def corpus_files(root: Path) -> tuple[str, ...]:
    """Every file of the base corpus besides `guide.toml`, as paths relative to the root, sorted."""
    return tuple(sorted(chain(sheet_files(root), (f"sources/{RATES_NAME}", f"sources/{ACRONYMS_NAME}"))))


def file_bytes(path: Path) -> bytes:
    """A file's content, empty when there is no such file."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""


def corpus_digest(root: Path, config: GuideConfig) -> str:
    """SHA-256 over all that edition 0 is made of: title, date, chapters, and every file of the sources."""
    total = hashlib.sha256(repr((config.title, config.date, config.chapters)).encode())
    for name in corpus_files(root):
        data = file_bytes(root / name)
        total.update(f"{len(name)}:{name}:{len(data)}:".encode() + hashlib.sha256(data).digest())
    return total.hexdigest()
