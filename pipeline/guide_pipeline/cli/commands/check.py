"""guide check: every problem of the corpus and of the batches that follow it, with file and line."""

import argparse
from collections.abc import Iterable
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from guide_pipeline.cli.command import add_json, declare, opened
from guide_pipeline.cli.console import ConsoleReporter, complain, count, issue_rows, say, say_issues, say_json
from guide_pipeline.errors import Issue, has_errors, sorted_issues

if TYPE_CHECKING:
    from guide_pipeline.checks.readability import Reading
    from guide_pipeline.model.guide import Guide
    from guide_pipeline.readers.config import GuideConfig

_HARDEST = 10


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    parser = declare(
        subparsers,
        "check",
        run,
        "contrôle le corpus et montre tous ses problèmes",
        "guide check --tout --lots",
    )
    parser.add_argument("--tout", action="store_true", help="montre aussi les avertissements")
    parser.add_argument(
        "--lots", action="store_true", help="contrôle aussi les lots de updates/, l'un après l'autre"
    )
    parser.add_argument(
        "--lecture",
        action="store_true",
        help="montre la longueur et la lisibilité des fiches, chapitre par chapitre",
    )
    add_json(parser)


def run(args: argparse.Namespace) -> int:
    """Check, print, and return 1 when there is an error."""
    from guide_pipeline.build.parallel import spread
    from guide_pipeline.checks.corpus_rules import check_corpus
    from guide_pipeline.readers.corpus import TOGETHER

    root, config, store = opened(args)
    reporter = ConsoleReporter()
    corpus, issues = check_corpus(root, config, each=partial(spread, weight=TOGETHER))
    guide = corpus.guide
    if args.lots and not has_errors(issues):
        found, guide = _check_batches(root, config, store.paths.updates, guide, reporter)
        issues = sorted_issues((*issues, *found))
    reporter.finish()
    readings = _readings(guide) if args.lecture else []
    if args.json:
        rows = {"fiches": len(guide.facts), "problemes": issue_rows(issues)}
        say_json(rows | ({"lecture": [asdict(r) for r in readings]} if args.lecture else {}))
        return int(has_errors(issues))
    say_issues(issues, warnings=args.tout)
    if readings:
        _show_readings(guide, readings)
    if not has_errors(issues):
        _show_sound(guide, "Corpus sain" if not args.lots else "Corpus et lots sains")
    _note_spelling(config)
    return int(has_errors(issues))


def _check_batches(
    root: Path, config: "GuideConfig", inbox: Path, base: "Guide", reporter: ConsoleReporter
) -> "tuple[list[Issue], Guide]":
    """The issues of every batch of the inbox, named by its folder, and the last guide reached."""
    from guide_pipeline.checks.corpus_rules import spelling_issues
    from guide_pipeline.checks.steps import delivered, walk_batches

    found: list[Issue] = []
    guide = base
    for step in walk_batches(base, delivered(inbox), strict=config.settings.strict_writing):
        reporter.step(f"Contrôle du lot {step.name}")
        issues = step.issues
        if step.guide is not None and step.batch is not None:
            guide = step.guide
            written = [name for name in step.batch.sources.files if name in guide.facts]
            issues = (*issues, *spelling_issues(root, config, guide, written, step.batch.sources))
        found.extend(_named(issue, step.name) for issue in issues)
    return found, guide


def _named(issue: Issue, batch: str) -> Issue:
    """An issue whose file says in which batch it is."""
    file = issue.location.file
    inside = file if file.startswith(f"{batch}/") or file == batch else f"{batch}/{file}"
    return replace(issue, location=replace(issue.location, file=inside))


def _show_sound(guide: "Guide", verdict: str) -> None:
    words = sum(fact.words for fact in guide.facts.values())
    parts = (
        count(len(guide.facts), "fiche"),
        count(words, "mot"),
        count(len(guide.rates), "barème"),
        count(len(guide.acronyms), "sigle"),
    )
    say(f"{verdict} : {', '.join(parts)}.")


def _readings(guide: "Guide") -> "list[Reading]":
    from guide_pipeline.checks.readability import reading_of

    return [reading_of(sheet) for sheet in guide.sheets()]


def _show_readings(guide: "Guide", readings: "list[Reading]") -> None:
    """A line a chapter, then the sheets that are hardest to read."""
    say("Chapitre                        fiches     mots   mots/fiche   mots/phrase   lisibilité")
    for chapter in guide.chapters:
        if mine := [r for r in readings if r.chapter == chapter.slug]:
            words = sum(guide.facts[r.sheet].words for r in mine)
            say(
                f"{chapter.slug:<30} {len(mine):>7} {words:>8} {words / len(mine):>12.0f}"
                f" {_mean(r.words_a_sentence for r in mine):>13.1f} {_mean(r.score for r in mine):>12.0f}"
            )
    say()
    say(
        "Fiches les plus difficiles (lisibilité de Kandel et Moles : 60 et plus, texte courant ; 30, difficile)"
    )
    for reading in sorted(readings, key=lambda r: r.score)[:_HARDEST]:
        say(f"{reading.score:>6.0f}  {reading.sheet}")
    say()


def _mean(values: Iterable[float]) -> float:
    """The mean of figures, one at least."""
    known = tuple(values)
    return sum(known) / len(known)


def _note_spelling(config: "GuideConfig") -> None:
    from guide_pipeline.checks.spelling import can_spell

    if config.settings.strict_writing and not can_spell():
        complain(
            "Orthographe non contrôlée : installez hunspell et hunspell-fr (apt-get install hunspell hunspell-fr)."
        )
