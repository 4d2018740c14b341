"""guide ingest LOT: read, check, compare; the change report is written, agents see no change."""

import argparse
from pathlib import Path

from guide_pipeline.cli.command import add_json, declare, opened
from guide_pipeline.cli.console import ConsoleReporter, issue_rows, say, say_issues, say_json


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    parser = declare(
        subparsers,
        "ingest",
        run,
        "lit, contrôle et compare un lot ; écrit son rapport, ne change rien pour les lecteurs",
        "guide ingest updates/2026-04",
    )
    parser.add_argument("batch", metavar="LOT", type=Path, help="dossier ou fichier .zip du lot")
    parser.add_argument(
        "--by", metavar="NOM", default="", help="qui ingère (gardé) : cette personne ne pourra pas approuver"
    )
    add_json(parser)


def run(args: argparse.Namespace) -> int:
    """Ingest and show the summary of the report."""
    from guide_pipeline.cli.ingestion import check_named, note_ingestion
    from guide_pipeline.errors import AlreadyPublishedError
    from guide_pipeline.ingest import ingest
    from guide_pipeline.report.summary import summary_lines

    root, config, store = opened(args)
    check_named(config, args.by)
    path = root / args.batch if (root / args.batch).exists() else args.batch
    reporter = ConsoleReporter()
    try:
        result = ingest(store, path, reporter, args.by)
    except AlreadyPublishedError as error:
        reporter.finish()
        say(f"{error} Rien à faire.")
        return 0
    reporter.finish()
    lost = note_ingestion(store, root, config, result, args.by)
    batch, report = result.ingested.batch, result.report
    page = result.ingested.folder / "report.html"
    if args.json:
        rows = {"lot": batch, "nouveau": report is not None, "rapport": str(page)}
        say_json({**rows, "problemes": issue_rows(result.issues), "decisions": lost})
        return 0
    say_issues(result.issues, warnings=False)
    if report is None:
        say(f"Le lot {batch} est déjà ingéré, à l'identique : rien à faire. Rapport : {page}")
        return 0
    for line in summary_lines(report):
        say(line)
    if lost:
        say(lost)
    say(f"Rapport : {page}")
    say(f"Pour relire : guide review {batch} --liste ; pour publier : guide publish {batch} --by VOTRE-NOM")
    return 0
