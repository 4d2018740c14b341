"""Change reports: reading them, approving or refusing the whole batch, publishing."""

from flask import Flask, Response, abort, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from guide_pipeline.editions.store import EditionStore
from guide_pipeline.errors import GuideError, RefusedError
from guide_site import review
from guide_site.state import Verdict
from guide_site.web.layout import show
from guide_site.web.reviews import all_reviews, find_review
from guide_site.web.rights import Action, needs
from guide_site.web.services import services
from guide_site.web.stored import stored_answer
from guide_site.web.visitors import visitor

_FILES = {
    "report.html": "text/html",
    "report.json": "application/json",
    "montants.csv": "text/csv",
    "rapport.css": "text/css",
    "rapport.js": "text/javascript",
}
_WAY_BACK = '<body>\n<p><a href="./">Retour à la page du lot</a></p>'.encode()


def register(app: Flask) -> None:
    """Addresses of this module."""
    app.add_url_rule("/rapports/", "reports", reports)
    app.add_url_rule("/rapports/<batch>/", "report", report)
    app.add_url_rule("/rapports/<batch>/<file>", "report_file", report_file)
    app.add_url_rule("/rapports/<batch>/decision", "decide", decide, methods=["POST"])
    app.add_url_rule("/rapports/<batch>/publication", "publish", publish, methods=["POST"])


@needs(Action.READ_REPORTS)
def reports() -> Response:
    """Every batch that has a report."""
    return show("rapports.html", revues=all_reviews(_store(), services().state))


@needs(Action.READ_REPORTS)
def report(batch: str) -> Response:
    """One batch: where it stands, its report, and what one may do."""
    return _page(batch)


@needs(Action.READ_REPORTS)
def report_file(batch: str, file: str) -> AnyResponse:
    """The report itself as the pipeline wrote it, its page with a way back."""
    path = find_review(_store(), services().state, batch).folder / file
    if file not in _FILES or not path.is_file():
        abort(404)
    return stored_answer(path.read_bytes().replace(b"<body>", _WAY_BACK, 1), _FILES[file])


@needs(Action.DECIDE)
def decide(batch: str) -> AnyResponse:
    """Approve or refuse the batch as it was read: 409 when it has been ingested anew since."""
    try:
        verdict = Verdict(request.form.get("decision", ""))
    except ValueError:
        return _page(batch, error="Choisissez d'approuver ou de refuser le lot.")
    if not find_review(_store(), services().state, batch).open:
        return _page(batch, error="Ce lot est déjà publié : son sort ne peut plus changer.")
    seen, comment = request.form.get("proposition", ""), request.form.get("commentaire", "")
    try:
        review.decide(_store(), services().state, batch, seen, verdict, visitor().account.name, comment)
    except RefusedError as error:
        return _page(batch, error=str(error))
    return redirect(url_for("report", batch=batch), 303)


@needs(Action.PUBLISH)
def publish(batch: str) -> AnyResponse:
    """Publish an approved batch: agents read the new edition when this answers."""
    try:
        review.publish_approved(_store(), services().state, batch, visitor().account.name)
    except GuideError as error:
        return _page(batch, error=str(error))
    return redirect(url_for("report", batch=batch), 303)


def _store() -> EditionStore:
    return EditionStore(services().root)


def _page(batch: str, error: str = "") -> Response:
    found = find_review(_store(), services().state, batch)
    return show("rapport.html", 409 if error else 200, revue=found, erreur=error)
