"""How often the class of a change is the one that a person gave it, on real changes.

`class_labels.csv` holds changes drawn at random from consecutive releases of the open data, read and labelled before
the classifier was tuned: where they are (releases, sheet, unit of the difference), a fingerprint of both texts, and
their classes; no text. Rows of even number were for tuning, the others give the final figure.

`--draw N` draws others: 'uniforme' among all units but those of the sheet's own record, 'chiffres' among texts where a
figure comes or goes (amounts, dates and references are rare among all changes). It prints them for a person to read.

Example: GUIDE_OPEN_DATA=… python tests/bench/classes.py
"""

import argparse
import csv
import random
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from releases import release_files, steps
from units import unit_text

from guide_pipeline.diff.changes import name_from
from guide_pipeline.diff.classes import ChangeClass
from guide_pipeline.diff.edits import SheetDiff
from guide_pipeline.diff.listing import changes_of
from guide_pipeline.diff.sheets import diff_sheets
from guide_pipeline.model.sheet import Sheet

LABELS = Path(__file__).with_name("class_labels.csv")
_SEED = 20251127
_OWN = frozenset(
    {"updated", "checked", "effective", "keywords", "audience", "status", "folder", "acronyms", "kind"}
)
_NO_TEXT = frozenset({"url", "size", "number", "id", "src", "format", "other_number"})
_SIDES = re.compile(r"\[-(.*?)-\]|\{\+(.*?)\+\}")

Key = tuple[str, str, str]
"""Releases, sheet, unit."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A change as a person classed it."""

    key: Key
    fingerprint: str
    classes: frozenset[str]


def read_labels() -> list[Labelled]:
    """The labelled changes, in the order of the file."""
    with LABELS.open(encoding="utf-8", newline="") as file:
        return [
            Labelled(
                (row["livraisons"], row["fiche"], row["unite"]),
                row["empreinte"],
                frozenset(row["classes"].split()),
            )
            for row in csv.DictReader(file)
        ]


@dataclass(frozen=True, slots=True)
class Compared:
    """A sheet that differs between two releases."""

    step: str
    old: Sheet
    new: Sheet
    diff: SheetDiff


def compared(folder: str, wanted: frozenset[tuple[str, str]] | None = None) -> Iterator[Compared]:
    """Every changed sheet of every step, or only those wanted (releases, sheet)."""
    for step in steps(release_files(folder)):
        for old, new in step.changed():
            if wanted is None or (step.name, old.id) in wanted:
                yield Compared(step.name, old, new, diff_sheets(old, new))


def told_classes(found: Compared) -> dict[str, frozenset[str]]:
    """The classes that the program gives to each unit of a sheet."""
    told: dict[str, set[str]] = {}
    for change in changes_of(found.diff, found.old, found.new):
        told.setdefault(change.unit, set()).add(change.kind.value)
    return {unit: frozenset(classes) for unit, classes in told.items()}


def score(folder: str, verbose: bool) -> None:
    """Print precision and recall of each class, on the half for tuning and on the other."""
    labels = read_labels()
    told: dict[Key, tuple[frozenset[str], str]] = {}
    for found in compared(folder, frozenset((label.key[0], label.key[1]) for label in labels)):
        classes = told_classes(found)
        for label in labels:
            if label.key[:2] == (found.step, found.old.id) and label.key[2] in classes:
                text = unit_text(found.diff, found.old, found.new, label.key[2])
                told[label.key] = classes[label.key[2]], text
    for name, rows in (("tuning", labels[::2]), ("final", labels[1::2])):
        _print_scores(name, rows, told, verbose and name == "tuning")


def _print_scores(
    name: str, rows: list[Labelled], told: dict[Key, tuple[frozenset[str], str]], verbose: bool
) -> None:
    counts: dict[str, Counter[str]] = {kind.value: Counter() for kind in ChangeClass}
    stale = exact = 0
    for row in rows:
        classes, text = told.get(row.key, (frozenset(), ""))
        if name_from(text) != row.fingerprint:
            stale += 1
            continue
        exact += classes == row.classes
        for kind, count in counts.items():
            count["told"] += kind in classes
            count["meant"] += kind in row.classes
            count["both"] += kind in classes and kind in row.classes
        if verbose and classes != row.classes:
            print(f"{row.key} meant {sorted(row.classes)} told {sorted(classes)}\n    {text[:300]}")
    print(f"{name}: {len(rows) - stale} changes, all classes right for {exact}; {stale} not found any more")
    for kind, count in counts.items():
        if count["told"] or count["meant"]:
            precision = count["both"] / count["told"] if count["told"] else 0.0
            recall = count["both"] / count["meant"] if count["meant"] else 0.0
            print(f"  {kind:12} {count['meant']:4} meant  precision {precision:.3f}  recall {recall:.3f}")


def draw(folder: str, count: int) -> None:
    """Print changes drawn at random, half of each kind of draw, for a person to label."""
    chance = random.Random(_SEED)
    units: list[tuple[Compared, str]] = []
    for found in compared(folder):
        for unit in sorted({c.unit for c in changes_of(found.diff, found.old, found.new)}):
            if unit.split("/")[0] not in _OWN:
                units.append((found, unit))
    for found, unit in chance.sample(units, count):
        _show("uniforme", found, unit)
    texts = [(found, unit) for found, unit in units if _is_text(unit)]
    chance.shuffle(texts)
    shown = 0
    for found, unit in texts:
        if shown < count and _has_figure(unit_text(found.diff, found.old, found.new, unit)):
            _show("chiffres", found, unit)
            shown += 1


def _is_text(unit: str) -> bool:
    last = unit.rsplit("/", 1)[-1]
    return not last.isdigit() and last not in _NO_TEXT


def _has_figure(text: str) -> bool:
    sides = (re.sub(r"<[^>]*>", "", "".join(match.groups(""))) for match in _SIDES.finditer(text))
    return any(re.search(r"\d", side) for side in sides)


def _show(drawn: str, found: Compared, unit: str) -> None:
    text = unit_text(found.diff, found.old, found.new, unit)
    print(f"{drawn},{found.step},{found.old.id},{unit},{name_from(text)},\n    {text}")


def main() -> None:
    """Score, or draw."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--releases", default="", help="folder of releases (default: GUIDE_OPEN_DATA)")
    parser.add_argument("--draw", type=int, metavar="N", help="draw N changes of each kind instead")
    parser.add_argument("--verbose", action="store_true", help="also print the errors of the half for tuning")
    args = parser.parse_args()
    if args.draw:
        draw(args.releases, args.draw)
    else:
        score(args.releases, args.verbose)


if __name__ == "__main__":
    main()
