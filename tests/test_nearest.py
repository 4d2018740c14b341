"""A wrong name gets a way out: the name it was meant to be, or the few there are."""

import pytest

from guide_pipeline.nearest import way_out

SHEETS = ("aide-juridictionnelle", "allocation-adulte-handicape", "allocation-rentree", "pacs")
OPERATIONS = ("ajout", "deplacement", "remplacement", "renommage", "retrait")


@pytest.mark.parametrize(
    ("name", "known", "expected"),
    [
        ("alocation-rentree", SHEETS, " Vouliez-vous dire « allocation-rentree » ?"),
        ("Pacs", SHEETS, " Vouliez-vous dire « pacs » ?"),
        ("remplace", OPERATIONS, " Vouliez-vous dire « remplacement » ?"),
        ("change", ("ajout", "retrait", ""), " Choix : ajout, retrait."),
        ("mariage", [f"fiche-{n}" for n in range(100)], ""),
        ("mariage", (), ""),
    ],
)
def test_way_out(name: str, known: tuple[str, ...], expected: str) -> None:
    assert way_out(name, known) == expected
