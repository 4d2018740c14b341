"""guide stats: what people search for, and don't find."""

import argparse
from typing import TYPE_CHECKING

from guide_pipeline.cli.command import add_json, declare, opened
from guide_pipeline.cli.console import count, say, say_json
from guide_pipeline.cli.state import open_people

if TYPE_CHECKING:
    from guide_site.state import QueryCount

_DAYS = 30


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    parser = declare(
        subparsers,
        "stats",
        run,
        "compte ce qui est cherché, et ce qui reste sans réponse",
        "guide stats --jours 90",
    )
    parser.add_argument(
        "--jours", metavar="N", type=int, default=_DAYS, help=f"les N derniers jours ({_DAYS})"
    )
    add_json(parser)


def run(args: argparse.Namespace) -> int:
    """Print the counts. They hold nobody's name, and of what was typed once only the number."""
    root, config, _ = opened(args)
    with open_people(root, config) as state:
        counts = state.search_counts(max(1, args.jours))
    if args.json:
        say_json(
            {
                "depuis": counts.since.isoformat(),
                "recherches": counts.asked,
                "sans-reponse": counts.unanswered,
                "les-plus-frequentes": [_row(line) for line in counts.most_asked],
                "restees-sans-reponse": [_row(line) for line in counts.most_unanswered],
            }
        )
        return 0
    say(
        f"Depuis le {counts.since:%d/%m/%Y} : {count(counts.asked, 'recherche')}, {counts.unanswered} sans réponse."
    )
    for title, lines in (
        ("Sans réponse", counts.most_unanswered),
        ("Les plus fréquentes", counts.most_asked),
    ):
        if lines:
            say(f"\n{title} :")
        for line in lines:
            say(f"{line.unanswered if lines is counts.most_unanswered else line.asked:6}  {line.query}")
    return 0


def _row(line: "QueryCount") -> dict[str, object]:
    return {"recherche": line.query, "nombre": line.asked, "sans-reponse": line.unanswered}
