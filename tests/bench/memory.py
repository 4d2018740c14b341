"""The memory of a command and all that it starts, taken together: what a machine must have free to run it.

The kernel's own account (`measure.Cost.peak_mib`) is of the largest process alone, and workers share most of
their pages with their parent. So each process is asked for its proportional share (PSS), many times a second,
and the shares of one moment are added. Asking disturbs what is asked: never time a run that is watched.
"""

import subprocess
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

KIB_PER_MIB = 1024
_EVERY = 0.04
_PROC = Path("/proc")


def peak_of_all(argv: Sequence[str | Path], *, cwd: Path, log: Path) -> float:
    """Run `argv` and return the largest sum of shares seen, in MiB; 0 where the kernel doesn't tell.

    Raises `subprocess.CalledProcessError` when the command fails.
    """
    peak = 0
    with log.open("wb") as output:
        child = subprocess.Popen(
            [str(word) for word in argv], cwd=cwd, stdout=output, stderr=subprocess.STDOUT
        )
        while child.poll() is None:
            peak = max(peak, sum(map(_share, family(child.pid))))
            time.sleep(_EVERY)
    if child.returncode:
        raise subprocess.CalledProcessError(child.returncode, argv)
    return peak / KIB_PER_MIB


def family(pid: int) -> Iterator[int]:
    """A process and all its descendants, as far as they are still there."""
    yield pid
    for children in _PROC.glob(f"{pid}/task/*/children"):
        try:
            found = children.read_text().split()
        except OSError:
            continue
        for child in found:
            yield from family(int(child))


def _share(pid: int) -> int:
    """The proportional share of a process in KiB, 0 once it is gone."""
    try:
        lines = (_PROC / str(pid) / "smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
