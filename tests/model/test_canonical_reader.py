"""The canonical form is read back exactly, and nothing else is taken for it."""

import pytest
from hypothesis import event, given

from guide_pipeline.model.canonical import serialise
from guide_pipeline.model.canonical_reader import read_canonical
from guide_pipeline.model.sheet import Sheet
from guide_pipeline.readers.problems import Problems
from guide_pipeline.readers.xml_sheet import read_xml_sheet
from tests.damage import EXAMPLE, damaged
from tests.strategies import heavy, sheets


@heavy
@given(sheets())
def test_it_reads_what_is_written(sheet: Sheet) -> None:
    data = serialise(sheet)
    assert read_canonical(data) == sheet
    assert read_xml_sheet(data, Problems("fiche.xml")) == sheet, "the two readers agree"


def test_the_example_is_canonical() -> None:
    assert serialise(read_canonical(EXAMPLE.encode())) == EXAMPLE.encode()


@heavy
@given(damaged())
def test_what_is_read_is_what_would_be_written(text: str) -> None:
    data = text.encode("utf-8", "surrogatepass")
    try:
        sheet = read_canonical(data)
    except ValueError:
        event("refused")
        return
    event("read")
    assert serialise(sheet) == data


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("</fiche>\n", ""),
        ("</fiche>\n", "</fiche>"),
        ("</fiche>\n", "</fiche>\n<p>x</p>\n"),
        ("</contenu>\n", ""),
        ("</contenu>\n", "</contenu>\n<sigles>\n</sigles>\n"),
        ("</contenu>\n", "</contenu> \n"),
        ('"1.0"', '"1.1"'),
        ("</fort>", "</emphase>"),
        ("</fort>", "</fort >"),
        ("</fort>", ""),
        ("<fort>", "<gras>"),
        ("<fort>", "<fort/><fort>"),
        ("<fort>", '<fort id="a">'),
        ("<p>", "<q>"),
        ("</p>", "</q>"),
        ("Un ", "Un > "),
        ("Un ", "Un &quot; "),
        ("Un ", "Un &eacute; "),
        ("<titre>A</titre>", "<titre>A > B</titre>"),
        ("<titre>A</titre>", "<titre><fort>A</fort></titre>"),
        ("<titre>Section</titre>\n", "<titre></titre>\n"),
        ('maj="2025-09-01"', 'maj="hier"'),
        ('maj="2025-09-01"', 'maj="20250901"'),
        (' id="a" chapitre="c"', ' chapitre="c" id="a"'),
        (' id="a"', ' id="a" id="a"'),
        (' id="a"', ' id=""'),
        (' id="a"', ' id="a" statut=""'),
        (' id="a"', ""),
        ('id="s"', 'id="s>"'),
        ('id="s"', 'id="s" nom="s"'),
        ('type="fiche"', 'type="autre"'),
        ("<contenu>\n", "<contenu>\n<section>\n"),
        ("<sigle id=\"CAF\"/>", "<sigle id=\"CAF\"></sigle>"),
        ("<sigle id=\"CAF\"/>", "<sigle id=\"CAF\"><fort>Caf</fort></sigle>"),
        ("l'article</article>", "l'<fort>article</fort></article>"),
        ("<saut/>", "<saut></saut>"),
        ('largeur="20"', 'largeur="020"'),
        ('largeur="20"', 'largeur="0"'),
        ('largeur="20"', 'largeur="20" entete="non"'),
        ('colonnes="2"', 'colonnes="1"'),
        ("<ligne>", "<rang>"),
        ("</ligne>\n", '</ligne>\n<colonne largeur="20"/>\n'),
        ('<renvoi fiche="b">B</renvoi>', '<renvoi fiche="b"></renvoi>'),
        ('<renvoi fiche="b">B</renvoi>', '<renvoi fiche="b">B > C</renvoi>'),
        ('<renvoi fiche="b">B</renvoi>\n', ""),
        ("</reference>", "</texte>"),
        (EXAMPLE, ""),
    ],
)  # fmt: skip
def test_anything_else_is_refused(old: str, new: str) -> None:
    assert old in EXAMPLE
    with pytest.raises(ValueError, match=r".+"):
        read_canonical(EXAMPLE.replace(old, new, 1).encode())
