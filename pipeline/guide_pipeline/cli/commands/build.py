"""guide build: edition 0 from the corpus, or whatever is missing of the edition served."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from guide_pipeline.cli.command import add_json, declare, guide_in_hand, guide_root
from guide_pipeline.cli.console import ConsoleReporter, count, say, say_json
from guide_pipeline.editions.paths import GuidePaths

if TYPE_CHECKING:
    from guide_pipeline.readers.config import GuideConfig


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    parser = declare(
        subparsers,
        "build",
        run,
        "construit l'édition de base, ou ce qui manque de l'édition servie",
        "guide build",
    )
    parser.add_argument(
        "--refaire",
        action="store_true",
        help="refait l'édition 0 si les sources ont changé et qu'aucun lot n'a paru",
    )
    add_json(parser)


def run(args: argparse.Namespace) -> int:
    """Build and say what was done."""
    from guide_pipeline.build.current import up_to_date

    number = up_to_date(GuidePaths(guide_root(args)))
    if number is not None:
        return _nothing_to_do(args, number)
    root, config = guide_in_hand(args)
    return _build(args, config, root)


def _nothing_to_do(args: argparse.Namespace, number: int) -> int:
    if args.json:
        say_json({"edition": number, "faite": False, "pages": None, "fiches-indexees": None})
    else:
        say(f"Rien à faire : l'édition {number} est construite et servie.")
    return 0


def _build(args: argparse.Namespace, config: "GuideConfig", root: Path) -> int:
    from guide_pipeline.build.base import build
    from guide_pipeline.editions.store import EditionStore

    store = EditionStore(root)
    reporter = ConsoleReporter()
    built = build(store, config, reporter, again=args.refaire)
    reporter.finish()
    site, index, manifest = built.summary.site, built.summary.index, built.manifest
    if args.json:
        pages = {"ecrites": site.written, "reprises": site.reused} if site else None
        indexed = index.changed if index else None
        say_json(
            {"edition": manifest.number, "faite": built.made, "pages": pages, "fiches-indexees": indexed}
        )
        return 0
    if site is None and index is None:
        return _nothing_to_do(args, manifest.number)
    if site:
        say(f"{count(site.written, 'page écrite', 'pages écrites')}, {count(site.reused, 'reprise')}.")
    say(f"Édition {manifest.number} prête : {count(len(manifest.sheets), 'fiche')}.")
    return 0
