"""What rendering needs besides the content itself: where pages are, what rates are worth, what acronyms mean."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from guide_pipeline.markup.text import attribute
from guide_pipeline.model.guide import Acronym, Guide, Rate, theme_slug

_NO_TITLES: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class MarkupContext:
    """A context serves any number of sheets; with another `sheet`, it is that of the sheet's own page."""

    day: date
    """The day whose rates are shown, where a citation names none."""
    rates: Mapping[str, Rate]
    acronyms: Mapping[str, Acronym]
    titles: Mapping[str, str] = field(default_factory=lambda: _NO_TITLES)
    """Titles of sheets by id: said on hover, and shown where a link has no words of its own."""
    chapters: Mapping[str, str] = field(default_factory=lambda: _NO_TITLES)
    """Titles of chapters by slug."""
    root: str = "../"
    """From the page to the root of the tree; '' at the root, '/editions/3/' for a fixed edition."""
    sheet: str = ""
    """The sheet whose content this is: links to its own places stay on the page. '': they name its page."""
    ids: bool = True
    """False leaves `id` attributes out: a redline shows a section twice, an id may stand once."""
    revised: frozenset[int] = frozenset()
    """`id()` of the elements that have a bar in the margin. They belong to the sheet being shown, which the page
    holds meanwhile, so the numbers can't pass to other elements."""
    images: Mapping[str, str] = field(default_factory=lambda: _NO_TITLES)
    """Addresses of image files that exist, by `src`; a figure without one shows its words."""

    def sheet_href(self, sheet: str, anchor: str = "") -> str:
        """The address of a sheet or of a place in it; '' as sheet is the one shown."""
        place = f"#{anchor}" if anchor else ""
        if self.ids and (not sheet or sheet == self.sheet):
            return place or "#"
        return f"{self.root}fiches/{sheet or self.sheet}.html{place}"

    def place(self, anchor: str) -> str:
        """The `id` attribute of a place that links can name; nothing when ids are left out."""
        return f' id="{attribute(anchor)}"' if anchor and self.ids else ""

    def bar(self, element: object) -> str:
        """The class of an element that has a bar in the margin."""
        return ' class="revu"' if self.revised and id(element) in self.revised else ""

    def bar_too(self, element: object) -> str:
        """The same, beside another class."""
        return " revu" if self.revised and id(element) in self.revised else ""

    def chapter_href(self, slug: str, anchor: str = "") -> str:
        """The address of a chapter."""
        return f"{self.root}chapitres/{slug}.html" + (f"#{anchor}" if anchor else "")

    def rate_href(self, rate: str) -> str:
        """The address of a rate on the page of its theme; of the list of all for one that isn't known."""
        known = self.rates.get(rate)
        page = f"baremes/{theme_slug(known.theme)}" if known else "baremes"
        return f"{self.root}{page}.html#{rate}"


def context_of(guide: Guide, *, root: str = "../", sheet: str = "", ids: bool = True) -> MarkupContext:
    """The context of a guide, at its date."""
    return MarkupContext(
        day=guide.date,
        rates=guide.rates,
        acronyms=guide.acronyms,
        titles={fact.id: fact.title for fact in guide.facts.values()},
        chapters={chapter.slug: chapter.title for chapter in guide.chapters},
        root=root,
        sheet=sheet,
        ids=ids,
    )
