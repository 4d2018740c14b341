"""What searching costs, beside SQLite FTS5 and Tantivy: in one run, on one corpus, by the same queries.

usage: search_speed.py --queries FILE --guide DIR [--times N]

FILE is JSON lines with a `query` each. With `--times 10` every sheet stands ten times, one word in ten of each copy
altered. Peers get title and body, French stemming, and give ten ids; ours is timed twice, for the ranking alone and
for ten answers with sections and marked passages. Milliseconds of processor time of the asking thread, so that other
work on the machine shows less; every engine is asked all queries once before it is timed, and of ours that first round
is told too: then nothing of any query is known yet. Memory is what the resident set grows by. Tantivy is left out where it
isn't installed (`pip install tantivy`).
"""

import argparse
import json
import re
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from relevance import served

from guide_search.documents import document_of
from guide_search.index_folder import write_index
from guide_search.records import SearchDocument, SectionText, analyse
from guide_search.search import open_index
from guide_search.suggestions import Suggestions

BATCH = 520
_WORD = re.compile(r"[^\W\d_]+")
_MEMORY = """
import json, sys
from pathlib import Path
import guide_search.search as search
def resident():
    return int(next(l for l in open("/proc/self/status") if l.startswith("VmRSS")).split()[1]) * 1024 / 1e6
before = resident()
index = search.open_index(Path(sys.argv[1]))
opened = resident()
for query in json.load(sys.stdin):
    index.search(query)
print(opened - before, resident() - before)
"""


def main(arguments: list[str]) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--queries", type=Path, required=True)
    parser.add_argument("--guide", type=Path, required=True)
    parser.add_argument("--times", type=int, default=1)
    options = parser.parse_args(arguments)
    queries = [json.loads(line)["query"] for line in options.queries.read_text("utf-8").splitlines() if line]
    guide = served(options.guide)
    documents = [copy for sheet in guide.sheets() for copy in copies(document_of(sheet), options.times)]
    print(f"{len(documents)} sheets, {len(queries)} queries")
    tables = {"acronyms": guide.acronyms.values(), "synonyms": guide.synonyms.values()}
    with tempfile.TemporaryDirectory() as folder:
        ours = _ours(Path(folder), documents, tables, queries)
        peers = {
            "SQLite FTS5": _sqlite(Path(folder), documents),
            "Tantivy": _tantivy(Path(folder), documents),
        }
        for name, ask in peers.items():
            if ask is None:
                print(f"{name:22} not installed")
                continue
            middle, slow = _told(name, ask, queries)
            print(
                f"{'':22} our ranking costs {ours[0] / middle:.1f} times as much at the median, {ours[1] / slow:.1f} at 95 %"
            )
    return 0


def copies(document: SearchDocument, times: int) -> Iterator[SearchDocument]:
    """The document, and altered ones."""
    yield document
    for number in range(1, times):
        change = partial(_altered, number)
        sections = tuple(SectionText(s.anchor, change(s.title), change(s.text)) for s in document.sections)
        sheet_id = f"{document.sheet_id}-{number}"
        yield replace(document, sheet_id=sheet_id, title=change(document.title), sections=sections)


def _altered(number: int, text: str) -> str:
    mark = chr(ord("a") + number % 26) * 2
    return _WORD.sub(lambda m: m[0] + mark if hash_of(m[0]) % 10 == number % 10 else m[0], text)


def hash_of(word: str) -> int:
    """A number for a word, the same at each run."""
    return sum(ord(letter) * (place + 1) for place, letter in enumerate(word))


def timed(ask: Callable[[str], object], queries: Sequence[str]) -> tuple[float, float]:
    """Median and 95th percentile of one round."""
    times = []
    for query in queries:
        start = time.thread_time()
        ask(query)
        times.append((time.thread_time() - start) * 1000)
    return median(times), quantiles(times, n=20)[-1]


