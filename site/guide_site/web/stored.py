"""Answers made of what is stored: bytes with their tag, so that a browser that has them isn't sent them again."""

from hashlib import blake2b

from flask import make_response, request
from werkzeug.wrappers import Response


def stored_answer(body: bytes, media_type: str) -> Response:
    """The bytes, or 304. `no-cache`: a browser asks again each time, for the session may be over and the edition
    another."""
    response = make_response(body)
    response.content_type = f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type
    response.headers["Cache-Control"] = "private, no-cache"
    response.set_etag(blake2b(body, digest_size=16).hexdigest())
    return response.make_conditional(request)
