"""Our side of the comparison: two guides made of the open data, and the commands that are timed on them.

`first` is the first release, built from nothing again and again. `grown` is the second release with the third
as a batch that waits. Each timed publication starts from a copy of `var/` taken before it: a plain copy,
since files that a later command appends to must not be shared (hard links inside the tree are kept).
"""

import os
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from subprocess import run as run_quietly

from measure import Cost, run, set_aside
from memory import peak_of_all

BATCH = "2026-03"


@dataclass(frozen=True, slots=True)
class Guides:
    """The guides of a work folder, ready to be measured."""

    work: Path
    guide: str
    """The program."""

    @property
    def first(self) -> Path:
        """The guide that is built from nothing."""
        return self.work / "first"

    @property
    def grown(self) -> Path:
        """The guide that a batch is published in."""
        return self.work / "grown"

    @property
    def fragments(self) -> Path:
        """The sheets of `first` as the pages that they make, for Hugo to lay out."""
        return self.work / "fragments"

    @property
    def hugo_sources(self) -> Path:
        """The sheets of `first` as a Hugo site, for Hugo to do the whole job."""
        return self.work / "hugo-sources"

    @property
    def aside(self) -> Path:
        """What earlier measures left, until the last one is taken (see `measure.set_aside`)."""
        return self.work / "aside"

    def command(self, root: Path, *words: str | Path) -> Cost:
        """Run one command of ours on a guide and return its cost."""
        return run([self.guide, *words], cwd=root, log=self.work / "guide.log")

    def full_build(self) -> Cost:
        """Build `first` with no `var/` there."""
        set_aside(self.first / "var", self.aside)
        return self.command(self.first, "build")

    def full_build_memory(self) -> float:
        """The same, watched: the peak memory of all its processes together, in MiB."""
        set_aside(self.first / "var", self.aside)
        return peak_of_all([self.guide, "build"], cwd=self.first, log=self.work / "guide.log")

    def no_op_build(self) -> Cost:
        """Build `first` once more."""
        return self.command(self.first, "build")

    def ingest(self) -> Cost:
        """Ingest the batch, in a guide that has not seen it."""
        self._restore("built")
        return self.command(self.grown, "ingest", f"updates/{BATCH}")

    def publish(self) -> Cost:
        """Publish the batch, which was ingested before."""
        self._restore("ingested")
        return self.publish_next()

    def make_and_publish(self) -> Cost:
        """The same, when nothing of the new edition was prepared: its pages, index and tree are made too."""
        self._restore("ingested")
        for name in ("pages", "index"):
            set_aside(self.grown / "var" / "lots" / BATCH / name, self.aside)
        return self.publish_next()

    def publish_next(self) -> Cost:
        """Publish the batch, in the state that the last command left."""
        return self.command(self.grown, "publish", BATCH, "--by", "Banc", "--approve-all")

    def _restore(self, name: str) -> None:
        set_aside(self.grown / "var", self.aside)
        copy_tree(self.work / f"var-{name}", self.grown / "var")

    def keep(self, name: str) -> None:
        """Keep the state of `grown` under a name."""
        set_aside(self.work / f"var-{name}", self.aside)
        copy_tree(self.grown / "var", self.work / f"var-{name}")


def copy_tree(source: Path, target: Path) -> None:
    """Copy `source` to `target`, which isn't there: times and inner hard links kept, no file shared with it."""
    run_quietly(["cp", "-a", source, target], check=True)


def prepare(work: Path, releases: Sequence[Path], guide: str, say: Callable[[str], None]) -> Guides:
    """Import what isn't there yet, then build, ingest, and export for Hugo: always, the program may be new."""
    work.mkdir(parents=True, exist_ok=True)
    guides = Guides(work, find_guide(guide))
    for root, release in ((guides.first, releases[0]), (guides.grown, releases[1])):
        if not root.is_dir():
            say(f"import of {release.name}")
            guides.command(work, "import", "service-public", release.resolve(), "--into", root)
    say("editions 0")
    guides.full_build()
    set_aside(guides.grown / "var", guides.aside)
    guides.command(guides.grown, "build")
    # makes the tables of accounts, which a guide has long before its first batch
    guides.command(guides.grown, "user", "list")
    _prepare_batch(guides, releases[2], say)
    for program, into in (("fragments", guides.fragments), ("hugo_sources", guides.hugo_sources)):
        say(program)
        set_aside(into, guides.aside)
        exporter = Path(__file__).with_name(f"{program}.py")
        words = ("--guide", guides.first, "--into", into)
        run([sys.executable, exporter, *words], cwd=work, log=work / f"{program}.log")
    return guides


def _prepare_batch(guides: Guides, release: Path, say: Callable[[str], None]) -> None:
    batch = Path("updates", BATCH)
    if not (guides.grown / batch).is_dir():
        say(f"import of {release.name} as a batch")
        guides.command(guides.grown, "import", "service-public", release.resolve(), "--batch", batch)
    guides.keep("built")
    say("ingestion")
    guides.ingest()
    guides.keep("ingested")


def find_guide(name: str) -> str:
    """The program: the path given, or that name beside this Python, or on PATH."""
    if os.sep in name:
        return str(Path(name).resolve())
    beside = Path(sys.executable).with_name(name)
    return str(beside) if os.access(beside, os.X_OK) else shutil.which(name) or name
