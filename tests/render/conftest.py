"""A guide of three chapters and six sheets that holds every construct, in its second edition."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from guide_pipeline.model.canonical import serialise
from guide_pipeline.model.digest import digest
from guide_pipeline.model.facts import facts_of
from guide_pipeline.model.guide import Acronym, Chapter, Guide, Notice, Rate, RateValue, Unit, in_order
from guide_pipeline.model.sheet import Sheet
from guide_pipeline.readers.problems import Problems
from guide_pipeline.readers.xml_sheet import read_xml_sheet
from guide_site.render.context import (
    EditionInfo,
    EditionNews,
    HistoryEntry,
    RateNews,
    SheetNews,
    SiteContext,
)

FIRST = EditionInfo(0, "Corpus de base", date(2025, 4, 1))
SECOND = EditionInfo(1, "Mise à jour de septembre 2025", date(2025, 9, 1))
CHAPTERS = (
    Chapter(1, "prestations", "Prestations familiales", "Les aides versées aux familles."),
    Chapter(2, "logement", "Logement"),
    Chapter(3, "retraite", "Retraite"),
)
NOTICE = Notice("Guide d'essai : ne remplace rien.", ("Écrit pour les essais.",))
ARS = Rate(
    "ars-6-10-ans",
    "Allocation de rentrée scolaire, 6 à 10 ans",
    Unit.EURO,
    (
        RateValue(date(2024, 4, 1), Decimal("416.40"), "Instruction de 2024"),
        RateValue(
            date(2025, 4, 1), Decimal("423.48"), "Instruction de 2025", "https://www.legifrance.gouv.fr/a"
        ),
        RateValue(date(2026, 4, 1), Decimal("427.29"), "Instruction de 2026"),
    ),
    theme="prestations",
)
CEILING = Rate(
    "ars-plafond",
    "Plafond de ressources",
    Unit.EURO,
    (RateValue(date(2025, 1, 1), Decimal("27141")),),
    period="an",
    theme="prestations",
)
UNUSED = Rate("csg", "CSG", Unit.PERCENT, (RateValue(date(2018, 1, 1), Decimal("9.2")),), theme="impôts")
ACRONYMS = (
    Acronym("CAF", "Caisse d'allocations familiales", ("Caf",)),
    Acronym("MSA", "Mutualité sociale agricole"),
    Acronym("2D", "Deux dimensions"),
)


def read_sheets() -> dict[str, Sheet]:
    """The sheets of `fiches/`, by id."""
    found = {}
    for file in sorted((Path(__file__).parent / "fiches").glob("*.xml")):
        problems = Problems(file.name)
        sheet = read_xml_sheet(file.read_bytes(), problems)
        assert sheet is not None
        assert problems.found == []
        found[sheet.id] = sheet
    return found


def guide_of(sheets: dict[str, Sheet]) -> Guide:
    """A guide of these sheets."""
    facts = (facts_of(sheet, digest(serialise(sheet))) for sheet in sheets.values())
    return Guide(
        title="Guide d'essai",
        date=SECOND.date,
        chapters=CHAPTERS,
        facts=in_order(facts, CHAPTERS),
        rates={rate.id: rate for rate in (ARS, CEILING, UNUSED)},
        acronyms={acronym.id: acronym for acronym in ACRONYMS},
        load=sheets.__getitem__,
        notice=NOTICE,
    )


def context_for(guide: Guide) -> SiteContext:
    """The guide as the second edition, which changed three sheets and a rate."""
    added = {sheet: (HistoryEntry(0, FIRST.label, FIRST.date, "ajout"),) for sheet in guide.facts}
    changed = HistoryEntry(1, SECOND.label, SECOND.date, "modification", bars=(0, 3))
    history = {**added, "allocation-rentree": (*added.get("allocation-rentree", ()), changed)}
    return SiteContext(
        guide=guide,
        editions=(FIRST, SECOND),
        history=history,
        news=EditionNews(
            (
                SheetNews(
                    "modification",
                    "allocation-rentree",
                    "Allocation de rentrée scolaire",
                    "prestations",
                    "Montants revalorisés.",
                ),
                SheetNews("ajout", "demenager", "Je déménage", "logement"),
                SheetNews("suppression", "caution", "Caution", "logement"),
            ),
            (RateNews("ars-6-10-ans", ARS.label, Unit.EURO, ARS.values[0], ARS.values[1]),),
        ),
    )


@pytest.fixture
def context() -> SiteContext:
    """The small guide in its second edition."""
    return context_for(guide_of(read_sheets()))
