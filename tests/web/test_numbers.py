"""Numbers from outside: no size, sign or alphabet of them breaks an answer. Found by schemathesis, at /api/journal."""

import pytest
from flask import Flask

from guide_site.state import Role
from guide_site.web.numbers import number

from .conftest import Clients, post

ODD = ("9" * 10, "9" * 19, "9" * 30, "9" * 5000, f"-{'9' * 30}", "-1", "0", "1.5", "1_0", "１２", "é", "")
GETS = (
    "/journal?avant={}",
    "/api/journal?avant={}",
    "/api/journal?nombre={}",
    "/comptes?page={}",
    "/recherche?q=pacs&page={}",
    "/api/recherche?q=pacs&page={}",
    "/api/recherche?q=pacs&edition={}",
    "/api/suggestions?q=pa&edition={}",
    "/statistiques?jours={}",
    "/rapports/2026-03/?fait={}",
    "/rapports/2026-03/?page={}",
    "/rapports/2026-03/etat?depuis={}",
    "/comparer/pacs?de={}&a=1",
    "/editions/{}/",
    "/editions/{}/fiches/pacs.html",
    "/editions/{}/recherche?q=pacs",
)
POSTS = (
    ("/comptes/cles/perdue", "cle"),
    ("/comptes/jetons/revocation", "jeton_id"),
    ("/compte/cles/perdue", "cle"),
    ("/compte/jetons/revocation", "jeton_id"),
    ("/compte/jetons", "jours"),
    ("/rapports/2026-03/commentaire", "vu"),
    ("/rapports/2026-03/decision", "vu"),
    ("/api/rapports/2026-03/commentaire", "vu"),
)


@pytest.mark.parametrize("address", GETS)
def test_no_number_in_an_address_breaks_an_answer(as_: Clients, address: str) -> None:
    client = as_(Role.ADMIN)
    answers = {odd: client.get(address.format(odd)).status_code for odd in ODD}
    assert all(status < 500 for status in answers.values()), answers


@pytest.mark.parametrize(("address", "field"), POSTS)
def test_no_number_in_a_form_breaks_an_answer(as_: Clients, address: str, field: str) -> None:
    client = as_(Role.ADMIN)
    said = {"acte": "commentaire tout", "commentaire": "Vu.", "libelle": "essai", "droits": "lecture"}
    answers = {odd: post(client, address, **said, **{field: odd}).status_code for odd in ODD}
    assert all(status < 500 for status in answers.values()), answers


def test_notes_have_numbers_too(as_: Clients) -> None:
    client = as_(Role.AGENT)
    for odd in ("9" * 10, "9" * 30, "9" * 5000):
        assert post(client, f"/mes-fiches/notes/{odd}", acte="effacer").status_code in (404, 405)


def test_every_number_is_read_within_bounds(app: Flask) -> None:
    with pytest.raises(ValueError, match="not a number"):
        number("2147483648")
    assert number("2147483647") == 2**31 - 1 and number("007") == 7
    kinds = {type(c) for rule in app.url_map.iter_rules() for c in rule._converters.values()}
    assert "IntegerConverter" not in {kind.__name__ for kind in kinds}
