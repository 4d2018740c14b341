"""Accounts: names, passwords, roles, closing."""

import unicodedata
from collections.abc import Callable
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Table, insert, select

from guide_pipeline.errors import NotFoundError, RefusedError, UsageError
from guide_site.state import Identity, Origin, Role, Scope, State, Verdict, Way
from guide_site.state.names import checked_name, name_key
from guide_site.state.people_csv import read_people
from guide_site.state.tables import METADATA, TRY
from guide_site.state.types import UtcDateTime

from .conftest import Clock

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


def test_an_easy_password_makes_no_account(state: State) -> None:
    with pytest.raises(RefusedError, match="trop facile"):
        state.add_user("marie", "court", Role.AGENT)
    assert state.users() == ()


def test_an_account_without_password_is_opened_by_none(state: State) -> None:
    state.add_user("marie", None, Role.AGENT)
    assert not state.user("marie").has_password
    for password in ("", " ", GOOD):
        assert state.sign_in("marie", password) is None


def test_an_invitation_lets_its_holder_choose_the_password_once(state: State, clock: Clock) -> None:
    state.add_user("marie", None, Role.AGENT)
    first, secret = (state.invite("marie", by="ada") for _ in range(2))
    assert state.invited(first) is None, "the last one made counts"
    account = state.invited(secret)
    assert account is not None and account.name == "marie"
    with pytest.raises(RefusedError, match="trop facile"):
        state.accept_invitation(secret, "court")
    state.accept_invitation(secret, GOOD)
    assert state.sessions("marie") == (), "it signs nobody in"
    assert state.sign_in("marie", GOOD) is not None
    with pytest.raises(RefusedError, match="plus valable"):
        state.accept_invitation(secret, "une autre phrase de passe")
    late = state.invite("marie")
    clock.move(hours=73)
    assert state.invited(late) is None
    closed = state.invite("marie")
    state.deactivate("marie")
    assert state.invited(closed) is None
    with pytest.raises(RefusedError, match="fermé"):
        state.invite("marie")


def test_no_table_holds_the_secret_of_an_invitation(state: State) -> None:
    state.add_user("marie", None, Role.AGENT)
    secret = state.invite("marie")
    with state._reader.begin() as conn:
        assert secret not in str(conn.exec_driver_sql("SELECT * FROM invitation").fetchall())


@pytest.mark.parametrize(
    "email", ["a", "a@b", "a@b.fr c@d.fr", "a@b.fr\nBcc: x@y.fr", "<a@b.fr>", "a" * 65 + "@b.fr"]
)
def test_addresses_that_are_none(state: State, email: str) -> None:
    with pytest.raises(UsageError, match="courriel"):
        state.add_user("marie", None, Role.AGENT, email=email)


def test_a_shown_name_is_one_visible_line(state: State) -> None:
    name = state.add_user("marie", None, Role.AGENT, "Marie\r\nDupont\u202e \x00 Élise").display_name
    assert name == "Marie Dupont Élise"


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


def test_a_deleted_account_leaves_nothing_but_its_name_in_the_trail(state: State, clock: Clock) -> None:
    """A row in every table that has somebody's own, for the one who goes and for the one who stays."""
    mine = [table for table in METADATA.sorted_tables if "account_id" in table.c]
    assert {"session", "security_key", "lease", "api_token", "identity", "favourite"} <= {
        t.name for t in mine
    }
    owners = [state.add_user(name, GOOD, Role.AGENT, name.title()).id for name in ("marie", "paul")]
    state.add_user("ada", GOOD, Role.ADMIN)
    for name in ("marie", "paul"):
        assert state.sign_in(name, "faux") is None
    with state._writer.begin() as conn:
        for table in mine:
            for owner in owners:
                conn.execute(insert(table).values(**_filled(table, owner, clock.now)))
    state.delete_user("MARIE", by="ada")
    with state._reader.begin() as conn:
        left = {table.name: conn.execute(select(table.c.account_id)).scalars().all() for table in mine}
        assert left == {table.name: [owners[1]] for table in mine}
        assert len(conn.execute(select(TRY.c.subject)).all()) == 1
    with pytest.raises(NotFoundError):
        state.user("marie")
    assert (state.trail(1)[0].who, state.trail(1)[0].what) == ("ada", "compte supprimé")
    assert state.trail_issues()[1] == ()


