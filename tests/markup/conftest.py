"""A context with two rates and one acronym, and blocks read from the XML that authors write."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import html5lib
import pytest

from guide_pipeline.markup.blocks import blocks_html
from guide_pipeline.markup.context import MarkupContext
from guide_pipeline.model.blocks import Blocks
from guide_pipeline.model.guide import Acronym, Rate, RateValue, Unit
from guide_pipeline.readers.problems import Problems
from guide_pipeline.readers.xml_sheet import read_xml_sheet

DECREE = "Décret n° 2025-1"
SMIC = Rate(
    "smic",
    "Smic mensuel",
    Unit.EURO,
    (
        RateValue(date(2024, 1, 1), Decimal("1383.08")),
        RateValue(date(2025, 1, 1), Decimal("1399.03"), DECREE, "https://www.legifrance.gouv.fr/"),
    ),
    period="mois",
)
CSG = Rate("csg", "CSG", Unit.PERCENT, (RateValue(date(2025, 1, 1), Decimal("9.2")),))


@pytest.fixture
def ctx() -> MarkupContext:
    """The context of sheet 'ici' on 1 June 2025."""
    return MarkupContext(
        day=date(2025, 6, 1),
        rates={"smic": SMIC, "csg": CSG},
        acronyms={"CAF": Acronym("CAF", "Caisse d'allocations familiales")},
        titles={"ici": "Ici", "autre": "Une autre fiche"},
        chapters={"logement": "Logement"},
        sheet="ici",
    )


def read(content: str) -> Blocks:
    """The blocks of a sheet with this content, in the XML of authors."""
    xml = (
        f'<fiche id="ici" chapitre="c" maj="2025-01-01"><titre>T</titre><contenu>{content}</contenu></fiche>'
    )
    problems = Problems("essai.xml")
    sheet = read_xml_sheet(xml.encode(), problems)
    assert sheet is not None
    assert problems.found == []
    return sheet.blocks


@pytest.fixture
def html(ctx: MarkupContext) -> Callable[[str], str]:
    """HTML of some content; it must be free of HTML errors."""

    def render(content: str) -> str:
        shown = blocks_html(read(content), ctx)
        page = f'<!DOCTYPE html><html lang="fr"><head><title>T</title></head><body>{shown}</body></html>'
        html5lib.HTMLParser(strict=True).parse(page)
        return shown

    return render
