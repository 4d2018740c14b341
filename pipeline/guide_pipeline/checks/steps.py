"""The states of a guide, one after the other: the base corpus, then each batch on the state that the last one leaves."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from guide_pipeline.batch.apply import apply_batch
from guide_pipeline.batch.check import check_batch
from guide_pipeline.batch.model import Batch
from guide_pipeline.batch.read import BATCH_NAME, read_batch
from guide_pipeline.checks.guide_rules import check_guide
from guide_pipeline.errors import Issue, Location, has_errors, sorted_issues
from guide_pipeline.model.guide import Guide


@dataclass(frozen=True, slots=True)
class Step:
    """A state that a batch leads to, and what is wrong with it. `guide` is None when the batch can't be read."""

    name: str
    batch: Batch | None
    guide: Guide | None
    issues: tuple[Issue, ...]


def check_step(
    current: Guide, batch: Batch, found: Iterable[Issue], *, strict: bool
) -> tuple[Guide, tuple[Issue, ...]]:
    """The guide after a batch, and every issue: those of its files (`found`), of its operations, of the result.

    Warnings that the guide had before are left out. `strict`: the rules of writing bind the sheets that it brings.
    """
    after = apply_batch(current, batch)
    before = {(i.code, i.message) for i in check_guide(current, batch.sources) if not has_errors([i])}
    written = [name for name in batch.sources.files if name in after.facts] if strict else ()
    result = check_guide(after, batch.sources, written)
    new = (issue for issue in result if (issue.code, issue.message) not in before)
    return after, sorted_issues((*found, *check_batch(current, batch), *new))


def delivered(folder: Path) -> tuple[Path, ...]:
    """The batches of an inbox, folders and zips, by name."""
    found = (p for p in folder.glob("*") if (p / BATCH_NAME).is_file() or p.suffix == ".zip")
    return tuple(sorted(found))


def walk_batches(base: Guide, paths: Iterable[Path], *, strict: bool) -> Iterator[Step]:
    """Each batch in its order (`suit`), checked on the state before it. It ends at the first that has errors."""
    read = [(path, *read_batch(path)) for path in paths]
    for path, batch, issues in read:
        if batch is None:
            yield Step(path.name, None, None, issues)
    waiting = {batch.follows: (path, batch, issues) for path, batch, issues in read if batch is not None}
    guide, last = base, ""
    while following := waiting.pop(last, None):
        path, batch, found = following
        guide, issues = check_step(guide, batch, found, strict=strict)
        yield Step(path.name, batch, guide, issues)
        if has_errors(issues):
            return
        last = batch.number
    for path, batch, _ in waiting.values():
        message = f"Aucun lot ne mène à celui que ce lot dit suivre (« {batch.follows} »)."
        issue = Issue("lot-sans-suite", message, Location(f"{path.name}/{BATCH_NAME}"))
        yield Step(path.name, batch, None, (issue,))
