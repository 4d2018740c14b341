"""The score moves as it should, on what people read."""

import pytest

from guide_pipeline.checks.readability import Reading, reading_of
from guide_pipeline.model.blocks import Block, Cell, ListBlock, ListItem, Paragraph, Row, Table
from guide_pipeline.model.inline import RateRef
from tests.checks.guides import sheet


def reading(*blocks: Block) -> Reading:
    return reading_of(sheet(*blocks, summary=""))


def test_sentences_and_words() -> None:
    one = reading(Paragraph(("Elle paie. Il paie ! Ils paient",)), Paragraph(("Qui ?",)))
    assert (one.sentences, one.words) == (3, 7)
    assert one.words_a_sentence == pytest.approx(7 / 3)


def test_items_count_and_tables_do_not() -> None:
    listed = ListBlock((ListItem((Paragraph(("un enfant ;",)),)), ListItem((Paragraph(("deux enfants.",)),))))
    table = Table((Row((Cell((Paragraph(("mot mot mot",)),)),)),))
    assert (reading(listed, table).words, reading(listed, table).sentences) == (4, 2)


def test_the_formula() -> None:
    # "Le chat dort." : 3 words, 3 syllables, 1 sentence
    assert reading(Paragraph(("Le chat dort.",))).score == pytest.approx(207 - 1.015 * 3 - 73.6)


def test_long_words_and_long_sentences_are_harder() -> None:
    easy = reading(Paragraph(("Le chat dort. Le chien mord.",))).score
    longer = reading(Paragraph(("Le chat dort et le chien mord.",))).score
    harder = reading(
        Paragraph(("Une administration départementale territorialement compétente statue.",))
    ).score
    assert easy > longer > harder


def test_rates_are_one_word() -> None:
    assert reading(Paragraph(("Elle verse ", RateRef("af-taux-base-mensuel"), "."))).words == 3
    assert reading().score == 0
