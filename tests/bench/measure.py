"""What a command costs: wall time, processor time, peak memory, and the writing it left for later.

Every figure of `tests/bench/` comes from `run`, so ours and the peers' are taken the same way. Other work on
the machine stretches wall time far more than processor time: read both, and trust a ratio only when the two
sides ran in turn in one session.

Trap: the kernel counts in a child's peak memory what its parent held when it was started. A program that
measures must itself stay small, so none of these keeps pages in memory.
"""

import os
import subprocess
import tempfile
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

KIB_PER_MIB = 1024


@dataclass(frozen=True, slots=True)
class Cost:
    """One run of one command."""

    wall: float
    """Seconds from start to exit."""
    user: float
    """Seconds of processor time in the program itself, over all cores, its children included."""
    system: float
    """The same in the kernel. On a virtual machine this is what varies most: see README.md."""
    peak_mib: float
    """Largest resident memory of any one process of the run, in MiB."""
    flush: float
    """Seconds that `sync` then took: what the command wrote but had not made safe."""

    @property
    def cpu(self) -> float:
        """Seconds of processor time in all."""
        return self.user + self.system

    def as_dict(self) -> dict[str, float]:
        """The figures by name, for a JSON report."""
        return asdict(self)


class CommandError(Exception):
    """A measured command did not succeed; the message holds the end of what it wrote."""


def run(argv: Sequence[str | Path], *, cwd: Path, log: Path, env: Mapping[str, str] | None = None) -> Cost:
    """Run `argv` in `cwd` once and return its cost; its output goes to `log`.

    What earlier runs wrote is flushed first, so that nobody pays for somebody else's writing.
    Raises `CommandError` when the command exits with anything but 0.
    """
    os.sync()
    with log.open("wb") as output:
        start = time.perf_counter()
        child = subprocess.Popen(
            [str(word) for word in argv], cwd=cwd, env=env, stdout=output, stderr=subprocess.STDOUT
        )
        _, status, usage = os.wait4(child.pid, 0)
        wall = time.perf_counter() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        raise CommandError(
            f"{argv[0]} exited with {child.returncode}:\n{log.read_text(errors='replace')[-2000:]}"
        )
    start = time.perf_counter()
    os.sync()
    flush = time.perf_counter() - start
    return Cost(wall, usage.ru_utime, usage.ru_stime, usage.ru_maxrss / KIB_PER_MIB, flush)


def set_aside(path: Path, aside: Path) -> None:
    """Move what is at `path`, if anything, into the folder `aside`, which whoever measures removes at the very end.

    Nothing may be removed between two measures: ext4 doesn't use the place of a file again for minutes after it was
    removed, and looks at each such place whenever a file is made. To build after `rm -r` of as many files took three
    times the system time of a build beside them.
    """
    aside.mkdir(parents=True, exist_ok=True)
    if path.exists():
        path.rename(Path(tempfile.mkdtemp(dir=aside), path.name))


def together(*costs: Cost) -> Cost:
    """The cost of commands run one after the other: times add up, of memory the largest counts."""
    return Cost(
        wall=sum(cost.wall for cost in costs),
        user=sum(cost.user for cost in costs),
        system=sum(cost.system for cost in costs),
        peak_mib=max(cost.peak_mib for cost in costs),
        flush=sum(cost.flush for cost in costs),
    )


def middle(costs: Iterable[Cost]) -> Cost:
    """The median of each figure on its own, except memory, of which the largest counts."""
    seen = tuple(costs)
    return Cost(
        wall=median(cost.wall for cost in seen),
        user=median(cost.user for cost in seen),
        system=median(cost.system for cost in seen),
        peak_mib=max(cost.peak_mib for cost in seen),
        flush=median(cost.flush for cost in seen),
    )


def as_table(costs: Mapping[str, Cost]) -> str:
    """Costs as aligned columns."""
    width = max(map(len, costs), default=0) + 2
    lines = [f"{'':{width}}{'wall s':>9}{'user s':>9}{'system s':>10}{'peak MiB':>10}{'flush s':>9}"]
    for name, cost in costs.items():
        times = f"{cost.wall:9.2f}{cost.user:9.2f}{cost.system:10.2f}"
        lines.append(f"{name:{width}}{times}{cost.peak_mib:10.0f}{cost.flush:9.2f}")
    return "\n".join(lines)
