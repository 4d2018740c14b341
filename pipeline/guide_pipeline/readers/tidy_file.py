"""Sheets whose file is in canonical form already: read several times faster, when there is nothing to explain.

Most files of a large corpus were written by this program (an import, a batch made of one). `canonical_reader` reads
them, and nothing else: what is left to find is what a canonical form can still say wrongly (a section without title,
two places of one name, a doubled space), mostly in the few lines that say more than words. At the least suspicion the
answer is None, and the reader that explains problems has the file. Laws: what is read here, it reads too, to the same sheet,
without an issue (`tests/readers/test_tidy_file.py`).
"""

import re
from codecs import BOM_UTF8
from itertools import accumulate
from unicodedata import is_normalized

from guide_pipeline.model.canonical_inline import plain_text
from guide_pipeline.model.canonical_reader import read_written
from guide_pipeline.model.sheet import Sheet
from guide_pipeline.readers.addresses import is_address
from guide_pipeline.readers.anchors import ANCHOR, SHEET_ID
from guide_pipeline.readers.limits import DEFAULT_LIMITS, Limits
from guide_pipeline.readers.problems import Problems
from guide_pipeline.readers.text_file import decode_text

_LARGEST = 400_000
"""Bytes: no file of this size has too many elements."""
_DEEPEST = 40
"""Elements one inside the other, well within the limit."""

_MARK = "fort|emphase|exp|ind|citation|montant|variable|etranger"
_TELLTALES = ("  ", "\t", "\r")
"""White space that the other reader would collapse."""
_MARKED_TELLTALES = ("&#", '=" ')
"""The same in attributes."""
_SUSPECTS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"""<(?:(?:{_MARK})(?: [^>]*)?></|(?:article|sigle)(?: [^>]*")?> )""",  # a mark on nothing, a space first
        r""" </(?:article|sigle)>""",
        r""" "(?=[ />])""",  # spaces at the end of an attribute, at the start and the end of a text, across marks
        r"""\n<[^>]*>(?:<[^>]*>)* """,
        r""" <[^>]*>(?:<[^>]*>)*\n""",
        rf""" </?(?:{_MARK}|lien|terme)(?: [^>]*)?>(?:</?(?:{_MARK}|lien|terme)(?: [^>]*)?>)* """,
        *(rf"""{name}="(?![1-9][0-9]{{0,2}}"|1000")""" for name in ("colonnes", "lignes", "largeur")),
    )
)
"""In marked lines. Each begins with characters to look for: one pattern for all would be tried at every letter."""
_BREAK = re.compile(r" (?:<[^>]*>)*<saut/>|<saut/>(?:<[^>]*>)* ")
_LINK_TAG = re.compile(r"<(/?)(?:lien|terme)[ >]")
_TARGETS = re.compile(r"<(lien|renvoi)((?: [a-z-]+=\"[^\"]*\")*)")
_NAME = re.compile(r" ([a-z-]+)=\"")
_URL = re.compile(r" url=\"([^\"]*)\"")
_PAGE = re.compile(r"\n<adresse-web>(.*)</adresse-web>")
_PLACE = re.compile(r"\n<(?:section|cas|definition|contact|formulaire|ressource) id=\"([^\"]*)\"")
_TAG = re.compile(r"<(/?)[a-z][^>]*?(/?)>")
_STEP = {("", ""): 1, ("/", ""): -1, ("", "/"): 0}
"""How much deeper a tag leads."""
_ONE_TARGET = frozenset({("fiche",), ("chapitre",), ("url",), ("fiche", "ancre")})


def read_tidy(data: bytes, limits: Limits = DEFAULT_LIMITS) -> Sheet | None:
    """The sheet of an XML file in canonical form that has no problem; None when that isn't certain."""
    if len(data) > min(_LARGEST, limits.file_bytes) or limits != DEFAULT_LIMITS or data.startswith(BOM_UTF8):
        return None
    text = decode_text(data, Problems(""))
    if text is None or not is_normalized("NFC", text) or _is_suspect(text):
        return None
    try:
        written = read_written(text)
    except ValueError:
        return None
    if written.untidy or (written.depth > _DEEPEST and not _is_shallow(text)):
        return None
    marked = f"\n{written.marked}\n"
    if any(telltale in marked for telltale in _MARKED_TELLTALES) or any(p.search(marked) for p in _SUSPECTS):
        return None
    addresses = (*_URL.findall(marked), *_PAGE.findall(marked))
    if not all(is_address(plain_text(address)) for address in addresses):
        return None
    sound = _links_are_sound(marked) and _places_are_sound(marked)
    return written.sheet if sound and SHEET_ID.fullmatch(written.sheet.id) else None


def _is_suspect(text: str) -> bool:
    if any(telltale in text for telltale in _TELLTALES):
        return True
    return "<saut/>" in text and _BREAK.search(text) is not None


def _links_are_sound(text: str) -> bool:
    """Links lead to one place each, and don't nest."""
    marks = _LINK_TAG.findall(text)
    if any(marks[::2]) or not all(marks[1::2]):
        return False
    for name, written in _TARGETS.findall(text):
        given = tuple(key for key in _NAME.findall(written) if key != "contexte")
        if given not in _ONE_TARGET and (name, given) != ("lien", ("ancre",)):
            return False
    return True


def _places_are_sound(text: str) -> bool:
    places = _PLACE.findall(text)
    return len(set(places)) == len(places) and all(map(ANCHOR.fullmatch, places))


def _is_shallow(text: str) -> bool:
    steps = (_STEP.get(tag, 0) for tag in _TAG.findall(text))
    return max(accumulate(steps), default=0) <= _DEEPEST
