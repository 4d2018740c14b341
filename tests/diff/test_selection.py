"""Some changes taken over and others left out: the laws, and what goes with what."""

import random
from dataclasses import replace
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guide_pipeline.diff.listing import changes_of
from guide_pipeline.diff.patch import apply
from guide_pipeline.diff.selection import bound, goes_with, leave_out
from guide_pipeline.diff.sheets import diff_sheets
from guide_pipeline.model.blocks import Block, Cell, ListBlock, ListItem, Paragraph, Row, Table
from guide_pipeline.model.canonical import serialise
from guide_pipeline.model.canonical_reader import read_canonical
from guide_pipeline.model.sheet import Sheet
from tests.diff.small_sheets import disturbed, small_sheets
from tests.strategies import sheets

_heavy = (HealthCheck.too_slow, HealthCheck.data_too_large)
SHEET = Sheet("aide", "logement", "Aide", date(2025, 1, 1))


def check_laws(old: Sheet, new: Sheet, chance: random.Random) -> None:
    diff = diff_sheets(old, new)
    changes = changes_of(diff, old, new)
    units = sorted({change.unit for change in changes})
    assert leave_out(diff, ()) == diff
    assert apply(leave_out(diff, units), old) == old
    some = [unit for unit in units if chance.random() < 0.4]
    between = apply(leave_out(diff, some), old)
    left_out = bound(diff, some)
    if not any(goes_with(change.unit, left_out) for change in changes):
        assert between == new


@given(small_sheets, st.randoms(use_true_random=False), st.booleans())
@settings(deadline=None, max_examples=150)
def test_any_choice_of_changes_makes_a_sheet(old: Sheet, chance: random.Random, twice: bool) -> None:
    new = disturbed(old, chance)
    check_laws(old, disturbed(new, chance) if twice else new, chance)


@given(small_sheets, small_sheets, st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=60)
def test_between_two_sheets_with_nothing_in_common(old: Sheet, new: Sheet, chance: random.Random) -> None:
    check_laws(old, new, chance)


@given(sheets(), st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=30, suppress_health_check=_heavy)
def test_a_sheet_of_every_block(old: Sheet, chance: random.Random) -> None:
    check_laws(old, disturbed(old, chance), chance)


def p(text: str) -> Paragraph:
    return Paragraph((text,))


def table(*rows: str) -> Table:
    return Table(tuple(Row(tuple(Cell((p(text),)) for text in row.split("|"))) for row in rows))


def without(old: tuple[Block, ...], new: tuple[Block, ...], word: str) -> Sheet:
    """The new sheet but for the changes that say a word."""
    before, after = replace(SHEET, blocks=old), replace(SHEET, blocks=new)
    diff = diff_sheets(before, after)
    units = [c.unit for c in changes_of(diff, before, after) if word in c.old + c.new]
    assert units
    partial = apply(leave_out(diff, units), before)
    assert read_canonical(serialise(partial)) == partial
    return partial


def test_one_paragraph_is_left_out_and_the_other_changes_stay() -> None:
    old = (p("Le plafond est de 100 €."), p("Ceci s'en va."), p("Une aide pour tous."))
    new = (p("Le plafond est de 120 €."), p("Une aide pour chacun."), p("Ceci arrive."))
    assert without(old, new, "120").blocks == (old[0], *new[1:])
    assert without(old, new, "s'en va").blocks == (new[0], old[1], *new[1:])
    assert without(old, new, "arrive").blocks == new[:2]


def test_a_paragraph_stays_where_it_was_when_its_move_is_left_out() -> None:
    first, second, third = (
        p("Un premier paragraphe, assez long."),
        p("Le second, court."),
        p("Le tout dernier."),
    )
    old, new = (first, second, third), (second, third, first)
    assert without(old, new, "premier").blocks == old


def test_a_list_and_the_paragraphs_made_of_it_go_together() -> None:
    texts = [f"Une condition qui compte, numéro {n}" for n in range(3)]
    old = (ListBlock(tuple(ListItem((p(text),)) for text in texts)), p("Une fin."))
    new = (*map(p, texts), p("Une autre fin."))
    assert without(old, new, "condition").blocks == (old[0], new[-1])
    assert without(old, new, "autre").blocks == (*new[:-1], old[1])


def test_a_column_goes_with_all_that_changes_the_shape_of_its_table() -> None:
    old = (table("Foyer|Zone A", "Seul|100 €", "Couple|200 €"), p("Une fin."))
    new = (table("Foyer|Zone A|Zone B", "Seul|110 €|90 €", "Trio|300 €|250 €"), p("Une autre fin."))
    assert without(old, new, "Zone B").blocks == (old[0], new[1])
    assert without(old, new, "110").blocks == (old[0], new[1])


def test_names_that_are_unknown_leave_nothing_out() -> None:
    before, after = replace(SHEET, blocks=(p("Avant."),)), replace(SHEET, blocks=(p("Après."),))
    diff = diff_sheets(before, after)
    assert leave_out(diff, ("blocks/9", "", "moves/4")) == diff
