"""Signing in: failed tries, locks, races, and what an unknown name gets."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from argon2 import PasswordHasher
from sqlalchemy import event

from guide_pipeline.errors import RefusedError
from guide_site.state import (
    AccessPolicy,
    Origin,
    Role,
    State,
    TooManyChecksError,
    TooManyTriesError,
    Way,
    open_state,
)
from guide_site.state.passwords import Passwords

from .conftest import QUICK, Clock, Reopen

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
def test_three_failures_lock_until_the_help_desk_opens(
    marie: State, clock: Clock, checks: list[str], name: str
) -> None:
    """Known and unknown names go the same way: the same answers, the same number of checks, for as long."""
    assert [marie.sign_in(name, "faux") for _ in range(5)] == [None] * 5
    clock.move(days=300)
    marie.add_user("paul", GOOD, Role.AGENT)
    assert marie.sign_in("paul", GOOD) is not None  # sweeps old counts
    assert marie.sign_in(name, GOOD) is None
    assert len(checks) == 4
    marie.unlock("marie", by="ada")
    assert (marie.sign_in(name, GOOD) is not None) == (name == "marie")


@pytest.mark.parametrize("name", ["marie", "inconnue"])
def test_a_setting_lifts_locks_after_a_while(
    marie: State, reopen: Reopen, clock: Clock, checks: list[str], name: str
) -> None:
    marie = reopen(AccessPolicy(lock=timedelta(minutes=15)))
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
    assert marie.users()[0].locked == (Way.PASSWORD,)
    marie.set_password("marie", "une autre phrase de passe", by="admin")
    assert marie.users()[0].locked == ()
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


def test_a_race_of_sixty_four_tries_gets_three_checks(
    marie: State, reopen: Reopen, checks: list[str]
) -> None:
    """By threads with connections of their own, all at the same moment; the right password is among the tries."""
    states = [marie, *(reopen() for _ in range(3))]
    start = Barrier(64)

    def attempt(number: int) -> bool:
        start.wait()
        return states[number % 4].sign_in("marie", f"faux {number}") is not None

    with ThreadPoolExecutor(64) as pool:
        assert not any(pool.map(attempt, range(64)))
    assert len(checks) == 3
    assert [e.what for e in marie.trail(100)].count("mot de passe bloqué") == 1


def test_a_race_of_processes_gets_three_checks(marie: State, url: str) -> None:
    """Eight processes of eight threads each: what one machine of workers, or several, would be."""
    said = [
        subprocess.Popen([sys.executable, "-c", RACER, url], stdout=subprocess.PIPE, text=True)
        for _ in range(8)
    ]
    checks = [int(process.communicate(timeout=60)[0]) for process in said]
    assert sum(checks) == 3
    assert marie.sign_in("marie", GOOD) is None


RACER = """
import sys
from concurrent.futures import ThreadPoolExecutor
from argon2 import PasswordHasher
from guide_site.state import open_state
from guide_site.state.passwords import Passwords
seen, real = [], Passwords.matches
def spy(self, encoded, password):
    seen.append(password)
    return real(self, encoded, password)
Passwords.matches = spy
state = open_state(sys.argv[1], hasher=PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
with ThreadPoolExecutor(8) as pool:
    assert not any(pool.map(lambda n: state.sign_in("marie", f"faux {n}"), range(8)))
print(len(seen))
"""


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


def test_the_trail_says_who_failed_and_keeps_no_unknown_name(marie: State) -> None:
    marie.sign_in("marie", "faux", Origin("192.0.2.7"))
    marie.sign_in("Motdepasse2026", "faux", Origin("192.0.2.8"))
    assert [(e.who, e.what, e.detail) for e in marie.trail(2)] == [
        ("", "connexion refusée", "192.0.2.8"),
        ("marie", "connexion refusée", "192.0.2.7"),
    ]


def test_an_address_that_fails_too_often_is_slowed(marie: State, clock: Clock, checks: list[str]) -> None:
    """One try of each of many names, as a spray of passwords does; the names themselves are never locked."""
    flood = Origin("192.0.2.66")
    for number in range(30):
        assert marie.sign_in(f"nom{number}", "faux", flood) is None
    with pytest.raises(TooManyTriesError) as slowed:
        marie.sign_in("marie", GOOD, flood)
    assert slowed.value.wait == 1 and len(checks) == 30
    assert marie.sign_in("marie", GOOD, Origin("192.0.2.67")) is not None, "others aren't slowed"
    waits = []
    for number in range(9):
        clock.move(seconds=61)
        assert marie.sign_in(f"autre{number}", "faux", flood) is None
        with pytest.raises(TooManyTriesError) as slowed:
            marie.sign_in("marie", GOOD, flood)
        waits.append(slowed.value.wait)
    assert waits == [2, 4, 8, 16, 32, 60, 60, 60, 60]
    clock.move(minutes=16)
    assert marie.sign_in("marie", GOOD, flood) is not None


def test_a_success_does_not_wipe_out_the_failures_of_its_address(marie: State) -> None:
    """Or someone with an account of their own would try others' for ever."""
    here = Origin("2001:db8::1")
    for number in range(29):
        assert marie.sign_in(f"nom{number}", "faux", here) is None
    assert marie.sign_in("marie", GOOD, here) is not None
    assert marie.sign_in("nom", "faux", Origin("2001:db8::ffff")) is None, "the same network of 64 bits"
    with pytest.raises(TooManyTriesError):
        marie.sign_in("marie", GOOD, here)


def test_unknown_and_known_names_cost_the_same_statements(marie: State) -> None:
    """The same answer in the same time: as many passwords checked, as many statements sent to the database."""

    sent: list[str] = []

    def listen(*args: object) -> None:
        sent.append(str(args[2]))

    def statements(name: str) -> list[str]:
        sent.clear()
        assert marie.sign_in(name, "faux") is None
        return sent.copy()

    event.listen(marie._reader, "before_cursor_execute", listen)
    for _ in range(4):
        assert statements("marie") == statements("inconnue") != []