def test_a_name_that_did_nothing_may_be_given_again_to_somebody_else(state: State) -> None:
    state.add_user("ada", GOOD, Role.ADMIN)
    first = state.add_user("marie", GOOD, Role.EDITOR)
    state.add_favourite(first.id, "pacs", 1)
    secret = state.add_token("marie", "essai", frozenset({Scope.READ}), 1, by="ada")
    state.delete_user("marie")
    second = state.add_user("marie", GOOD, Role.EDITOR)
    assert state.caller(secret) is None and state.favourites(second.id) == ()


def _signs_in(state: State) -> None:
    assert state.sign_in("marie", GOOD) is not None


def _decides(state: State) -> None:
    state.record_decision("2026-01", "aa", Verdict.APPROVED, "Marie")


def _publishes(state: State) -> None:
    state.record_publication(1, "2026-01", "MARIE")


def _ingests(state: State) -> None:
    state.record_ingestion("2026-01", "marie")


@pytest.mark.parametrize("act", [_signs_in, _decides, _publishes, _ingests])
def test_a_name_that_was_used_is_given_to_nobody_again(state: State, act: Callable[[State], None]) -> None:
    """By no way: by hand, by a list, by a provider that makes accounts. The decisions in it stay its first holder's."""
    state.add_user("ada", GOOD, Role.ADMIN)
    state.add_user("marie", GOOD, Role.ADMIN)
    act(state)
    state.delete_user("marie", by="ada")
    with pytest.raises(RefusedError, match="« MARIE » : ce nom a été celui d'un compte supprimé"):
        state.add_user("MARIE", GOOD, Role.AGENT)
    people, _ = read_people(b"compte\nmarie\npaul\n", "liste.csv")
    for dry in (True, False):
        with pytest.raises(RefusedError, match="« marie » : ce nom"):
            state.import_people(people, by="ada", dry=dry)
    sent = Identity(Way.SSO, "https://idp", "sub-2", "marie", role=Role.ADMIN, may_create=True)
    assert state.sign_in_as(sent, Origin()) is None
    assert "ce nom a été celui d'un compte supprimé" in state.trail(1)[0].detail
    assert [account.name for account in state.users()] == ["ada"]


def test_several_names_of_a_list_are_all_told(state: State) -> None:
    state.add_user("ada", GOOD, Role.ADMIN)
    for name in ("marie", "paul"):
        state.add_user(name, GOOD, Role.AGENT)
        assert state.sign_in(name, GOOD) is not None
        state.delete_user(name, by="ada")
    people, _ = read_people(b"compte\nluc\npaul\nmarie\n", "liste.csv")
    with pytest.raises(RefusedError, match="« paul », « marie » : ces noms ont été"):
        state.import_people(people, by="ada")
    with state._reader.begin() as conn:
        kept = conn.exec_driver_sql("SELECT * FROM former_name").fetchall()
    assert len(kept) == 2 and "paul" not in str(kept) and "marie" not in str(kept)


def test_the_last_administrator_is_not_deleted(state: State) -> None:
    state.add_user("admin", GOOD, Role.ADMIN)
    state.add_user("autre", GOOD, Role.ADMIN)
    state.delete_user("autre")
    with pytest.raises(RefusedError, match="au moins un administrateur"):
        state.delete_user("admin")
    assert state.user("admin").active and state.trail(1)[0].detail == "autre"


def _filled(table: Table, owner: int, at: datetime) -> dict[str, object]:
    """A row of somebody's: each column a value of its kind, different from others' where it has to be."""
    return {
        column.name: at if isinstance(column.type, UtcDateTime) else column.type.python_type(owner)
        for column in table.c
    }


def test_a_closed_account_does_not_sign_in_until_reopened(state: State) -> None:
    state.add_user("marie", GOOD, Role.AGENT)
    state.deactivate("marie")
    assert state.sign_in("marie", GOOD) is None
    state.set_active("marie", True)
    assert state.sign_in("marie", GOOD) is not None
