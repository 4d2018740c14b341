"""Reading reports, deciding, publishing, comparing."""

import gzip
import html
import re
from pathlib import Path

import pytest

from guide_pipeline.editions.manifest import identity
from guide_pipeline.editions.store import EditionStore
from guide_pipeline.ingest import ingest
from guide_pipeline.review.votes import Fate
from guide_pipeline.waiting import needed_ingested
from guide_site.review import find_board
from guide_site.state import Role, State, Verdict
from tests.guides import write_batch

from .conftest import Clients, post
from .guides import REPLACE, pacs

LOT = "/rapports/2026-03/"


def proposal(root: Path) -> str:
    """What the page of the waiting batch puts in its form."""
    return needed_ingested(EditionStore(root), "2026-03").proposal


def text_of(as_: Clients, role: Role, address: str) -> str:
    answer = as_(role).get(address)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_the_list_tells_where_each_batch_stands(as_: Clients) -> None:
    text = text_of(as_, Role.EDITOR, "/rapports/")
    rows = [text.index(f'href="/rapports/{batch}/"') for batch in ("2026-03", "2026-02", "2026-01")]
    assert rows == sorted(rows)
    assert "à relire : " in text and "publié (édition 2)" in text and "publié (édition 1)" in text


def test_an_editor_reads_and_is_offered_nothing_to_decide(as_: Clients) -> None:
    text = text_of(as_, Role.EDITOR, LOT)
    assert "Lot 2026-03" in text and 'value="approuve' not in text and "/publication" not in text
    assert 'value="commentaire tout"' not in text and 'value="commentaire changement:' in text
    report = as_(Role.EDITOR).get(f"{LOT}report.html")
    assert "Retour à la page du lot" in report.get_data(as_text=True)
    assert report.headers["Cache-Control"] == "private, no-cache"
    for file, kind in (("report.json", "application/json"), ("rapport.css", "text/css; charset=utf-8")):
        assert as_(Role.EDITOR).get(LOT + file).content_type == kind


def test_a_report_is_sent_once_and_anew_when_it_changes(as_: Clients, root: Path) -> None:
    editor, address = as_(Role.EDITOR), f"{LOT}report.html"
    first = editor.get(address, headers={"Accept-Encoding": "gzip"})
    assert first.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(first.data) == editor.get(address).data
    known = {"Accept-Encoding": "gzip", "If-None-Match": first.headers["ETag"]}
    assert editor.get(address, headers=known).status_code == 304
    report = EditionStore(root).paths.report("2026-03") / "report.html"
    report.write_bytes(report.read_bytes().replace(b"</body>", b"<p>Autre.</p></body>"))
    again = editor.get(address, headers=known)
    assert again.status_code == 200 and b"<p>Autre.</p>" in gzip.decompress(again.data)


def test_a_page_shows_the_last_words_on_a_change_however_many_there_are(
    as_: Clients, root: Path, state: State
) -> None:
    item = find_board(EditionStore(root), state, "2026-03").items[0].id
    for number in range(8):
        state.record_decision(
            "2026-03", proposal(root), Verdict.COMMENT, "remi", f"Remarque {number}.", items=(item,)
        )
    text = text_of(as_, Role.EDITOR, f"{LOT}?voir=tout").partition('id="_decisions"')[0]
    assert [n for n in range(8) if f"Remarque {n}." in text] == [3, 4, 5, 6, 7]
    assert "3 plus tôt" in text


@pytest.mark.parametrize("file", ["lot.json", "..%2f..%2fsecret.txt", "report.html%00", "autre.html"])
def test_only_the_report_is_served(as_: Clients, file: str) -> None:
    assert as_(Role.ADMIN).get(LOT + file).status_code == 404


def test_an_unknown_batch_is_not_found(as_: Clients) -> None:
    for batch in ("inconnu", "..", "%2e%2e", "2026-03%00"):
        assert as_(Role.ADMIN).get(f"/rapports/{batch}/").status_code == 404


