"""Search, as a page and as JSON, in the edition served or an older one; and what is searched for."""

from flask import Flask, Response, abort, jsonify, request

from guide_site.web.layout import show
from guide_site.web.numbers import number
from guide_site.web.page_views import check_edition
from guide_site.web.results import (
    LONGEST_QUERY,
    MOST_PAGES,
    Answer,
    Question,
    answer_row,
    ask,
    suggestion_row,
)
from guide_site.web.rights import Action, needs
from guide_site.web.services import services
from guide_site.web.trees import About
from guide_site.web.visitors import visitor

_MISSING = (
    "La recherche n'est pas disponible dans cette édition pour le moment. Les chapitres restent consultables."
)
_SPANS = {7: "7 jours", 30: "30 jours", 365: "un an"}


def register(app: Flask) -> None:
    """Addresses of this module."""
    app.add_url_rule("/recherche", "search", search)
    app.add_url_rule("/editions/<int:number>/recherche", "old_search", search)
    app.add_url_rule("/api/recherche", "api_search", api_search)
    app.add_url_rule("/api/suggestions", "api_suggestions", api_suggestions)
    app.add_url_rule("/statistiques", "search_counts", search_counts)


@needs(Action.READ)
def search(number: int | None = None) -> Response:
    """The page of results; without words, only the form. Without an index the page says so (503)."""
    about, base = _edition(number)
    question = _question(about)
    answer = _answer(question, about, base) if question.text else None
    missing = bool(question.text) and answer is None
    can_mend = visitor().may(Action.READ_REPORTS)
    response = show(
        "recherche.html",
        503 if missing else 200,
        question=question,
        reponse=answer,
        manque=_MISSING if missing else "",
        panne=services().searches.trouble(about.number) if missing and can_mend else "",
        base=base,
        edition=about,
    )
    response.headers["Cache-Control"] = "private, no-cache"
    return response


@needs(Action.READ)
def api_search() -> Response:
    """The same for programs."""
    about, base = _edition(request.args.get("edition", type=number))
    question = _question(about)
    if not question.text:
        abort(400, "Donnez les mots à chercher : q=…")
    answer = _answer(question, about, base)
    if answer is None:
        abort(503, _MISSING)
    return jsonify(answer_row(answer))


@needs(Action.READ)
def api_suggestions() -> Response:
    """What may be meant by what is typed so far; no lines when nothing is, or when there is no index."""
    about, base = _edition(request.args.get("edition", type=number))
    typed = request.args.get("q", "")[:LONGEST_QUERY]
    found = services().searches.edition(about.number)
    lines = () if found is None else found.suggestions.suggest(typed)
    response = jsonify(suggestions=[suggestion_row(line, base) for line in lines])
    response.headers["Cache-Control"] = "private, max-age=60"
    return response


@needs(Action.READ_REPORTS)
def search_counts() -> Response:
    """What people search for, and don't find."""
    days = request.args.get("jours", 30, type=number)
    days = days if days in _SPANS else 30
    services().tally.flush()
    counts = services().state.search_counts(days)
    return show("statistiques.html", comptes=counts, jours=days, durees=_SPANS)


def _edition(number: int | None) -> tuple[About, str]:
    """The edition asked for, and where its pages are."""
    current = services().trees.current()
    if number is not None and number != current:
        check_edition(number)
    chosen = current if number is None else number
    about = None if chosen is None else services().trees.about(chosen)
    if about is None:
        abort(503)
    return about, "/" if chosen == current else f"/editions/{chosen}/"


def _question(about: About) -> Question:
    text = " ".join(request.args.get("q", "").split())[:LONGEST_QUERY]
    chapter = request.args.get("chapitre", "")
    known = any(chapter == c.slug for c in about.chapters)
    page = request.args.get("page", 1, type=number)
    return Question(
        text,
        chapter if known else "",
        min(max(page, 1), MOST_PAGES),
        changed=request.args.get("change") == "1",
        plain=request.args.get("exact") == "1",
    )


def _answer(question: Question, about: About, base: str) -> Answer | None:
    found = services().searches.edition(about.number)
    if found is None:
        return None
    answer = ask(found, question, about, base)
    if question.page == 1 and not question.chapter and not question.changed:
        services().tally.add(question.text, answered=bool(answer.found.total or answer.figures))
    return answer
