"""A role that needs its key: the days in which a password still opens, and their end."""

from datetime import UTC, datetime, timedelta

from guide_site.state import AccessPolicy, Role, State, Way

from .conftest import Clock, Reopen

GOOD = "bonne phrase de passe"
NEEDS_KEY = {Role.AGENT: frozenset({Way.KEY})}


def test_the_password_opens_until_the_grace_ends_and_not_a_moment_longer(
    state: State, reopen: Reopen, clock: Clock
) -> None:
    ruled = reopen(AccessPolicy(ways=NEEDS_KEY, grace=timedelta(days=14)))
    ruled.add_user("marie", GOOD, Role.AGENT)
    ruled.add_user("ada", GOOD, Role.ADMIN)
    clock.move(days=13, hours=23, minutes=50)
    signed = ruled.sign_in("marie", GOOD)
    assert signed is not None
    session = ruled.session(signed.token)
    assert session is not None and session.must_enrol_by == datetime(2026, 4, 15, 9, 0, tzinfo=UTC)
    clock.move(minutes=9)
    assert ruled.session(signed.token) is not None
    clock.move(minutes=1)
    assert ruled.session(signed.token) is None, "what the password opened is over with the grace"
    assert ruled.sign_in("marie", GOOD) is None
    assert (ruled.trail(1)[0].who, ruled.trail(1)[0].detail) == ("marie", "clé exigée")
    assert ruled.sign_in("ada", GOOD) is not None, "a role of which no key is asked"
    assert state.sign_in("marie", GOOD) is not None, "and without the rule it would have opened"


def test_accounts_older_than_the_rule_have_their_grace_from_its_first_day(
    state: State, reopen: Reopen, clock: Clock
) -> None:
    state.add_user("marie", GOOD, Role.AGENT)
    clock.move(days=100)
    late = reopen(AccessPolicy(ways=NEEDS_KEY, grace=timedelta(days=14)))
    assert late.sign_in("marie", GOOD) is None
    announced = AccessPolicy(ways=NEEDS_KEY, grace=timedelta(days=14), since=clock.now)
    assert reopen(announced).sign_in("marie", GOOD) is not None
    clock.move(days=14)
    assert reopen(announced).sign_in("marie", GOOD) is None


def test_a_role_that_comes_in_otherwise_has_no_grace(state: State, reopen: Reopen) -> None:
    """A grace is for registering a key: where none is asked for, the password never opens."""
    state.add_user("marie", GOOD, Role.AGENT)
    assert reopen(AccessPolicy(ways={Role.AGENT: frozenset({Way.SSO})})).sign_in("marie", GOOD) is None
