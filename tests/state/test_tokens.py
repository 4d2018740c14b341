"""Tokens of scripts and offline leases: shown once, kept as hashes, limited in scope and time, revocable."""

import pytest

from guide_pipeline.errors import NotFoundError, RefusedError, UsageError
from guide_site.state import Role, Scope, State

from .conftest import Clock

GOOD = "bonne phrase de passe"
READ = frozenset({Scope.READ})


@pytest.fixture
def remi(state: State) -> State:
    state.add_user("remi", GOOD, Role.EDITOR)
    return state


def test_a_token_stands_for_its_account_within_its_scopes(remi: State, clock: Clock) -> None:
    secret = remi.add_token("remi", " Ma  passerelle ", frozenset({Scope.READ, Scope.REPORTS}), 30, by="remi")
    caller = remi.caller(secret)
    assert caller is not None and caller.account.name == "remi"
    assert caller.scopes == {Scope.READ, Scope.REPORTS}
    (token,) = remi.tokens("remi")
    assert (token.label, token.last_used, token.revoked) == ("Ma passerelle", clock.now, None)
    assert remi.sessions() == (), "a token is no session"


def test_it_ends_by_itself(remi: State, clock: Clock) -> None:
    secret = remi.add_token("remi", "essai", READ, 30, by="remi")
    clock.move(days=29)
    assert remi.caller(secret) is not None
    clock.move(days=1)
    assert remi.caller(secret) is None


def test_it_ends_when_revoked_or_its_account_closed(remi: State) -> None:
    first, second = (remi.add_token("remi", label, READ, 30, by="remi") for label in "ab")
    remi.revoke_token(remi.tokens("remi")[1].id, of="remi", by="remi")
    assert remi.caller(first) is None and remi.caller(second) is not None
    remi.deactivate("remi")
    assert remi.caller(second) is None
    remi.set_active("remi", True)
    assert remi.caller(second) is None, "reopening brings no token back"


def test_another_account_cannot_revoke_it(remi: State) -> None:
    remi.add_user("zoe", GOOD, Role.EDITOR)
    secret = remi.add_token("remi", "essai", READ, 30, by="remi")
    with pytest.raises(NotFoundError):
        remi.revoke_token(remi.tokens("remi")[0].id, of="zoe", by="zoe")
    assert remi.caller(secret) is not None


@pytest.mark.parametrize(
    ("label", "scopes", "days"),
    [("", READ, 1), ("x", frozenset[Scope](), 1), ("x", READ, 0), ("x", READ, 367)],
)
def test_what_makes_no_sense_is_refused(remi: State, label: str, scopes: frozenset[Scope], days: int) -> None:
    with pytest.raises(UsageError):
        remi.add_token("remi", label, scopes, days, by="remi")
    assert remi.tokens() == ()


def test_a_closed_account_gets_none(remi: State) -> None:
    remi.deactivate("remi")
    with pytest.raises(RefusedError, match="fermé"):
        remi.add_token("remi", "essai", READ, 30, by="ada")


@pytest.mark.parametrize("bad", ["", "guide_", "guide_x", "\udcff", "x" * 5000])
def test_any_other_text_is_no_token(remi: State, bad: str) -> None:
    remi.add_token("remi", "essai", READ, 30, by="remi")
    assert remi.caller(bad) is None and remi.lease(bad) is None


def test_no_table_holds_the_secrets(remi: State) -> None:
    secrets = [remi.add_token("remi", "essai", READ, 30, by="remi"), remi.grant_lease("remi", "Firefox")[0]]
    with remi._reader.begin() as conn:
        rows = str(
            [conn.exec_driver_sql(f"SELECT * FROM {t}").fetchall() for t in ("api_token", "lease", "trail")]
        )
    assert not any(secret in rows for secret in secrets)


def test_a_lease_lives_a_month_and_ends_with_its_account(remi: State, clock: Clock) -> None:
    secret, expires = remi.grant_lease("remi", "Firefox")
    account = remi.lease(secret)
    assert account is not None and account.name == "remi" and (expires - clock.now).days == 30
    remi.deactivate("remi")
    assert remi.lease(secret) is None
    remi.set_active("remi", True)
    other, _ = remi.grant_lease("remi", "Firefox")
    assert remi.lease(secret) is None and remi.lease(other) is not None
    clock.move(days=30)
    assert remi.lease(other) is None
