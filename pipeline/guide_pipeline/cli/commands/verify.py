"""guide verify: is everything on disk what it was when it was published?"""

import argparse
from typing import TYPE_CHECKING

from guide_pipeline.cli.command import add_json, declare, opened
from guide_pipeline.cli.console import ConsoleReporter, count, issue_rows, say, say_issues, say_json

if TYPE_CHECKING:
    from guide_pipeline.editions.store import EditionStore


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    parser = declare(
        subparsers, "verify", run, "vérifie que rien n'a été perdu ni altéré", "guide verify --reparer"
    )
    parser.add_argument("--reparer", action="store_true", help="refait d'abord les pages et les index abîmés")
    add_json(parser)


def run(args: argparse.Namespace) -> int:
    """Verify, print, and return 1 when something is wrong."""
    from guide_pipeline.editions.verify import verify
    from guide_pipeline.review.record import record_issues
    from guide_search.stamp import index_issues

    _, _, store = opened(args)
    reporter = ConsoleReporter()
    if args.reparer:
        _repair(store, reporter)
    checked, issues = verify(store, reporter)
    for number in store.numbers():
        issues = (*issues, *index_issues(store.paths.index(number), number))
    records, wrong = record_issues(store)
    checked, issues = checked + records, (*issues, *wrong)
    reporter.finish()
    if args.json:
        say_json({"verifies": checked, "problemes": issue_rows(issues)})
    else:
        say_issues(issues, warnings=True)
        if not issues:
            say(f"Tout est intact : {count(checked, 'élément vérifié', 'éléments vérifiés')}.")
    return int(bool(issues))


def _repair(store: "EditionStore", reporter: ConsoleReporter) -> None:
    from guide_pipeline.build.repair import repair

    repaired = repair(store, reporter)
    reporter.note(f"{count(repaired, 'édition refaite', 'éditions refaites')}.")
