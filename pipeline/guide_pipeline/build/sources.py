"""Have the sources changed? Answered from file sizes and times when they say so, from contents when they don't.

As git's index does: the digest of the contents is kept with the size, time and inode of each file, and trusted
while these are the same and older than the moment when they were noted.
"""

import hashlib
import json
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from guide_pipeline.editions.canonical_json import dump
from guide_pipeline.editions.files import write_atomic
from guide_pipeline.editions.paths import GuidePaths
from guide_pipeline.readers.corpus_files import CONFIG_NAME, corpus_digest, corpus_files, seals

if TYPE_CHECKING:
    from guide_pipeline.readers.config import GuideConfig

_SETTLED_NS = 2_000_000_000
"""A file younger than this when it was noted could change again within the clock's grain."""


def known_digest(root: Path) -> str | None:
    """The digest of the base corpus (see `corpus_digest`), when nothing can have changed since it was recorded.

    `guide.toml` counts with its settings: a file that was sound then is sound now, and needn't be parsed.
    """
    return _recorded(root, *_stamp(root))


def sources_digest(root: Path, config: "GuideConfig") -> str:
    """The digest of the base corpus, without reading it when nothing can have changed."""
    noted = time.time_ns()
    stamp, newest = _stamp(root)
    known = _recorded(root, stamp, newest)
    if known is not None:
        return known
    digest = corpus_digest(config, seals(root))
    _keep(root, stamp, noted, digest)
    return digest


def keeper(root: Path) -> Callable[[str], None]:
    """To be called before the corpus is read: keeps the digest of what was read, for `known_digest`."""
    noted = time.time_ns()
    stamp, _ = _stamp(root)
    return lambda digest: _keep(root, stamp, noted, digest)


def _keep(root: Path, stamp: str, noted: int, digest: str) -> None:
    record = _record(root)
    record.parent.mkdir(parents=True, exist_ok=True)
    write_atomic(record, dump({"etat": stamp, "releve": noted, "empreinte": digest}))


def _record(root: Path) -> Path:
    return GuidePaths(root).var / "cache" / "sources.json"


def _recorded(root: Path, stamp: str, newest: int) -> str | None:
    try:
        known = json.loads(_record(root).read_bytes())
        if known["etat"] == stamp and known["releve"] - newest > _SETTLED_NS:
            return str(known["empreinte"])
    except (OSError, ValueError, KeyError, TypeError):
        pass
    return None


def _stamp(root: Path) -> tuple[str, int]:
    total = hashlib.sha256()
    newest = 0
    for name in (CONFIG_NAME, *corpus_files(root)):
        try:
            stat = os.stat(f"{root}/{name}")  # noqa: PTH116 (thousands of times)
        except FileNotFoundError:
            continue
        total.update(f"{name}:{stat.st_size}:{stat.st_mtime_ns}:{stat.st_ino}\n".encode())
        newest = max(newest, stat.st_mtime_ns)
    return total.hexdigest(), newest