def _told(name: str, ask: Callable[[str], object], queries: Sequence[str]) -> tuple[float, float]:
    first, second = timed(ask, queries), timed(ask, queries)
    print(
        f"{name:22} median {second[0]:.2f} ms, 95 % within {second[1]:.2f} ms; the first time {first[0]:.2f}, {first[1]:.2f}"
    )
    return second


def _ours(
    folder: Path, documents: Sequence[SearchDocument], tables: Any, queries: Sequence[str]
) -> tuple[float, float]:
    start = time.process_time()
    records = list(map(analyse, documents))
    analysed = time.process_time()
    write_index(folder / "0", records, **tables)
    written = time.process_time()
    print(
        f"index from nothing     {written - start:.2f} s ({analysed - start:.2f} analysis, {written - analysed:.2f} writing)"
    )
    changed = [replace(document, summary=f"{document.summary} Revu.") for document in documents[:BATCH]]
    start = time.process_time()
    write_index(folder / "1", map(analyse, changed), base=folder / "0", **tables)
    print(f"{BATCH} changed sheets     {time.process_time() - start:.2f} s")
    size = sum(file.stat().st_size for file in (folder / "0").iterdir()) / 1e6
    start = time.process_time()
    index = open_index(folder / "0")
    opened = time.process_time() - start
    _told("our ten answers", index.search, queries)
    command, asked = [sys.executable, "-c", _MEMORY, str(folder / "0")], json.dumps(queries)
    told = subprocess.run(command, input=asked, capture_output=True, text=True, check=True).stdout
    memory, after = map(float, told.split())
    print(f"on disk                {size:.1f} MB; opened in {opened:.2f} s")
    print(f"in memory              {memory:.0f} MB open, {after:.0f} MB after all queries")
    ranking = _told("our ranking", lambda query: index.ranked(query, 10), queries)
    suggestions = Suggestions(index.suggestions())
    typed = [query[:length] for query in queries for length in (2, 4, 8, 16)]
    _told("our suggestions", suggestions.suggest, typed)
    index.close()
    return ranking


def _body(document: SearchDocument) -> str:
    return "\n".join((document.summary, *(f"{s.title}\n{s.text}" for s in document.sections)))


def _sqlite(folder: Path, documents: Sequence[SearchDocument]) -> Callable[[str], object]:
    base = sqlite3.connect(folder / "fts.sqlite")
    base.execute(
        "CREATE VIRTUAL TABLE t USING fts5(id UNINDEXED, title, body, tokenize='unicode61 remove_diacritics 2')"
    )
    base.executemany("INSERT INTO t VALUES (?, ?, ?)", ((d.sheet_id, d.title, _body(d)) for d in documents))
    base.execute("INSERT INTO t(t) VALUES ('optimize')")
    base.commit()
    ask = "SELECT id FROM t WHERE t MATCH ? ORDER BY bm25(t, 0, 2, 1) LIMIT 10"

    def search(query: str) -> object:
        words = _WORD.findall(query)
        return base.execute(ask, (" OR ".join(f'"{word}"' for word in words),)).fetchall() if words else []

    return search


def _tantivy(folder: Path, documents: Sequence[SearchDocument]) -> Callable[[str], object] | None:
    try:
        import tantivy  # type: ignore[import-not-found]
    except ImportError:
        return None
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw")
    for name in ("title", "body"):
        builder.add_text_field(name, tokenizer_name="fr_stem")
    (folder / "tantivy").mkdir()
    index = tantivy.Index(builder.build(), path=str(folder / "tantivy"))
    writer = index.writer()
    for d in documents:
        writer.add_document(tantivy.Document(id=d.sheet_id, title=d.title, body=_body(d)))
    writer.commit()
    index.reload()
    searcher = index.searcher()

    def search(query: str) -> object:
        parsed, _ = index.parse_query_lenient(" ".join(_WORD.findall(query)), ["title", "body"])
        return [searcher.doc(address) for _, address in searcher.search(parsed, 10).hits]

    return search


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
