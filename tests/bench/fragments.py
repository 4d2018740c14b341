"""The pages of our own site as fragments for `peer_hugo.py`: the same sheets, the same HTML, the same chapters.

What the layout of a page repeats everywhere (title, chapters, neighbours) is left to Hugo's layout; what follows
the title of a sheet is handed over as it is, so Hugo has neither to read nor to transform anything.

Example: python tests/bench/fragments.py --guide DIR --into /tmp/fragments
"""

import argparse
import html
import json
import re
import shutil
import sys
import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from peers.bodies import CHAPTERS, Chapter, Fragment
from peers.programs import PeerError, group_name

_PLACE = re.compile(r'<a href="\.\./chapitres/([^"#]+)\.html">')
_FOLDER = re.compile(r'<a href="\.\./chapitres/[^"]+#([^"]+)">')
_TITLE = re.compile(r"<h1>(.*?)</h1>", re.DOTALL)
_SUMMARY = re.compile(r'<p class="chapo">(.*?)</p>', re.DOTALL)
_DATES = '<dl class="dates">'
_HEADER_END = "</header>"
_ENDS = ('<nav class="voisins"', "</article>")


def read_chapters_of(guide: Path) -> tuple[Chapter, ...]:
    """The chapters of a working guide, in its order."""
    rows = tomllib.loads((guide / "guide.toml").read_text("utf-8"))["chapitres"]
    return tuple(
        Chapter(row["slug"], row["titre"]) for row in sorted(rows, key=lambda row: int(row["numero"]))
    )


def fragment_of(sheet: str, page: str, listed: Counter[tuple[str, str]]) -> Fragment:
    """The fragment of a page of ours. `listed` counts the sheets of each folder seen so far.

    Raises `PeerError` when the page isn't built as expected: a fragment that lacks text is no yardstick.
    """
    article = page[page.index('<article class="fiche"') :]
    head, _, rest = article.partition(_HEADER_END)
    end = min((at for at in map(rest.find, _ENDS) if at >= 0), default=-1)
    title, place = _TITLE.search(head), _PLACE.search(head)
    if title is None or place is None or _DATES not in head or end < 0:
        raise PeerError(f"the page of {sheet} isn't built as this program expects")
    folder, summary = _FOLDER.search(head), _SUMMARY.search(head)
    key = place[1], folder[1] if folder else ""
    rank, listed[key] = listed[key], listed[key] + 1
    return Fragment(
        id=sheet,
        title=_plain(title[1]),
        chapter=place[1],
        group=group_name(*key, rank),
        description=_plain(summary[1]) if summary else "",
        body=head[head.index(_DATES) :] + rest[:end],
    )


def _plain(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", markup)).strip()


def export(guide: Path, into: Path) -> int:
    """Write the fragments of a guide's edition 0 into `into`, which is emptied first; return how many."""
    shutil.rmtree(into, ignore_errors=True)
    into.mkdir(parents=True)
    chapters = [{"slug": chapter.slug, "title": chapter.title} for chapter in read_chapters_of(guide)]
    (into / CHAPTERS).write_text(json.dumps(chapters, ensure_ascii=False), "utf-8")
    listed: Counter[tuple[str, str]] = Counter()
    for path in sorted((guide / "var" / "sites" / "0000" / "fiches").glob("*.html")):
        fragment = fragment_of(path.stem, path.read_text("utf-8"), listed)
        (into / f"{fragment.id}.json").write_text(json.dumps(asdict(fragment), ensure_ascii=False), "utf-8")
    return listed.total()


def main(argv: Sequence[str] | None = None) -> int:
    """Export and say how many sheets; 1 when a page isn't as expected."""
    parser = argparse.ArgumentParser(description="Write the sheets of a built guide as page fragments.")
    parser.add_argument("--guide", type=Path, required=True, help="a working guide, built")
    parser.add_argument("--into", type=Path, required=True, help="folder to write, emptied first")
    options = parser.parse_args(argv)
    try:
        count = export(options.guide, options.into)
    except PeerError as error:
        print(error, file=sys.stderr)
        return 1
    print(count)
    return 0


if __name__ == "__main__":
    sys.exit(main())
