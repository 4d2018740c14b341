"""guide serve: the guide for signed-in agents, by a production server."""

import argparse

from guide_pipeline.cli.command import declare, opened
from guide_pipeline.cli.console import complain, say
from guide_pipeline.cli.state import open_people

DEFAULT_PORT = 8000


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    parser = declare(
        subparsers, "serve", run, "sert le guide aux agents connectés", "guide serve --port 8000"
    )
    parser.add_argument(
        "--hote", default="127.0.0.1", help="adresse d'écoute (127.0.0.1 : cette machine seule)"
    )
    parser.add_argument("--port", type=int, default=DEFAULT_PORT, help=f"port ({DEFAULT_PORT})")


def run(args: argparse.Namespace) -> int:
    """Serve until interrupted."""
    from guide_site.web.server import serve

    root, config, store = opened(args)
    number = store.current()
    if number is None:
        complain("guide : aucune édition à servir ; « guide build » fait la première.")
        return 1
    with open_people(root, config) as state:
        if not state.users():
            complain("Aucun compte : « guide user add IDENTIFIANT --role administrateur » crée le premier.")
    say(f"Édition {number} servie sur http://{args.hote}:{args.port}  (Ctrl-C pour arrêter)")
    serve(root, args.hote, args.port)
    return 0
