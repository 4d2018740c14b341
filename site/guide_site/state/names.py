"""Names of accounts and of people: which are allowed, and when two are the same."""

import re
import unicodedata
from hashlib import sha256

from guide_pipeline.errors import UsageError

_EMAIL = re.compile(r"[\w.%+'-]{1,64}@[\w-]+(?:\.[\w-]+)+")
_ALLOWED = re.compile(r"[^\W_][\w.@'-]{1,63}")


def checked_name(name: str) -> str:
    """`name` in its composed form; letters, digits and . _ - @ ' only, so that no name can forge a line.

    Raises `UsageError` when it can't be one.
    """
    composed = unicodedata.normalize("NFC", name.strip())
    if not _ALLOWED.fullmatch(composed):
        raise UsageError(
            "Le nom de compte doit compter 2 à 64 caractères : lettres, chiffres, point, tiret, "
            "apostrophe, arobase ou souligné, et commencer par une lettre ou un chiffre."
        )
    return composed


def name_key(name: str) -> str:
    """What makes two names the same: compatibility forms and case don't count. Takes any text.

    Twice, as Unicode asks for caseless matching: folding can undo a normalisation and the reverse.
    """
    folded = unicodedata.normalize("NFD", name.strip())
    for _ in range(2):
        folded = unicodedata.normalize("NFKC", folded.casefold())
    return folded.strip()


def name_subject(name: str) -> str:
    """A fixed-length stand-in for any name typed at sign-in, known or not."""
    return sha256(name_key(name).encode("utf-8", "surrogatepass")).hexdigest()


def display_text(text: str) -> str:
    """A person's name as it is shown: white space collapsed (line breaks too), what can't be seen dropped."""
    seen = "".join(c if unicodedata.category(c) not in ("Cf", "Cs", "Co", "Cn") else "" for c in text)
    words = "".join(" " if unicodedata.category(c)[0] in "CZ" else c for c in seen).split()
    return unicodedata.normalize("NFC", " ".join(words))[:200].strip()


def checked_email(text: str) -> str:
    """An address, or ''. Raises `UsageError`: it isn't one address, written plainly."""
    address = text.strip()
    if address and (len(address) > 254 or not _EMAIL.fullmatch(address)):
        raise UsageError(f"« {display_text(text)[:80]} » n'est pas une adresse de courriel.")
    return address
