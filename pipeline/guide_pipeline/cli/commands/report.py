"""guide report LOT: where the report of a batch is, and its summary."""

import argparse
from pathlib import Path

from guide_pipeline.cli.command import add_json, declare, opened
from guide_pipeline.cli.console import say
from guide_pipeline.errors import NotFoundError


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    parser = declare(
        subparsers,
        "report",
        run,
        "montre le résumé du rapport d'un lot, et où le lire",
        "guide report 2026-04",
    )
    parser.add_argument("batch", metavar="LOT", help="numéro du lot")
    add_json(parser)


def run(args: argparse.Namespace) -> int:
    """Print the summary (or the whole report in JSON)."""
    from guide_pipeline.batch.numbers import BATCH_NUMBER

    _, _, store = opened(args)
    known = sorted(path.name for path in store.paths.report("x").parent.glob("*") if path.is_dir())
    if not BATCH_NUMBER.fullmatch(args.batch) or args.batch not in known:
        which = f"rapports : {', '.join(known)}" if known else "aucun lot n'a été ingéré"
        raise NotFoundError(f"Il n'y a pas de rapport du lot {args.batch} ({which}).")
    folder = store.paths.report(args.batch)
    data = (folder / "report.json").read_bytes()
    if args.json:
        say(data.decode())
        return 0
    _show(folder, data)
    return 0


def _show(folder: Path, data: bytes) -> None:
    from guide_pipeline.report.summary import lines_of_json

    for line in lines_of_json(data):
        say(line)
    say(f"Rapport : {folder / 'report.html'}")
    if (folder / "montants.csv").exists():
        say(f"Montants, pour un tableur : {folder / 'montants.csv'}")
