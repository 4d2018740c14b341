"""The door of every text that authors write: a size, one encoding, no character that XML could not keep."""

import re

from guide_pipeline.readers.limits import DEFAULT_LIMITS
from guide_pipeline.readers.problems import Problems

# what XML 1.0 can hold: canonical objects are XML, whatever the format of the source
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_CONTROLS = bytes(set(range(0x20)) - set(b"\t\n\r"))
_NOT_CHARACTERS = ("\ufffe".encode(), "\uffff".encode())


def decode_text(data: bytes, problems: Problems, most: int = DEFAULT_LIMITS.file_bytes) -> str | None:
    """The text of a file of `most` bytes at most, without its byte order mark; None once its problem is noted."""
    if len(data) > most:
        problems.add("trop-gros", f"Le fichier dépasse la taille permise ({most // 1024} Kio) : découpez-le.")
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        problems.add("encodage", "Le fichier n'est pas en UTF-8 : enregistrez-le dans ce codage.", line)
        return None
    if _may_be_forbidden(data) and (found := _FORBIDDEN.search(text)):
        line = text.count("\n", 0, found.start()) + 1
        problems.add("caractere-interdit", f"{forbidden_in(text)} : supprimez-le.", line)
        return None
    return text


def _may_be_forbidden(data: bytes) -> bool:
    """False when no character of a text in UTF-8 can be one: found in a tenth of the time that a pattern takes."""
    return len(data.translate(None, _CONTROLS)) < len(data) or any(code in data for code in _NOT_CHARACTERS)


def forbidden_in(text: str) -> str:
    """A French sentence that names the first character of a text that is not allowed, '' when there is none."""
    found = _FORBIDDEN.search(text)
    return f"Le caractère invisible U+{ord(found[0]):04X} est interdit" if found else ""
