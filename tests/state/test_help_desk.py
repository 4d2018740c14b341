"""The help desk's codes: given after a call-back, tried five times, used once, and never a way in by themselves."""

import math
from concurrent.futures import ThreadPoolExecutor

import pytest

from guide_pipeline.errors import RefusedError
from guide_site.state import (
    CHECKLIST,
    CallBack,
    CodePurpose,
    Opened,
    Origin,
    Role,
    State,
    TooManyTriesError,
    Way,
)
from guide_site.state.acts.help_desk import HelpDeskActs as HelpDesk
from guide_site.state.codes import ALPHABET, BITS, LENGTH, drawn_code, plain, spoken

from .conftest import Clock, Reopen

GOOD = "bonne phrase de passe"
SEEN = CallBack("01 23 45 67 89", CHECKLIST, "Voix connue.")
HERE = Origin("192.0.2.7")


@pytest.fixture
def people(state: State) -> State:
    """An agent whose password is locked, and an administrator."""
    state.add_user("marie", GOOD, Role.AGENT)
    state.add_user("ada", GOOD, Role.ADMIN)
    for _ in range(3):
        assert state.sign_in("marie", "faux") is None
    return state


def give(state: State, purpose: CodePurpose = CodePurpose.ACCOUNT) -> str:
    return state.give_code("marie", purpose, SEEN, by="ada")


def test_a_code_has_eighty_bits_of_signs_that_are_not_mistaken() -> None:
    assert len(set(ALPHABET)) == 32 and BITS == LENGTH * math.log2(32) >= 79
    assert not set("IO01") & set(ALPHABET)
    assert len({drawn_code() for _ in range(1000)}) == 1000


def test_a_code_is_read_aloud_and_typed_as_people_do() -> None:
    assert spoken("KT2A-BCDE") == ("Kilo Tango deux Alfa", "Bravo Charlie Delta Echo")
    code = drawn_code()
    assert plain(f" {code.lower().replace('-', ' ')} ") == plain(code) == code.replace("-", "")


def test_it_lifts_the_locks_and_signs_nobody_in(people: State) -> None:
    code = give(people)
    assert people.use_code("MARIE", code, "", "cookie", HERE) == Opened(CodePurpose.ACCOUNT)
    assert people.sessions("marie") == ()
    assert people.users()[1].locked == ()
    assert people.sign_in("marie", GOOD) is not None
    assert people.use_code("marie", code, "", "cookie", HERE) is None, "used once"


def test_it_lives_fifteen_minutes(people: State, clock: Clock) -> None:
    code = give(people)
    clock.move(minutes=15)
    assert people.use_code("marie", code, "", "cookie", HERE) is None
    assert people.users()[1].locked == (Way.PASSWORD,)


def test_it_bears_five_tries(people: State) -> None:
    code = give(people)
    for _ in range(5):
        assert people.use_code("marie", drawn_code(), "", "cookie", HERE) is None
    assert people.use_code("marie", code, "", "cookie", HERE) is None


def test_a_race_of_tries_gets_five(people: State, reopen: Reopen, monkeypatch: pytest.MonkeyPatch) -> None:
    give(people)
    seen: list[str] = []
    real = HelpDesk._purpose
    monkeypatch.setattr(
        HelpDesk, "_purpose", lambda self, a, n, c, p: (n and seen.append(c), real(self, a, n, c, p))[1]
    )
    states = [people, reopen()]
    with ThreadPoolExecutor(16) as pool:
        tries = list(
            pool.map(lambda n: states[n % 2].use_code("marie", drawn_code(), "", "c", Origin()), range(32))
        )
    assert not any(tries) and len(seen) == 5


def test_only_one_of_two_holders_uses_it(people: State, reopen: Reopen) -> None:
    code, states = give(people), [people, reopen()]
    with ThreadPoolExecutor(4) as pool:
        used = list(pool.map(lambda n: states[n % 2].use_code("marie", code, "", "c", Origin()), range(4)))
    assert sum(opened is not None for opened in used) == 1


def test_a_new_code_kills_the_one_before(people: State) -> None:
    first, second = give(people), give(people)
    assert people.use_code("marie", first, "", "cookie", HERE) is None
    assert people.use_code("marie", second, "", "cookie", HERE) is not None


def test_a_code_for_a_key_needs_the_password_too(people: State) -> None:
    code = give(people, CodePurpose.KEY)
    assert people.use_code("marie", code, "faux", "cookie", HERE) is None
    assert people.users()[1].locked == (Way.PASSWORD,), "the right code alone lifts nothing"
    opened = people.use_code("marie", code, GOOD, "cookie", HERE)
    assert opened is not None and opened.purpose is CodePurpose.KEY
    assert people.enrolling("cookie", opened.grant) == "marie"
    assert people.enrolling("autre cookie", opened.grant) is None, "another browser"
    assert people.sessions("marie") == ()
    people.end_enrolment("cookie", opened.grant)
    assert people.enrolling("cookie", opened.grant) is None


def test_the_right_to_register_a_key_ends_by_itself(people: State, clock: Clock) -> None:
    opened = people.use_code("marie", give(people, CodePurpose.KEY), GOOD, "cookie", HERE)
    assert opened is not None
    clock.move(minutes=11)
    assert people.enrolling("cookie", opened.grant) is None


@pytest.mark.parametrize("seen", [CallBack("", CHECKLIST), CallBack("01", CHECKLIST[1:]), CallBack("01", ())])
def test_no_code_without_the_whole_call_back(people: State, seen: CallBack) -> None:
    with pytest.raises(RefusedError, match="vérifications"):
        people.give_code("marie", CodePurpose.ACCOUNT, seen, by="ada")
    assert people.codes_of("marie") == ()


def test_nobody_gives_a_code_to_themselves_or_to_a_closed_account(people: State) -> None:
    with pytest.raises(RefusedError, match="vous-même"):
        people.give_code("ada", CodePurpose.ACCOUNT, SEEN, by="ada")
    people.deactivate("marie")
    with pytest.raises(RefusedError, match="fermé"):
        give(people)


def test_the_call_back_is_recorded_and_no_table_holds_the_code(people: State) -> None:
    code = give(people)
    ((_, by, purpose, seen),) = people.codes_of("marie")
    assert (by, purpose, seen) == ("ada", CodePurpose.ACCOUNT, SEEN)
    assert (people.trail(1)[0].who, people.trail(1)[0].what) == ("ada", "code donné")
    assert "01 23 45 67 89" in people.trail(1)[0].detail
    with people._reader.begin() as conn:
        for table in ("unlock_code", "trail"):
            rows = str(conn.exec_driver_sql(f"SELECT * FROM {table}").fetchall())
            assert code not in rows and plain(code) not in rows


def test_unknown_names_get_the_same_and_floods_are_slowed(people: State) -> None:
    assert people.use_code("inconnue", drawn_code(), GOOD, "cookie", HERE) is None
    with pytest.raises(TooManyTriesError):
        for _ in range(40):
            assert people.use_code("inconnue", drawn_code(), "", "cookie", HERE) is None
