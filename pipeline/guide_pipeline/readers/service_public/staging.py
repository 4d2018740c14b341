"""A folder that appears whole or not at all: made under a temporary name beside it, then renamed."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from guide_pipeline.errors import UsageError


@contextmanager
def staged_folder(into: Path) -> Iterator[Path]:
    """A temporary sibling to fill, renamed to `into` at the end, removed on failure.

    UsageError when `into` holds anything already: nothing is ever replaced.
    """
    if into.is_symlink() or (into.exists() and (not into.is_dir() or any(into.iterdir()))):
        raise UsageError(
            f"{into} existe déjà et n'est pas vide : choisissez un dossier neuf, car rien n'y est remplacé."
        )
    into.parent.mkdir(parents=True, exist_ok=True)
    # the leading dot keeps a watcher of the parent from taking the work in progress for a delivery
    staged = Path(tempfile.mkdtemp(prefix=f".{into.name}.", dir=into.parent))
    try:
        staged.chmod(0o755)
        yield staged
        if into.is_dir():
            into.rmdir()
        staged.rename(into)
    except BaseException:
        shutil.rmtree(staged, ignore_errors=True)
        raise
