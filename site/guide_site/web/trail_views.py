"""The trail: reading, searching and exporting it."""

from collections.abc import Iterator

from flask import Flask, Response, request

from guide_site.state.trail_export import json_line
from guide_site.web.layout import show
from guide_site.web.numbers import number
from guide_site.web.rights import Action, needs
from guide_site.web.services import services
from guide_site.web.visitors import visitor

_BY_PAGE = 100


def register(app: Flask) -> None:
    """Addresses of this module."""
    app.add_url_rule("/journal", "trail", trail)
    app.add_url_rule("/journal/export.jsonl", "export_trail", export_trail)


@needs(Action.TRAIL)
def trail() -> Response:
    """The last lines, or those older than `avant`; with the words `q`."""
    before, words = request.args.get("avant", type=number), request.args.get("q", "")[:200]
    lines = services().state.trail(_BY_PAGE, before, words)
    older = lines[-1].id if len(lines) == _BY_PAGE else None
    return show("journal.html", lignes=lines, q=words, avant=before, plus_anciennes=older)


@needs(Action.TRAIL)
def export_trail() -> Response:
    """Every line as JSON, one a line; the export is itself in the trail."""
    state = services().state
    state.record(visitor().account.name, "journal exporté")

    def lines() -> Iterator[str]:
        for entry in state.whole_trail():
            yield json_line(entry) + "\n"

    response = Response(lines(), content_type="application/x-ndjson")
    response.headers["Content-Disposition"] = "attachment; filename=journal.jsonl"
    return response