def test_approving_is_recorded_and_then_published(as_: Clients, root: Path, state: State) -> None:
    admin, agent = as_(Role.ADMIN), as_(Role.AGENT)
    assert f'name="proposition" value="{proposal(root)}"' in admin.get(LOT).get_data(as_text=True)
    approved = post(
        admin, f"{LOT}decision", acte="approuve tout", proposition=proposal(root), commentaire="Vu."
    )
    assert approved.status_code == 303 and approved.location.startswith(LOT)
    last = state.decisions("2026-03")[-1]
    assert (last.verdict, last.by, last.comment, last.digest) == (
        Verdict.APPROVED,
        "ada",
        "Vu.",
        proposal(root),
    )
    assert "relu, en attente de publication" in admin.get(LOT).get_data(as_text=True)
    assert "état 1" in agent.get("/fiches/pacs.html").get_data(as_text=True)
    assert post(admin, f"{LOT}publication").status_code == 303
    assert "état 3" in agent.get("/fiches/pacs.html").get_data(as_text=True)
    published = admin.get(LOT).get_data(as_text=True)
    assert "publié (édition 3)" in published and "Vu." in published and "Approuver" not in published
    assert state.publications()[-1].by == "ada"


def test_a_refusal_needs_its_reason_and_leaves_the_change_out(as_: Clients, root: Path, state: State) -> None:
    admin = as_(Role.ADMIN)
    silent = post(admin, f"{LOT}decision", acte="refuse tout", proposition=proposal(root))
    assert silent.status_code == 409 and "pourquoi" in silent.get_data(as_text=True)
    refused = post(
        admin, f"{LOT}decision", acte="refuse tout", proposition=proposal(root), commentaire="<i>Faux"
    )
    assert refused.status_code == 303
    text = admin.get(LOT).get_data(as_text=True)
    assert "Refusé par ada" in text and "&lt;i&gt;Faux" in text and "Laissé de côté" in text
    assert post(admin, f"{LOT}publication").status_code == 303
    made = EditionStore(root).needed_latest()
    assert made.number == 3 and made.sheets == EditionStore(root).manifest(2).sheets
    assert {out.sheet for out in made.left_out} == {"pacs"}
    record = admin.get(f"{LOT}decisions.json").get_json()
    assert record["ecartes"] == [out.id for out in made.left_out]
    assert record["decisions"][0]["commentaire"] == "<i>Faux"


def test_what_was_not_approved_is_not_published(as_: Clients, root: Path) -> None:
    answer = post(as_(Role.ADMIN), f"{LOT}publication")
    assert answer.status_code == 409 and "pas approuvé" in answer.get_data(as_text=True)
    assert EditionStore(root).needed_latest().number == 2


def test_a_decision_is_on_what_was_read(as_: Clients, root: Path, state: State) -> None:
    """The batch is ingested anew, changed, between the reading and the click."""
    admin, seen, before = as_(Role.ADMIN), proposal(root), state.decisions()
    ingest(
        EditionStore(root),
        write_batch(root, "2026-03", "2026-02", REPLACE, {"fiches/pacs.xml": pacs(4)}, "2026-03-01"),
    )
    answer = post(admin, f"{LOT}decision", acte="approuve tout", proposition=seen)
    assert answer.status_code == 409 and "de nouveau" in answer.get_data(as_text=True)
    assert state.decisions() == before


