"""Files that are whole or absent: every write goes to a temporary sibling that is renamed.

Order for a commit, so that a power cut at any moment leaves a whole state: write the tree in a staging folder,
flush its files (`sync_tree`), rename it, flush the parent. Thousands of fsync calls would cost seconds, so the
files of a tree are flushed by one syncfs(2) on its file system (Linux 2.6.39+: it waits, and reports errors),
or one by one where that call doesn't exist.
"""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from guide_pipeline.errors import BusyError, GuideError, reason_of

STAGING_PREFIX = ".en-cours-"
"""What an interrupted command leaves behind begins so, and the next one removes it."""
_AT_FDCWD, _RENAME_EXCHANGE = -100, 2
"""Of <fcntl.h>: paths are relative to the working folder; the two paths change names."""


def write_atomic(path: Path, data: bytes) -> None:
    """Replace a file by new content: after this returns, or a power cut, it is the old or the new, whole."""
    temporary = path.with_name(f"{STAGING_PREFIX}{path.name}.{os.getpid()}")
    try:
        with temporary.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Flush a folder's own entries (names), not the files in it."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_tree(folder: Path) -> None:
    """Flush every file below a folder, and the names in it."""
    import ctypes  # a build with nothing to do needn't load it

    syncfs = getattr(ctypes.CDLL(None, use_errno=True), "syncfs", None)
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        if syncfs is not None:
            if syncfs(handle) != 0:
                code = ctypes.get_errno()
                raise OSError(code, os.strerror(code), str(folder))
            return
    finally:
        os.close(handle)
    for parent, _, names in os.walk(folder):
        for name in names:
            _sync_file(Path(parent, name))
        sync_folder(Path(parent))


def _sync_file(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def staging_folder(target: Path) -> Path:
    """An empty folder beside `target`, to fill and then to put in its place; remains of a crash are removed."""
    staging = target.with_name(f"{STAGING_PREFIX}{target.name}")
    remove_tree(staging)
    staging.mkdir(parents=True)
    return staging


def put_in_place(staging: Path, target: Path) -> None:
    """Make a filled and flushed staging folder the target. A target already there makes way, in the same moment."""
    if target.exists():
        _exchange(staging, target)
        sync_folder(target.parent)
        remove_tree(staging)
        return
    staging.rename(target)
    sync_folder(target.parent)


def _exchange(one: Path, other: Path) -> None:
    """Let two paths change names in one step, so that neither is ever missing.

    renameat2(2), Linux 3.15+ and glibc 2.28+. Where the system or the file system can't, in three steps.
    """
    import ctypes

    exchange = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    names = (_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other))
    if exchange is not None and exchange(*names, ctypes.c_uint(_RENAME_EXCHANGE)) == 0:
        return
    aside = one.with_name(f"{one.name}.ancien")
    remove_tree(aside)
    other.rename(aside)
    one.rename(other)
    aside.rename(one)


def remove_tree(path: Path) -> None:
    """Remove a folder and all below it, if it is there."""
    if path.is_symlink() or path.is_file():
        path.unlink()
    elif path.exists():
        shutil.rmtree(path)


def discard(folder: Path) -> None:
    """Remove a folder, if it is there, so that a crash leaves it whole, or gone with remains to remove."""
    if folder.exists():
        remains = folder.with_name(f"{STAGING_PREFIX}{folder.name}")
        remove_tree(remains)
        folder.rename(remains)
        remove_tree(remains)


def remove_remains(folder: Path) -> None:
    """Remove what an interrupted command left in a folder. Only under the lock."""
    if folder.is_dir():
        for path in folder.glob(f"{STAGING_PREFIX}*"):
            remove_tree(path)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock file of a working guide; BusyError at once when another process holds it.

    The kernel frees the lock when its holder dies, so a crash never leaves a guide locked.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BusyError(
                "Une autre commande travaille sur ce guide : attendez qu'elle finisse, puis recommencez."
            ) from None
        yield


@contextmanager
def disk_errors(what: str) -> Iterator[None]:
    """Turn a full disk, or a folder that can't be written, into a French message; nothing is half done."""
    try:
        yield
    except OSError as error:
        raise GuideError(
            f"{what} : {reason_of(error)} ({error.filename or 'disque'}). "
            "Rien n'a changé pour les lecteurs ; libérez de la place ou corrigez les droits, puis recommencez."
        ) from error
