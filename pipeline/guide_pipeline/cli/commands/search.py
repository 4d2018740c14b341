"""guide search "…": the sheets that answer, as agents see them."""

import argparse
from dataclasses import asdict
from typing import TYPE_CHECKING

from guide_pipeline.cli.command import add_json, declare, opened
from guide_pipeline.cli.console import count, say, say_json

if TYPE_CHECKING:
    from guide_search.search import Hit, SearchResults

_BOLD, _PLAIN = "\x1b[1m", "\x1b[0m"


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    parser = declare(subparsers, "search", run, "cherche dans le guide", 'guide search "apl étudiant"')
    parser.add_argument("query", metavar="MOTS", nargs="+", help="ce que vous cherchez")
    parser.add_argument("--chapitre", metavar="SLUG", help="seulement dans ce chapitre")
    parser.add_argument("--edition", metavar="N", type=int, help="dans une édition plus ancienne")
    parser.add_argument(
        "-n", dest="limit", metavar="N", type=int, default=10, help="nombre de résultats (10)"
    )
    add_json(parser)


def run(args: argparse.Namespace) -> int:
    """Search the edition served, or another, and print what answers; 1 when nothing does."""
    from guide_search.search import open_index

    _, _, store = opened(args)
    served = store.current()
    number = args.edition if args.edition is not None else served
    manifest = store.manifest(number) if number is not None else store.needed_latest()
    index = open_index(store.paths.index(manifest.number))
    try:
        found = index.search(" ".join(args.query), chapter=args.chapitre, limit=args.limit)
    finally:
        index.close()
    if args.json:
        say_json(asdict(found))
    else:
        _say(found, {chapter.slug: chapter.title for chapter in manifest.chapters})
    return int(not found.total)


def _say(found: "SearchResults", chapters: dict[str, str]) -> None:
    for expansion in found.expansions:
        say(f"{expansion.typed} = {expansion.meaning}")
    if found.suggestion:
        say(f"Vouliez-vous dire : {found.suggestion} ?")
    say(
        f"{count(found.total, 'fiche')}."
        if found.total
        else "Aucune fiche ne répond : essayez d'autres mots."
    )
    for rank, hit in enumerate(found.hits, 1):
        _say_hit(rank, hit, chapters)


def _say_hit(rank: int, hit: "Hit", chapters: dict[str, str]) -> None:
    import sys

    bold, plain = (_BOLD, _PLAIN) if sys.stdout.isatty() else ("", "")
    place = f"{hit.sheet_id}#{hit.anchor}" if hit.anchor else hit.sheet_id
    section = f" › {hit.section_title}" if hit.section_title else ""
    say(f"\n{rank:2}. {bold}{hit.title}{plain}{section}")
    say(f"    {chapters.get(hit.chapter, hit.chapter)} · {place}")
    text = "".join(f"{bold}{text}{plain}" if match else text for text, match in hit.passage)
    say(f"    {text}")
