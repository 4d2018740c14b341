"""guide check: every problem of the corpus, with file and line."""

import argparse

from guide_pipeline.cli.command import add_json, declare, opened
from guide_pipeline.cli.console import count, issue_rows, say, say_issues, say_json
from guide_pipeline.errors import has_errors


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    parser = declare(
        subparsers, "check", run, "contrôle le corpus et montre tous ses problèmes", "guide check --tout"
    )
    parser.add_argument("--tout", action="store_true", help="montre aussi les avertissements")
    add_json(parser)


def run(args: argparse.Namespace) -> int:
    """Check, print, and return 1 when there is an error."""
    from guide_pipeline.build.parallel import spread
    from guide_pipeline.checks.corpus_rules import check_corpus

    root, config, _ = opened(args)
    corpus, issues = check_corpus(root, config, each=spread)
    guide = corpus.guide
    if args.json:
        say_json({"fiches": len(guide.facts), "problemes": issue_rows(issues)})
        return int(has_errors(issues))
    say_issues(issues, warnings=args.tout)
    if not has_errors(issues):
        words = sum(fact.words for fact in guide.facts.values())
        parts = (
            count(len(guide.facts), "fiche"),
            count(words, "mot"),
            count(len(guide.rates), "barème"),
            count(len(guide.acronyms), "sigle"),
        )
        say(f"Corpus sain : {', '.join(parts)}.")
    return int(has_errors(issues))
