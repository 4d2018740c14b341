"""Where a rate was taken from, as `baremes.toml` says it."""

from datetime import date
from decimal import Decimal

import pytest

from guide_pipeline.rates.origin import ComputedOrigin, OpenFiscaOrigin, WrongOriginError, origin_of


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("openfisca-france : a.b_c.d", OpenFiscaOrigin("a.b_c.d")),
        ("openfisca-france : a.b ; x 100", OpenFiscaOrigin("a.b", factor=Decimal(100))),
        (
            "openfisca-france : a#2.rate ; x 0.5 ; décalage 1 an",
            OpenFiscaOrigin("a", 2, "rate", Decimal("0.5"), 1),
        ),
        ("openfisca-france : a ; sauf 2024-04-01", OpenFiscaOrigin("a", except_on=(date(2024, 4, 1),))),
        ("calcul : af-taux x bmaf", ComputedOrigin(("af-taux", "bmaf"), ("af-taux",), "bmaf")),
        (
            "calcul : af-taux + af-plus x bmaf ; moins crds",
            ComputedOrigin(
                ("af-taux", "af-plus", "bmaf", "moins", "crds"), ("af-taux", "af-plus"), "bmaf", True
            ),
        ),
        (
            "calcul : smic-brut au 1er janvier",
            ComputedOrigin(("smic-brut", "au", "er", "janvier"), yearly=True),
        ),
        ("textes officiels cités", None),
        ("", None),
    ],
)
def test_sources(source: str, expected: OpenFiscaOrigin | ComputedOrigin | None) -> None:
    assert origin_of(source) == expected


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("openfisca-france a.b", "openfisca-france a.b"),
        ("openfisca-france : a ; fois 100", "fois 100"),
        ("openfisca-france : a ; décalage un an", "décalage un an"),
    ],
)
def test_a_misspelt_source_is_told(source: str, told: str) -> None:
    with pytest.raises(WrongOriginError, match=told):
        origin_of(source)
