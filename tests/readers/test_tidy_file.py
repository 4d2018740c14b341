"""What the quick reader takes, the explaining one takes too, to the same sheet and without an issue."""

from pathlib import Path

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from guide_pipeline.model.canonical import serialise
from guide_pipeline.model.sheet import Sheet
from guide_pipeline.readers.limits import DEFAULT_LIMITS, Limits
from guide_pipeline.readers.sheet_file import read_sheet_file
from guide_pipeline.readers.tidy_file import read_tidy
from tests.strategies import heavy, sheets

CASES = Path(__file__).with_name("cases")
SHEET = """\
<?xml version="1.0" encoding="UTF-8"?>
<fiche id="a" chapitre="c" type="fiche" maj="2025-09-01">
<titre>A</titre>
<mot-cle>b</mot-cle>
<contenu>
<p>Un <fort>mot <emphase>ou</emphase></fort> <lien fiche="b" ancre="c">là</lien>, <sigle id="CAF"/> et<saut/>après.</p>
<section id="s">
<titre>Section</titre>
<tableau>
<colonne largeur="20"/>
<ligne>
<cellule colonnes="2">
<p>x</p>
</cellule>
</ligne>
</tableau>
</section>
<alternatives affichage="onglets">
<cas id="d">
<titre>Cas</titre>
<p>Voir <article code="Code civil" num="1">l'article</article>.</p>
</cas>
</alternatives>
</contenu>
<voir-aussi>
<renvoi fiche="b">B</renvoi>
</voir-aussi>
<references>
<reference code="Code civil">
<num>1</num>
</reference>
<reference url="https://exemple.fr/">
<titre>Texte</titre>
</reference>
</references>
<definitions>
<definition id="t">
<mot>mot</mot>
<p>Sens.</p>
</definition>
</definitions>
</fiche>
"""
PIECES = (" ", "  ", "\t", "\n", "<fort>", "</fort>", "<fort></fort>", "<saut/>", '<lien fiche="z">', "</lien>",
          ' id="s"', ' url="javascript:x"', ' ancre="x"', "<p>", "</p>", "<!-- -->", "&#32;", "&amp;", "&eacute;",
          "<item>\n", "e\u0301", "\u0001", "\u00a0", '"', "=", ">", "<")  # fmt: skip


def assert_agree(data: bytes) -> bool:
    """Whether the quick reader takes it; if so, the other one must agree."""
    tidy = read_tidy(data)
    if tidy is not None:
        assert read_sheet_file("a.xml", data, schema=True) == (tidy, ())
        assert serialise(tidy) == data
    return tidy is not None


def test_the_example_is_taken() -> None:
    sheet = read_tidy(SHEET.encode())
    assert sheet is not None and sheet.title == "A"
    assert_agree(SHEET.encode())


@heavy
@given(sheets())
def test_sheets_of_every_kind(sheet: Sheet) -> None:
    event(f"taken: {assert_agree(serialise(sheet))}")


@heavy
@given(st.data())
def test_hardly_damaged_sheets(data: st.DataObject) -> None:
    """A piece is put in, a span or a line taken out, a line doubled, somewhere."""
    text = data.draw(st.just(SHEET) | sheets().map(lambda sheet: serialise(sheet).decode()))
    at = data.draw(st.integers(0, len(text)))
    lines = text.split("\n")
    line = data.draw(st.integers(0, len(lines) - 1))
    damaged = data.draw(
        st.sampled_from(PIECES).map(lambda piece: text[:at] + piece + text[at:])
        | st.integers(1, 12).map(lambda size: text[:at] + text[at + size :])
        | st.just("\n".join((*lines[:line], *lines[line + 1 :])))
        | st.just("\n".join((*lines[: line + 1], *lines[line:])))
    )
    event(f"taken: {assert_agree(damaged.encode('utf-8', 'surrogatepass'))}")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<titre>Section</titre>\n", ""),
        ("<titre>Cas</titre>\n", ""),
        ("<titre>A</titre>\n", ""),
        ("<titre>Texte</titre>\n", ""),
        ("<mot>mot</mot>\n", ""),
        ('id="d"', 'id="s"'),
        ('id="d"', 'id="1"'),
        ('id="a"', 'id="é"'),
        ("<fort>mot", "<fort> mot"),
        ("</fort> <lien", " </fort> <lien"),
        ("<p>Un", "<p> Un"),
        ("après.</p>", "après. </p>"),
        ("<saut/>", " <saut/>"),
        ("<saut/>", "<saut/> "),
        (">l'article<", "> l'article<"),
        (">l'article<", ">l'article <"),
        ("mot <emphase>ou</emphase>", "mot <emphase></emphase>"),
        ("là</lien>", '<lien fiche="e">là</lien></lien>'),
        ('fiche="b" ancre="c"', 'fiche="b" chapitre="c"'),
        ('<renvoi fiche="b">', '<renvoi ancre="b">'),
        ("https://exemple.fr/", "javascript:alert(1)"),
        ('colonnes="2"', 'colonnes="2000"'),
        ('largeur="20"', 'largeur="2000"'),
        ("Sens.", "Se\u0301ns."),
        ("Sens.", "Se\u0000ns."),
        ('<?xml version="1.0" encoding="UTF-8"?>\n', '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE fiche>\n'),
    ],
)  # fmt: skip
def test_what_has_to_be_explained_is_left(old: str, new: str) -> None:
    assert old in SHEET
    assert read_tidy(SHEET.replace(old, new, 1).encode()) is None


@pytest.mark.parametrize("path", sorted((CASES / "bad").glob("*.xml")), ids=lambda path: path.stem)
def test_bad_files_are_left(path: Path) -> None:
    assert read_tidy(path.read_bytes()) is None


def test_deep_large_and_limited_files_are_left() -> None:
    deep = SHEET.replace("<p>x</p>\n", '<note type="a-savoir">\n' * 45 + "<p>x</p>\n" + "</note>\n" * 45)
    large = SHEET.replace("<p>x</p>", f"<p>{'x' * 500_000}</p>")
    assert read_tidy(deep.encode()) is None and read_tidy(large.encode()) is None
    assert read_tidy(SHEET.encode(), Limits(depth=3)) is None
    assert read_tidy(SHEET.encode(), DEFAULT_LIMITS) is not None
