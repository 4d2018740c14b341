"""Rates by date, and the order of a guide."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from guide_pipeline.model.facts import SheetFacts, facts_of
from guide_pipeline.model.guide import Acronym, Chapter, Guide, Rate, RateValue, Unit, in_order, sort_key
from guide_pipeline.model.sheet import Sheet
from tests.strategies import days


def rate(*since: date) -> Rate:
    values = tuple(RateValue(day, Decimal(n)) for n, day in enumerate(sorted(set(since)), 1))
    return Rate("smic", "Smic", Unit.EURO, values)


@given(st.lists(days(), max_size=6), days())
def test_the_value_in_force_is_the_last_one_begun(starts: list[date], day: date) -> None:
    found = rate(*starts).at(day)
    begun = [start for start in starts if start <= day]
    assert (found.since if found else None) == max(begun, default=None)


def test_a_value_counts_from_its_very_day() -> None:
    day = date(2025, 4, 1)
    assert rate(day).at(day) == RateValue(day, Decimal(1))
    assert rate(day).at(day - timedelta(1)) is None


def test_an_acronym_shows_its_label_first() -> None:
    assert Acronym("CAF", "Caisse").shown == "CAF"
    assert Acronym("ASE-2", "Aide", label="ASE").shown == "ASE"


def fact(key: str, chapter: str, title: str, folder: str = "") -> SheetFacts:
    return facts_of(Sheet(key, chapter, title, date(2025, 1, 1), folder=folder), "")


CHAPTERS = (Chapter(2, "logement", "Logement"), Chapter(1, "famille", "Famille"))


def test_sheets_stand_by_chapter_folder_and_title_without_accents() -> None:
    facts = [
        fact("a", "ailleurs", "A"), fact("b", "logement", "B"), fact("c", "famille", "Zèbre"),
        fact("d", "famille", "État"), fact("e", "famille", "etang"), fact("f", "famille", "A", "Dossier"),
    ]  # fmt: skip
    assert list(in_order(facts, CHAPTERS)) == ["e", "d", "c", "f", "b", "a"]


@given(st.permutations("abcdef"))
def test_the_order_never_depends_on_the_order_of_files(keys: list[str]) -> None:
    facts = [fact(key, "famille", "Même titre") for key in keys]
    assert list(in_order(facts, CHAPTERS)) == list("abcdef")


def test_sort_key_has_no_case_nor_accent() -> None:
    assert sort_key("École") == sort_key("ecole") == "ecole"


def test_a_guide_gives_chapters_and_the_rates_of_its_day() -> None:
    later = Rate("b", "B", Unit.EURO, (RateValue(date(2026, 1, 1), Decimal(2)),))
    now = rate(date(2025, 1, 1))
    none: dict[str, Sheet] = {}
    guide = Guide("G", date(2025, 6, 1), CHAPTERS, {}, {"b": later, "smic": now}, {}, none.__getitem__)
    assert guide.rate_values() == {"smic": now.values[0]}
    assert guide.chapter("famille") == CHAPTERS[1]
    assert guide.chapter("x") is None
    assert list(guide.sheets()) == []
