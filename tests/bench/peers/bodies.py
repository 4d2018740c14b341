"""The lower bound: a Hugo site of page fragments, whose bodies are finished HTML.

`README.md` tells the shape of a fragment. Hugo is spared all the work of reading and transforming; it wraps bodies
in a layout with the chapters and the list of the page's own group of sheets, and writes them to one flat folder
as we do.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from measure import set_aside

from peers.programs import SHEET_FOLDER, Peer, PeerError, start_site, write_chapter, write_content

Markup = Literal["html", "md"]

CHAPTERS = "chapters.json"


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
    """Its page lists the sheets of the same group."""


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
    set_aside(peer.folder, peer.aside)
    start_site(peer.folder, "bodies_site")
    for number, chapter in enumerate(read_chapters(fragments), start=1):
        write_chapter(peer.folder, number, chapter.slug, chapter.title)
    count = 0
    for count, fragment in enumerate(read_fragments(fragments), start=1):
        front = {
            "title": fragment.title,
            "description": fragment.description,
            "group": fragment.group,
            "weight": count,
            "url": f"/{SHEET_FOLDER}/{fragment.id}.html",
        }
        target = peer.folder / "content" / fragment.chapter / f"{fragment.id}.{markup}"
        write_content(target, front, content_body(fragment, markup))
    return count


def check_pages(fragments: Path, public: Path, markup: Markup) -> None:
    """Raise `PeerError` unless Hugo wrote every sheet with its whole body: a peer that skips work is no yardstick."""
    for fragment in read_fragments(fragments):
        page = public / SHEET_FOLDER / f"{fragment.id}.html"
        if not page.is_file() or content_body(fragment, markup) not in page.read_text(encoding="utf-8"):
            raise PeerError(f"{page} is missing or lacks the body of {fragment.id}")
