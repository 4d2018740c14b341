"""Dying, or running out of disk, at the n-th thing that a command does to the disk.

An audit hook sees every open for writing, rename, link, mkdir and remove of the process, whoever does it: so the
tests need no list of the places where it could go wrong.
"""

import errno
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

_EVENTS = frozenset({"os.rename", "os.link", "os.mkdir", "os.remove", "os.rmdir"})
_WRITING = os.O_WRONLY | os.O_RDWR

DIED, REFUSED, UNHARMED, UNTOUCHED = "died", "refused", "unharmed", "untouched"


def run_dying(act: Callable[[], object], nth: int, folder: Path, how: Callable[[], None]) -> str:
    """Run `act` in a forked process where the n-th touch of the disk below `folder` calls `how`.

    Returns DIED (killed), REFUSED (act raised, as it should on a full disk), UNHARMED (act went on without), or
    UNTOUCHED (it touched the disk fewer than n times).
    """
    child = os.fork()
    if child == 0:
        os._exit(_child(act, nth, str(folder), how))
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return DIED
    return {0: UNHARMED, 1: REFUSED, 2: UNTOUCHED}[os.waitstatus_to_exitcode(status)]


def _child(act: Callable[[], object], nth: int, folder: str, how: Callable[[], None]) -> int:
    from guide_pipeline.errors import GuideError

    left = nth

    def hook(event: str, args: tuple[object, ...]) -> None:
        nonlocal left
        if not _touches(event, args, folder):
            return
        left -= 1
        if left == 0:
            how()

    sys.addaudithook(hook)
    try:
        act()
    except GuideError:
        return 1
    return 0 if left <= 0 else 2


def _touches(event: str, args: tuple[object, ...], folder: str) -> bool:
    if event == "open":
        flags = args[2] if isinstance(args[2], int) else 0
        return bool(flags & _WRITING) and str(args[0]).startswith(folder)
    return event in _EVENTS and str(args[0]).startswith(folder)


def killed() -> None:
    """What `kill -9` does."""
    os.kill(os.getpid(), signal.SIGKILL)


def disk_full() -> None:
    """What a full disk does."""
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "disque")
