"""Which passwords may be chosen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guide_pipeline.errors import RefusedError
from guide_site.state.password_rules import check_password, entropy, is_known


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("court", "au moins 12"),
        ("aaaaaaaaaaaaaaaaaa", "différents"),
        ("marie-2026-secret", "nom du compte"),
        ("MÁRIE-2026-secret", "nom du compte"),
        ("abcdefg" * 40, "au plus"),
        ("Motdepasse2026!!", "mot connu"),
        ("M0t-de-P@sse-2026", "mot connu"),
        ("motdepassebidon1", "mot connu"),
        ("!!Administrateur!!", "mot connu"),
        ("1qaz2wsx3edc4rfv", "mot connu"),
        ("azertyuiopqsdfghjkl1", "plus de longueur"),
        ("aqwzsxedcrfvtgby", "plus de longueur"),
        ("azertyuiop123456", "mot connu"),
        ("abcdefghijklmnopqrstuvwxyz", "plus de longueur"),
        ("Xk3!Xk3!Xk3!Xk3!Xk3!", "différents"),
        ("tbqkzmtbqkzmtbqkzmtbqkzm", "plus de longueur"),
        ("qvwkxzjhbn", "au moins 12"),
        ("qvwkxzjhbnpm", "plus de longueur"),
        ("483920174628", "plus de longueur"),
    ],
)
def test_easy_passwords_are_refused(password: str, reason: str) -> None:
    with pytest.raises(RefusedError, match=reason):
        check_password(password, "marie")


@pytest.mark.parametrize(
    "password",
    [
        "bonne phrase de passe",
        "phrase de passé élevée",
        "kG7!vR2#pQ9z@",
        "r4tk-9mzq-7hcw-2pxd",
    ],
)
def test_good_passwords_are_taken(password: str) -> None:
    check_password(password, "marie")


def test_the_figures_of_the_cnil() -> None:
    """The examples of the recommendation that have 80 bits: 12 characters of four sorts, 14 of three, 25 digits."""
    assert entropy("kG7!vR2#pQ9z") > 78 and entropy("kG7!vR2#pQ9z+") > 80
    assert entropy("kG7vR2pQ9zTm5b") > 80
    assert entropy("5820649173058264917305826") > 79


@given(st.text(max_size=60))
def test_any_text_has_its_bits(text: str) -> None:
    assert 0 <= entropy(text) <= len(text) * 8
    assert is_known(text) in (True, False)


@given(st.text(alphabet="abcdefgxyz0123!", min_size=1, max_size=12), st.integers(2, 6))
def test_repeating_adds_next_to_nothing(text: str, times: int) -> None:
    assert entropy(text * times) <= entropy(text) + 8
