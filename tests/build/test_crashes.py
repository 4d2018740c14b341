"""At whatever moment a command dies, a whole edition is served, and the same command run again goes on."""

import filecmp
import hashlib
import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from guide_pipeline.build.base import build
from guide_pipeline.build.whole import usable_index
from guide_pipeline.editions.store import EditionStore
from guide_pipeline.editions.tree import load_tree
from guide_pipeline.editions.verify import altered_pages, verify
from guide_pipeline.ingest import ingest
from guide_pipeline.publish import Approval, publish
from guide_pipeline.readers.config import read_config
from guide_pipeline.waiting import find_ingested
from tests.build.crashes import DIED, REFUSED, UNHARMED, UNTOUCHED, disk_full, killed, run_dying
from tests.guides import first_batch, new_sheet, write_files, write_guide

STEP = 4
"""Every fourth touch of the disk. All of them (STEP = 1) take minutes, and were tried when this was written."""


def make(root: Path) -> None:
    build(EditionStore(root), read_config(root))


def make_again(root: Path) -> None:
    build(EditionStore(root), read_config(root), again=True)


def take_in(root: Path) -> None:
    ingest(EditionStore(root), root / "updates" / "2026-01")


def put_out(root: Path) -> None:
    store = EditionStore(root)
    found = find_ingested(store, "2026-01")
    publish(store, "2026-01", Approval("test", found.proposal) if found else None)


def fingerprint(root: Path) -> dict[str, str]:
    """Every file of the state that matters, by content; caches and the lock are left out."""
    var = root / "var"
    parts = ("objects", "editions", "sites", "index", "reports")
    files = (path for part in parts for path in (var / part).rglob("*") if path.is_file())
    found = {p.relative_to(var).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}
    return {**found, "courante": (var / "courante").read_text("ascii")}


def deaths(start: Path, act: Callable[[Path], None], how: Callable[[], None], outcome: str) -> Iterator[Path]:
    """A copy of `start` for each touch of the disk at which the command died there."""
    for nth in range(1, 10_000, STEP):
        root = start.with_name(f"touch-{nth}")
        shutil.copytree(start, root)
        result = run_dying(partial(act, root), nth, root / "var", how)
        if result == UNTOUCHED:
            break
        assert result in (outcome, UNHARMED), f"touch {nth}"
        yield root
        shutil.rmtree(root)
    assert nth > 3 * STEP, "the command hardly touched the disk: does the hook still see it?"


STAGES: tuple[tuple[str, Callable[[Path], None], tuple[Callable[[Path], None], ...], int | None], ...] = (
    ("build", make, (), None),
    ("ingest", take_in, (make,), 0),
    ("publish", put_out, (make, take_in), 0),
)


@pytest.mark.parametrize(
    ("how", "outcome"), [(killed, DIED), (disk_full, REFUSED)], ids=["kill", "disk-full"]
)
@pytest.mark.parametrize(
    ("act", "before", "served"), [stage[1:] for stage in STAGES], ids=[stage[0] for stage in STAGES]
)
def test_dying_anywhere(
    tmp_path: Path,
    act: Callable[[Path], None],
    before: tuple[Callable[[Path], None], ...],
    served: int | None,
    how: Callable[[], None],
    outcome: str,
) -> None:
    start, expected = tmp_path / "start", tmp_path / "expected"
    first_batch(write_guide(start))
    for step in before:
        step(start)
    shutil.copytree(start, expected)
    act(expected)
    for root in deaths(start, act, how, outcome):
        _assert_whole(root, served)
        act(root)
        assert fingerprint(root) == fingerprint(expected), f"after {root.name}"


@pytest.mark.parametrize(
    ("how", "outcome"), [(killed, DIED), (disk_full, REFUSED)], ids=["kill", "disk-full"]
)
def test_dying_while_the_base_is_made_again(tmp_path: Path, how: Callable[[], None], outcome: str) -> None:
    """Pages and index are served at every moment: those of before, or the new ones. A batch may be waiting."""
    start, expected = tmp_path / "start", tmp_path / "expected"
    first_batch(write_guide(start))
    make(start)
    take_in(start)
    write_files(
        start / "sources", {"02-logement/bail.xml": new_sheet("bail", "Bail", "Un contrat.", "logement")}
    )
    shutil.copytree(start, expected)
    make_again(expected)
    assert not EditionStore(expected).paths.batches.exists()
    for root in deaths(start, make_again, how, outcome):
        store = EditionStore(root)
        assert store.current() == 0
        assert load_tree(store.paths.site(0)) is not None
        assert not altered_pages(store.paths.site(0))
        assert usable_index(store.paths.index(0))
        make_again(root)
        assert fingerprint(root) == fingerprint(expected), f"after {root.name}"


def _assert_whole(root: Path, served: int | None) -> None:
    """What is served is the edition before, or the new one: whole."""
    store = EditionStore(root)
    current = store.current()
    assert current in (served, 0 if served is None else served + 1)
    if current is not None:
        _, issues = verify(store)
        assert issues == ()
        assert (store.paths.index(current) / "index.json").is_file()


def test_two_builds_are_the_same_bytes(tmp_path: Path) -> None:
    roots = [first_batch(write_guide(tmp_path / name)).parents[1] for name in ("un", "deux")]
    for root in roots:
        for step in (make, take_in, put_out):
            step(root)
    assert fingerprint(roots[0]) == fingerprint(roots[1])
    for part in ("sites", "index", "editions", "objects"):
        assert not filecmp.dircmp(roots[0] / "var" / part, roots[1] / "var" / part).diff_files


def test_an_edition_prepared_at_ingestion_is_the_one_made_at_publication(tmp_path: Path) -> None:
    """What was prepared may be lost, or made by another program: publishing then makes the same bytes."""
    start = first_batch(write_guide(tmp_path / "start")).parents[1]
    make(start)
    take_in(start)
    lot = Path("var", "lots", "2026-01")
    harms: dict[str, Callable[[Path], object]] = {
        "unharmed": lambda root: None,
        "no-pages": lambda root: shutil.rmtree(root / lot / "pages"),
        "no-index": lambda root: shutil.rmtree(root / lot / "index"),
        "no-summary": lambda root: (root / lot / "edition.json").unlink(),
        "other-index": lambda root: next((root / lot / "index").glob("*.seg")).write_bytes(b"?"),
        "other-templates": lambda root: (root / lot / "pages" / "pages.json").write_text("{}"),
        "all-gone": lambda root: [shutil.rmtree(root / lot / part) for part in ("pages", "index")],
    }
    seen = {}
    for name, harm in harms.items():
        root = tmp_path / name
        shutil.copytree(start, root)
        harm(root)
        put_out(root)
        _assert_whole(root, 0)
        seen[name] = fingerprint(root)
    assert all(state == seen["unharmed"] for state in seen.values())


def test_an_incremental_edition_is_a_full_one(tmp_path: Path) -> None:
    """The pages of edition 1 are the same whether they were made from edition 0's or from nothing."""
    root = first_batch(write_guide(tmp_path / "guide")).parents[1]
    for step in (make, take_in, put_out):
        step(root)
    store = EditionStore(root)
    before = fingerprint(root)
    shutil.rmtree(root / "var" / "sites")
    make(root)
    after = {key: value for key, value in fingerprint(root).items() if key.startswith("sites/0001/")}
    assert after == {key: value for key, value in before.items() if key.startswith("sites/0001/")}
    assert store.current() == 1
