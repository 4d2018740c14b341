"""The same acts for programs, as JSON: by a session, or by a token (`Authorization: Bearer guide_…`)."""

from collections.abc import Callable
from typing import Any

from flask import Flask, Response, abort, jsonify, request

from guide_pipeline.editions.store import EditionStore
from guide_pipeline.errors import RefusedError
from guide_site import review
from guide_site.review import Listed
from guide_site.state import Account, ApiToken, Verdict
from guide_site.web.api_description import description
from guide_site.web.numbers import number
from guide_site.web.rights import Action, needs
from guide_site.web.services import services
from guide_site.web.stored import stored_answer
from guide_site.web.visitors import visitor

_MOST = 1000
_DECISIONS = {v.value: v for v in (Verdict.APPROVED, Verdict.REFUSED, Verdict.QUESTION)}


def register(app: Flask) -> None:
    """Addresses of this module."""
    views: tuple[tuple[str, str, Callable[..., Any], str], ...] = (
        ("/api/openapi.json", "api_description", openapi, "GET"),
        ("/api/moi", "api_me", me, "GET"),
        ("/api/jetons", "api_tokens", tokens, "GET"),
        ("/api/rapports", "api_reports", reports, "GET"),
        ("/api/rapports/<batch>", "api_report", report, "GET"),
        ("/api/rapports/<batch>/relecture", "api_review", reviewing, "GET"),
        ("/api/rapports/<batch>/decision", "api_decide", decide, "POST"),
        ("/api/rapports/<batch>/commentaire", "api_comment", comment, "POST"),
        ("/api/rapports/<batch>/publication", "api_publish", publish, "POST"),
        ("/api/comptes", "api_people", people, "GET"),
        ("/api/comptes/bloques", "api_locked", locked, "GET"),
        ("/api/journal", "api_trail", trail, "GET"),
    )
    for path, endpoint, view, method in views:
        app.add_url_rule(path, endpoint, view, methods=[method])


@needs(Action.OWN_ACCOUNT)
def openapi() -> Response:
    """What this interface is, for other programs (OpenAPI 3.1)."""
    return jsonify(description())


@needs(Action.OWN_ACCOUNT)
def me() -> Response:
    """Whose session or token it is, and what it may do."""
    account = visitor().account
    return jsonify(
        compte=account.name,
        nom=account.display_name,
        role=account.role.value,
        actions=sorted(visitor().actions),
    )


@needs(Action.API_TOKENS)
def tokens() -> Response:
    """One's own tokens, without their secrets."""
    return jsonify(jetons=[_token_row(t) for t in services().state.tokens(visitor().account.name)])


@needs(Action.READ_REPORTS)
def reports() -> Response:
    """Every batch that has a report."""
    return jsonify(lots=[_review_row(r) for r in review.list_batches(_store(), services().state)])


@needs(Action.READ_REPORTS)
def report(batch: str) -> Any:
    """The change report of a batch, as the pipeline wrote it."""
    path = review.find_board(_store(), services().state, batch).folder / "report.json"
    if not path.is_file():
        abort(404)
    return stored_answer(path.read_bytes(), "application/json")


@needs(Action.READ_REPORTS)
def reviewing(batch: str) -> Response:
    """Where the review of a batch stands: each change and its fate, each decision."""
    return jsonify(review.board_rows(review.find_board(_store(), services().state, batch)))


@needs(Action.DECIDE)
def decide(batch: str) -> Response:
    """Approve, refuse or question changes as they were read: 409 when the batch has been ingested anew since."""
    asked = _body()
    verdict = _DECISIONS.get(asked.get("decision", ""))
    if verdict is None:
        abort(400, "« decision » est « approuve », « refuse » ou « question ».")
    return _recorded(batch, asked, verdict)


@needs(Action.COMMENT)
def comment(batch: str) -> Response:
    """Say something about changes, which decides nothing: how an editor answers a question."""
    return _recorded(batch, _body(), Verdict.COMMENT)


@needs(Action.PUBLISH)
def publish(batch: str) -> Response:
    """Publish a batch all of which is decided: agents read the new edition when this answers."""
    if _store().of_batch(batch) is not None:
        raise RefusedError(f"Le lot {batch} est déjà publié.")
    done = review.publish_approved(_store(), services().state, batch, visitor().account.name)
    return jsonify(edition=done.manifest.number)


@needs(Action.ACCOUNTS)
def people() -> Response:
    """Everyone."""
    return jsonify(comptes=[_account_row(a) for a in services().state.users()])


@needs(Action.HELP_DESK)
def locked() -> Response:
    """Accounts that failed tries have locked."""
    return jsonify(comptes=[_account_row(a) for a in services().state.users() if a.locked])


@needs(Action.TRAIL)
def trail() -> Response:
    """The last lines of the trail, newest first: `avant`, `nombre`, `q`."""
    wanted = min(max(request.args.get("nombre", 100, type=number), 1), _MOST)
    before = request.args.get("avant", type=number)
    lines = services().state.trail(wanted, before, request.args.get("q", "")[:200])
    rows = [
        {
            "id": e.id,
            "date": e.at.isoformat(),
            "qui": e.who,
            "quoi": e.what,
            "detail": e.detail,
            "empreinte": e.hash,
        }
        for e in lines
    ]
    return jsonify(lignes=rows)


def _store() -> EditionStore:
    return EditionStore(services().root)


def _body() -> dict[str, str]:
    """The fields sent, as JSON or as a form; texts only."""
    if not request.is_json:
        return request.form.to_dict()
    found = request.get_json(silent=True)
    if not isinstance(found, dict) or not all(isinstance(value, str) for value in found.values()):
        abort(400, "Le corps est un objet JSON dont toutes les valeurs sont des textes.")
    return found


def _recorded(batch: str, asked: dict[str, str], verdict: Verdict) -> Response:
    try:
        known = number(asked["vu"]) if "vu" in asked else None
    except ValueError:
        abort(400, "« vu » est un nombre.")
    done = review.decide(
        _store(),
        services().state,
        batch,
        asked.get("proposition", ""),
        asked.get("portee", "tout"),
        verdict,
        visitor().account.name,
        asked.get("commentaire", ""),
        known,
    )
    decision = done.decision
    return jsonify(
        decision=decision.verdict.value, par=decision.by, id=decision.id, changements=list(decision.items)
    )


def _account_row(account: Account) -> dict[str, Any]:
    return {
        "compte": account.name,
        "nom": account.display_name,
        "role": account.role.value,
        "courriel": account.email,
        "ouvert": account.active,
        "bloque": [way.value for way in account.locked],
        "cles": account.keys,
        "derniere-connexion": account.last_sign_in.isoformat() if account.last_sign_in else None,
    }


def _token_row(token: ApiToken) -> dict[str, Any]:
    return {
        "id": token.id,
        "libelle": token.label,
        "droits": sorted(token.scopes),
        "fin": token.expires.isoformat(),
        "revoque": token.revoked is not None,
    }


def _review_row(found: Listed) -> dict[str, Any]:
    return {
        "lot": found.batch,
        "libelle": found.label,
        "date": found.date.isoformat(),
        "etat": found.status,
        "edition": found.edition,
        "proposition": found.proposal,
    }
