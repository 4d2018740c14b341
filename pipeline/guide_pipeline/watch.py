"""`guide watch`: batches that land in `updates/` are ingested once they have stopped growing.

watchdog says that something moved; what is there is then looked at, so that no event need be trusted, and a batch
that was there before the start is found too. Nothing is moved or deleted: a batch that can't be read stays where
it is, its problems are said once, and it is tried again when it changes.
"""

import threading
import time
from collections.abc import Callable
from pathlib import Path

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

from guide_pipeline.editions.store import EditionStore
from guide_pipeline.errors import AlreadyPublishedError, BusyError, ContentError, GuideError
from guide_pipeline.ingest import IngestResult, ingest
from guide_pipeline.progress import Reporter

Stamp = tuple[tuple[str, int, int], ...]
"""Name, size and time of each file of a batch: equal stamps, nothing grew."""
Ingested = Callable[[IngestResult], str]
"""What is told of each ingestion; what it answers is said, unless it is ''."""


def _nothing_more(_result: IngestResult) -> str:
    return ""


class _Wake(FileSystemEventHandler):
    def __init__(self, event: threading.Event) -> None:
        self._event = event

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Something moved: look."""
        self._event.set()


class Inbox:
    """What is known of the batches in a folder. No thread and no clock of its own: `look` is told the time."""

    def __init__(
        self, folder: Path, quiet: float, act: Callable[[Path], bool], edition: Callable[[], object]
    ) -> None:
        """`quiet`: seconds without change before `act` is called; `act` returns False to be called again later.

        A batch is acted on anew when it changes, and when `edition` does: one refused as too early may now fit.
        """
        self._folder, self._quiet, self._act, self._edition = folder, quiet, act, edition
        self._seen: dict[Path, tuple[Stamp, float]] = {}
        self._done: dict[Path, tuple[Stamp, object]] = {}

    def look(self, now: float) -> bool:
        """Act on each batch that has been quiet long enough. True while one is still awaited."""
        waiting = False
        edition = self._edition()
        for path in self._batches():
            stamp = _stamp(path)
            if self._done.get(path) == (stamp, edition):
                continue
            seen, since = self._seen.get(path, (None, now))
            if seen != stamp:
                self._seen[path] = (stamp, now)
                waiting = True
            elif now - since < self._quiet or not self._act(path):
                waiting = True
            else:
                self._done[path] = (stamp, edition)
        return waiting

    def _batches(self) -> list[Path]:
        found = self._folder.iterdir() if self._folder.is_dir() else iter(())
        return sorted(p for p in found if not p.name.startswith(".") and (p.suffix == ".zip" or p.is_dir()))


def _stamp(path: Path) -> Stamp:
    files = sorted(path.rglob("*")) if path.is_dir() else [path]
    stamps = []
    for file in files:
        try:
            stat = file.lstat()
        except FileNotFoundError:
            continue
        stamps.append((file.name, stat.st_size, stat.st_mtime_ns))
    return tuple(stamps)


def watch(
    store: EditionStore,
    quiet: float,
    reporter: Reporter,
    stop: threading.Event | None = None,
    *,
    by: str = "",
    ingested: Ingested = _nothing_more,
) -> None:
    """Ingest what lands in the inbox, in the name of `by`, until `stop` is set (or KeyboardInterrupt). Publishes
    nothing. `ingested` is told of each batch, and may have something to say of it."""
    stop = stop or threading.Event()
    wake = threading.Event()
    inbox = Inbox(
        store.paths.updates,
        quiet,
        lambda path: ingest_landed(store, path, reporter, by, ingested),
        store.numbers,
    )
    store.paths.updates.mkdir(parents=True, exist_ok=True)
    observer = Observer()
    observer.schedule(_Wake(wake), str(store.paths.updates), recursive=True)
    observer.start()
    try:
        waiting = True
        while not stop.is_set():
            wake.wait(min(quiet, 0.5) if waiting else 1.0)
            wake.clear()
            waiting = inbox.look(time.monotonic())
    finally:
        observer.stop()
        observer.join()


def ingest_landed(
    store: EditionStore, path: Path, reporter: Reporter, by: str = "", ingested: Ingested = _nothing_more
) -> bool:
    """Ingest one batch and say what came of it. False when another command holds the guide: try again."""
    try:
        result = ingest(store, path, reporter, by)
    except BusyError:
        return False
    except AlreadyPublishedError:
        return True
    except ContentError as error:
        for issue in error.issues:
            reporter.note(str(issue))
        reporter.note(f"{path.name} : {error}")
    except GuideError as error:
        reporter.note(f"{path.name} : {error}")
    else:
        verb = "déjà ingéré" if result.report is None else "ingéré"
        reporter.note(
            f"{path.name} : lot {result.ingested.batch} {verb}. Rapport : {result.ingested.folder}/report.html"
        )
        if said := ingested(result):
            reporter.note(said)
    return True
