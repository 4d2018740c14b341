"""Change reports: reading them, deciding on each change, commenting, publishing."""

from pathlib import Path
from time import monotonic

from flask import Flask, Response, abort, jsonify, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from guide_pipeline.editions.outlines import stamp_of
from guide_pipeline.editions.store import EditionStore
from guide_pipeline.errors import GuideError
from guide_pipeline.review.items import CLASS_NAMES
from guide_site import review
from guide_site.review import Board
from guide_site.state import Verdict
from guide_site.web.layout import show
from guide_site.web.numbers import number
from guide_site.web.prepared import Prepared, prepare
from guide_site.web.review_page import SHOWN, asked, groups_of, next_place, others, page_of, told
from guide_site.web.rights import Action, needs
from guide_site.web.services import services
from guide_site.web.stored import prepared_answer, stored_answer
from guide_site.web.visitors import visitor

_FILES = {
    "report.html": "text/html",
    "report.json": "application/json",
    "montants.csv": "text/csv",
    "rapport.css": "text/css",
    "rapport.js": "text/javascript",
}
_WAY_BACK = '<body>\n<nav aria-label="Retour"><a href="./">Retour à la page du lot</a></nav>'.encode()


def register(app: Flask) -> None:
    """Addresses of this module."""
    app.add_url_rule("/rapports/", "reports", reports)
    app.add_url_rule("/rapports/<batch>/", "report", report)
    app.add_url_rule("/rapports/<batch>/<file>", "report_file", report_file)
    app.add_url_rule("/rapports/<batch>/etat", "review_state", review_state)
    app.add_url_rule("/rapports/<batch>/decisions.json", "review_record", review_record)
    app.add_url_rule("/rapports/<batch>/decision", "decide", decide, methods=["POST"])
    app.add_url_rule("/rapports/<batch>/commentaire", "comment", comment, methods=["POST"])
    app.add_url_rule("/rapports/<batch>/publication", "publish", publish, methods=["POST"])


@needs(Action.READ_REPORTS)
def reports() -> Response:
    """Every batch that has a report."""
    return show("rapports.html", revues=review.list_batches(_store(), services().state))


@needs(Action.READ_REPORTS)
def report(batch: str) -> Response:
    """One batch: where its review stands, what is to be decided, and what one may do."""
    return _page(_board(batch))


@needs(Action.READ_REPORTS)
def report_file(batch: str, file: str) -> AnyResponse:
    """The report itself as the pipeline wrote it, its page with a way back."""
    path = _board(batch).folder / file
    if file not in _FILES or not path.is_file():
        abort(404)
    page = services().reports.get((path,), monotonic(), lambda: stamp_of(path), lambda: _prepared(path))
    return abort(404) if page is None else prepared_answer(page)


def _prepared(path: Path) -> Prepared:
    return prepare((path.read_bytes().replace(b"<body>", _WAY_BACK, 1),), _FILES[path.name], b"")


@needs(Action.READ_REPORTS)
def review_state(batch: str) -> Response:
    """What others decided since the page was made: the page asks, to say so at once."""
    board = _board(batch)
    new = others(board, request.args.get("depuis", 0, type=number), visitor().account.name)
    return jsonify(
        proposition=board.proposal,
        reste=board.left,
        decisions=[f"{d.by} : {told(d, board)}" for d in new],
    )


@needs(Action.READ_REPORTS)
def review_record(batch: str) -> AnyResponse:
    """The record of the decisions that made an edition."""
    edition = _board(batch).edition
    path = None if edition is None else _store().paths.record(edition)
    if path is None or not path.is_file():
        abort(404)
    return stored_answer(path.read_bytes(), "application/json")


@needs(Action.DECIDE)
def decide(batch: str) -> AnyResponse:
    """Approve, refuse or question what was read: 409 when it has been replaced, or someone decided otherwise."""
    verdict, _, scope = request.form.get("acte", "").partition(" ")
    try:
        return _decided(batch, Verdict(verdict), scope)
    except ValueError:
        return _page(
            _board(batch), error="Choisissez d'approuver, de refuser ou de questionner un changement."
        )


@needs(Action.COMMENT)
def comment(batch: str) -> AnyResponse:
    """Say something about a change, which decides nothing: how an editor answers a question."""
    return _decided(batch, Verdict.COMMENT, request.form.get("acte", "").partition(" ")[2])


@needs(Action.PUBLISH)
def publish(batch: str) -> AnyResponse:
    """Publish a batch all of which is decided: agents read the new edition when this answers."""
    try:
        review.publish_approved(_store(), services().state, batch, visitor().account.name)
    except GuideError as error:
        return _page(_board(batch), error=str(error))
    return redirect(url_for("report", batch=batch), 303)


def _decided(batch: str, verdict: Verdict, scope: str) -> AnyResponse:
    form, state = request.form, services().state
    before = _board(batch)
    wanted = asked(form, before)
    by, text = visitor().account.name, form.get(f"commentaire-{scope}", form.get("commentaire", ""))
    known = form.get("vu", type=number)
    try:
        done = review.decide(
            _store(), state, batch, form.get("proposition", ""), scope, verdict, by, text, known
        )
    except GuideError as error:
        return _page(_board(batch), error=str(error))
    place, item = next_place(_board(batch), wanted, done.decision.items)
    address = f"{url_for('report', batch=batch)}?{place.query(fait=done.decision.id)}"
    return redirect(f"{address}#c-{item}" if item else address, 303)


def _store() -> EditionStore:
    return EditionStore(services().root)


def _board(batch: str) -> Board:
    return review.find_board(_store(), services().state, batch)


def _page(board: Board, error: str = "") -> Response:
    wanted = asked(request.values, board)
    done = request.args.get("fait", 0, type=number)
    mine = [d for d in board.decisions if d.id == done and d.by == visitor().account.name]
    return show(
        "rapport.html",
        409 if error else 200,
        revue=board,
        erreur=error,
        fait=told(mine[0], board) if mine and not error else "",
        vue=page_of(board, wanted),
        groupes=groups_of(board),
        obstacle=review.obstacle(_store(), board) if board.publishable else "",
        filtres=SHOWN,
        natures=CLASS_NAMES,
        dit=told,
    )
