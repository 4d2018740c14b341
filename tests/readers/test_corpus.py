"""A corpus is read in parts: what is kept of each sheet is its own, whatever could not be read beside it."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from guide_pipeline.readers import corpus
from guide_pipeline.readers.config import read_config
from guide_pipeline.readers.corpus import SheetRead, read_corpus
from guide_pipeline.readers.corpus_files import sheet_files


@pytest.mark.parametrize("together", [1, 2, 1000])
def test_what_is_kept_is_of_the_sheet(
    guide_root: Path, monkeypatch: pytest.MonkeyPatch, together: int
) -> None:
    monkeypatch.setattr(corpus, "TOGETHER", together)
    names = sheet_files(guide_root)
    bad = names[len(names) // 2]
    (guide_root / bad).write_text("<fiche>", "utf-8")
    visited = []

    def visit(sheets: Sequence[SheetRead]) -> list[str]:
        visited.append(len(sheets))
        return [read.sheet.id for read in sheets]

    found = read_corpus(guide_root, read_config(guide_root), visit=visit)
    assert {issue.location.file for issue in found.issues if issue.location} == {bad}
    assert found.kept == {key: key for key in found.guide.facts}
    assert sum(visited) == len(names) - 1 >= 2
    assert max(visited) <= together
