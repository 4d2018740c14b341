"""Which figures a query names."""

import pytest

from guide_search.figures import Figure, Figures


def figure(figure_id: str, label: str, rank: int = 0) -> Figure:
    return Figure(figure_id, label, "1 €", "1er janvier 2026", "Décret", "", rank)


FIGURES = Figures(
    (
        figure("mjpm", "Participation au coût de la mesure : taux entre 1 et 2,5 Smic annuels"),
        figure("smic-heure", "Smic horaire brut", 1),
        figure("smic-mois", "Smic mensuel brut, 35 heures par semaine", 2),
        figure("rsa", "RSA, montant forfaitaire d’une personne seule", 3),
        figure("aah", "Allocation aux adultes handicapés (AAH), montant maximal", 4),
        figure("css", "Complémentaire santé solidaire : plafond pour une personne"),
    )
)


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("smic", ["smic-heure", "smic-mois"]),
        ("montant du SMIC horaire", ["smic-heure"]),
        ("combien le rsa", ["rsa"]),
        ("AAH", ["aah"]),
        ("allocation aux adultes handicapés", ["aah"]),
        ("complémentaire santé solidaire", ["css"]),
        ("personne", ["rsa"]),
        ("taux", []),
        ("montant", []),
        ("smic apprenti", []),
        ("", []),
        ("***", []),
    ],
)
def test_a_query_that_names_a_figure(query: str, named: list[str]) -> None:
    assert [found.id for found in FIGURES.named(query)] == named


def test_a_figure_is_named_by_what_an_acronym_stands_for() -> None:
    assert FIGURES.named("css") == ()
    (found,) = FIGURES.named("css", [("css", "Complémentaire santé solidaire")])
    assert found.id == "css"
    assert FIGURES.named("css étudiant", [("css", "Complémentaire santé solidaire")]) == ()
