"""Search, as a page and as JSON, in the edition served or an older one."""

from flask import Flask, Response, abort, jsonify, request

from guide_site.web.layout import show
from guide_site.web.page_views import check_edition
from guide_site.web.results import LONGEST_QUERY, MOST_PAGES, Answer, Question, answer_row, ask
from guide_site.web.rights import Action, needs
from guide_site.web.services import services
from guide_site.web.trees import About

_MISSING = (
    "La recherche n'est pas disponible dans cette édition pour le moment. Les chapitres restent consultables."
)


def register(app: Flask) -> None:
    """Addresses of this module."""
    app.add_url_rule("/recherche", "search", search)
    app.add_url_rule("/editions/<int:number>/recherche", "old_search", search)
    app.add_url_rule("/api/recherche", "api_search", api_search)


@needs(Action.READ)
def search(number: int | None = None) -> Response:
    """The page of results; without words, only the form. Without an index the page says so (503)."""
    about, base = _edition(number)
    question = _question(about)
    answer = _answer(question, about, base) if question.text else None
    missing = bool(question.text) and answer is None
    response = show(
        "recherche.html",
        503 if missing else 200,
        question=question,
        reponse=answer,
        manque=_MISSING if missing else "",
        base=base,
        edition=about,
    )
    response.headers["Cache-Control"] = "private, no-cache"
    return response


@needs(Action.READ)
def api_search() -> Response:
    """The same for programs: `q`, `chapitre`, `page`, `edition`."""
    about, base = _edition(request.args.get("edition", type=int))
    question = _question(about)
    if not question.text:
        abort(400, "Donnez les mots à chercher : q=…")
    answer = _answer(question, about, base)
    if answer is None:
        abort(503, _MISSING)
    return jsonify(answer_row(answer))


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
    page = request.args.get("page", 1, type=int)
    return Question(text, chapter if known else "", min(max(page, 1), MOST_PAGES))


def _answer(question: Question, about: About, base: str) -> Answer | None:
    index = services().searches.index(about.number)
    return None if index is None else ask(index, question, about, base)
