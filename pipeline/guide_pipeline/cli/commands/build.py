"""guide build: edition 0 from the corpus, or whatever is missing of the edition served."""

import argparse

from guide_pipeline.cli.command import add_json, declare, opened
from guide_pipeline.cli.console import ConsoleReporter, count, say, say_json


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
    from guide_pipeline.build.base import build

    _, config, store = opened(args)
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
        say(f"Rien à faire : l'édition {manifest.number} est construite et servie.")
        return 0
    if site:
        say(f"{count(site.written, 'page écrite', 'pages écrites')}, {count(site.reused, 'reprise')}.")
    say(f"Édition {manifest.number} prête : {count(len(manifest.sheets), 'fiche')}.")
    return 0
