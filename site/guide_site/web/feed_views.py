"""The news as a feed. Programs that read feeds can't sign in: a personal key in the address opens this, and only this."""

from flask import Flask, abort, request
from werkzeug.wrappers import Response as AnyResponse

from guide_site.personal.chapters import edition_chapters
from guide_site.personal.feed import FeedSource, atom_feed
from guide_site.web.personal import served, store
from guide_site.web.rights import RIGHTS, Action, needs
from guide_site.web.services import services
from guide_site.web.stored import stored_answer

_MOST_EDITIONS = 6


def register(app: Flask) -> None:
    """The address of this module."""
    app.add_url_rule("/flux/<key>/nouveautes.atom", "feed", feed)


@needs(Action.OPEN)
def feed(key: str) -> AnyResponse:
    """The last editions served, for the holder of a live key; 404 for anyone else, whatever the reason."""
    found = services().state.feed_reader(key)
    if found is None or Action.READ not in RIGHTS[found[0].role]:
        abort(404, "Ce flux n'existe pas, ou sa clé est révoquée.")
    editions, current = store(), served()
    numbers = [n for n in reversed(editions.numbers()) if n <= current][:_MOST_EDITIONS]
    told = [edition_chapters(editions, number, found[1].chapters) for number in numbers]
    published = {p.edition: p.at for p in reversed(services().state.publications())}
    body = atom_feed(_source(key), told[0].guide, told, published)
    return stored_answer(body, "application/atom+xml")


def _source(key: str) -> FeedSource:
    config = services().config
    site = config.origins[0] if config.origins else request.host_url.rstrip("/")
    return FeedSource(site, config.domain, f"{site}/flux/{key}/nouveautes.atom")
