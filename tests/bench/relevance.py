"""How well search ranks: run a set of queries on a working guide, and write a run file for whoever scores it.

usage: relevance.py --queries FILE --guide DIR --run OUT [--limit N]

FILE is JSON lines with a `query` each; OUT gets JSON lines {"query": "...", "ranked": ["F1", ...]}, best first.
The guide's edition served is indexed anew, in a temporary folder, from titles, summaries, headings and text only:
folders, keywords, forms, references and other lists are left out, since such queries are often made from them.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from statistics import median, quantiles

from guide_pipeline.editions.store import EditionStore
from guide_pipeline.model.guide import Guide
from guide_search.documents import document_of
from guide_search.index_folder import write_index
from guide_search.records import IndexRecord, analyse
from guide_search.search import SearchIndex, open_index

DEPTH = 200
"""Sheet ids per query: a scorer may pass over those that aren't candidates."""


def main(arguments: list[str]) -> int:
    """Run and return the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    for name in ("--queries", "--guide", "--run"):
        parser.add_argument(name, type=Path, required=True)
    parser.add_argument("--limit", type=int, default=DEPTH)
    options = parser.parse_args(arguments)
    queries = [json.loads(line)["query"] for line in options.queries.read_text("utf-8").splitlines() if line]
    guide = served(options.guide)
    with tempfile.TemporaryDirectory() as folder:
        start = time.process_time()
        tables = {"acronyms": guide.acronyms.values(), "synonyms": guide.synonyms.values()}
        write_index(Path(folder, "index"), records(guide), **tables)
        _say(
            f"{len(guide.facts)} sheets read and indexed in {time.process_time() - start:.1f} s of processor time"
        )
        index = open_index(Path(folder, "index"))
        rows = list(run(index, queries, options.limit))
        index.close()
    options.run.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    return 0


def records(guide: Guide) -> Iterator[IndexRecord]:
    """What such a measurement may index."""
    for sheet in guide.sheets():
        yield analyse(replace(document_of(sheet, lists=False), folder="", keywords=()))


def run(index: SearchIndex, queries: Iterable[str], limit: int) -> Iterator[dict[str, object]]:
    """The rows of a run file; then the time that queries took."""
    times = []
    for query in queries:
        start = time.perf_counter()
        ranked = index.ranked(query, limit)
        times.append((time.perf_counter() - start) * 1000)
        yield {"query": query, "ranked": ranked}
    if len(times) > 1:
        _say(
            f"{len(times)} queries: median {median(times):.2f} ms, 95 % within {quantiles(times, n=20)[-1]:.2f} ms"
        )


def served(root: Path) -> Guide:
    """The guide as served, or as last built."""
    store = EditionStore(root)
    number = store.current()
    return store.guide(store.manifest(number) if number is not None else store.needed_latest())


def _say(line: str) -> None:
    print(line, file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
