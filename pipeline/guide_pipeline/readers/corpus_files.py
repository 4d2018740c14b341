"""Which files the base corpus is made of, and their digest. Light: a build that has nothing to do reads no more."""

import hashlib
import os
from collections.abc import Mapping
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from guide_pipeline.readers.config import GuideConfig

CONFIG_NAME = "guide.toml"
RATES_NAME = "baremes.toml"
ACRONYMS_NAME = "sigles.toml"
SYNONYMS_NAME = "synonymes.toml"
TABLE_NAMES = (RATES_NAME, ACRONYMS_NAME, SYNONYMS_NAME)
SHEET_SUFFIXES = (".xml", ".md")
Seal = tuple[int, str]
"""What a file held: how many bytes, and their SHA-256."""


def sheet_files(root: Path) -> tuple[str, ...]:
    """The files of sheets in `sources/`, as paths relative to the root, sorted."""
    found: list[str] = []
    for folder in _entries(root / "sources"):
        if folder.is_dir():
            found += (f"sources/{folder.name}/{file.name}" for file in _entries(folder) if _is_sheet(file))
    return tuple(sorted(found))


def _entries(folder: "Path | os.DirEntry[str]") -> "list[os.DirEntry[str]]":
    """What is in a folder, none when it isn't there. Not pathlib's: this is asked of thousands, at each command."""
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except FileNotFoundError:
        return []


def _is_sheet(file: "os.DirEntry[str]") -> bool:
    return os.path.splitext(file.name)[1] in SHEET_SUFFIXES and file.is_file()  # noqa: PTH122


def corpus_files(root: Path) -> tuple[str, ...]:
    """Every file of the base corpus besides `guide.toml`, as paths relative to the root, sorted."""
    tables = (f"sources/{name}" for name in TABLE_NAMES)
    return tuple(sorted(chain(sheet_files(root), tables)))


def file_bytes(path: Path) -> bytes:
    """A file's content, empty when there is no such file."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""


def seal(data: bytes) -> Seal:
    """The seal of a file that held these bytes."""
    return len(data), hashlib.sha256(data).hexdigest()


def seals(root: Path) -> dict[str, Seal]:
    """The seals of the files of the base corpus, by name."""
    return {name: seal(file_bytes(root / name)) for name in corpus_files(root)}


def corpus_digest(config: "GuideConfig", sealed: Mapping[str, Seal]) -> str:
    """SHA-256 over all that edition 0 is made of: title, date, chapters, notice, and every file of the sources."""
    said = (config.notice,) if config.notice.line or config.notice.about else ()
    total = hashlib.sha256(repr((config.title, config.date, config.chapters, *said)).encode())
    for name, (size, sha) in sorted(sealed.items()):
        total.update(f"{len(name)}:{name}:{size}:".encode() + bytes.fromhex(sha))
    return total.hexdigest()


def starting_synonyms() -> bytes:
    """The `synonymes.toml` that a new guide starts with: what social workers and families call things."""
    from importlib.resources import files

    return files("guide_pipeline").joinpath(SYNONYMS_NAME).read_bytes()
