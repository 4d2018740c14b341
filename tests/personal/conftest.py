"""An edition to tell, two people who asked for its news, and the box where a mail server puts what it takes."""

from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session

from guide_pipeline.build.base import build
from guide_pipeline.editions.store import EditionStore
from guide_pipeline.ingest import ingest
from guide_pipeline.publish import Approval, publish
from guide_pipeline.readers.config import read_config
from guide_site.state import Preferences, Role, State, default_url, open_state
from tests.guides import first_batch, write_guide

SITE = "https://guide.exemple.fr"


class Box:
    """What a mail server received; it refuses those it is told to."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self.refused: set[str] = set()

    async def handle_RCPT(  # noqa: N802 - the name that aiosmtpd looks for
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.refused:
            return "550 Unknown"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        assert isinstance(envelope.content, bytes)
        message = message_from_bytes(envelope.content, policy=default)
        assert isinstance(message, EmailMessage)
        self.messages.append(message)
        return "250 OK"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> EditionStore:
    """A guide whose edition 1 adds, changes and renames a sheet and changes a rate."""
    root = write_guide(tmp_path_factory.mktemp("courriel") / "guide")
    store = EditionStore(root)
    build(store, read_config(root))
    batch = first_batch(root)
    publish(store, batch.name, Approval("ada", ingest(store, batch).ingested.proposal))
    return store


@pytest.fixture
def state(tmp_path: Path) -> Iterator[State]:
    state = open_state(default_url(tmp_path))
    state.create_schema()
    for name in ("marie", "paul"):
        account = state.add_user(name, None, Role.AGENT, f"{name.title()} Élan", f"{name}@exemple.fr")
        state.set_preferences(account.id, Preferences(digest=True))
    state.add_user("lea", None, Role.AGENT, email="lea@exemple.fr")
    yield state
    state.close()
