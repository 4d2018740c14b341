"""guide watch: ingest whatever lands in updates/, once it has stopped growing."""

import argparse
from functools import partial

from guide_pipeline.cli.command import declare, opened
from guide_pipeline.cli.console import ConsoleReporter, say


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    parser = declare(
        subparsers,
        "watch",
        run,
        "surveille updates/ et ingère ce qui y arrive (ne publie rien)",
        "guide watch --by m.roux",
    )
    parser.add_argument(
        "--by", metavar="NOM", default="", help="qui ingère (gardé) : cette personne ne pourra pas approuver"
    )
    parser.add_argument(
        "--calme", metavar="S", type=float, default=3.0, help="secondes sans changement avant de lire (3)"
    )


def run(args: argparse.Namespace) -> int:
    """Watch until interrupted."""
    from guide_pipeline.cli.ingestion import check_named, note_ingestion
    from guide_pipeline.watch import watch

    root, config, store = opened(args)
    check_named(config, args.by)
    store.needed_latest()
    say(f"Surveillance de {store.paths.updates} (Ctrl-C pour arrêter)")
    note = partial(note_ingestion, store, root, config, by=args.by)
    watch(store, args.calme, ConsoleReporter(), by=args.by, ingested=note)
    return 0
