"""No text lost: the words of a source file, looked for in the page that shows it.

Independent of the reader on purpose: it knows nothing of our model, only which elements of the source are
navigation or data, which stand inside a line of text, and in what order a page shows the parts of a box.

The rule: a *leaf* is the text of one paragraph, title, cell or label. All the words and signs of a leaf stand
side by side in the page; the leaves of a region (everything of one kind at the top of the file: the body, the
contacts, the references…) follow one another in the page in the order of the source.
"""

import re
import zipfile
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from unicodedata import normalize

from lxml import etree, html

_DC = "{http://purl.org/dc/elements/1.1/}"
_SHEET_FILE = re.compile(r"(?:[^/]+/)*(F\d+)\.xml")
_TOKEN = re.compile(r"\w+|[^\w\s]")

_NAVIGATION = frozenset(
    {
        "SurTitre", "Audience", "Canal", "Cible", "FilDAriane", "Theme", "SousThemePere", "DossierPere",
        "SousDossierPere",
    }
)  # fmt: skip
_DATA = frozenset({"PivotLocal", "RessourceWeb", "LienWeb", "Colonne"})
_IN_LINE = frozenset(
    {
        "MiseEnEvidence", "Expression", "Exposant", "Indice", "Citation", "Valeur", "Montant", "Variable",
        "TermeEtranger", "LienInterne", "LienExterne", "LienIntra",
    }
)  # fmt: skip
_SINGLE = frozenset({"Abreviation"})
"""Each is a region by itself: pages sort them."""

_REST = "*"
_PAGE_ORDER: dict[str, tuple[str, ...]] = {
    "OuSAdresser": ("Titre", "Complement", _REST, "Source"),
    "ServiceEnLigne": ("Titre", _REST, "Source", "NoticeLiee|ServiceEnLigneAnnexe"),
    "ServiceEnLigneAnnexe": ("Titre", _REST, "Source", "NoticeLiee"),
    "LienExterneCommente": ("LienExterne", _REST, "Source"),
    "PourEnSavoirPlus": ("Titre", _REST, "Source"),
    "Reference": ("Titre", "Complement", "Source", _REST),
    "Image": ("TexteDeRemplacement", "Description", "Legende", "Credits", _REST),
    "Illustration": ("TexteDeRemplacement", "Description", "Legende", "Credits", _REST),
}
"""Boxes whose parts a page shows in another order than the source."""

Tokens = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Region:
    """A part of a source file whose order counts."""

    name: str
    leaves: tuple[str, ...]

    @property
    def words(self) -> int:
        """How many words it holds."""
        return sum(len(leaf.split()) for leaf in self.leaves)


@dataclass(frozen=True, slots=True)
class Missing:
    """A leaf that the page doesn't have, or has too early."""

    region: str
    leaf: str


def source_words(data: bytes) -> tuple[Region, ...]:
    """The regions of an F file, each with its leaves in the order of the page."""
    root = etree.fromstring(data)
    found: dict[str, list[str]] = {"titre": [root.findtext(f"{_DC}title") or ""]}
    for number, child in enumerate(root):
        tag = str(child.tag)
        if tag.startswith(_DC) or tag in _NAVIGATION:
            continue
        name = f"{tag} {number}" if tag in _SINGLE else tag
        found.setdefault(name, []).extend(_leaves(child))
    return tuple(Region(name, tuple(leaves)) for name, leaves in found.items())


def _leaves(element: etree._Element) -> Iterator[str]:
    run = [element.text or ""]
    for child in _in_page_order(element):
        tag = str(child.tag)
        if _stands_in_line(tag, str(element.tag)):
            run.append("".join(map(str, child.itertext())))
        elif tag not in _DATA:
            yield from _text(run)
            yield from _leaves(child)
        run.append(child.tail or "")
    yield from _text(run)


def _stands_in_line(tag: str, parent: str) -> bool:
    """Whether an element is part of the line around it; in a paragraph, even one that nobody knows is."""
    return (tag in _IN_LINE and parent not in _PAGE_ORDER) or (parent == "Paragraphe" and tag != "Image")


def _text(run: list[str]) -> Iterator[str]:
    text = "".join(run)
    run.clear()
    if text.strip():
        yield text


def _in_page_order(element: etree._Element) -> list[etree._Element]:
    order = _PAGE_ORDER.get(str(element.tag))
    if order is None:
        return list(element)
    ranks = {tag: rank for rank, tags in enumerate(order) for tag in tags.split("|")}
    return sorted(element, key=lambda child: ranks.get(str(child.tag), ranks[_REST]))


def missing_words(regions: tuple[Region, ...], page: bytes) -> list[Missing]:
    """The leaves that aren't in the page's article, or not in order."""
    words = _tokens(page_text(page))
    places: dict[str, list[int]] = {}
    for position, word in enumerate(words):
        places.setdefault(word, []).append(position)
    return [missing for region in regions for missing in _missing(region, words, places)]


def _missing(region: Region, words: Tokens, places: dict[str, list[int]]) -> Iterator[Missing]:
    start = 0
    for leaf in region.leaves:
        wanted = _tokens(leaf)
        if not wanted:
            continue
        at = _find(wanted, words, places, start)
        if at < 0:
            yield Missing(region.name, leaf)
        else:
            start = at + len(wanted)


def _find(wanted: Tokens, words: Tokens, places: dict[str, list[int]], start: int) -> int:
    """Where the words stand side by side, from a position on; -1 when nowhere. The first place is the best one."""
    positions = places.get(wanted[0], [])
    for at in positions[bisect_left(positions, start) :]:
        if words[at : at + len(wanted)] == wanted:
            return at
    return -1


def _tokens(text: str) -> Tokens:
    return tuple(_TOKEN.findall(normalize("NFC", text)))


_SILENT_TAGS = frozenset({"nav", "script", "style", "template"})
_INLINE_TAGS = frozenset(
    {
        "a", "abbr", "b", "cite", "code", "data", "dfn", "em", "i", "q", "small", "span", "strong", "sub", "sup",
        "time", "var",
    }
)  # fmt: skip


def page_text(page: bytes) -> str:
    """What the article of a page says: no menus; blocks apart from one another, marks inside words not."""
    document = html.document_fromstring(page, parser=html.HTMLParser(encoding="utf-8"))
    articles = document.xpath("//article")
    return "".join(part for article in articles for part in _page_parts(article))


def _page_parts(element: html.HtmlElement) -> Iterator[str]:
    if not isinstance(element.tag, str) or element.tag in _SILENT_TAGS:
        return
    space = "" if element.tag in _INLINE_TAGS else " "
    yield space
    yield element.text or ""
    for child in element:
        yield from _page_parts(child)
        yield child.tail or ""
    yield space


@dataclass(frozen=True, slots=True)
class Report:
    """What the check of a whole release says."""

    sheets: int
    words: int
    missing: tuple[tuple[str, Missing], ...]
    """(sheet id, what its page doesn't have)."""


def check_release(path: Path, page_of: Callable[[str], bytes | None]) -> Report:
    """Look for every word of a release in its pages. A sheet without a page (None) is left out, not missing."""
    sheets = words = 0
    missing: list[tuple[str, Missing]] = []
    with zipfile.ZipFile(path) as archive:
        for name in sorted(archive.namelist()):
            found = _SHEET_FILE.fullmatch(name)
            page = page_of(found[1]) if found else None
            if found is None or page is None:
                continue
            regions = source_words(archive.read(name))
            sheets += 1
            words += sum(region.words for region in regions)
            missing += ((found[1], lost) for lost in missing_words(regions, page))
    return Report(sheets, words, tuple(missing))
