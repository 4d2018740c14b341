"""Names of sheets and places: how they are written, and the one that a title gives by itself."""

import re
from unicodedata import combining, normalize

SHEET_ID = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,99}")
ANCHOR = re.compile(r"[A-Za-z][A-Za-z0-9_.-]*")
_LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae"})


def anchor_of(title: str) -> str:
    """The anchor of a section that gives none: its title in lower case, without accents, words joined by hyphens."""
    letters = (c for c in normalize("NFKD", title.translate(_LIGATURES)) if not combining(c))
    slug = re.sub(r"[^a-z0-9]+", "-", "".join(letters).lower()).strip("-")
    return slug if ANCHOR.fullmatch(slug) else f"s-{slug}".rstrip("-")
