"""Anchors of a sheet: slugs of titles, the same from release to release.

An anchor depends on the titles around it, never on what stands elsewhere in the sheet: a section of a case
carries the titles of its cases, so that two cases with a 'Conditions' each keep their anchors whatever
is added between them. Only what still collides is told apart by its section, then by a number.
"""

from lxml import etree

from guide_pipeline.readers.anchors import anchor_of
from guide_pipeline.readers.service_public.vocabulary import CARDS

_LONGEST = 48
_SECTIONS = frozenset({"Chapitre", "SousChapitre"})
_CASES = frozenset({"Cas", "Situation"})
_WITHOUT_SECTIONS = frozenset({"Paragraphe", "Titre", "Liste", "Tableau", "DossierPere", "FilDAriane"})
"""Not looked into, for speed; a case found there all the same gets its anchor when it is read."""


def short_anchor(title: str) -> str:
    """The anchor of a title, cut between words when it is long; 'partie' when the title has no letter."""
    anchor = anchor_of(title)
    if len(anchor) > _LONGEST:
        anchor = anchor[: _LONGEST + 1].rpartition("-")[0] or anchor[:_LONGEST]
    return anchor if anchor != "s" else "partie"


class Anchors:
    """The anchors of one page: each is given once."""

    def __init__(self) -> None:
        self._given: set[str] = set()
        self._by_element: dict[etree._Element, str] = {}

    def take(self, wanted: str, otherwise: str = "") -> str:
        """`wanted` if it is free, else `otherwise`, else the latter with a number."""
        free = wanted
        if free in self._given and otherwise:
            free = wanted = otherwise
        number = 2
        while free in self._given:
            free = f"{wanted}-{number}"
            number += 1
        self._given.add(free)
        return free

    def of(self, element: etree._Element) -> str:
        """The anchor of a section or a case; '' for a chapter inside a card, which is no section."""
        return self._by_element.get(element, "")

    def give(self, element: etree._Element, scope: str = "", section: str = "") -> str:
        """Give an element the anchor of its title, within a scope (its case) and a section."""
        title = element.find("Titre")
        own = short_anchor("" if title is None else "".join(map(str, title.itertext())))
        anchor = self.take(f"{scope}-{own}" if scope else own, f"{section}-{own}" if section else "")
        self._by_element[element] = anchor
        return anchor

    def plan(
        self, element: etree._Element, scope: str = "", section: str = "", in_card: bool = False
    ) -> None:
        """Give anchors to all sections and cases below an element, in reading order."""
        for child in element:
            tag = str(child.tag)
            if tag in _WITHOUT_SECTIONS or not len(child):
                continue
            inner_scope, inner_section, card = scope, section, in_card
            if tag in _CASES:
                inner_scope = inner_section = self.give(child, scope, section)
            elif tag in _SECTIONS and not in_card and child.find("Titre") is not None:
                inner_section = self.give(child, scope, section)
            elif tag in CARDS:
                inner_scope, card = child.get("ID", tag.lower()), True
            self.plan(child, inner_scope, inner_section, card)

    def sections_by_source_id(self) -> dict[str, str]:
        """Anchors of the sections that the source names itself, by the source's id."""
        return {key: anchor for element, anchor in self._by_element.items() if (key := element.get("ID"))}
