"""guide watch: ingest whatever lands in updates/, once it has stopped growing."""

import argparse

from guide_pipeline.cli.command import declare, opened
from guide_pipeline.cli.console import ConsoleReporter, say


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    parser = declare(
        subparsers,
        "watch",
        run,
        "surveille updates/ et ingère ce qui y arrive (ne publie rien)",
        "guide watch",
    )
    parser.add_argument(
        "--calme", metavar="S", type=float, default=3.0, help="secondes sans changement avant de lire (3)"
    )


def run(args: argparse.Namespace) -> int:
    """Watch until interrupted."""
    from guide_pipeline.watch import watch

    _, _, store = opened(args)
    store.needed_latest()
    say(f"Surveillance de {store.paths.updates} (Ctrl-C pour arrêter)")
    watch(store, args.calme, ConsoleReporter())
    return 0
