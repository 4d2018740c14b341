"""Anchors that titles give, and addresses that links may have."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guide_pipeline.readers.addresses import is_address
from guide_pipeline.readers.anchors import ANCHOR, anchor_of


@pytest.mark.parametrize(
    ("title", "anchor"),
    [
        ("Qui peut être émancipé ?", "qui-peut-etre-emancipe"),
        ("L'œuvre & l'æquum", "l-oeuvre-l-aequum"),
        ("1re étape", "s-1re-etape"),
        ("…", "s"),
        ("", "s"),
        ("À 18 ans", "a-18-ans"),
    ],
)
def test_the_anchor_of_a_title(title: str, anchor: str) -> None:
    assert anchor_of(title) == anchor


@given(st.text())
def test_any_title_gives_an_anchor(title: str) -> None:
    assert ANCHOR.fullmatch(anchor_of(title))


@pytest.mark.parametrize(
    "address",
    [
        "https://a.fr",
        "HTTP://a.fr",
        "mailto:a@b.fr",
        "tel:3230",
        "https://a.fr/b c?d=é&f=[1]#g",
        "http://a.fr/'b'",
    ],
)
def test_addresses(address: str) -> None:
    assert is_address(address)


@pytest.mark.parametrize(
    "address",
    [
        "", "caf.fr", "//caf.fr", "/page", "javascript:alert(1)", "data:text/html,x", " https://a.fr", "https://",
        "ftp://a.fr", "https:a.fr", 'https://a.fr/"', "https://a.fr/<b>", "java\tscript:x", "https://a.fr\n",
    ],
)  # fmt: skip
def test_what_is_no_address(address: str) -> None:
    assert not is_address(address)
