"""Sheets made to exhaust the machine: the difference stays exact, and the suite ends."""

import random
from datetime import date

from guide_pipeline.diff.listing import changes_of
from guide_pipeline.diff.patch import apply, reverse
from guide_pipeline.diff.sheets import diff_sheets
from guide_pipeline.model.blocks import Block, Cell, ListBlock, ListItem, Paragraph, Row, Table
from guide_pipeline.model.sheet import Sheet

CHANCE = random.Random(20_000)


def p(text: str) -> Paragraph:
    return Paragraph((text,))


def words(count: int, letter: str) -> str:
    return " ".join(f"{letter}{CHANCE.randrange(4000)}" for _ in range(count))


def table(*columns: list[str]) -> Table:
    return Table(tuple(Row(tuple(Cell((p(text),)) for text in row)) for row in zip(*columns)))


def assert_exact(old: list[Block], new: list[Block]) -> int:
    """Check the laws; the number of changes told."""
    before, after = (Sheet("x", "y", "Titre", date(2025, 1, 1), blocks=tuple(side)) for side in (old, new))
    diff = diff_sheets(before, after)
    assert apply(diff, before) == after
    assert apply(reverse(diff), after) == before
    return len(changes_of(diff, before, after))


def test_twenty_thousand_words_with_nothing_in_common() -> None:
    assert assert_exact([p(words(20_000, "a"))], [p(words(20_000, "b"))]) == 2
    sides = [[p(words(50, letter)) for _ in range(400)] for letter in "ab"]
    assert assert_exact(list(sides[0]), list(sides[1])) == 800


def test_a_table_of_five_thousand_rows() -> None:
    names, old, new = ([f"{word} {i}" for i in range(5000)] for word in ("ligne", "plafond", "montant"))
    figures = [f"{i} €" for i in range(5000)]
    changed = [f"{i + 1} €" for i in range(5000)]
    assert assert_exact([table(names, old, figures)], [table(names, old, changed)]) == 5000
    assert assert_exact([table(names, figures)], [table(names, new, figures)]) == 1


def test_ten_thousand_identical_paragraphs() -> None:
    same, other = p("Un même paragraphe, encore."), p("Tout autre chose.")
    assert assert_exact([same] * 10_000, [same] * 9_000) == 1000
    assert assert_exact([same] * 10_000, [other] * 10_000) == 20_000
    items = ListBlock(tuple(ListItem((same,)) for _ in range(10_000)))
    assert assert_exact([items], [same] * 10_000) == 1


def test_texts_that_make_patterns_go_back_and_forth() -> None:
    for part in ("un-", "000 ", "a.", "a-", "www.", "loi a b c ", "1\u00a0", "n° "):
        assert_exact([p(part * 20_000 + "x")], [p(part * 20_001 + "x")])
