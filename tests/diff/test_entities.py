"""What a text states, and when two statements are the same."""

from decimal import Decimal

import pytest

from guide_pipeline.diff.classes import ChangeClass
from guide_pipeline.diff.entities import entities, figure_of, kinds_in, same_words

AMOUNT, PERCENT, DATE = ChangeClass.AMOUNT, ChangeClass.PERCENTAGE, ChangeClass.DATE
DURATION, LEGAL, CONTACT, LINK = (
    ChangeClass.DURATION,
    ChangeClass.LEGAL,
    ChangeClass.CONTACT,
    ChangeClass.LINK,
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Le plafond est de 11 478 € par an.", [(AMOUNT, "11 478 €")]),
        ("soit 1\u202f399,03\u00a0euros", [(AMOUNT, "1\u202f399,03\u00a0euros")]),
        ("un budget de 3 millions d'euros", [(AMOUNT, "3 millions d'euros")]),
        ("de 50 centimes à 1.500,50 €", [(AMOUNT, "50 centimes"), (AMOUNT, "1.500,50 €")]),
        ("Le montant {smic-horaire@2025-01-01} vaut", [(AMOUNT, "{smic-horaire@2025-01-01}")]),
        ("un taux de 9,2 % ou 10 pour cent", [(PERCENT, "9,2 %"), (PERCENT, "10 pour cent")]),
        ("depuis le 1er janvier 2026 et en mars 2027", [(DATE, "1er janvier 2026"), (DATE, "mars 2027")]),
        ("les revenus de 2024, le 30/06/2025", [(DATE, "2024"), (DATE, "30/06/2025")]),
        ("du 15 au 30 avril", [(DATE, "15"), (DATE, "30 avril")]),
        ("avant 18 ans, sous deux mois", [(DURATION, "18 ans"), (DATE, "deux mois")]),
        ("un délai de 2 mois, dans les 15 jours, pendant 3 mois",
         [(DATE, "2 mois"), (DATE, "15 jours"), (DURATION, "3 mois")]),
        ("le lundi 17 février 2020, année 2019-2020", [(DATE, "lundi 17 février 2020"), (DATE, "2019-2020")]),
        ("le cerfa n°15409*02, ou n°11423*06, déclaration n°2042",
         [(LINK, "cerfa n°15409*02"), (LINK, "n°11423*06")]),
        ("10 jours ouvrés, 35 h, 9h30", [(DURATION, "10 jours ouvrés"), (DURATION, "35 h"), (DURATION, "9h30")]),
        ("l'article L. 543-1 du code civil", [(LEGAL, "article L. 543-1"), (LEGAL, "code civil")]),
        ("articles 413-1 et 413-2", [(LEGAL, "articles 413-1 et 413-2")]),
        ("R. 543-1 du code de l'action sociale et des familles prévoit",
         [(LEGAL, "R. 543-1"), (LEGAL, "code de l'action sociale et des familles")]),
        ("le décret n° 2025-12 du 3 mars 2025", [(LEGAL, "décret n° 2025-12 du 3 mars 2025")]),
        ("la loi du 2 janvier 2004", [(LEGAL, "loi du 2 janvier 2004")]),
        ("au 01 23 45 67 89 ou a.b@caf.fr", [(CONTACT, "01 23 45 67 89"), (CONTACT, "a.b@caf.fr")]),
        ("composez le 3939.", [(CONTACT, "3939")]),
        ("sur www.caf.fr et https://exemple.fr/x", [(LINK, "www.caf.fr"), (LINK, "https://exemple.fr/x")]),
        ("le code postal et la loi en vigueur, un jour", [(DURATION, "un jour")]),
        ("Il a trois enfants et 12 ordinateurs.", []),
    ],
)  # fmt: skip
def test_statements_are_found(text: str, found: list[tuple[ChangeClass, str]]) -> None:
    assert [(e.kind, text[e.start : e.end]) for e in entities(text)] == found


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1 000 €", "1000 euros"),
        ("1\u202f000,50 €", "1 000,50\u00a0€"),
        ("3 millions d'euros", "3 000 000 €"),
        ("18 ans", "dix-huit ans"),
        ("quatre-vingt-dix jours", "90 jours"),
        ("9h30", "9 h30"),
        ("L. 543-1", "L543-1"),
        ("1er janvier 2026", "1er\u00a0Janvier 2026"),
    ],
)
def test_however_it_is_written_it_is_the_same(one: str, other: str) -> None:
    assert [e.value for e in entities(one)] == [e.value for e in entities(other)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("10,5 €", "105 €"),
        ("10 jours", "10 jours ouvrés"),
        ("10 €", "10 %"),
        ("L. 543-1", "R. 543-1"),
        ("9h30", "9h"),
    ],
)
def test_what_differs_is_not_the_same(one: str, other: str) -> None:
    assert [e.value for e in entities(one)] != [e.value for e in entities(other)]


def test_figures_are_read_in_digits_and_in_letters() -> None:
    expected = {
        "1 399,03": "1399.03",
        "1.500": "1500",
        "vingt et un": "21",
        "soixante-dix": "70",
        "deux-cent": "200",
    }
    assert {text: str(figure_of(text)) for text in expected} == expected
    assert figure_of("enfant") is None


def test_hours_and_minutes_count_as_hours() -> None:
    assert entities("1h30")[0].number == Decimal("1.5")


def test_the_classes_in_a_text_come_weightiest_first() -> None:
    assert kinds_in("En 2025, 18 ans et 10 €") == (AMOUNT, DATE, DURATION)


def test_punctuation_case_and_accents_are_no_words() -> None:
    assert same_words("L'État, c’est", "l’etat : c'est !")
    assert not same_words("10,5", "105 €")
    assert not same_words("plus de 3", "moins de 3")
