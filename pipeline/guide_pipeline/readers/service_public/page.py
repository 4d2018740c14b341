"""What the conversion of one file needs to know: where links lead, which terms and forms the page has."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from lxml import etree

from guide_pipeline.errors import Issue, Severity
from guide_pipeline.model.blocks import Form
from guide_pipeline.model.guide import Acronym
from guide_pipeline.readers.addresses import is_address
from guide_pipeline.readers.problems import Problems, line_of
from guide_pipeline.readers.service_public.anchors import Anchors

_SITE_NAME = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:/[^\s<>\"\\]*)?", re.IGNORECASE)
_SITE = "https://www.service-public.gouv.fr"
_SECTIONS = {
    "Professionnels": "https://entreprendre.service-public.gouv.fr/vosdroits",
    "Associations": f"{_SITE}/associations/vosdroits",
}


def official_url(key: str, audience: str = "") -> str:
    """The address of a sheet, a folder or a form on the official site."""
    return f"{_SECTIONS.get(audience, f'{_SITE}/particuliers/vosdroits')}/{key}"


@dataclass(frozen=True, slots=True)
class Target:
    """Where a link leads: one of the fields, or none when it leads nowhere."""

    sheet: str = ""
    chapter: str = ""
    url: str = ""
    anchor: str = ""


@dataclass(slots=True)
class Tally:
    """What a conversion counts and collects beside the sheets."""

    outside_links: int = 0
    """Links that lead to the official site because their target isn't in the guide."""
    acronyms: dict[str, Acronym] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Places:
    """Where the publications of a release stand in the guide."""

    sheets: Mapping[str, str]
    """Chapter slug by sheet id; a sheet that isn't here is not in the guide."""
    folders: Mapping[str, str]
    """Chapter slug by id of theme, subtheme or folder."""

    def target(self, key: str, audience: str, tally: Tally) -> Target:
        """Where a link to a publication leads: in the guide, or else to the official site."""
        if key in self.sheets:
            return Target(sheet=key)
        if key in self.folders:
            return Target(chapter=self.folders[key])
        tally.outside_links += 1
        return Target(url=official_url(key, audience))


class PageForms(Protocol):
    """The forms of a page: those that its file lists, and those that its text only cites."""

    def target(self, key: str, audience: str) -> Target:
        """Where a link to a form leads."""

    def finish(self, element: etree._Element, form: Form) -> Form:
        """A form as the page shows it: with the text of a model letter, for instance."""


@dataclass(slots=True)
class Page:
    """The context in which one file of the source is read."""

    problems: Problems
    places: Places
    tally: Tally
    forms: PageForms
    anchors: Anchors = field(default_factory=Anchors)
    sections: Mapping[str, str] = field(default_factory=dict)
    """Anchors of sections by their id in the source."""
    terms: frozenset[str] = frozenset()
    """Ids of the definitions that the page has."""
    card_ids: Mapping[etree._Element, str] = field(default_factory=dict)
    """Ids of the contacts and forms that are anchors: one of each, where the same one stands many times."""
    cited_acronyms: set[str] = field(default_factory=set)
    """Those that the running text read so far cites."""

    def note(self, element: etree._Element, code: str, message: str) -> None:
        """A warning at an element: what the reader doesn't know is kept and said."""
        self.problems.add(code, message, line_of(element), Severity.WARNING)

    def address(self, element: etree._Element, name: str = "URL") -> str:
        """The web address of an element, '' when absent. One without scheme is a site's name."""
        url = element.get(name, "").strip()
        if not url or is_address(url):
            return url
        if _SITE_NAME.fullmatch(url):
            return f"https://{url}"
        self.note(element, "adresse-refusee", f"« {url} » n'est pas une adresse : le texte reste sans lien.")
        return ""

    def unknown(self, element: etree._Element) -> None:
        """Warn of an element that the reader doesn't know."""
        self.note(
            element, "balise-inconnue", f"Balise <{element.tag}> inconnue : son texte est gardé tel quel."
        )
