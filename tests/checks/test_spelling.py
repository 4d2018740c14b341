"""Spelling: words as they stand in text, elided, marked, capital; the editors' own list."""

from pathlib import Path

import pytest

from guide_pipeline.checks.spelling import can_spell, check_spelling, own_words
from guide_pipeline.model.blocks import Paragraph
from guide_pipeline.model.inline import AcronymRef, Foreign, Inline, Link, Mark, RateRef, Span
from guide_pipeline.readers.sources import Sources
from tests.checks.guides import guide_of, sheet

needs_hunspell = pytest.mark.skipif(not can_spell(), reason="hunspell et hunspell-fr ne sont pas installés")


def wrong(*content: Inline, own: frozenset[str] = frozenset()) -> list[str]:
    one = sheet(Paragraph(content))
    issues = check_spelling(guide_of(one), ("aide",), own, Sources())
    return [issue.message.split("»")[0].strip("« ") for issue in issues]


@needs_hunspell
@pytest.mark.parametrize(
    "content",
    [
        ("Jusqu’à l'enfant, aujourd’hui, qu'il s’agisse d’un rendez-vous ou d'une œuvre.",),
        ("Le 1", Span(Mark.SUPERSCRIPT, ("er",)), " avril ; le 1er mai."),
        ("La ", AcronymRef("CAF"), " verse ", RateRef("xyzzy-taux"), "."),
        ("La Caf, la CNIL et l'AAH.",),
        (
            "Voir ",
            Link(("le site",), url="https://qsdfgh.fr"),
            ", www.qsdfgh.fr, qsdf@qsdf.fr, qsdf-gh.caf.fr.",
        ),
        ("Un ", Foreign("en", ("qsdfish",)), " mot."),
    ],
)
def test_what_is_right(content: tuple[Inline, ...]) -> None:
    assert wrong(*content) == []


@needs_hunspell
def test_what_is_wrong_is_told_once_as_written() -> None:
    assert wrong("Une fautte, la fautte ; l’errreur.") == ["fautte", "l’errreur"]
    assert wrong("Une ", Span(Mark.STRONG, ("faut",)), "te.") == ["fautte"]


@needs_hunspell
def test_the_words_of_the_trade() -> None:
    own = frozenset({"kafala", "Ésat"})
    assert wrong("La kafala ; d’Ésat, l'Ésat, ésatt.", own=own) == ["ésatt"]


def test_the_list_of_the_editors(tmp_path: Path) -> None:
    assert own_words(tmp_path) == frozenset()
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "mots.txt").write_text("# Mots\nkafala   # droit\n\nÉsat\n", "utf-8")
    assert own_words(tmp_path) == {"kafala", "Ésat"}
