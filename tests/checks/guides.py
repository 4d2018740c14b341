"""Guides of one sheet, in memory, to hold the rules of writing against."""

from datetime import date

from guide_pipeline.model.blocks import Blocks, Reference
from guide_pipeline.model.canonical import serialise
from guide_pipeline.model.digest import digest
from guide_pipeline.model.facts import facts_of
from guide_pipeline.model.guide import Acronym, Chapter, Guide
from guide_pipeline.model.sheet import Sheet

DAY = date(2025, 9, 1)


def sheet(*blocks: object, **fields: object) -> Sheet:
    """A sheet that keeps every rule but its length, with these blocks and fields."""
    known: dict[str, object] = {
        "id": "aide",
        "chapter": "logement",
        "title": "Aide",
        "updated": DAY,
        "checked": DAY,
        "summary": "Une aide.",
        "references": (Reference(code="Code civil", articles=("1",)),),
    }
    content: Blocks = blocks  # type: ignore[assignment]
    return Sheet(**{**known, "blocks": content, **fields})  # type: ignore[arg-type]


def guide_of(one: Sheet) -> Guide:
    """The guide that this sheet makes, with two acronyms."""
    return Guide(
        title="Guide",
        date=DAY,
        chapters=(Chapter(1, "logement", "Logement"),),
        facts={one.id: facts_of(one, digest(serialise(one)))},
        rates={},
        acronyms={a.id: a for a in (Acronym("CAF", "Caisse", ("Caf",)), Acronym("AGGIR-GIR", "Grille"))},
        load=lambda key: {one.id: one}[key],
    )
