"""Laws of differences, on sheets made up by Hypothesis and on changes made to them at random."""

import random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guide_pipeline.diff.patch import apply, reverse
from guide_pipeline.diff.redline import accept, redline_of, reject
from guide_pipeline.diff.sheets import diff_sheets
from guide_pipeline.model.canonical import serialise
from guide_pipeline.model.sheet import Sheet
from tests.diff.small_sheets import disturbed, small_sheets
from tests.strategies import sheets

_heavy = (HealthCheck.too_slow, HealthCheck.data_too_large)


def _check_laws(old: Sheet, new: Sheet) -> None:
    diff = diff_sheets(old, new)
    assert apply(diff, old) == new
    assert serialise(apply(diff, old)) == serialise(new)
    redline = redline_of(diff, old)
    assert (serialise(reject(redline)), serialise(accept(redline))) == (serialise(old), serialise(new))
    back = reverse(diff)
    assert apply(back, new) == old
    assert reverse(back) == diff
    assert bool(diff) == (old != new)


@given(small_sheets, small_sheets)
@settings(deadline=None, max_examples=60)
def test_any_two_small_sheets(old: Sheet, new: Sheet) -> None:
    _check_laws(old, new)


@given(small_sheets, st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=120)
def test_a_sheet_and_itself_disturbed(old: Sheet, chance: random.Random) -> None:
    _check_laws(old, disturbed(old, chance))


@given(small_sheets)
@settings(deadline=None, max_examples=20)
def test_a_sheet_and_itself(sheet: Sheet) -> None:
    assert not diff_sheets(sheet, sheet)
    assert apply(diff_sheets(sheet, sheet), sheet) == sheet


@given(sheets(), st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=30, suppress_health_check=_heavy)
def test_a_sheet_of_every_block_and_itself_disturbed(old: Sheet, chance: random.Random) -> None:
    _check_laws(old, disturbed(old, chance))


@given(sheets(), sheets())
@settings(deadline=None, max_examples=20, suppress_health_check=_heavy)
def test_any_two_sheets_of_every_block(old: Sheet, new: Sheet) -> None:
    _check_laws(old, new)
