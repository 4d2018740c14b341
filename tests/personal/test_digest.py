"""The digest through a real mail server: to whom, once, in two parts, short; what is refused stops nobody else."""

import re
import socket
from collections.abc import Iterator
from dataclasses import replace

import pytest
from aiosmtpd.controller import Controller
from lxml import html

from guide_pipeline.editions.store import EditionStore
from guide_pipeline.errors import GuideError, UsageError
from guide_pipeline.readers.mail import MailSettings
from guide_site.personal.chapters import ChapterNews, EditionChapters
from guide_site.personal.digest import as_html, as_text, digest_of
from guide_site.personal.sending import send_digests
from guide_site.render.context import RateNews, SheetNews
from guide_site.state import State

from .conftest import SITE, Box


@pytest.fixture
def box() -> Box:
    return Box()


@pytest.fixture
def settings(box: Box) -> Iterator[MailSettings]:
    """A real server on this machine, on any free port."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    yield MailSettings("127.0.0.1", port, "aucun", sender="guide@exemple.fr")
    controller.stop()


def test_it_goes_once_to_those_who_asked(
    store: EditionStore, state: State, box: Box, settings: MailSettings
) -> None:
    assert send_digests(store, state, 1, settings, SITE).sent == ("marie", "paul")
    assert [str(m["To"]) for m in box.messages] == [
        "Marie Élan <marie@exemple.fr>",
        "Paul Élan <paul@exemple.fr>",
    ]
    assert send_digests(store, state, 1, settings, SITE).sent == ()
    assert len(box.messages) == 2


def test_both_parts_tell_the_same_and_fetch_nothing(
    store: EditionStore, state: State, box: Box, settings: MailSettings
) -> None:
    send_digests(store, state, 1, settings, SITE)
    message = box.messages[0]
    assert message.get_content_type() == "multipart/alternative"
    assert "Petit guide" in message["Subject"] and message["Auto-Submitted"] == "auto-generated"
    plain, rich = (part.get_content() for part in message.iter_parts())
    tree = html.fromstring(rich)
    words = re.sub(r"\s+", " ", tree.text_content())
    for said in ("Pacs", "Mariage", "Loyers impayés", "Base mensuelle"):
        assert said in plain and said in words
    assert f"{SITE}/fiches/pacs.html" in plain
    assert (
        tree.get("lang") == "fr" and tree.xpath("//h1") and not tree.xpath("//img|//script|//link|//*[@src]")
    )
    assert {link.split("/fiches/")[0] for link in tree.xpath("//a/@href") if "/fiches/" in link} == {SITE}
    assert all(cell.get("scope") for cell in tree.iter("th"))


def test_ones_own_sheets_come_first(
    store: EditionStore, state: State, box: Box, settings: MailSettings
) -> None:
    state.add_favourite(state.user("marie").id, "loyer", 0)
    send_digests(store, state, 1, settings, SITE)
    first, second = (m.get_body(("plain",)).get_content() for m in box.messages)  # type: ignore[union-attr]
    assert "DANS VOS FICHES" in first and first.index("Loyers impayés") < first.index("Pacs")
    assert "DANS VOS FICHES" not in second


def test_only_the_chapters_that_were_chosen(store: EditionStore) -> None:
    text = as_text(digest_of(store, 1, ("logement",)), SITE)
    assert "Loyers impayés" in text and "Pacs" not in text


def test_one_refusal_stops_nobody_else_and_is_tried_again(
    store: EditionStore, state: State, box: Box, settings: MailSettings
) -> None:
    box.refused.add("marie@exemple.fr")
    done = send_digests(store, state, 1, settings, SITE)
    assert done.sent == ("paul",) and done.refused[0].account == "marie" and "550" in done.refused[0].reason
    box.refused.clear()
    assert send_digests(store, state, 1, settings, SITE).sent == ("marie",)


def test_no_server_and_nobody_is_taken_for_served(store: EditionStore, state: State) -> None:
    with pytest.raises(UsageError, match="courriel"):
        send_digests(store, state, 1, MailSettings(), SITE)
    with pytest.raises(GuideError, match="n'a pas pu servir"):
        send_digests(store, state, 1, MailSettings("127.0.0.1", 1, "aucun", sender="g@exemple.fr"), SITE)
    assert len(state.subscribers(1)) == 2


def test_a_server_that_can_not_encrypt_gets_nothing(
    store: EditionStore, state: State, box: Box, settings: MailSettings
) -> None:
    strict = MailSettings(settings.server, settings.port, "starttls", sender="guide@exemple.fr")
    with pytest.raises(GuideError, match="STARTTLS"):
        send_digests(store, state, 1, strict, SITE)
    assert box.messages == [] and len(state.subscribers(1)) == 2


def test_the_largest_edition_is_read_in_five_minutes(
    store: EditionStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nineteen chapters where thirty sheets each change: at 200 words a minute, a thousand words."""
    summary = "Montants : 3 ; dates : 2 ; parties : Conditions, Montants, Démarches " * 5
    sheets = tuple(
        SheetNews("modification", f"f{n}", "Une fiche au titre assez long", "x", summary) for n in range(30)
    )
    chapters = tuple(ChapterNews(f"c{n}", f"Chapitre {n}", sheets) for n in range(19))
    told = EditionChapters(1, "Lot", store.manifest(1).date, "Guide", chapters, ())
    monkeypatch.setattr("guide_site.personal.digest.edition_chapters", lambda *_: told)
    digest = digest_of(store, 1)
    words = re.findall(r"\b[^\W\d]{2,}", re.sub(r"https?://\S+", "", as_text(digest, SITE)))
    assert 300 < len(words) <= 1_000
    assert "autres fiches" in as_html(digest, SITE)


def test_key_figures_are_those_of_the_home_page_then_the_most_cited(
    store: EditionStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`bmaf` is cited by a sheet of the small guide; the others are not."""
    guide = store.guide(store.manifest(1))
    bmaf = guide.rates["bmaf"]
    ranks = {"aaa": 0, "second": 2, "first": 1, "bmaf": 0}
    rates = {key: replace(bmaf, id=key, rank=rank) for key, rank in ranks.items()}
    news = tuple(RateNews(key, key, bmaf.unit, None, bmaf.values[-1]) for key in ranks)
    told = EditionChapters(1, "Lot", store.manifest(1).date, "Guide", (), news)
    monkeypatch.setattr("guide_site.personal.digest.edition_chapters", lambda *_: told)
    monkeypatch.setattr(EditionStore, "guide", lambda *_: replace(guide, rates=rates))
    assert [item.rate for item in digest_of(store, 1).rates] == ["first", "second", "bmaf", "aaa"]
