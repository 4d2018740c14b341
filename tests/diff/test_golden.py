"""Each kind of change, told as a reader would."""

import json
from pathlib import Path

import pytest

from tests.diff.golden import CASES, told


@pytest.mark.parametrize("case", sorted(CASES.iterdir()), ids=lambda case: case.name)
def test_the_changes_of_a_case_are_told(case: Path) -> None:
    assert told(case) == json.loads((case / "expected.json").read_text("utf-8"))
