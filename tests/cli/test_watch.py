"""What lands in the inbox is ingested once it has stopped growing; nothing is moved, nothing is tried for ever."""

import threading
import time
from pathlib import Path

from guide_pipeline.build.base import build
from guide_pipeline.editions.store import EditionStore
from guide_pipeline.progress import RecordingReporter
from guide_pipeline.readers.config import read_config
from guide_pipeline.waiting import find_ingested
from guide_pipeline.watch import Inbox, watch
from tests.guides import first_batch, write_files


def test_a_batch_that_still_grows_is_left_alone(tmp_path: Path) -> None:
    acted: list[str] = []
    inbox = Inbox(tmp_path, 3.0, lambda path: bool(acted.append(path.name)) or True, lambda: 0)
    write_files(tmp_path / "lot", {"lot.toml": "a"})
    assert inbox.look(0.0) and inbox.look(2.9)
    write_files(tmp_path / "lot", {"lot.toml": "ab"})
    assert inbox.look(3.5), "it grew: the wait starts again"
    assert inbox.look(6.0)
    assert acted == []
    assert not inbox.look(6.6)
    assert acted == ["lot"]
    assert not inbox.look(60.0)
    assert acted == ["lot"], "once is enough"
    write_files(tmp_path / "lot", {"lot.toml": "abc"})
    inbox.look(70.0)
    inbox.look(74.0)
    assert acted == ["lot", "lot"], "it changed: it is read again"


def test_a_batch_too_early_is_tried_again_after_an_edition(tmp_path: Path) -> None:
    acted: list[str] = []
    edition = [0]
    inbox = Inbox(tmp_path, 0.0, lambda path: bool(acted.append(path.name)) or True, lambda: edition[0])
    (tmp_path / "lot.zip").write_bytes(b"x")
    for now in range(4):
        inbox.look(float(now))
    assert acted == ["lot.zip"]
    edition[0] = 1
    for now in range(4, 8):
        inbox.look(float(now))
    assert acted == ["lot.zip", "lot.zip"]


def test_watching_for_real(guide_root: Path) -> None:
    store = EditionStore(guide_root)
    build(store, read_config(guide_root))
    reporter, stop = RecordingReporter(), threading.Event()
    write_files(guide_root / "updates" / "casse", {"lot.toml": "numero ="})
    watcher = threading.Thread(target=watch, args=(store, 0.1, reporter, stop))
    watcher.start()
    try:
        first_batch(guide_root)
        deadline = time.monotonic() + 30
        while find_ingested(store, "2026-01") is None and time.monotonic() < deadline:
            time.sleep(0.05)
    finally:
        stop.set()
        watcher.join(10)
    assert find_ingested(store, "2026-01") is not None
    assert (guide_root / "updates" / "casse" / "lot.toml").is_file()
    notes = [text for kind, text in reporter.events if kind == "note"]
    assert any("toml-mal-forme" in text for text in notes)
    assert any("lot 2026-01 ingéré" in text for text in notes)
    assert store.current() == 0
