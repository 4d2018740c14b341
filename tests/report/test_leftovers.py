"""Amounts that a batch replaces and that stand elsewhere still."""

from dataclasses import replace

from guide_pipeline.diff.guides import diff_guides
from guide_pipeline.model.blocks import Block
from guide_pipeline.model.inline import Mark, Span
from guide_pipeline.report.build import build_report
from guide_pipeline.report.model import ChangeReport, Leftover
from guide_pipeline.report.summary import summary_lines
from tests.report.conftest import BATCH, DAYS, guide, p, plafonds, sheet

TITLES = ("Famille", "Logement")


def report_of(old: tuple[Block, ...], new: tuple[Block, ...], *others: Block) -> ChangeReport:
    """The report of a batch that changes one sheet and leaves another."""
    other = sheet("autre", *others)
    sides = [
        guide((sheet("aide", *blocks), other), day, TITLES) for blocks, day in zip((old, new), (DAYS[0],) * 2)
    ]
    return build_report(diff_guides(*sides), *sides, BATCH)


def found(*others: Block, old: str = "466,44 €", new: str = "474,37 €") -> tuple[Leftover, ...]:
    return report_of((p(f"Une base de {old}."),), (p(f"Une base de {new}."),), *others).leftovers


def test_an_amount_left_elsewhere_is_told_with_its_place() -> None:
    [leftover] = found(plafonds("466,44 €"), p("Rien."), p("Soit 466,44\u00a0euros par mois."))
    assert (leftover.old, leftover.new, leftover.sheets) == ("466,44 €", "474,37 €", ("autre",))
    assert [(place.where, place.anchor, place.around) for place in leftover.places] == [
        (("Plafonds", "Couple", "Plafond"), "plafonds", "466,44 €"),
        ((), "", "Soit 466,44\u00a0euros par mois."),
    ]


def test_it_is_found_under_a_mark_and_spaced_otherwise() -> None:
    split = p("Un plafond de ", Span(Mark.STRONG, ("11\u202f478",)), " € par an.")
    assert len(found(split, old="11 478 €", new="11 600 €")) == 1


def test_amounts_that_stand_everywhere_and_those_that_the_batch_brings_are_left_aside() -> None:
    assert found(p("Soit 50 €."), old="50 €", new="60 €") == ()
    assert found(p("Soit 1 200 €."), old="1 200 €", new="1 300 €") == ()
    both = (p("De 101,10 €."), p("À 102,20 € au plus.")), (p("De 102,20 €."), p("À 103,30 € au plus."))
    [leftover] = report_of(*both, p("Soit 101,10 € ou 102,20 €.")).leftovers
    assert leftover.old == "101,10 €"


def test_a_rate_that_stands_as_a_figure_is_told(report: ChangeReport) -> None:
    assert report.leftovers == ()
    old, new = (guide((sheet("fige", p("Soit 466,44 € par mois.")),), day, TITLES) for day in DAYS)
    [leftover] = build_report(diff_guides(old, new), old, new, BATCH).leftovers
    assert (leftover.sheets, leftover.new) == (("fige",), "474,37\u00a0€")


def test_the_summary_says_it() -> None:
    changed = report_of((p("Une base de 466,44 €."),), (p("Une base de 474,37 €."),), p("Soit 466,44 €."))
    assert "Subsiste : 466,44 € dans 1 fiche (autre)" in summary_lines(changed)
    more = replace(changed, leftovers=changed.leftovers * 10)
    assert "… et 2 autres montants subsistent" in summary_lines(more)
