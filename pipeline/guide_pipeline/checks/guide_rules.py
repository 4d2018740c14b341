"""The rules across sheets. Each takes the guide and its sources, and yields issues with file and line."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace

from guide_pipeline.checks.editorial_rules import check_writing
from guide_pipeline.errors import Issue, Severity
from guide_pipeline.model.guide import Guide
from guide_pipeline.nearest import way_out
from guide_pipeline.readers.sources import Sources

Rule = Callable[[Guide, Sources], Iterator[Issue]]


def check_chapters(guide: Guide, sources: Sources) -> Iterator[Issue]:
    """Each sheet is in a chapter of the guide."""
    known = {chapter.slug for chapter in guide.chapters}
    for fact in guide.facts.values():
        if fact.chapter not in known:
            message = (
                f"Le chapitre « {fact.chapter} » n'existe pas dans guide.toml.{way_out(fact.chapter, known)}"
            )
            yield Issue("chapitre-inconnu", message, sources.locate(fact.id, "chapitre"))


def check_links(guide: Guide, sources: Sources) -> Iterator[Issue]:
    """Each link leads to a sheet of the guide, and to a place that this sheet has."""
    places = {fact.id: frozenset(fact.anchors) for fact in guide.facts.values()}
    for fact in guide.facts.values():
        for target, anchor in fact.links:
            here = target or fact.id
            if here not in places:
                message = f"Lien vers la fiche « {here} », qui n'existe pas.{way_out(here, guide.facts)}"
                yield Issue(
                    "lien-casse", message, sources.locate(fact.id, f'"{here}"', f"fiche:{here}", here)
                )
            elif anchor and anchor not in places[here]:
                out = way_out(anchor, places[here])
                message = f"Lien vers « {anchor} », que la fiche « {here} » n'a pas.{out}"
                where = sources.locate(fact.id, f'ancre="{anchor}"', f"#{anchor}", anchor)
                yield Issue("ancre-cassee", message, where)


def check_chapter_links(guide: Guide, sources: Sources) -> Iterator[Issue]:
    """Each link to a chapter leads to one of the guide."""
    known = {chapter.slug for chapter in guide.chapters}
    for fact in guide.facts.values():
        for slug in fact.chapters:
            if slug not in known:
                message = f"Lien vers le chapitre « {slug} », qui n'existe pas.{way_out(slug, known)}"
                yield Issue("lien-casse", message, sources.locate(fact.id, f'chapitre="{slug}"', slug))


def check_rates(guide: Guide, sources: Sources) -> Iterator[Issue]:
    """Each rate that is cited exists, and has a value on the guide's day."""
    in_force = guide.rate_values()
    for fact in guide.facts.values():
        for rate in fact.rates:
            where = f'bareme id="{rate}"', f"bareme:{rate}", rate
            if rate not in guide.rates:
                message = f"Le barème « {rate} » n'existe pas dans baremes.toml.{way_out(rate, guide.rates)}"
                yield Issue("bareme-inconnu", message, sources.locate(fact.id, *where))
            elif rate not in in_force:
                message = f"Le barème « {rate} » n'a pas encore de valeur au {guide.date:%d/%m/%Y}."
                yield Issue("bareme-sans-valeur", message, sources.locate(fact.id, *where))


def check_acronyms(guide: Guide, sources: Sources) -> Iterator[Issue]:
    """Each acronym that is cited is in the list."""
    for fact in guide.facts.values():
        for acronym in fact.acronyms:
            if acronym not in guide.acronyms:
                message = (
                    f"Le sigle « {acronym} » n'est pas dans sigles.toml.{way_out(acronym, guide.acronyms)}"
                )
                where = sources.locate(fact.id, f'sigle id="{acronym}"', f"sigle:{acronym}", acronym)
                yield Issue("sigle-inconnu", message, where)


def check_terms(guide: Guide, sources: Sources) -> Iterator[Issue]:
    """Each word that refers to a definition finds it in its own sheet."""
    for fact in guide.facts.values():
        for term in set(fact.terms) - set(fact.anchors):
            message = f"Aucune définition « {term} » dans cette fiche.{way_out(term, fact.anchors)}"
            where = sources.locate(fact.id, f'ref="{term}"', f"terme:{term}", term)
            yield Issue("definition-inconnue", message, where)


def check_titles(guide: Guide, sources: Sources) -> Iterator[Issue]:
    """Two sheets of a chapter with one title can't be told apart in a list."""
    titles = Counter((fact.chapter, fact.title) for fact in guide.facts.values())
    for fact in guide.facts.values():
        if titles[fact.chapter, fact.title] > 1:
            message = f"Une autre fiche du chapitre porte le titre « {fact.title} »."
            yield Issue("titre-repete", message, sources.locate(fact.id, fact.title), Severity.WARNING)


def check_summaries(guide: Guide, sources: Sources) -> Iterator[Issue]:
    """A sheet without a summary is hard to choose in a list of results."""
    for fact in guide.facts.values():
        if not fact.summary:
            message = "La fiche n'a pas de résumé."
            yield Issue("resume-manquant", message, sources.locate(fact.id), Severity.WARNING)


RULES: tuple[Rule, ...] = (
    check_chapters,
    check_links,
    check_chapter_links,
    check_rates,
    check_acronyms,
    check_terms,
    check_titles,
    check_summaries,
)


EXPECTED = frozenset(("titre-repete", "resume-manquant"))
"""Codes of warnings that are errors where the rules of writing bind."""


def check_guide(guide: Guide, sources: Sources, written: Collection[str] = ()) -> tuple[Issue, ...]:
    """Everything that the rules find, in order of rule.

    `written`: the sheets that the rules of writing bind too, by id (see `editorial_rules`).
    """
    found = (issue for rule in RULES for issue in rule(guide, sources))
    if not written:
        return tuple(found)
    firm = (replace(i, severity=Severity.ERROR) if i.code in EXPECTED else i for i in found)
    return (*firm, *check_writing(guide, written, sources))
