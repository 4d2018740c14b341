"""guide diff LOT, guide diff ÉDITION ÉDITION: what differs, or the proof that the differences are exact."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from guide_pipeline.cli.command import add_json, declare, opened
from guide_pipeline.cli.console import count, say, say_json
from guide_pipeline.errors import UsageError

if TYPE_CHECKING:
    from guide_pipeline.compare import Pair

_EPILOG = """\
exemple :
  guide diff 2026-04            un lot ingéré ou publié, face à l'édition qu'il change
  guide diff updates/2026-07    un lot qui n'est pas encore ingéré
  guide diff 3 5                deux éditions
  guide diff --prove 2026-04    recalcule tout et vérifie que chaque différence redonne les deux textes"""


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    parser = declare(
        subparsers, "diff", run, "compare un lot à son édition, ou deux éditions", "guide diff 2026-04"
    )
    parser.epilog = _EPILOG
    parser.add_argument(
        "states", metavar="LOT | ÉDITION", nargs="+", help="un lot, ou les numéros de deux éditions"
    )
    parser.add_argument(
        "--prove",
        action="store_true",
        help="vérifie que chaque différence, acceptée, donne la nouvelle fiche et, rejetée, l'ancienne, octet "
        "pour octet ; code de sortie 1 si l'une échoue",
    )
    add_json(parser)


def run(args: argparse.Namespace) -> int:
    """Compare and print; with --prove, print the count of pairs proved and return 1 when any fails."""
    pair = _pair(args)
    return _prove(pair, args.json) if args.prove else _show(pair, args.json)


def _pair(args: argparse.Namespace) -> "Pair":
    from guide_pipeline.compare import batch_pair, editions_pair

    root, _, store = opened(args)
    match args.states:
        case [batch]:
            path = root / batch if (root / batch).exists() else Path(batch)
            return batch_pair(store, Path(batch).name.removesuffix(".zip"), path)
        case [old, new] if old.isdecimal() and new.isdecimal():
            return editions_pair(store, int(old), int(new))
        case _:
            raise UsageError(
                "Donnez un lot (guide diff 2026-04) ou deux numéros d'éditions (guide diff 3 5)."
            )


def _prove(pair: "Pair", as_json: bool) -> int:
    from guide_pipeline.diff.prove import prove

    proof = prove(pair.old, pair.new)
    if as_json:
        say_json(
            {
                "comparees": len(proof.compared),
                "verifiees": proof.proved,
                "inexactes": list(proof.failing),
            }
        )
        return int(bool(proof.failing))
    for key in proof.failing:
        say(f"{key} : le redline ne redonne pas les deux états de la fiche.")
    pairs = count(len(proof.compared), "fiche modifiée", "fiches modifiées")
    say(
        f"{pair.old_name} et {pair.new_name} : {proof.proved} sur {pairs}, redline accepté et rejeté, "
        "redonnent les deux états octet pour octet."
    )
    return int(bool(proof.failing))


def _show(pair: "Pair", as_json: bool) -> int:
    from guide_pipeline.diff.guides import diff_guides
    from guide_pipeline.report.listing import difference_lines
    from guide_pipeline.report.rows import difference_rows

    diff = diff_guides(pair.old, pair.new)
    if as_json:
        say_json(difference_rows(diff))
        return 0
    lines = list(difference_lines(diff))
    for line in lines:
        say(line)
    if not lines:
        say(f"Rien ne change entre {pair.old_name} et {pair.new_name}.")
    return 0
