"""The trail: a chain that shows any alteration, dropped by whole months, exported."""

import json
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from guide_site.state import AccessPolicy, State
from guide_site.state.append_only import unprotect
from guide_site.state.trail_export import json_line, parsed_line, syslog_line
from guide_site.state.values import TrailEntry

from .conftest import Clock, Reopen


@pytest.fixture
def months(state: State, clock: Clock) -> State:
    """Four lines in April, three in May, one in June 2026."""
    for month, lines in ((4, 4), (5, 3), (6, 1)):
        clock.now = datetime(2026, month, 2, 9, tzinfo=UTC)
        for number in range(lines):
            clock.move(minutes=1)
            state.record("ada", "essai", f"mois {month}, ligne {number + 1}")
    return state


def test_a_trail_as_it_was_written_has_no_issue(months: State) -> None:
    assert months.trail_issues() == (8, ())
    assert [(e.month, e.number) for e in months.trail(8)][::-1] == [
        ("2026-04", 1), ("2026-04", 2), ("2026-04", 3), ("2026-04", 4),
        ("2026-05", 1), ("2026-05", 2), ("2026-05", 3), ("2026-06", 1),
    ]  # fmt: skip


def tamper(state: State, statement: str) -> None:
    """Do what someone with the database in hand could do: take the triggers away first."""
    with state._writer.begin() as conn:
        unprotect(conn, "trail")
        conn.exec_driver_sql(statement)


@pytest.mark.parametrize(
    "change",
    [
        "who = 'zoe'",
        "what = 'autre'",
        "detail = detail || ' '",
        "at = '2026-04-02 09:00:00.000001'",
        "month = '2026-07'",
        "number = number + 10",
        "hash = '00' || substr(hash, 3)",
    ],
)
def test_any_altered_line_is_found(months: State, change: str) -> None:
    tamper(months, "CREATE TABLE kept AS SELECT * FROM trail")
    for number in range(1, 9):
        with months._writer.begin() as conn:
            conn.exec_driver_sql(f"UPDATE trail SET {change} WHERE id = {number}")
        _, issues = months.trail_issues()
        assert issues and all(i.code in ("ligne-alteree", "ligne-absente", "fin-coupee") for i in issues)
        if change.startswith(("who", "what", "detail")):
            (issue,) = issues
            expected = [4, 3, 1]
            month = 0 if number <= 4 else 1 if number <= 7 else 2
            assert issue.location.file == f"journal 2026-0{month + 4}"
            assert issue.location.line == number - sum(expected[:month])
        with months._writer.begin() as conn:
            conn.exec_driver_sql(f"DELETE FROM trail WHERE id = {number}")
            conn.exec_driver_sql(f"INSERT INTO trail SELECT * FROM kept WHERE id = {number}")
        assert months.trail_issues() == (8, ())


@pytest.mark.parametrize("number", range(1, 9))
def test_a_line_taken_away_is_missed(months: State, number: int) -> None:
    tamper(months, f"DELETE FROM trail WHERE id = {number}")
    count, issues = months.trail_issues()
    assert count == 7 and issues
    assert number != 8 or [issue.code for issue in issues] == ["fin-coupee"]


def test_a_line_slipped_in_is_found(months: State) -> None:
    tamper(
        months,
        "INSERT INTO trail (id, at, who, what, detail, month, number, hash) "
        "SELECT 100, at, 'ada', 'essai', 'faux', month, 9, hash FROM trail WHERE id = 8",
    )
    assert months.trail_issues()[1]


def test_an_emptied_trail_is_found(months: State) -> None:
    tamper(months, "DELETE FROM trail")
    assert [issue.code for issue in months.trail_issues()[1]] == ["fin-coupee"]


def test_a_trail_rewritten_whole_differs_from_a_copy(months: State) -> None:
    """Someone who also writes the hashes afresh leaves no trace in the database: a copy kept elsewhere tells."""
    copy = [parsed_line(json_line(entry)) for entry in months.whole_trail()]
    assert months.trail_issues(copy)[1] == ()
    tamper(months, "UPDATE trail SET who = 'zoe' WHERE id = 6")
    with months._writer.begin() as conn:
        _forge(conn)
    assert months.trail_issues()[1] == ()
    assert [i.location.line for i in months.trail_issues(copy)[1]] == [2, 3, 1]


def _forge(conn: Connection) -> None:
    from guide_site.state import chain
    from guide_site.state.trail import all_trail

    before = chain.GENESIS
    for e in list(all_trail(conn)):
        before = chain.link(before, e.month, e.number, e.at, e.who, e.what, e.detail)
        conn.exec_driver_sql(f"UPDATE trail SET hash = '{before}' WHERE id = {e.id}")
    conn.exec_driver_sql(f"UPDATE trail_head SET hash = '{before}'")


