"""Golden cases: each folder of `cases` holds an old and a new sheet, and the changes that a reader must be told.

`python -m tests.diff.golden` writes what the program tells now: read the difference before you commit it.
"""

import json
from pathlib import Path
from typing import Any

from guide_pipeline.diff.listing import changes_of
from guide_pipeline.diff.patch import apply, reverse
from guide_pipeline.diff.redline import accept, redline_of, reject
from guide_pipeline.diff.sheets import diff_sheets
from guide_pipeline.model.canonical import serialise
from guide_pipeline.model.sheet import Sheet
from guide_pipeline.readers.sheet_file import read_sheet_file

CASES = Path(__file__).parent / "cases"


def sheets_of(case: Path) -> tuple[Sheet, Sheet]:
    """The two sheets of a case."""
    found = []
    for name in ("old.xml", "new.xml"):
        sheet, issues = read_sheet_file(name, (case / name).read_bytes())
        assert sheet is not None and issues == (), issues
        found.append(sheet)
    return found[0], found[1]


def told(case: Path) -> list[dict[str, Any]]:
    """The changes of a case, as they are kept in its expected.json."""
    old, new = sheets_of(case)
    diff = diff_sheets(old, new)
    assert apply(diff, old) == new
    assert apply(reverse(diff), new) == old
    redline = redline_of(diff, old)
    assert (serialise(reject(redline)), serialise(accept(redline))) == (serialise(old), serialise(new))
    rows = []
    for change in changes_of(diff, old, new):
        row: dict[str, Any] = {"classe": change.kind.value, "action": change.action.value}
        row |= {"lieu": " › ".join(change.where), "avant": change.old, "apres": change.new}
        if change.also:
            row["contient"] = [kind.value for kind in change.also]
        rows.append(row)
    return rows


def text_of(rows: list[dict[str, Any]]) -> str:
    """Rows as the text of an expected.json."""
    return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"


def main() -> None:
    """Write what is told now."""
    for case in sorted(CASES.iterdir()):
        (case / "expected.json").write_text(text_of(told(case)), "utf-8")


if __name__ == "__main__":
    main()
