"""Sessions: how long they live, how they end, what the table tells a thief."""

from collections.abc import Callable

import pytest

from guide_site.state import Role, State

from .conftest import Clock

GOOD = "bonne phrase de passe"


@pytest.fixture
def token(state: State) -> str:
    state.add_user("marie", GOOD, Role.AGENT)
    signed = state.sign_in("marie", GOOD)
    assert signed is not None
    return signed.token


def test_thirty_minutes_without_use_end_it(state: State, token: str, clock: Clock) -> None:
    clock.move(minutes=29)
    assert state.session(token) is not None
    clock.move(minutes=29)
    assert state.session(token) is not None
    clock.move(minutes=30)
    assert state.session(token) is None


def test_ten_hours_end_it_even_in_use(state: State, token: str, clock: Clock) -> None:
    for _ in range(29):
        clock.move(minutes=20)
        assert state.session(token) is not None
    clock.move(minutes=20)
    assert state.session(token) is None


def test_a_session_is_ended_for_every_process(state: State, token: str, reopen: Callable[[], State]) -> None:
    elsewhere = reopen()
    assert elsewhere.session(token) is not None
    state.sign_out(token)
    assert elsewhere.session(token) is None


def test_sign_out_everywhere_and_closing_end_all(state: State, token: str) -> None:
    other = state.sign_in("marie", GOOD)
    assert other is not None
    assert state.sign_out_everywhere("marie") == 2
    assert state.session(token) is None and state.session(other.token) is None
    again = state.sign_in("marie", GOOD)
    assert again is not None
    state.deactivate("marie")
    assert state.session(again.token) is None


def test_a_role_changes_at_the_next_request(state: State, token: str) -> None:
    state.set_role("marie", Role.EDITOR)
    session = state.session(token)
    assert session is not None and session.account.role is Role.EDITOR


def test_each_sign_in_has_its_own_secret_that_no_table_holds(state: State, token: str) -> None:
    second = state.sign_in("marie", GOOD)
    assert second is not None and second.token != token
    with state._reader.begin() as conn:
        rows = conn.exec_driver_sql("SELECT * FROM session").fetchall()
    assert len(rows) == 2
    assert token not in str(rows) and second.token not in str(rows)
    assert state.session(str(rows[0][0])) is None


def test_dead_sessions_are_swept_at_sign_in(state: State, token: str, clock: Clock) -> None:
    clock.move(hours=11)
    state.sign_in("marie", GOOD)
    with state._reader.begin() as conn:
        assert conn.exec_driver_sql("SELECT count(*) FROM session").scalar_one() == 1


@pytest.mark.parametrize("bad", ["", "x", "\udcff", "é" * 5000])
def test_any_other_text_is_no_session(state: State, token: str, bad: str) -> None:
    assert state.session(bad) is None
