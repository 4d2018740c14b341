"""The way out of a name that doesn't exist: the known name that it was perhaps meant to be."""

from collections.abc import Collection

_ALIKE = 70
"""Of 100: two letters wrong in six still count, another word doesn't."""
_FEW = 12
"""So many names are told, when none is alike."""


def way_out(name: str, known: Collection[str]) -> str:
    """A sentence to follow the message, with the space before it: the known name most like `name`, or all of them
    when they are few; '' otherwise."""
    from rapidfuzz import fuzz, process  # only mistakes need it

    names = sorted(filter(None, known))
    found = process.extractOne(name, names, scorer=fuzz.ratio, processor=str.casefold, score_cutoff=_ALIKE)
    if found:
        return f" Vouliez-vous dire « {found[0]} » ?"
    return f" Choix : {', '.join(names)}." if 0 < len(names) <= _FEW else ""
