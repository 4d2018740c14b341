"""Text as HTML: escaping, attributes, and the no-break spaces of French typography."""

import re
from collections.abc import Callable
from functools import lru_cache
from urllib.parse import quote

from guide_pipeline.model.canonical import escape

__all__ = ["Write", "attribute", "escape", "external_href", "keep_article", "maybe_link", "typeset"]

Write = Callable[[str], object]

_SAFE = "!$%&'()*+,/:;=?@~"
_PLAIN_ADDRESS = re.compile(r"[\w!$%&'()*+,/:;=?@~.-]*(?:#[\w!$%&'()*+,/:;=?@~.-]*)?", re.ASCII)
_ARTICLE = re.compile(r"\b([LRDA]\*?\.) (?=\d)")
_SAFE_SCHEMES = ("https://", "http://", "mailto:", "tel:")
_SPACES = (
    (":", " :", "\u00a0:"),
    (";", " ;", "\u202f;"),
    ("?", " ?", "\u202f?"),
    ("!", " !", "\u202f!"),
    ("«", "« ", "«\u00a0"),
    ("»", " »", "\u00a0»"),
    ("€", " €", "\u00a0€"),
    ("%", " %", "\u00a0%"),
    ("</a> ", "</a> .", "</a>\u00a0."),
    ("</a> ", "</a> ,", "</a>\u00a0,"),
)
"""What to look for first, as it is found or missed sooner; an ordinary space, and what stands in its place."""


def attribute(text: str) -> str:
    """Text for a double-quoted attribute."""
    return escape(text).replace('"', "&quot;")


def typeset(html: str) -> str:
    """HTML whose ordinary spaces no longer break before double punctuation, inside quotes or before a unit.

    It runs once over a finished string: tags hold none of these pairs but in their readable attributes.
    """
    for sign, space, no_break in _SPACES:
        if sign in html:
            html = html.replace(space, no_break)
    return html


def keep_article(text: str) -> str:
    """Text whose article numbers don't break after their letter: 'L. 543-1'."""
    return _ARTICLE.sub("\\1\u00a0", text)


@lru_cache(maxsize=1024)
def external_href(url: str) -> str:
    """An address that content may link to, '' for any other kind (a script, a local file).

    Characters that an address may not hold (spaces, accents, a second '#') are encoded as browsers would.
    """
    if not url.lower().startswith(_SAFE_SCHEMES):
        return ""
    if _PLAIN_ADDRESS.fullmatch(url):
        return url
    start, mark, fragment = url.partition("#")
    return quote(start, safe=_SAFE) + mark + quote(fragment, safe=_SAFE)


@lru_cache(maxsize=1024)
def maybe_link(url: str, text: str) -> str:
    """Plain text as a link, or as it is when content may not link there. The same contacts, forms and laws come often."""
    href = external_href(url)
    return f'<a href="{attribute(href)}">{escape(text)}</a>' if href else escape(text)
