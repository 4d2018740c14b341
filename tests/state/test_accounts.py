"""Accounts: names, passwords, roles, closing."""

import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guide_pipeline.errors import NotFoundError, RefusedError, UsageError
from guide_site.state import Role, State
from guide_site.state.names import checked_name, name_key

GOOD = "bonne phrase de passe"


def test_a_new_account_is_listed_and_survives(state: State, reopen: Callable[[], State]) -> None:
    state.add_user("Zoé.Martin", GOOD, Role.AGENT, " Zoé   Martin ")
    state.add_user("admin", GOOD, Role.ADMIN)
    listed = reopen().users()
    assert [(a.name, a.display_name, a.role, a.active) for a in listed] == [
        ("admin", "admin", Role.ADMIN, True),
        ("Zoé.Martin", "Zoé Martin", Role.AGENT, True),
    ]


def test_names_that_differ_by_case_or_form_are_the_same(state: State) -> None:
    state.add_user("Zoé", GOOD, Role.AGENT)
    with pytest.raises(RefusedError, match="déjà"):
        state.add_user("ZOE\u0301", GOOD, Role.AGENT)
    assert state.user("zoé").name == "Zoé"


@pytest.mark.parametrize("name", ["", "a", "-x", "deux mots", "x\ny", "x" * 65, "a;b", "<b>"])
def test_names_that_could_forge_a_line_are_refused(name: str) -> None:
    with pytest.raises(UsageError):
        checked_name(name)


@given(st.text(min_size=1, max_size=40))
def test_a_name_key_is_stable(name: str) -> None:
    assert name_key(name_key(name)) == name_key(name)
    assert name_key(unicodedata.normalize("NFD", name)) == name_key(name)


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("court", "au moins 12"),
        ("aaaaaaaaaaaaaaaaaa", "différents"),
        ("marie-2026-secret", "nom du compte"),
        ("abcdefg" * 40, "au plus"),
    ],
)
def test_easy_passwords_are_refused(state: State, password: str, reason: str) -> None:
    with pytest.raises(RefusedError, match=reason):
        state.add_user("marie", password, Role.AGENT)
    assert state.users() == ()


def test_an_unknown_account_is_said_so(state: State) -> None:
    for act in (state.user, state.deactivate, state.sign_out_everywhere):
        with pytest.raises(NotFoundError, match="personne"):
            act("personne")


def test_the_last_administrator_stays(state: State) -> None:
    state.add_user("admin", GOOD, Role.ADMIN)
    with pytest.raises(RefusedError, match="au moins un administrateur"):
        state.deactivate("admin")
    with pytest.raises(RefusedError, match="au moins un administrateur"):
        state.set_role("admin", Role.AGENT)
    assert state.user("admin").active and state.user("admin").role is Role.ADMIN
    state.add_user("autre", GOOD, Role.ADMIN)
    state.set_role("admin", Role.EDITOR)
    assert state.user("admin").role is Role.EDITOR


def test_a_closed_account_does_not_sign_in_until_reopened(state: State) -> None:
    state.add_user("marie", GOOD, Role.AGENT)
    state.deactivate("marie")
    assert state.sign_in("marie", GOOD) is None
    state.set_active("marie", True)
    assert state.sign_in("marie", GOOD) is not None
