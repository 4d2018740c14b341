"""What a search shows, as the page and the JSON both tell it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import quote, quote_plus

from markupsafe import Markup, escape

from guide_search.figures import Figure
from guide_search.names_file import NameKind
from guide_search.passages import Pieces
from guide_search.query import Expansion
from guide_search.search import Hit, SearchResults
from guide_search.suggestions import Suggestion, SuggestionKind
from guide_site.web.searches import EditionSearch
from guide_site.web.trees import About

PAGE_SIZE = 10
MOST_PAGES = 50
LONGEST_QUERY = 300
_quoted = lru_cache(256)(quote_plus)
"""A page links to many other searches for the same words."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: words (cut to `LONGEST_QUERY`), a chapter's slug or '', a page from 1 on."""

    text: str
    chapter: str = ""
    page: int = 1
    changed: bool = False
    """Only among the sheets that the edition added or changed."""
    plain: bool = False
    """What is typed and nothing else: no acronym spelled out, no synonym, no correction."""


@dataclass(frozen=True, slots=True)
class Facet:
    """A chapter where sheets answer, and how many."""

    slug: str
    title: str
    count: int


@dataclass(frozen=True, slots=True)
class Answer:
    """A page of results in an edition."""

    question: Question
    found: SearchResults
    about: About
    base: str
    """Where the edition's pages are: '/' or '/editions/3/'."""
    figures: tuple[Figure, ...]
    """Those that the query names: an answer before any sheet."""
    events: Mapping[str, str]
    """What the edition did to sheets, by id: 'ajout', 'modification'…"""

    @property
    def pages(self) -> int:
        """How many pages there are to see."""
        return min(MOST_PAGES, -(-self.found.total // PAGE_SIZE))

    @property
    def has_changes(self) -> bool:
        """Whether the edition changed sheets at all."""
        return bool(self.events)

    @property
    def facets(self) -> tuple[Facet, ...]:
        """Chapters in which sheets answer, most first."""
        return tuple(Facet(slug, self.chapter_title(slug), count) for slug, count in self.found.chapters)

    def chapter_title(self, slug: str) -> str:
        """The title of a chapter of this edition."""
        return next((c.title for c in self.about.chapters if c.slug == slug), slug)

    def address(self, hit: Hit) -> str:
        """Where a result leads: the sheet, at its best section."""
        return f"{self.base}fiches/{hit.sheet_id}.html{f'#{hit.anchor}' if hit.anchor else ''}"

    def figure_address(self, figure: Figure) -> str:
        """The line of a figure on the page of figures."""
        return f"{self.base}baremes.html#{figure.id}"

    def link(self, **changes: object) -> str:
        """The address of the same search with something else: `text`, `chapter`, `page`, `changed`, `plain`."""
        asked = {
            name: changes.get(name, getattr(self.question, name)) for name in Question.__dataclass_fields__
        }
        if changes and "page" not in changes:
            asked["page"] = 1
        values = {
            "q": asked["text"],
            "chapitre": asked["chapter"],
            "change": "1" if asked["changed"] else "",
            "exact": "1" if asked["plain"] else "",
            "page": asked["page"] if asked["page"] != 1 else "",
        }
        asked_for = "&".join(f"{name}={_quoted(str(value))}" for name, value in values.items() if value)
        return f"{self.base}recherche?{asked_for}"


def ask(search: EditionSearch, question: Question, about: About, base: str) -> Answer:
    """Search one page."""
    found = search.index.search(
        question.text,
        chapter=question.chapter or None,
        among=frozenset(search.events) if question.changed else None,
        plain=question.plain,
        limit=PAGE_SIZE,
        offset=(question.page - 1) * PAGE_SIZE,
    )
    meanings = [(e.typed, e.meaning) for e in found.expansions]
    figures = search.figures.named(question.text, meanings) if question.page == 1 else ()
    return Answer(question, found, about, base, figures, search.events)


_MARK, _END = "\x02", "\x03"
"""Around what was searched for until all is escaped: no text of a guide may hold them."""


def marked(pieces: Pieces) -> Markup:
    """Pieces of text one after the other, what was searched for apart."""
    text = escape("".join(f"{_MARK}{text}{_END}" if is_match else text for text, is_match in pieces))
    return text.replace(_MARK, Markup("<mark>")).replace(_END, Markup("</mark>"))


_SAID = {
    NameKind.ACRONYM: "=",
    NameKind.SYNONYM: "cherché aussi :",
    NameKind.NOW: "aujourd'hui :",
    NameKind.BEFORE: "autrefois :",
}


def understood(answer: Answer) -> tuple[str, ...]:
    """What names of the query were also looked for as, a line a name: « cmu » : aujourd'hui Puma, CSS."""
    typed = dict.fromkeys(e.typed for e in answer.found.expansions)
    return tuple(_said(name, [e for e in answer.found.expansions if e.typed == name]) for name in typed)


def _said(typed: str, expansions: list[Expansion]) -> str:
    parts = ((word, [e.meaning for e in expansions if e.kind is kind]) for kind, word in _SAID.items())
    return f"« {typed} » " + " ; ".join(
        f"{word} {', '.join(meanings)}" for word, meanings in parts if meanings
    )


def answer_row(answer: Answer) -> dict[str, Any]:
    """The answer for programs."""
    return {
        "requete": answer.question.text,
        "edition": answer.about.number,
        "total": answer.found.total,
        "page": answer.question.page,
        "pages": answer.pages,
        "suggestion": answer.found.suggestion,
        "sigles": [
            {"saisi": e.typed, "cherche-aussi": e.meaning, "nature": e.kind.value}
            for e in answer.found.expansions
        ],
        "chiffres": [_figure_row(answer, figure) for figure in answer.figures],
        "chapitres": [{"slug": f.slug, "titre": f.title, "nombre": f.count} for f in answer.facets],
        "resultats": [_hit_row(answer, hit) for hit in answer.found.hits],
    }


def suggestion_row(line: Suggestion, base: str) -> dict[str, str]:
    """A suggestion for programs, and for the script of the page."""
    match line.kind:
        case SuggestionKind.NAME:
            address = f"{base}recherche?q={quote(line.target)}"
        case SuggestionKind.FIGURE:
            address = f"{base}baremes.html#{line.target}"
        case _:
            sheet, _, anchor = line.target.partition("#")
            address = f"{base}fiches/{sheet}.html{f'#{anchor}' if anchor else ''}"
    return {"nature": line.kind.value, "texte": line.text, "detail": line.detail, "adresse": address}


def _figure_row(answer: Answer, figure: Figure) -> dict[str, str]:
    return {
        "bareme": figure.id,
        "libelle": figure.label,
        "montant": figure.amount,
        "depuis": figure.since,
        "reference": figure.source,
        "adresse": answer.figure_address(figure),
    }


def _hit_row(answer: Answer, hit: Hit) -> dict[str, Any]:
    return {
        "fiche": hit.sheet_id,
        "titre": hit.title,
        "chapitre": hit.chapter,
        "chapitre-titre": answer.chapter_title(hit.chapter),
        "adresse": answer.address(hit),
        "section": hit.section_title,
        "changement": answer.events.get(hit.sheet_id, ""),
        "passage": [{"texte": piece.text, "trouve": piece.is_match} for piece in hit.passage],
    }
