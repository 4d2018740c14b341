"""guide rollback N: serve an older edition again, at once."""

import argparse

from guide_pipeline.cli.command import declare, opened
from guide_pipeline.cli.console import say


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    parser = declare(
        subparsers, "rollback", run, "remet en service une édition plus ancienne", "guide rollback 3"
    )
    parser.add_argument(
        "number", metavar="N", type=int, help="numéro de l'édition (« guide editions » les liste)"
    )


def run(args: argparse.Namespace) -> int:
    """Switch, and say what is served."""
    from guide_pipeline.publish import serve_edition

    _, _, store = opened(args)
    manifest = serve_edition(store, args.number)
    say(
        f"L'édition {manifest.number} (« {manifest.label} », {manifest.date:%d/%m/%Y}) est de nouveau servie."
    )
    latest = store.needed_latest()
    if latest.number != manifest.number:
        say(
            f"Le prochain lot suivra toujours l'édition {latest.number} ; « guide rollback {latest.number} » y revient."
        )
    return 0
