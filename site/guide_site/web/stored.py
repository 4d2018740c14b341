"""Answers made of what is stored: bytes with their tag, so that a browser that has them isn't sent them again."""

import gzip
from hashlib import blake2b

from flask import make_response, request
from werkzeug.wrappers import Response

from guide_site.web.prepared import NOTHING, Prepared, gzip_body, plain_body

_SHORT = 1_000
_LEVEL = 6
_TEXTS = frozenset({"application/json", "application/javascript", "image/svg+xml"})


def stored_answer(body: bytes, media_type: str) -> Response:
    """The bytes, or 304. `no-cache`: a browser asks again each time, for the session may be over and the edition
    another."""
    tag = blake2b(body, digest_size=16).hexdigest()
    response = make_response(body)
    response.content_type = f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type
    response.headers["Cache-Control"] = "private, no-cache"
    if _is_small_when_packed(body, media_type):
        response.vary.add("Accept-Encoding")
        if request.accept_encodings["gzip"] > 0:
            response.set_data(gzip.compress(body, _LEVEL, mtime=0))
            response.headers["Content-Encoding"] = "gzip"
            tag += "-gzip"
    response.set_etag(tag)
    return response.make_conditional(request)


def prepared_answer(page: Prepared) -> Response:
    """The same for what is kept in memory, packed already. It has no frame."""
    packed = page.pressable and request.accept_encodings["gzip"] > 0
    response = make_response(gzip_body(page, NOTHING) if packed else plain_body(page, NOTHING))
    text = page.media_type.startswith("text/")
    response.content_type = f"{page.media_type}; charset=utf-8" if text else page.media_type
    response.headers["Cache-Control"] = "private, no-cache"
    response.vary.add("Accept-Encoding")
    if packed:
        response.headers["Content-Encoding"] = "gzip"
    response.set_etag(f"{page.tag}-gzip" if packed else page.tag)
    return response.make_conditional(request)


def _is_small_when_packed(body: bytes, media_type: str) -> bool:
    """Whether packing is worth it. Only what is stored is ever packed: next to the form's token such a page holds
    nothing that an asker chose, so its size tells nothing of the token."""
    return len(body) > _SHORT and (media_type.startswith("text/") or media_type in _TEXTS)
