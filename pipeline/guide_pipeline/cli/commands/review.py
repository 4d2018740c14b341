"""guide review LOT: where the review of a batch stands; deciding; verifying the record of an edition."""

import argparse
from typing import TYPE_CHECKING

from guide_pipeline.cli.command import add_json, declare, opened
from guide_pipeline.cli.console import count, issue_rows, say, say_issues, say_json
from guide_pipeline.cli.state import open_people
from guide_pipeline.errors import UsageError

if TYPE_CHECKING:
    from guide_pipeline.editions.store import EditionStore
    from guide_site.review import Board
    from guide_site.state.store import State

_VERDICTS = ("approuve", "refuse", "question", "commentaire")


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    parser = declare(
        subparsers,
        "review",
        run,
        "montre où en est la relecture d'un lot, décide de ses changements, vérifie un relevé de décisions",
        "guide review 2026-04 --decision approuve --sur classe:typographie --by 'Anne Roux'",
    )
    parser.add_argument("batch", metavar="LOT", help="numéro du lot ; avec --verify, de l'édition")
    parser.add_argument("--decision", choices=_VERDICTS, help="ce que vous décidez (avec --sur et --by)")
    parser.add_argument(
        "--sur",
        metavar="QUOI",
        help="changement:ID, bloc:ID, fiche:ID, groupe:ID, classe:NOM ou tout (les ID : --liste)",
    )
    parser.add_argument("--by", metavar="NOM", help="qui décide")
    parser.add_argument("--comment", metavar="TEXTE", default="", help="pourquoi, ou la question posée")
    parser.add_argument("--liste", action="store_true", help="liste les changements qui restent à décider")
    parser.add_argument("--journal", action="store_true", help="liste toutes les décisions")
    parser.add_argument(
        "--verify",
        action="store_true",
        help="vérifie le relevé des décisions d'une édition : son manifeste, le rapport lu, la base",
    )
    add_json(parser)


def run(args: argparse.Namespace) -> int:
    """Decide when asked to, then show; or verify."""
    from guide_site.review import board_rows, find_board

    root, config, store = opened(args)
    with open_people(root, config) as state:
        if args.verify:
            return _verify(args, store, state)
        if args.decision:
            _decide(args, store, state)
        board = find_board(store, state, args.batch)
    if args.json:
        say_json(board_rows(board))
    else:
        _show(args, board)
    return 0


def _decide(args: argparse.Namespace, store: "EditionStore", state: "State") -> None:
    from guide_pipeline.review.votes import Verdict
    from guide_site.review import decide, find_board

    if not args.sur or not args.by:
        raise UsageError("Une décision dit sur quoi (--sur) et de qui (--by).")
    board = find_board(store, state, args.batch)
    done = decide(
        store,
        state,
        args.batch,
        board.proposal,
        args.sur,
        Verdict(args.decision),
        args.by,
        args.comment,
        board.last,
    )
    if args.json:
        return
    said = count(len(done.decision.items), "changement")
    more = f", dont {done.with_it} du même bloc" if done.with_it else ""
    less = f" ; {done.untouched} laissés tels quels" if done.untouched else ""
    say(f"{done.decision.verdict.label.capitalize()} : {said}{more}{less}.")


def _show(args: argparse.Namespace, board: "Board") -> None:
    from guide_pipeline.review.items import CLASS_NAMES

    say(f"Lot {board.batch} : {board.status}.")
    if board.rules.ingested_by:
        say(f"Ingéré par {board.rules.ingested_by}.")
    for kind, (left, every) in board.open_by_class.items():
        say(f"  {CLASS_NAMES[kind][1]:30} {left:6} à décider sur {every}")
    if args.liste:
        for item in board.items:
            if not board.fates[item.id].settled:
                say(f"{item.id}  {board.fates[item.id].label} · {CLASS_NAMES[item.kind][0]} · {item.line}")
    for item in board.refused:
        say(f"Laissé de côté : {item.line} ({item.id})")
    if args.journal:
        for d in board.decisions:
            said = f" : « {d.comment} »" if d.comment else ""
            where = f"{d.scope or 'lot'} ({len(d.items)})"
            say(f"{d.at:%d/%m/%Y %H:%M} UTC  {d.by}  {d.verdict.label}  {where}{said}")


def _verify(args: argparse.Namespace, store: "EditionStore", state: "State") -> int:
    from guide_site.review import verify_record

    if not args.batch.isdecimal():
        raise UsageError("--verify attend le numéro d'une édition : « guide review --verify 3 ».")
    record, issues = verify_record(store, state, int(args.batch))
    if args.json:
        say_json({"edition": record.edition, "decisions": len(record.acts), "problemes": issue_rows(issues)})
        return int(bool(issues))
    say_issues(issues, warnings=True)
    if not issues:
        people = ", ".join(dict.fromkeys(act.by for act in record.acts))
        say(
            f"Édition {record.edition} : le relevé est intact et la base le confirme. "
            f"{count(len(record.items), 'changement décidé', 'changements décidés')} par {people}, dont "
            f"{count(len(record.left_out), 'refusé')} ; "
            f"publié par {record.published_by} le {record.published:%d/%m/%Y}."
        )
    return int(bool(issues))
