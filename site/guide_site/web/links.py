"""Addresses given by the browser that we would send people to."""

import re
from urllib.parse import urlsplit

_TREE = re.compile(r"^/(editions/\d+|le/\d{4}-\d\d-\d\d)(?=/)")


def own_path(target: str | None, otherwise: str = "/") -> str:
    """`target` when it is a path of this very site, `otherwise` when it could lead anywhere else.

    Browsers drop tabs and line breaks and read a backslash as a slash, so none may be in it; and coming back
    to the sign-in or sign-out page would be a loop.
    """
    if not target or not target.startswith("/") or target.startswith("//"):
        return otherwise
    if "\\" in target or any(ord(char) <= 32 or ord(char) == 127 for char in target):
        return otherwise
    try:
        parts = urlsplit(target)
    except ValueError:
        return otherwise
    if parts.scheme or parts.netloc or parts.path in ("/connexion", "/deconnexion"):
        return otherwise
    return target


def page_path(path: str) -> str:
    """The path of a page in its tree: '/fiches/pacs.html' for '/editions/3/fiches/pacs.html'."""
    return _TREE.sub("", urlsplit(path).path, count=1)
