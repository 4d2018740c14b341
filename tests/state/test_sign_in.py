"""Signing in: failed tries, locks, races, and what an unknown name gets."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from argon2 import PasswordHasher

from guide_pipeline.errors import RefusedError
from guide_site.state import Role, State, TooManyChecksError, open_state
from guide_site.state.passwords import Passwords

from .conftest import QUICK, Clock

GOOD = "bonne phrase de passe"


@pytest.fixture
def marie(state: State) -> State:
    state.add_user("marie", GOOD, Role.AGENT)
    return state


@pytest.fixture
def checks(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The passwords really checked, in order."""
    seen: list[str] = []
    real = Passwords.matches

    def spy(self: Passwords, encoded: str | None, password: str) -> bool:
        seen.append(password)
        return real(self, encoded, password)

    monkeypatch.setattr(Passwords, "matches", spy)
    return seen


def test_the_right_password_opens_a_session(marie: State) -> None:
    signed = marie.sign_in("MARIE", GOOD)
    assert signed is not None and signed.account.name == "marie"
    session = marie.session(signed.token)
    assert session is not None and session.account.role is Role.AGENT
    assert marie.user("marie").last_sign_in is not None


def test_accents_composed_otherwise_are_the_same_password(state: State) -> None:
    state.add_user("marie", "phrase de passé élevée", Role.AGENT)
    assert state.sign_in("marie", "phrase de passe\u0301 e\u0301leve\u0301e") is not None


@pytest.mark.parametrize("name", ["marie", "inconnue"])
def test_three_failures_lock_for_a_quarter_of_an_hour(
    marie: State, clock: Clock, checks: list[str], name: str
) -> None:
    """Known and unknown names go the same way: the same answers, the same number of checks."""
    assert [marie.sign_in(name, "faux") for _ in range(5)] == [None] * 5
    assert marie.sign_in(name, GOOD) is None
    assert len(checks) == 3
    clock.move(minutes=14, seconds=59)
    assert marie.sign_in(name, GOOD) is None and len(checks) == 3
    clock.move(seconds=1)
    assert (marie.sign_in(name, GOOD) is not None) == (name == "marie")
    assert len(checks) == 4


def test_the_lock_shows_in_the_list_and_a_new_password_lifts_it(marie: State) -> None:
    for _ in range(3):
        marie.sign_in("marie", "faux")
    assert marie.users()[0].locked_until is not None
    marie.set_password("marie", "une autre phrase de passe", by="admin")
    assert marie.users()[0].locked_until is None
    assert marie.sign_in("marie", GOOD) is None
    assert marie.sign_in("marie", "une autre phrase de passe") is not None


def test_a_success_forgives_the_failures_before_it(marie: State) -> None:
    for _ in range(4):
        assert marie.sign_in("marie", "faux") is None
        assert marie.sign_in("marie", "faux") is None
        assert marie.sign_in("marie", GOOD) is not None


def test_failures_are_forgotten_after_a_day(marie: State, clock: Clock) -> None:
    for _ in range(2):
        marie.sign_in("marie", "faux")
    clock.move(hours=25)
    marie.add_user("paul", GOOD, Role.AGENT)
    assert marie.sign_in("paul", GOOD) is not None  # a sign-in sweeps old counts
    for _ in range(2):
        marie.sign_in("marie", "faux")
    assert marie.sign_in("marie", GOOD) is not None


def test_a_race_of_many_tries_gets_three_checks(
    marie: State, reopen: Callable[[], State], checks: list[str]
) -> None:
    """From two 'processes' with their own connections, all at the same moment."""
    states = [marie, reopen()]
    start = Barrier(16)

    def attempt(number: int) -> bool:
        start.wait()
        return states[number % 2].sign_in("marie", f"faux {number}") is not None

    with ThreadPoolExecutor(16) as pool:
        assert not any(pool.map(attempt, range(16)))
    assert len(checks) == 3


def test_a_password_changed_during_the_check_does_not_open(
    marie: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Passwords.matches

    def slow(self: Passwords, encoded: str | None, password: str) -> bool:
        answer = real(self, encoded, password)
        marie.set_password("marie", "une autre phrase de passe")
        return answer

    monkeypatch.setattr(Passwords, "matches", slow)
    assert marie.sign_in("marie", GOOD) is None


def test_an_old_hash_is_renewed_at_sign_in(marie: State, url: str, clock: Clock) -> None:
    stronger = PasswordHasher(time_cost=2, memory_cost=16, parallelism=1)
    renewed = open_state(url, clock=clock, hasher=stronger)
    try:
        assert renewed.sign_in("marie", GOOD) is not None
        assert renewed.sign_in("marie", GOOD) is not None
        with renewed._reader.begin() as conn:
            assert "t=2" in conn.exec_driver_sql("SELECT password_hash FROM account").scalar_one()
    finally:
        renewed.close()


def test_an_unknown_name_costs_a_real_check() -> None:
    """The stand-in hash has the parameters of real ones, and nothing matches it."""
    passwords = Passwords(QUICK)
    assert passwords._nobody.split("$")[:4] == QUICK.hash("x").split("$")[:4]
    assert not passwords.matches(None, "x")
    assert not passwords.matches("illisible", "x")


def test_too_many_checks_at_once_are_turned_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("guide_site.state.passwords._PATIENCE", 0.01)
    passwords = Passwords(QUICK, at_once=1)
    passwords._slots.acquire()
    with pytest.raises(TooManyChecksError, match="Trop de connexions"):
        passwords.matches(None, "x")


def test_changing_ones_password(marie: State) -> None:
    here, there = marie.sign_in("marie", GOOD), marie.sign_in("marie", GOOD)
    assert here and there
    with pytest.raises(RefusedError, match="actuel"):
        marie.change_password("marie", "faux", "une autre phrase de passe", keep=here.token)
    assert marie.session(there.token) is not None
    marie.change_password("marie", GOOD, "une autre phrase de passe", keep=here.token)
    assert marie.session(here.token) is not None
    assert marie.session(there.token) is None
    assert marie.sign_in("marie", "une autre phrase de passe") is not None


def test_guessing_the_current_password_locks_too(marie: State) -> None:
    for _ in range(3):
        with pytest.raises(RefusedError):
            marie.change_password("marie", "faux", "une autre phrase de passe")
    assert marie.sign_in("marie", GOOD) is None
