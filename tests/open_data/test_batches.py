"""Real releases: batches lead from one to the next. The longest of all tests, alone so that nothing waits for it."""

from pathlib import Path

import pytest

from guide_pipeline.batch.apply import apply_batch
from guide_pipeline.batch.check import check_batch
from guide_pipeline.batch.read import read_batch
from guide_pipeline.model.guide import Guide
from guide_pipeline.readers.service_public import chapters_of, read_release, write_batch
from tests.open_data.conftest import Imported

pytestmark = pytest.mark.open_data


def test_batches_lead_from_the_first_release_to_the_last(
    releases: tuple[Path, ...], first: Imported, last: Imported, tmp_path: Path
) -> None:
    _, guide, _ = first
    for number, path in enumerate(releases[1:], 1):
        guide = follow(path, guide, tmp_path / str(number), number)
    assert {key: fact.hash for key, fact in guide.facts.items()} == {
        key: fact.hash for key, fact in last[1].facts.items()
    }
    assert guide.acronyms == last[1].acronyms


def follow(path: Path, guide: Guide, into: Path, number: int) -> Guide:
    """The guide after the batch that leads to a release; the batch must be sound."""
    with read_release(path) as release:
        follows = str(number - 1) if number > 1 else ""
        plan = chapters_of(release)
        summary = write_batch(
            release, guide, into, plan, number=str(number), label=path.name, day=release.date, follows=follows
        )
    batch, issues = read_batch(into)
    assert batch is not None
    assert [str(issue) for issue in (*issues, *check_batch(guide, batch)) if issue.severity == "erreur"] == []
    assert summary.operations == len(batch.operations)
    return apply_batch(guide, batch)
