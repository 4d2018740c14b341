"""The states of a guide, one batch after the other."""

from pathlib import Path

from guide_pipeline.checks.steps import Step, delivered, walk_batches
from guide_pipeline.readers.config import read_config
from guide_pipeline.readers.corpus import read_corpus
from tests.guides import first_batch, write_batch

RENAMED = """\
[[operations]]
type = "renommage"
fiche = "{sheet}"
titre = "Union"
"""


def steps(root: Path) -> list[Step]:
    base = read_corpus(root, read_config(root)).guide
    return list(walk_batches(base, delivered(root / "updates"), strict=False))


def test_each_batch_is_checked_on_the_state_before_it(guide_root: Path) -> None:
    first = first_batch(guide_root)
    write_batch(guide_root, "2026-02", "2026-01", RENAMED.format(sheet="mariage"), date="2026-02-01")
    found = steps(guide_root)
    assert [step.name for step in found] == [first.name, "2026-02"]
    assert found[-1].guide is not None and found[-1].guide.facts["mariage"].title == "Union"
    assert [str(i) for step in found for i in step.issues] == []


def test_it_ends_at_the_first_that_is_wrong(guide_root: Path) -> None:
    write_batch(guide_root, "2026-01", "", RENAMED.format(sheet="inconnue"))
    write_batch(guide_root, "2026-02", "2026-01", RENAMED.format(sheet="mariage"), date="2026-02-01")
    (only,) = steps(guide_root)
    assert only.name == "2026-01" and only.issues != ()


def test_batches_that_nothing_leads_to_and_batches_that_cannot_be_read(guide_root: Path) -> None:
    write_batch(guide_root, "2026-02", "2026-01", RENAMED.format(sheet="mariage"))
    (guide_root / "updates" / "vide.zip").write_bytes(b"")
    codes = {step.name: [issue.code for issue in step.issues] for step in steps(guide_root)}
    assert codes["2026-02"] == ["lot-sans-suite"]
    assert codes["vide.zip"] != []
