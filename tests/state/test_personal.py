"""What belongs to one reader: theirs alone, bounded, and gone when they or their account say so."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select, text

from guide_pipeline.errors import NotFoundError, UsageError
from guide_site.state import NotePlace, Preferences, Role, State
from guide_site.state.acts import personal
from guide_site.state.tables import METADATA

from .conftest import Clock

PLACE = NotePlace("pacs", "rupture", "0" * 64, 1, "Rupture")


@pytest.fixture
def marie(state: State) -> int:
    return state.add_user("marie", None, Role.AGENT, email="marie@exemple.fr").id


@pytest.fixture
def paul(state: State) -> int:
    return state.add_user("paul", None, Role.AGENT).id


def test_a_favourite_is_kept_once_and_let_go(state: State, marie: int, paul: int, clock: Clock) -> None:
    state.add_favourite(marie, "pacs", 1)
    clock.move(minutes=1)
    state.add_favourite(marie, "rsa", 1)
    state.add_favourite(marie, "pacs", 2)
    assert [(f.sheet, f.edition) for f in state.favourites(marie)] == [("rsa", 1), ("pacs", 1)]
    assert state.favourites(paul) == ()
    state.remove_favourite(paul, "pacs")
    state.remove_favourite(marie, "rsa")
    assert [f.sheet for f in state.favourites(marie)] == ["pacs"]


def test_the_last_reading_counts_and_is_seldom_written(state: State, marie: int, clock: Clock) -> None:
    state.add_favourite(marie, "pacs", 1)
    assert state.record_reading(marie, "pacs", 1)
    first = state.readings(marie)[0].read
    clock.move(minutes=3)
    state.record_reading(marie, "pacs", 1)
    assert state.readings(marie)[0].read == first, "opened again a moment later: nothing is written"
    state.record_reading(marie, "pacs", 2)
    assert state.readings(marie)[0].edition == 2 and state.readings(marie)[0].read > first
    assert state.favourites(marie)[0].edition == 2, "reading it is seeing what changed in it"


def test_old_readings_are_forgotten(
    state: State, marie: int, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(personal, "MOST_READINGS", 3)
    for sheet in ("a", "b", "c", "d"):
        clock.move(minutes=1)
        state.record_reading(marie, sheet, 1)
    assert [r.sheet for r in state.readings(marie, 10)] == ["d", "c", "b"]


def test_who_wants_no_readings_has_none(state: State, marie: int) -> None:
    state.record_reading(marie, "pacs", 1)
    state.set_preferences(marie, Preferences(keep_readings=False))
    assert state.readings(marie) == ()
    assert not state.record_reading(marie, "pacs", 1)
    assert state.readings(marie) == ()


def test_notes_are_their_writers_alone(state: State, marie: int, paul: int) -> None:
    ident = state.add_note(marie, PLACE, "  Voir aussi la CAF.\r\nAppeler.  ")
    assert [(n.text, n.place) for n in state.notes(marie)] == [("Voir aussi la CAF.\nAppeler.", PLACE)]
    assert state.notes(paul) == ()
    for act in (
        lambda: state.change_note(paul, ident, "pris"),
        lambda: state.remove_note(paul, ident),
    ):
        with pytest.raises(NotFoundError):
            act()
    state.change_note(marie, ident, "Autre", replace(PLACE, edition=2))
    assert (state.notes(marie)[0].text, state.notes(marie)[0].place.edition) == ("Autre", 2)
    state.remove_note(marie, ident)
    assert state.notes(marie) == ()


@pytest.mark.parametrize("text", ["", "  \n", "x" * (personal.LONGEST_NOTE + 1)])
def test_a_note_has_a_text(state: State, marie: int, text: str) -> None:
    with pytest.raises(UsageError):
        state.add_note(marie, PLACE, text)


def test_a_digest_needs_an_address(state: State, marie: int, paul: int) -> None:
    with pytest.raises(UsageError, match="adresse"):
        state.set_preferences(paul, Preferences(digest=True))
    with pytest.raises(UsageError, match="courriel"):
        state.set_preferences(paul, Preferences(digest=True, email="a@b.fr\nBcc: c@d.fr"))
    state.set_preferences(paul, Preferences(digest=True, email="paul@ailleurs.fr"))
    state.set_preferences(marie, Preferences(digest=True, chapters=("couple", "logement")))
    assert [(s.account.name, s.address) for s in state.subscribers(3)] == [
        ("marie", "marie@exemple.fr"),
        ("paul", "paul@ailleurs.fr"),
    ]
    assert state.preferences(marie).chapters == ("couple", "logement")


def test_nobody_gets_the_same_digest_twice(state: State, marie: int) -> None:
    state.set_preferences(marie, Preferences(digest=True))
    assert state.claim_digest(marie, 3)
    assert not state.claim_digest(marie, 3)
    assert state.subscribers(3) == ()
    assert len(state.subscribers(4)) == 1
    state.release_digest(marie, 3)
    assert len(state.subscribers(3)) == 1


def test_a_closed_account_gets_nothing(state: State, marie: int) -> None:
    state.set_preferences(marie, Preferences(digest=True))
    key = state.make_feed_key(marie)
    assert state.feed_reader(key) is not None
    state.deactivate("marie")
    assert state.feed_reader(key) is None and state.subscribers(1) == ()


def test_a_feed_has_one_key_and_it_can_be_revoked(state: State, marie: int) -> None:
    old = state.make_feed_key(marie)
    state.set_preferences(marie, Preferences(chapters=("couple",)))
    new = state.make_feed_key(marie)
    assert state.feed_reader(old) is None
    found = state.feed_reader(new)
    assert found is not None and found[0].name == "marie" and found[1].chapters == ("couple",)
    state.revoke_feed_key(marie)
    assert state.feed_reader(new) is None and state.feed_reader("") is None
    assert state.preferences(marie).feed_created is None


def test_the_key_is_stored_nowhere(state: State, marie: int) -> None:
    key = state.make_feed_key(marie)
    with state._reader.begin() as conn:
        rows = [str(row) for table in METADATA.sorted_tables for row in conn.execute(select(table))]
    assert rows and not any(key in row for row in rows)


def fill(state: State, owner: int) -> None:
    state.add_favourite(owner, "pacs", 1)
    state.record_reading(owner, "pacs", 1)
    state.add_note(owner, PLACE, "Une note")
    state.set_preferences(owner, Preferences(digest=True, email="x@exemple.fr"))
    state.claim_digest(owner, 1)


def left(state: State, owner: int) -> int:
    with state._reader.begin() as conn:
        counts = (select(func.count()).where(t.c.account_id == owner) for t in personal._TABLES)
        return sum(conn.execute(count).scalar_one() for count in counts)


def test_all_can_be_erased_by_its_owner(state: State, marie: int, paul: int) -> None:
    fill(state, marie)
    fill(state, paul)
    state.erase_personal(marie, by="marie")
    assert (left(state, marie), left(state, paul)) == (0, 5)


def test_all_goes_with_the_account(state: State, marie: int, paul: int) -> None:
    fill(state, marie)
    fill(state, paul)
    with state._writer.begin() as conn:
        conn.execute(text("DELETE FROM account WHERE name = 'marie'"))
    assert (left(state, marie), left(state, paul)) == (0, 5)


def test_the_trail_never_says_what_was_read_or_written(state: State, marie: int) -> None:
    fill(state, marie)
    state.erase_personal(marie, by="marie")
    said = " ".join(f"{line.what} {line.detail}" for line in state.trail())
    assert "pacs" not in said and "Une note" not in said and "données personnelles effacées" in said


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    note=st.text(st.characters(codec="utf-8"), min_size=1, max_size=200).filter(
        lambda t: t.replace("\0", "").strip()
    )
)
def test_any_text_is_kept_as_it_was_written(state: State, marie: int, note: str) -> None:
    ident = state.add_note(marie, PLACE, note)
    found = next(n for n in state.notes(marie) if n.id == ident)
    assert found.text == note.replace("\r\n", "\n").replace("\0", "").strip()
