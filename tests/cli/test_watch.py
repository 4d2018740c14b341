"""What lands in the inbox is ingested once it has stopped growing; nothing is moved, nothing is tried for ever."""

import threading
import time
from pathlib import Path

import pytest

from guide_pipeline.build.base import build
from guide_pipeline.cli.main import FINE, USAGE, main
from guide_pipeline.editions.store import EditionStore
from guide_pipeline.progress import RecordingReporter, Reporter
from guide_pipeline.readers.config import read_config
from guide_pipeline.waiting import find_ingested
from guide_pipeline.watch import Inbox, Ingested, ingest_landed, watch
from guide_site.state import default_url, open_state
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
    told: list[str] = []
    watcher = threading.Thread(
        target=watch,
        args=(store, 0.1, reporter, stop),
        kwargs={"by": "m.roux", "ingested": lambda result: told.append(result.ingested.batch) or "Et plus."},
    )
    watcher.start()
    try:
        first_batch(guide_root)
        deadline = time.monotonic() + 30
        while find_ingested(store, "2026-01") is None and time.monotonic() < deadline:
            time.sleep(0.05)
    finally:
        stop.set()
        watcher.join(10)
    found = find_ingested(store, "2026-01")
    assert found is not None and found.by == "m.roux", "who ingests doesn't approve"
    assert told == ["2026-01"]
    assert (guide_root / "updates" / "casse" / "lot.toml").is_file()
    notes = [text for kind, text in reporter.events if kind == "note"]
    assert any("toml-mal-forme" in text for text in notes)
    assert any("lot 2026-01 ingéré" in text for text in notes) and "Et plus." in notes
    assert store.current() == 0


def test_under_double_review_somebody_is_named(guide_root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = guide_root / "guide.toml"
    config.write_text(f'{config.read_text("utf-8")}\n[reglages]\nrelecture = "double"\n', "utf-8")
    assert main(["-C", str(guide_root), "watch"]) == USAGE
    assert "dites qui ingère le lot, par --by NOM" in capsys.readouterr().err


def test_the_command_names_who_ingests(guide_root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert main(["-C", str(guide_root), "build"]) == FINE
    first_batch(guide_root)
    monkeypatch.setattr("guide_pipeline.watch.watch", _ingest_once)
    assert main(["-C", str(guide_root), "watch", "--by", "m.roux"]) == FINE
    state = open_state(default_url(guide_root))
    assert [(e.who, e.what, e.detail) for e in state.trail(1)] == [("m.roux", "lot ingéré", "2026-01")]
    state.close()


def _ingest_once(
    store: EditionStore, _quiet: float, reporter: Reporter, *, by: str, ingested: Ingested
) -> None:
    """What `watch` does with the first batch that lands."""
    assert ingest_landed(store, store.paths.updates / "2026-01", reporter, by, ingested)
