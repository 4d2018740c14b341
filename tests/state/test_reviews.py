"""Decisions, publications and trail: added, read back, never altered."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy.exc import DBAPIError

from guide_pipeline.errors import RefusedError
from guide_site.state import State, Verdict, open_state
from guide_site.state.decision_memory import DecisionMemory

from .conftest import Clock


def test_the_last_decision_comes_last(state: State, clock: Clock, reopen: Callable[[], State]) -> None:
    state.record_decision("2026-01", "aa", Verdict.REFUSED, "Zoé", "Erreur de montant.")
    clock.move(hours=1)
    last = state.record_decision("2026-01", "bb", Verdict.APPROVED, "admin")
    state.record_decision("2026-02", "cc", Verdict.APPROVED, "admin")
    read = reopen().decisions("2026-01")
    assert [(d.digest, d.verdict, d.by, d.comment) for d in read] == [
        ("aa", Verdict.REFUSED, "Zoé", "Erreur de montant."),
        ("bb", Verdict.APPROVED, "admin", ""),
    ]
    assert read[-1] == last and last.at == clock.now
    assert len(state.decisions()) == 3


def test_a_refusal_says_why(state: State) -> None:
    with pytest.raises(RefusedError, match="pourquoi"):
        state.record_decision("2026-01", "aa", Verdict.REFUSED, "admin", "  ")
    assert state.decisions() == ()


def test_publications_are_kept_in_order(state: State) -> None:
    state.record_publication(0, "", "installation")
    state.record_publication(1, "2026-01", "admin")
    assert [(p.edition, p.batch, p.by) for p in state.publications()] == [
        (0, "", "installation"),
        (1, "2026-01", "admin"),
    ]


def test_the_trail_goes_back_page_by_page(state: State) -> None:
    for number in range(5):
        state.record("admin", "essai", str(number))
    newest = state.trail(2)
    assert [entry.detail for entry in newest] == ["4", "3"]
    assert [entry.detail for entry in state.trail(2, before=newest[-1].id)] == ["2", "1"]


@pytest.mark.parametrize("table", ["decision", "decision_item", "publication", "trail"])
@pytest.mark.parametrize("act", ["UPDATE {} SET {} = 99", "DELETE FROM {}"])
def test_the_database_itself_refuses_to_alter(state: State, table: str, act: str) -> None:
    state.record_decision("1", "aa", Verdict.APPROVED, "admin", scope="tout", items=["x"])
    state.record_publication(1, "1", "admin")
    column = "item" if table == "decision_item" else "id"
    with pytest.raises(DBAPIError, match="append-only"), state._writer.begin() as conn:
        conn.exec_driver_sql(act.format(table, column))


def test_every_act_leaves_its_line(state: State) -> None:
    state.record_ingestion("2026-01", "remi")
    state.record_decision("2026-01", "aa", Verdict.APPROVED, "admin", scope="fiche:apl", items=["x", "y"])
    state.record_publication(1, "2026-01", "admin", "ff")
    assert [(e.who, e.what, e.detail) for e in state.trail()] == [
        ("admin", "édition publiée", "1, lot 2026-01, relevé ff"),
        ("admin", "changements : approuvé", "lot 2026-01, fiche:apl (2)"),
        ("remi", "lot ingéré", "2026-01"),
    ]


def test_nobody_overwrites_unseen_what_another_decided(state: State) -> None:
    seen = state.record_decision("1", "aa", Verdict.APPROVED, "ada", scope="tout", items=["x", "y"])
    state.record_decision("1", "aa", Verdict.REFUSED, "Bruno", "Faux.", scope="changement:x", items=["x"])
    with pytest.raises(RefusedError, match=r"Bruno.*refusé : « Faux"):
        state.record_decision(
            "1", "aa", Verdict.APPROVED, "ada", scope="fiche:f", items=["x", "z"], known=seen.id
        )
    assert len(state.decisions("1")) == 2 and len(state.trail()) == 2
    # elsewhere, the same verdict, one's own, on another proposal, or once it is seen: nothing stands against it
    state.record_decision(
        "1", "aa", Verdict.APPROVED, "ada", scope="changement:y", items=["y"], known=seen.id
    )
    state.record_decision("1", "aa", Verdict.REFUSED, "ada", "Oui.", scope="x", items=["x"], known=seen.id)
    state.record_decision("1", "bb", Verdict.APPROVED, "ada", scope="x", items=["x"], known=seen.id)
    state.record_decision("1", "aa", Verdict.APPROVED, "ada", scope="x", items=["x"], known=seen.id + 1)


def test_what_others_decide_meanwhile_is_read_too(state: State, reopen: Callable[[], State]) -> None:
    """A proposal's decisions are remembered: those that another process adds come after them, in order."""
    other = reopen()
    for by in ("ada", "zoé", "bea"):
        other.record_decision("2026-01", "aa", Verdict.APPROVED, by, items=("c1", "c2"))
        other.record_decision("2026-01", "bb", Verdict.APPROVED, by)
        assert state.decisions("2026-01", "aa") == reopen().decisions("2026-01", "aa")
    assert [d.by for d in state.decisions("2026-01", "aa")] == ["ada", "zoé", "bea"]
    assert state.decisions("2026-01", "aa")[-1].items == ("c1", "c2")


def test_a_database_put_back_is_read_anew(state: State, tmp_path: Path) -> None:
    """A backup restored below a running server knows fewer decisions: none of those it never had is shown."""
    memory = DecisionMemory()
    for by in ("ada", "zoé"):
        state.record_decision("2026-01", "aa", Verdict.APPROVED, by)
    earlier = open_state(f"sqlite:///{tmp_path / 'earlier.sqlite'}")
    earlier.create_schema()
    kept = earlier.record_decision("2026-01", "aa", Verdict.APPROVED, "bea")
    with state._reader.begin() as conn:
        assert len(memory.decisions(conn, "2026-01", "aa")) == 2
    with earlier._reader.begin() as conn:
        assert memory.decisions(conn, "2026-01", "aa") == (kept,)
    earlier.close()