def test_two_administrators_at_once(as_: Clients, root: Path, state: State) -> None:
    """The second one learns what the first decided, and what she saw no more is not overwritten."""
    state.add_user("bruno", "bonne phrase de passe", Role.ADMIN)
    ada, item = as_(Role.ADMIN), find_board(EditionStore(root), state, "2026-03").items[0].id
    fields = {"proposition": proposal(root), "vu": "0"}
    state.record_decision(
        "2026-03", proposal(root), Verdict.REFUSED, "bruno", "Article faux.", scope="x", items=[item]
    )
    told = ada.get(f"{LOT}etat?depuis=0").get_json()
    assert "bruno" in told["decisions"][0] and told["proposition"] == proposal(root)
    answer = post(ada, f"{LOT}decision", acte=f"approuve changement:{item}", **fields)
    text = answer.get_data(as_text=True)
    assert answer.status_code == 409 and "bruno vient de se prononcer" in text and "Article faux." in text
    seen = {**fields, "vu": str(state.decisions("2026-03")[-1].id)}
    assert post(ada, f"{LOT}decision", acte=f"approuve changement:{item}", **seen).status_code == 303


def test_an_editor_answers_a_question_and_decides_nothing(as_: Clients, root: Path, state: State) -> None:
    admin, editor, seen = as_(Role.ADMIN), as_(Role.EDITOR), proposal(root)
    asked = {"proposition": seen, "commentaire": "Quel article ?"}
    assert post(admin, f"{LOT}decision", acte="question tout", **asked).status_code == 303
    assert "question posée" in editor.get(LOT).get_data(as_text=True)
    answer = {"proposition": seen, "commentaire": "L'article 515-7."}
    assert post(editor, f"{LOT}commentaire", acte="commentaire tout", **answer).status_code == 303
    assert post(editor, f"{LOT}decision", acte="approuve tout", **answer).status_code == 403
    board = find_board(EditionStore(root), state, "2026-03")
    assert set(board.fates.values()) == {Fate.QUESTION} and not board.publishable
    assert "515-7" in admin.get(LOT).get_data(as_text=True)


def test_a_decision_must_be_one(as_: Clients, root: Path, state: State) -> None:
    before = state.decisions()
    answer = post(as_(Role.ADMIN), f"{LOT}decision", acte="peut-etre tout", proposition=proposal(root))
    assert answer.status_code == 409 and state.decisions() == before


def test_what_is_said_of_a_refused_act_leads_back_to_the_batch(as_: Clients) -> None:
    """The page stands at the address of the act then, which takes no reading: its filters lead elsewhere."""
    text = post(as_(Role.ADMIN), f"{LOT}decision", acte="").get_data(as_text=True)
    links = re.findall(r'href="([^"]*voir=[^"]*)"', text)
    assert links and all(link.startswith(f"{LOT}?") for link in links)
    assert as_(Role.ADMIN).get(html.unescape(links[0])).status_code == 200


def test_what_is_published_is_decided(as_: Clients, root: Path, state: State) -> None:
    before = state.decisions()
    published = identity(EditionStore(root).manifest(2))
    answer = post(
        as_(Role.ADMIN),
        "/rapports/2026-02/decision",
        acte="refuse tout",
        proposition=published,
        commentaire="Non.",
    )
    assert answer.status_code == 409 and "déjà publié" in answer.get_data(as_text=True)
    assert state.decisions() == before


def test_a_sheet_in_two_editions(as_: Clients) -> None:
    for query in ("?de=0&a=1", ""):
        text = text_of(as_, Role.AGENT, f"/comparer/pacs{query}")
        assert "<del>0</del>" in text and "<ins>1</ins>" in text
    same = text_of(as_, Role.AGENT, "/comparer/loyer-01?de=0&a=1")
    assert "est la même" in same and "<ins>" not in same


@pytest.mark.parametrize(
    ("query", "status"),
    [("de=0&a=9", 404), ("de=x&a=1", 400), ("de=-1&a=1", 400), ("de=٣&a=1", 400), ("de=0&a=1", 404)],
)
def test_what_cannot_be_compared(as_: Clients, query: str, status: int) -> None:
    sheet = "inconnue" if query == "de=0&a=1" else "pacs"
    assert as_(Role.AGENT).get(f"/comparer/{sheet}?{query}").status_code == status
