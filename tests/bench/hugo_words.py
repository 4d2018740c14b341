"""Whether the pages that Hugo builds from sources say all that ours do: a peer that skips work is no yardstick.

Words: the very check that our own pages pass (`tests/open_data/words_check.py`). Each word of a release is looked
for in the page, in order, by a program that knows neither our readers nor Hugo. Links back: those of the guide.

Example: PYTHONPATH=. python tests/bench/hugo_words.py --guide DIR --release RELEASE.zip --public DIR/public
"""

import argparse
import json
import re
import sys
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from peers.programs import SHEET_FOLDER
from tests.open_data.words_check import check_release

from guide_pipeline.editions.store import EditionStore

LEAST_LINKS = 0.99
"""Hugo reads links off the text of sheets; ours counts the few that stand in shared boxes too."""

_CITING = re.compile(r'id="_cite-par".*?</section>', re.DOTALL)
_SHEET = re.compile(rf'href="/{SHEET_FOLDER}/([\w.-]+)\.html"')


def links_back(guide: Path) -> dict[str, tuple[str, ...]]:
    """The sheets that link to each sheet of a built guide, in the guide's order."""
    store = EditionStore(guide)
    found: dict[str, dict[str, None]] = {}
    for fact in store.guide(store.needed_latest()).facts.values():
        for target, _ in fact.links:
            if target not in ("", fact.id):
                found.setdefault(target, {})[fact.id] = None
    return {sheet: tuple(citing) for sheet, citing in found.items()}


def page_of(public: Path, sheet: str) -> bytes:
    """The page of a sheet, empty when there is none: all its words are missing then."""
    path = public / SHEET_FOLDER / f"{sheet}.html"
    return path.read_bytes() if path.is_file() else b"<article></article>"


def shown_links(public: Path, wanted: Mapping[str, tuple[str, ...]]) -> tuple[int, list[str]]:
    """How many of the links back the pages show, and the sheets whose page shows others, or in another order."""
    count, wrong = 0, []
    for sheet, citing in wanted.items():
        rubric = _CITING.search(page_of(public, sheet).decode())
        shown = _SHEET.findall(rubric[0]) if rubric else []
        count += len(shown)
        if shown != [other for other in citing if other in shown]:
            wrong.append(sheet)
    return count, wrong


def main(argv: Sequence[str] | None = None) -> int:
    """Check and print counts as JSON; 1 and what is amiss when a word is missing or links back are."""
    parser = argparse.ArgumentParser(description="Check the pages that Hugo built from a guide's sources.")
    parser.add_argument("--guide", type=Path, required=True, help="the guide, built")
    parser.add_argument("--release", type=Path, required=True, help="the release that it was imported from")
    parser.add_argument("--public", type=Path, required=True, help="Hugo's output")
    options = parser.parse_args(argv)
    report = check_release(options.release, partial(page_of, options.public))
    wanted = links_back(options.guide)
    total = sum(map(len, wanted.values()))
    shown, wrong = shown_links(options.public, wanted)
    if report.missing or wrong or shown < LEAST_LINKS * total:
        lost = [f"{sheet}: {missing.leaf}" for sheet, missing in report.missing[:10]]
        print(f"{len(report.missing)} texts missing:", *lost, sep="\n")
        print(f"{shown} links back of {total}, wrong in {wrong[:10]}")
        return 1
    counts = {
        "sheets": report.sheets,
        "words": report.words,
        "links_back": shown,
        "links_back_of_ours": total,
    }
    print(json.dumps(counts))
    return 0


if __name__ == "__main__":
    sys.exit(main())
