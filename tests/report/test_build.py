"""What a report says of each sheet, and of the guide."""

from decimal import Decimal

import pytest

from guide_pipeline.diff.classes import ChangeClass
from guide_pipeline.report.model import ChangeReport, SheetEvent, SheetReport


def one(report: ChangeReport, key: str) -> SheetReport:
    return next(sheet for sheet in report.sheets if sheet.id == key)


def test_sheets_stand_in_the_order_of_the_guide_with_what_happens_to_them(report: ChangeReport) -> None:
    assert [(sheet.id, sheet.event.value) for sheet in report.sheets] == [
        ("allocation", "modification"),
        ("ancienne", "suppression"),
        ("nouvelle", "ajout"),
        ("pacs", "renommage"),
        ("stable", "bareme"),
        ("virgule", "modification"),
        ("loyer", "deplacement"),
    ]


@pytest.mark.parametrize(
    ("key", "summary"),
    [
        ("allocation", "Montants : 1 ; dates : 1 ; parties : Plafonds"),
        ("pacs", "Titre précédent : « Pacs » ; parties : Titre"),
        ("loyer", "Déplacée depuis « Famille » ; parties : Chapitre"),
        ("virgule", "Retouches de forme"),
        ("nouvelle", "Une aide de plus."),
        ("stable", "Base mensuelle : 466,44\u00a0€ → 474,37\u00a0€"),
        ("ancienne", ""),
    ],
)
def test_a_line_says_what_changes(report: ChangeReport, key: str, summary: str) -> None:
    assert one(report, key).summary == summary


def test_amounts_have_their_figures_and_their_place(report: ChangeReport) -> None:
    (change,) = (c for c in one(report, "allocation").changes if c.kind is ChangeClass.AMOUNT)
    assert change.where == ("Plafonds", "Couple", "Plafond")
    assert (change.before, change.after) == (Decimal(11478), Decimal(14000))
    assert change.anchor == "plafonds"


def test_changes_have_ids_of_their_own(report: ChangeReport) -> None:
    ids = [change.id for sheet in report.sheets for change in sheet.changes]
    assert len(ids) == len(set(ids)) == sum(report.counts.values())


def test_every_changed_sheet_is_proved(report: ChangeReport, nothing: ChangeReport) -> None:
    assert report.compared == report.proved == 4
    assert nothing.compared == nothing.proved == 0


def test_redlines_show_only_what_changes(report: ChangeReport) -> None:
    assert "<del>11\u00a0478</del><ins>14\u00a0000</ins>" in one(report, "allocation").redline.replace(
        " ", "\u00a0"
    )
    assert one(report, "stable").redline == ""
    assert one(report, "nouvelle").redline.startswith("<p><ins>Une aide de plus.</ins></p>")
    assert "<del>Plus rien à dire.</del>" in one(report, "ancienne").redline


def test_sheets_that_lead_to_what_changed_are_to_be_read_again(report: ChangeReport) -> None:
    assert [(i.sheet, i.targets, i.rates) for i in report.impacts] == [
        ("stable", (), ("Base mensuelle",)),
        ("voisine", ("allocation",), ()),
    ]


def test_rates_chapters_acronyms_and_synonyms_are_told(report: ChangeReport) -> None:
    assert [(c.rate.id, c.sheets) for c in report.rates] == [("bmaf", ("stable",))]
    assert [(c.new.title if c.new else "") for c in report.chapter_changes] == ["Se loger"]
    assert [(c.new.id if c.new else "") for c in report.acronyms] == ["CAF"]
    assert [(c.old, c.new.word if c.new else "") for c in report.synonyms] == [(None, "mini min")]


def test_nothing_to_tell(nothing: ChangeReport) -> None:
    assert nothing.sheets == nothing.rates == nothing.groups == nothing.impacts == ()
    assert not any(nothing.counts.values())
    assert nothing.of(*SheetEvent) == ()
