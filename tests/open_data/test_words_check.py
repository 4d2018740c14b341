"""The check itself: it must fail when a page loses, cuts or moves words."""

import pytest

from tests.open_data.words_check import Missing, missing_words, source_words

DC = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
SOURCE = (
    f"<Publication {DC}><dc:title>Un titre</dc:title><dc:subject>Perdu</dc:subject><SurTitre>Perdu</SurTitre>"
    "<Texte><Chapitre><Titre><Paragraphe>Conditions</Paragraphe></Titre><Paragraphe>Avoir 1<Exposant>er</Exposant> "
    "droit, <Valeur>3 €</Valeur>.</Paragraphe><Paragraphe>Puis demander.</Paragraphe></Chapitre></Texte>"
    "<OuSAdresser><Titre>Mairie</Titre><PivotLocal>mairie</PivotLocal><Source>Ministère</Source><Texte>"
    "<Paragraphe>Ouvert</Paragraphe></Texte></OuSAdresser></Publication>"
).encode()

PAGE = (
    "<html><body><nav>Conditions</nav><article><h1>Un titre</h1><h2>Conditions</h2><p>Avoir 1<sup>er</sup> droit, "
    "3\u00a0€.</p><p>Puis <a href='#'>demander</a>.</p><div><p>Mairie</p><p>Ouvert</p><p>Ministère</p></div>"
    "</article></body></html>"
)


def missing(page: str) -> list[Missing]:
    return missing_words(source_words(SOURCE), page.encode())


def test_a_page_that_says_it_all() -> None:
    assert missing(PAGE) == []


def test_regions_and_their_words() -> None:
    assert [(region.name, region.words) for region in source_words(SOURCE)] == [
        ("titre", 2),
        ("Texte", 8),
        ("OuSAdresser", 3),
    ]


@pytest.mark.parametrize(
    ("before", "after", "lost"),
    [
        ("Un titre", "Titre", Missing("titre", "Un titre")),
        ("<p>Ouvert</p>", "", Missing("OuSAdresser", "Ouvert")),
        (
            "<p>Ouvert</p><p>Ministère</p>",
            "<p>Ministère</p><p>Ouvert</p>",
            Missing("OuSAdresser", "Ministère"),
        ),
        ("1<sup>er</sup>", "1 <sup>er</sup>", Missing("Texte", "Avoir 1er droit, 3 €.")),
        ("droit,", "droit", Missing("Texte", "Avoir 1er droit, 3 €.")),
        ("droit, ", "droit, peut-être, ", Missing("Texte", "Avoir 1er droit, 3 €.")),
        ("<h2>Conditions</h2>", "", Missing("Texte", "Conditions")),
    ],
)
def test_what_a_page_loses_is_found(before: str, after: str, lost: Missing) -> None:
    assert before in PAGE
    assert missing(PAGE.replace(before, after)) == [lost]


def test_a_paragraph_that_comes_too_early_is_missing() -> None:
    moved = PAGE.replace("<p>Puis <a href='#'>demander</a>.</p>", "").replace(
        "<h2>", "<p>Puis demander.</p><h2>"
    )
    assert missing(moved) == [Missing("Texte", "Puis demander.")]
