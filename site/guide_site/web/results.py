"""What a search shows, as the page and the JSON both tell it."""

from dataclasses import dataclass
from typing import Any

from guide_search.query import Expansion
from guide_search.search import Hit, SearchIndex, SearchResults
from guide_site.web.trees import About

PAGE_SIZE = 10
MOST_PAGES = 50
LONGEST_QUERY = 300


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: words (cut to `LONGEST_QUERY`), a chapter's slug or '', a page from 1 on."""

    text: str
    chapter: str = ""
    page: int = 1


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

    @property
    def pages(self) -> int:
        """How many pages there are to see."""
        return min(MOST_PAGES, -(-self.found.total // PAGE_SIZE))

    @property
    def facets(self) -> tuple[Facet, ...]:
        """Chapters in which sheets answer, most first."""
        return tuple(Facet(slug, self.chapter_title(slug), count) for slug, count in self.found.chapters)

    @property
    def expansions(self) -> tuple[Expansion, ...]:
        """Acronyms that were understood."""
        return self.found.expansions

    def chapter_title(self, slug: str) -> str:
        """The title of a chapter of this edition."""
        return next((c.title for c in self.about.chapters if c.slug == slug), slug)

    def address(self, hit: Hit) -> str:
        """Where a result leads: the sheet, at its best section."""
        return f"{self.base}fiches/{hit.sheet_id}.html{f'#{hit.anchor}' if hit.anchor else ''}"


def ask(index: SearchIndex, question: Question, about: About, base: str) -> Answer:
    """Search one page."""
    found = index.search(
        question.text,
        chapter=question.chapter or None,
        limit=PAGE_SIZE,
        offset=(question.page - 1) * PAGE_SIZE,
    )
    return Answer(question, found, about, base)


def answer_row(answer: Answer) -> dict[str, Any]:
    """The answer for programs."""
    return {
        "requete": answer.question.text,
        "edition": answer.about.number,
        "total": answer.found.total,
        "page": answer.question.page,
        "pages": answer.pages,
        "suggestion": answer.found.suggestion,
        "sigles": [{"saisi": e.typed, "cherche-aussi": e.meaning} for e in answer.expansions],
        "chapitres": [{"slug": f.slug, "titre": f.title, "nombre": f.count} for f in answer.facets],
        "resultats": [_hit_row(answer, hit) for hit in answer.found.hits],
    }


def _hit_row(answer: Answer, hit: Hit) -> dict[str, Any]:
    return {
        "fiche": hit.sheet_id,
        "titre": hit.title,
        "chapitre": hit.chapter,
        "chapitre-titre": answer.chapter_title(hit.chapter),
        "adresse": answer.address(hit),
        "section": hit.section_title,
        "passage": [{"texte": piece.text, "trouve": piece.is_match} for piece in hit.passage],
    }