def test_writers_at_once_make_one_chain(state: State, reopen: Reopen) -> None:
    states = [state, reopen(), reopen()]
    with ThreadPoolExecutor(12) as pool:
        list(pool.map(lambda n: states[n % 3].record("ada", "essai", str(n)), range(60)))
    assert state.trail_issues() == (60, ())


def test_whole_months_are_dropped_after_the_keep_and_the_chain_goes_on(
    months: State, reopen: Reopen, clock: Clock
) -> None:
    keeper = reopen(AccessPolicy(trail_months=1))
    assert keeper.drop_old_trail(by="ada") == (("2026-04", 4),)
    assert keeper.trail_issues() == (5, ())
    assert keeper.trail(1)[0].detail == "2026-04, 4 lignes"
    assert keeper.drop_old_trail(by="ada") == ()
    clock.now = datetime(2026, 9, 1, tzinfo=UTC)
    keeper.record("ada", "essai", "le premier de septembre")
    assert {e.month for e in keeper.whole_trail()} == {"2026-09"}, (
        "the first line of a month drops what is too old"
    )
    assert [e.detail for e in keeper.whole_trail()] == [
        "le premier de septembre", "2026-05, 3 lignes", "2026-06, 2 lignes",
    ]  # fmt: skip
    assert keeper.trail_issues() == (3, ())


def test_twelve_months_are_kept_by_default(state: State, clock: Clock) -> None:
    for month in range(14):
        clock.now = datetime(2026 + month // 12, month % 12 + 1, 15, tzinfo=UTC)
        state.record("ada", "essai")
    kept = sorted({e.month for e in state.whole_trail()})
    assert kept[0] == "2026-02" and len(kept) == 13, "twelve whole months, and the one under way"


def test_a_dropped_month_cannot_be_forged_back(months: State, reopen: Reopen) -> None:
    keeper = reopen(AccessPolicy(trail_months=1))
    keeper.drop_old_trail()
    with keeper._writer.begin() as conn:
        conn.exec_driver_sql(
            "INSERT INTO trail (at, who, what, detail, month, number, hash) "
            "SELECT at, who, what, detail, '2026-04', 1, hash FROM trail WHERE id = 5"
        )
    assert keeper.trail_issues()[1]


@pytest.mark.parametrize(
    "statement", ["DELETE FROM trail WHERE month = '2026-05'", "UPDATE trail SET who = ''"]
)
def test_only_recorded_months_may_go(months: State, reopen: Reopen, statement: str) -> None:
    reopen(AccessPolicy(trail_months=1)).drop_old_trail()
    with pytest.raises(DBAPIError, match="append-only"), months._writer.begin() as conn:
        conn.exec_driver_sql(statement)


def test_a_clock_set_back_does_not_break_the_chain(months: State, clock: Clock) -> None:
    clock.now = datetime(2026, 5, 20, tzinfo=UTC)
    months.record("ada", "essai", "à reculons")
    assert (months.trail(1)[0].month, months.trail_issues()) == ("2026-06", (9, ()))


FORGED = "a\nb\r\x1b[2K\u2028\u202etxt\x85\ud800\x00"


def test_no_text_can_forge_a_line(state: State) -> None:
    state.record(FORGED, FORGED, FORGED)
    (entry,) = state.trail()
    for text in (entry.who, entry.what, entry.detail):
        assert text == "a\\x0ab\\x0d\\x1b[2K\\u2028\\u202etxt\\x85\\ud800\\x00"
    assert state.trail_issues() == (1, ())


def entry_of(text: str) -> TrailEntry:
    return TrailEntry(
        1, datetime(2026, 4, 2, 9, 0, 1, 5, tzinfo=UTC), text, text, text, "2026-04", 1, "ab" * 32
    )


@given(st.text())
def test_an_exported_line_is_one_line_and_reads_back(text: str) -> None:
    entry = entry_of(text)
    line = json_line(entry)
    assert line.isascii() and line.isprintable()
    assert parsed_line(line) == entry
    sent = syslog_line(entry, f"machine {text}\n")
    assert sent.isascii() and sent.isprintable()
    assert json.loads(sent.split(" ", 7)[7])["qui"] == text


def test_a_syslog_line_has_the_form_of_rfc_5424() -> None:
    line = syslog_line(entry_of("ada"), "srv1")
    assert re.fullmatch(r"<109>1 2026-04-02T09:00:01\.000005Z srv1 guide - journal - \{.*\}", line)


@pytest.mark.parametrize("text", ["", "{}", "[]", "null", '{"id": "x"}', "bonjour"])
def test_what_is_no_line_is_said_so(text: str) -> None:
    with pytest.raises(ValueError):
        parsed_line(text)


def test_words_are_searched_as_they_are(months: State) -> None:
    months.record("zoe", "connexion", "100 % de _réussite_")
    assert [e.who for e in months.trail(holding="ZOE connexion")] == ["zoe"]
    assert [e.who for e in months.trail(holding="% _")] == ["zoe"]
    assert months.trail(holding="rien de tel") == ()
