"""A difference says which sheet it is for, and tells moves from comings and goings."""

from dataclasses import replace
from datetime import date

import pytest

from guide_pipeline.diff.edits import Changed, Items, MovedIn, MovedOut, Unwrapped, Wrapped
from guide_pipeline.diff.fields import FieldKind, fields_of
from guide_pipeline.diff.patch import apply
from guide_pipeline.diff.sheets import diff_sheets
from guide_pipeline.errors import RefusedError
from guide_pipeline.model.blocks import Block, ListBlock, ListItem, Paragraph, Section
from guide_pipeline.model.sheet import Sheet

SHEET = Sheet("aide", "logement", "Aide au logement", date(2025, 1, 1))


def p(text: str) -> Paragraph:
    return Paragraph((text,))


def with_blocks(*blocks: Block) -> Sheet:
    return replace(SHEET, blocks=blocks)


def steps(old: Sheet, new: Sheet) -> list[str]:
    """The classes of the steps over the blocks of a sheet."""
    edits = dict(diff_sheets(old, new).edit.edits)
    blocks = edits["blocks"]
    assert isinstance(blocks, Items)
    return [type(step).__name__ for step in blocks.steps]


@pytest.mark.parametrize(
    "other",
    [
        with_blocks(p("Un autre texte.")),
        with_blocks(),
        with_blocks(p("Une aide pour tous."), p("Encore.")),
        replace(SHEET, title="Autre"),
    ],
)
def test_it_is_not_applied_to_another_sheet(other: Sheet) -> None:
    old = with_blocks(p("Une aide pour tous."), p("Elle est versée chaque mois."))
    diff = diff_sheets(old, replace(with_blocks(p("Une aide pour chacun.")), title="Titre"))
    with pytest.raises(RefusedError):
        apply(diff, other)


def test_a_paragraph_that_changes_place_has_moved() -> None:
    a, b, c = p("Le premier paragraphe."), p("Le deuxième, tout autre."), p("Le troisième enfin.")
    assert steps(with_blocks(a, b, c), with_blocks(c, a, b)) == ["MovedIn", "Kept", "MovedOut"]


def test_short_words_elsewhere_have_not_moved() -> None:
    old = with_blocks(p("Ou bien"), Section("a", ("Suite",), (p("Un texte assez long ici."),)))
    new = with_blocks(Section("a", ("Suite",), (p("Un texte assez long ici."), p("Ou bien"))))
    assert diff_sheets(old, new).moves == ()


def test_items_that_become_paragraphs_have_moved_out_of_their_list() -> None:
    texts = ["une pièce d'identité valide", "un relevé d'identité bancaire"]
    old = with_blocks(ListBlock(tuple(ListItem((p(text),)) for text in texts)))
    assert steps(old, with_blocks(*map(p, texts))) == [Unwrapped.__name__, MovedIn.__name__, MovedIn.__name__]


def test_what_a_new_section_takes_in_has_moved() -> None:
    a, b = p("Le premier paragraphe est ici."), p("Le deuxième paragraphe est tout autre.")
    new = with_blocks(a, Section("suite", ("Suite",), (b,)))
    assert steps(with_blocks(a, b), new) == ["Kept", MovedOut.__name__, Wrapped.__name__]


def test_one_sentence_in_common_does_not_unwrap_a_section() -> None:
    long = " ".join(f"mot{i}" for i in range(40))
    old = with_blocks(Section("a", ("Ancienne partie",), (p("Voir plus bas"), p(long))))
    new = with_blocks(Section("b", ("Nouveau titre",), (p("Voir plus bas"), p(long.replace("mot", "terme")))))
    assert diff_sheets(old, new).moves == ()


def test_a_section_keeps_its_identity_by_its_title_wherever_its_text_goes() -> None:
    old = with_blocks(Section("a", ("Montants",), (p("Dix euros par mois."),)))
    new = with_blocks(Section("a", ("Montants",), (p("Aucune somme n'est due."),)))
    assert steps(old, new) == [Changed.__name__]


def test_every_field_of_every_record_is_compared() -> None:
    kinds = dict(fields_of(Sheet))
    assert kinds["title"] is FieldKind.TEXT
    assert kinds["blocks"] is kinds["keywords"] is FieldKind.ITEMS
    assert kinds["effective"] is kinds["kind"] is FieldKind.SCALAR
    assert dict(fields_of(Section))["title"] is FieldKind.INLINE
