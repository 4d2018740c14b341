"""guide audit …: the trail of who did what: reading, verifying, exporting, dropping what is too old."""

import argparse
import socket
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from guide_pipeline.cli.command import add_json, declare, opened
from guide_pipeline.cli.console import count, issue_rows, say, say_issues, say_json
from guide_pipeline.cli.state import open_people
from guide_pipeline.errors import UsageError, reason_of

if TYPE_CHECKING:
    from guide_site.state.store import State
    from guide_site.state.values import TrailEntry

_BY = "ligne de commande"


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command and its own commands."""
    parser = declare(subparsers, "audit", run, "lit, vérifie et exporte le journal", "guide audit verify")
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    listing = declare(
        actions, "list", run, "montre les dernières lignes", "guide audit list --nombre 20 a.roux"
    )
    listing.add_argument("words", metavar="MOT", nargs="*", help="seulement les lignes qui les contiennent")
    listing.add_argument("--nombre", type=int, default=50, help="combien de lignes (50)")
    add_json(listing)
    listing.set_defaults(act=_list)
    verify = declare(
        actions,
        "verify",
        run,
        "vérifie qu'aucune ligne n'a été altérée ni ôtée",
        "guide audit verify --copie journal.jsonl",
    )
    verify.add_argument(
        "--copie", type=Path, metavar="FICHIER", help="compare aussi avec un export gardé ailleurs"
    )
    add_json(verify)
    verify.set_defaults(act=_verify)
    export = declare(
        actions,
        "export",
        run,
        "écrit le journal, une ligne par acte",
        "guide audit export --format syslog --apres 120",
    )
    export.add_argument(
        "--format", choices=("jsonl", "syslog"), default="jsonl", help="jsonl, ou syslog (RFC 5424)"
    )
    export.add_argument(
        "--apres", type=int, default=0, metavar="ID", help="seulement les lignes après celle-ci"
    )
    export.add_argument(
        "--suite", type=Path, metavar="FICHIER", help="reprend où le dernier export s'est arrêté"
    )
    export.set_defaults(act=_export)
    purge = declare(
        actions,
        "purge",
        run,
        "supprime les mois plus vieux que la durée légale (journal-mois)",
        "guide audit purge",
    )
    purge.set_defaults(act=_purge)


def run(args: argparse.Namespace) -> int:
    """Open the trail and do what was asked."""
    root, config, _ = opened(args)
    act: Callable[[argparse.Namespace, State], int] = args.act
    with open_people(root, config) as state:
        return act(args, state)


def _list(args: argparse.Namespace, state: "State") -> int:
    lines = state.trail(max(1, args.nombre), holding=" ".join(args.words))
    if args.json:
        say_json(
            [{"id": e.id, "date": e.at, "qui": e.who, "quoi": e.what, "detail": e.detail} for e in lines]
        )
        return 0
    for e in reversed(lines):
        say(f"{e.at.astimezone():%d/%m/%Y %H:%M:%S}  {e.who or '—':20} {e.what:24} {e.detail}")
    return 0


def _verify(args: argparse.Namespace, state: "State") -> int:
    checked, issues = state.trail_issues(_copied(args.copie) if args.copie else ())
    if args.json:
        say_json({"verifiees": checked, "problemes": issue_rows(issues)})
    else:
        say_issues(issues, warnings=True)
        if not issues:
            last = state.trail(1)
            mark = f" Dernière empreinte : {last[0].hash}" if last else ""
            say(f"Journal intact : {count(checked, 'ligne vérifiée', 'lignes vérifiées')}.{mark}")
    return int(bool(issues))


def _copied(file: Path) -> "Iterator[TrailEntry]":
    from guide_site.state.trail_export import parsed_line

    try:
        with file.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                try:
                    yield parsed_line(line)
                except ValueError as error:
                    raise UsageError(f"{file}:{number} n'est pas une ligne du journal.") from error
    except OSError as error:
        raise UsageError(f"{file} ne se lit pas : {reason_of(error)}.") from error


def _export(args: argparse.Namespace, state: "State") -> int:
    from guide_site.state.trail_export import json_line, syslog_line

    host, last = socket.gethostname(), _start(args)
    for entry in state.whole_trail(last):
        say(json_line(entry) if args.format == "jsonl" else syslog_line(entry, host))
        last = entry.id
    sys.stdout.flush()
    if args.suite:
        args.suite.write_text(f"{last}\n", "ascii")
    else:
        state.record(_BY, "journal exporté")
    return 0


def _start(args: argparse.Namespace) -> int:
    after: int = args.apres
    if args.suite and args.suite.exists():
        text = args.suite.read_text("ascii", "replace").strip()
        if not text.isdecimal():
            raise UsageError(f"{args.suite} ne contient pas le numéro d'une ligne.")
        return max(after, int(text))
    return after


def _purge(args: argparse.Namespace, state: "State") -> int:
    dropped = state.drop_old_trail(by=_BY)
    for month, lines in dropped:
        say(f"{month} supprimé : {count(lines, 'ligne')}.")
    if not dropped:
        say("Aucun mois n'est plus vieux que la durée à garder.")
    return 0
