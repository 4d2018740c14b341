"""Revision bars: which parts of a sheet the last update marks."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given

from guide_pipeline.diff.bars import change_bars, rate_bars
from guide_pipeline.diff.sheets import diff_sheets
from guide_pipeline.model.blocks import (
    Case,
    CaseGroup,
    Cell,
    ListBlock,
    ListItem,
    Note,
    NoteKind,
    Paragraph,
    Reference,
    Row,
    Section,
    Table,
)
from guide_pipeline.model.elements import SUMMARY, elements_of
from guide_pipeline.model.inline import RateRef
from guide_pipeline.model.sheet import Sheet

from .small_sheets import small_sheets


def text(words: str) -> Paragraph:
    return Paragraph((words,))


def row(*words: str) -> Row:
    return Row(tuple(Cell((text(word),)) for word in words))


ITEMS = ListBlock(
    (ListItem((text("un extrait d'acte de naissance"),)), ListItem((text("un justificatif de domicile"),)))
)
TABLE = Table((row("Un enfant", "148,52 €"), row("Deux enfants", "338,80 €")))
CASES = CaseGroup((Case("salarie", ("Salarié",), (text("Demandez à l'employeur."),)),))
SHEET = Sheet(
    id="essai",
    chapter="famille",
    title="Essai",
    updated=date(2026, 1, 1),
    summary="Une fiche.",
    blocks=(
        text("Cette aide est versée chaque mois aux familles."),
        Section("montants", ("Montants",), (text("Le montant dépend des ressources du foyer."), TABLE)),
        Section(
            "pieces", ("Pièces à fournir",), (ITEMS, Note(NoteKind.WARNING, (text("Gardez les originaux."),)))
        ),
        CASES,
    ),
    references=(Reference(code="Code civil", articles=("144",)),),
)


def swapped(old: object, new: object) -> Sheet:
    """The sheet with one element replaced, wherever it stands."""

    def walk(value: object) -> object:
        if value is old:
            return new
        if isinstance(value, tuple):
            return tuple(part for part in map(walk, value) if part is not None)
        if hasattr(value, "__dataclass_fields__"):
            names = value.__dataclass_fields__
            return replace(value, **{name: walk(getattr(value, name)) for name in names})  # type: ignore[type-var]
        return value

    found = walk(SHEET)
    assert isinstance(found, Sheet)
    return found


def marked(new: Sheet) -> list[object]:
    elements = list(elements_of(new))
    return [elements[number] for number in change_bars(diff_sheets(SHEET, new), new)]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (SHEET.blocks[0], text("Cette aide est versée chaque trimestre aux familles.")),
        (ITEMS.items[1], ListItem((text("un justificatif de domicile récent"),))),
        (TABLE.rows[1], row("Deux enfants", "339,10 €")),
        (SHEET.references[0], Reference(code="Code civil", articles=("144", "145"))),
    ],
    ids=["paragraph", "item", "row", "reference"],
)
def test_the_smallest_part_that_changed_has_the_bar(old: object, new: object) -> None:
    assert marked(swapped(old, new)) == [new]


def test_a_box_is_one_part() -> None:
    section = SHEET.blocks[2]
    assert isinstance(section, Section)
    note = Note(NoteKind.WARNING, (text("Gardez les originaux et des copies."),))
    assert marked(swapped(section.blocks[1], note)) == [note]


def test_a_title_that_changes_marks_the_heading_alone() -> None:
    case = replace(CASES.cases[0], title=("Salarié du privé",))
    assert marked(swapped(CASES.cases[0], case)) == [case]


def test_everything_under_a_new_title_is_marked() -> None:
    section = Section("recours", ("Contester",), (text("Écrivez à la commission de recours amiable."),))
    new = replace(SHEET, blocks=(*SHEET.blocks, section))
    assert marked(new) == [section, section.blocks[0]]


def test_what_went_marks_what_follows_or_the_last_part() -> None:
    assert marked(swapped(SHEET.blocks[0], None)) == [SHEET.blocks[1]]
    assert marked(swapped(ITEMS.items[1], None)) == [ITEMS.items[0]]


def test_a_new_summary_is_marked_and_a_date_is_not() -> None:
    new = replace(SHEET, summary="Une fiche d'essai.", updated=date(2026, 4, 1))
    assert change_bars(diff_sheets(SHEET, new), new) == (SUMMARY,)


def test_figures_that_change_mark_the_parts_that_cite_them_today() -> None:
    rate, past = RateRef("bmaf"), RateRef("bmaf", at=date(2020, 1, 1))
    cited, cell = Paragraph((rate,)), Row((Cell((Paragraph((rate,)),)),))
    item = ListItem((Paragraph(("soit ", rate)),))
    sheet = replace(
        SHEET, blocks=(cited, Paragraph((past,)), Table((cell,)), ListBlock((item,)), text("rien"))
    )
    elements = list(elements_of(sheet))
    assert [elements[number] for number in rate_bars(sheet, {"bmaf"})] == [cited, cell, item]
    assert rate_bars(sheet, {"smic"}) == ()


@given(small_sheets, small_sheets)
def test_bars_name_elements_of_the_new_state(old: Sheet, new: Sheet) -> None:
    count = sum(1 for _ in elements_of(new))
    bars = change_bars(diff_sheets(old, new), new)
    assert all(SUMMARY <= number < count for number in bars)
    assert list(bars) == sorted(set(bars))
