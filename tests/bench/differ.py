"""Our differences against `lxml.html.diff.htmldiff`, on all consecutive releases, in one run.

For each step: the processor time that we take to compare every changed sheet, list and class its changes, and prove
the redline both ways; how many pairs are exact; the slowest pair; and what htmldiff takes for the HTML of the same
sheets, which tells no class and can't be turned back. Then hostile input, with its peak of memory.

Example: GUIDE_OPEN_DATA=… python tests/bench/differ.py
"""

import argparse
import random
import resource
import time
from collections.abc import Callable
from datetime import date
from functools import partial

from lxml.html.diff import htmldiff
from releases import Step, release_files, steps

from guide_pipeline.diff.listing import changes_of
from guide_pipeline.diff.redline import is_exact
from guide_pipeline.diff.sheets import diff_sheets
from guide_pipeline.markup.blocks import blocks_html
from guide_pipeline.markup.context import MarkupContext
from guide_pipeline.model.blocks import Block, Cell, Paragraph, Row, Table
from guide_pipeline.model.sheet import Sheet

_CTX = MarkupContext(day=date(2025, 1, 1), rates={}, acronyms={}, ids=False)


def compare(old: Sheet, new: Sheet) -> bool:
    """All that a report needs of a pair; True when it is exact both ways."""
    diff = diff_sheets(old, new)
    changes_of(diff, old, new)
    return is_exact(diff, old, new)


def timed(work: Callable[[], object]) -> tuple[float, object]:
    """Processor time in seconds, and what came of it."""
    start = time.process_time()
    result = work()
    return time.process_time() - start, result


def measure(step: Step, with_peer: bool) -> None:
    """Print the figures of one step."""
    pairs = step.changed()
    ours, exact, worst, slowest = 0.0, 0, 0.0, ""
    for old, new in pairs:
        spent, proved = timed(partial(compare, old, new))
        ours += spent
        exact += bool(proved)
        if spent > worst:
            worst, slowest = spent, new.id
    print(f"{step.name}: {len(pairs)} changed, {exact} exact both ways ({100 * exact / len(pairs):.2f} %)")
    print(f"    ours {ours:.2f} s CPU, worst pair {1000 * worst:.0f} ms ({slowest})")
    if with_peer:
        peer = sum(_peer(old, new) for old, new in pairs)
        print(f"    htmldiff {peer:.2f} s CPU: ours takes {ours / peer:.2f} of it", flush=True)


def _peer(old: Sheet, new: Sheet) -> float:
    sides = [blocks_html(sheet.blocks, _CTX) for sheet in (old, new)]
    return timed(partial(htmldiff, *sides))[0]


def hostile() -> None:
    """Print time and memory of input made to exhaust."""
    chance = random.Random(1)
    words = [" ".join(f"{side}{chance.randrange(4000)}" for _ in range(20_000)) for side in "ab"]
    same = [_p("Un même paragraphe, encore.")] * 10_000
    rows = [_table([[f"ligne {i}", f"{i + k} €"] for i in range(5000)]) for k in (0, 1)]
    shuffled = _table([[f"ligne {i}", f"{i} €"] for i in chance.sample(range(5000), 5000)])
    cases: tuple[tuple[str, list[Block], list[Block]], ...] = (
        ("20,000 words with nothing in common", [_p(words[0])], [_p(words[1])]),
        ("the same in 400 paragraphs", *([_p(text) for text in _parts(side)] for side in words)),
        ("a table of 5,000 rows, every amount changed", [rows[0]], [rows[1]]),
        ("a table of 5,000 rows, shuffled", [rows[0]], [shuffled]),
        ("10,000 identical paragraphs, 1,000 fewer", list(same), list(same[1000:])),
        ("10,000 identical paragraphs become others", list(same), [_p("Tout autre chose.")] * 10_000),
    )
    for name, old, new in cases:
        sheets = [Sheet("x", "y", "Titre", date(2025, 1, 1), blocks=tuple(side)) for side in (old, new)]
        spent, proved = timed(partial(compare, *sheets))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(f"{name}: {spent:.2f} s CPU, {'exact' if proved else 'NOT EXACT'}, peak so far {peak} MiB")


def _p(text: str) -> Paragraph:
    return Paragraph((text,))


def _parts(text: str) -> list[str]:
    found = text.split()
    return [" ".join(found[i : i + 50]) for i in range(0, len(found), 50)]


def _table(rows: list[list[str]]) -> Table:
    return Table(tuple(Row(tuple(Cell((_p(text),)) for text in row)) for row in rows))


def main() -> None:
    """Hostile input first, while the process is small; then every step."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--releases", default="", help="folder of releases (default: GUIDE_OPEN_DATA)")
    parser.add_argument("--no-peer", action="store_true", help="ours only")
    args = parser.parse_args()
    hostile()
    for step in steps(release_files(args.releases)):
        measure(step, not args.no_peer)


if __name__ == "__main__":
    main()
