"""The report of a small batch: every kind of event, a rate, an acronym, a synonym, a chapter renamed."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

import pytest

from guide_pipeline.diff.guides import diff_guides
from guide_pipeline.model.blocks import Block, Cell, Paragraph, Row, Section, Table
from guide_pipeline.model.canonical import serialise
from guide_pipeline.model.digest import digest
from guide_pipeline.model.facts import facts_of
from guide_pipeline.model.guide import Acronym, Chapter, Guide, Rate, RateValue, Synonym, Unit, in_order
from guide_pipeline.model.inline import Inline, Link, RateRef
from guide_pipeline.model.sheet import Sheet
from guide_pipeline.report.build import BatchInfo, build_report
from guide_pipeline.report.model import ChangeReport

DAYS = date(2025, 1, 1), date(2025, 4, 1)
BEFORE = RateValue(date(2024, 4, 1), Decimal("466.44"), "Instruction A")
AFTER = RateValue(date(2025, 4, 1), Decimal("474.37"), "Instruction B", "https://exemple.fr")
RATE = Rate("bmaf", "Base mensuelle", Unit.EURO, (BEFORE, AFTER))
BATCH = BatchInfo("2025-04", "Revalorisations <d'avril>", date(2025, 4, 1), "ab" * 32, 3)


def p(*content: Inline) -> Paragraph:
    return Paragraph(content)


def sheet(key: str, *blocks: Block, chapter: str = "famille", title: str = "", summary: str = "") -> Sheet:
    return Sheet(key, chapter, title or key.capitalize(), date(2025, 1, 1), summary=summary, blocks=blocks)


def plafonds(amount: str) -> Section:
    rows = (("Foyer", "Plafond"), ("Couple", amount))
    cells = (Row(tuple(Cell((p(text),)) for text in row), header=i == 0) for i, row in enumerate(rows))
    return Section("plafonds", ("Plafonds",), (Table(tuple(cells)),))


def guide(
    sheets: Iterable[Sheet],
    day: date,
    titles: tuple[str, str],
    acronyms: Mapping[str, Acronym] = {},
    synonyms: Mapping[str, Synonym] = {},
) -> Guide:
    by_id = {s.id: s for s in sheets}
    chapters = (Chapter(1, "famille", titles[0]), Chapter(2, "logement", titles[1]))
    facts = in_order((facts_of(s, digest(serialise(s))) for s in by_id.values()), chapters)
    return Guide("Petit guide", day, chapters, facts, {"bmaf": RATE}, acronyms, by_id.__getitem__, synonyms)


def sides() -> tuple[Guide, Guide]:
    """The guide before and after the batch."""
    link = p("Voir l'", Link(("allocation",), sheet="allocation"), ".")
    stable = [sheet("stable", p("La base est de ", RateRef("bmaf"), ".")), sheet("voisine", link)]
    old = [
        *stable,
        sheet("allocation", p("Versée depuis le 1er mars 2024."), plafonds("11 478 €")),
        sheet("ancienne", p("Plus rien à dire.")),
        sheet("loyer", p("Prévenir le bailleur."), chapter="famille"),
        sheet("pacs", p("Un contrat.")),
        sheet("virgule", p("Une aide , gratuite")),
    ]
    new = [
        *stable,
        sheet("allocation", p("Versée depuis le 1er mars 2025."), plafonds("14 000 €")),
        sheet("loyer", p("Prévenir le bailleur."), chapter="logement"),
        sheet("nouvelle", p("Une fiche nouvelle, 12 € par mois."), summary="Une aide de plus."),
        sheet("pacs", p("Un contrat."), title="Pacte civil de solidarité"),
        sheet("virgule", p("Une aide, gratuite.")),
    ]
    return (
        guide(old, DAYS[0], ("Famille", "Logement")),
        guide(
            new,
            DAYS[1],
            ("Famille", "Se loger"),
            {"CAF": Acronym("CAF", "Caisse d'allocations familiales")},
            {"mini min": Synonym("mini min", ("minimum",), ("allocation",))},
        ),
    )


@pytest.fixture(scope="session")
def report() -> ChangeReport:
    """The report of the batch."""
    old, new = sides()
    return build_report(diff_guides(old, new), old, new, BATCH)


@pytest.fixture(scope="session")
def nothing() -> ChangeReport:
    """The report of a batch that changes nothing."""
    old, _ = sides()
    return build_report(diff_guides(old, old), old, old, BATCH)
