"""Sending the digest, one message a person, through the mail server of the settings."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.errors import MessageError
from email.message import EmailMessage
from pathlib import Path

from guide_pipeline.editions.store import EditionStore
from guide_pipeline.errors import GuideError, UsageError
from guide_pipeline.progress import SILENT, Reporter
from guide_pipeline.readers.mail import MailSettings
from guide_site.personal.digest import Digest, digest_of, message_to
from guide_site.state import State, Subscriber

_PATIENCE = 30
"""Seconds for an answer of the mail server."""
_REFUSED = (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError, smtplib.SMTPNotSupportedError)
"""What a server says of one message: the others may go."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A message that did not go."""

    account: str
    reason: str


@dataclass(frozen=True, slots=True)
class Sent:
    """What was sent, by name of account, and what was not."""

    edition: int
    sent: tuple[str, ...]
    refused: tuple[Refusal, ...]


def digest_for(store: EditionStore, state: State, edition: int, person: Subscriber) -> Digest:
    """The digest of one person: their chapters, and their own sheets first."""
    owner = person.account.id
    own = {favourite.sheet for favourite in state.favourites(owner)}
    own |= {note.place.sheet for note in state.notes(owner)}
    return digest_of(store, edition, person.preferences.chapters, own)


def send_digests(
    store: EditionStore,
    state: State,
    edition: int,
    settings: MailSettings,
    site: str,
    reporter: Reporter = SILENT,
) -> Sent:
    """Send the digest of an edition to all who asked and have not had it.

    Each is claimed before it is sent, so that two commands at once, or one run again after a failure, send nothing
    twice. Raises `UsageError` without a mail server, `GuideError` when it can't be reached; those not served stay so.
    """
    if not settings.server:
        raise UsageError("Aucun serveur de courriel : remplissez [courriel] dans guide.toml.")
    people = state.subscribers(edition)
    sent: list[str] = []
    refused: list[Refusal] = []
    if people:
        reporter.step("Envoi des nouveautés")
        try:
            with _server(settings, store.paths.root) as server:
                for done, person in enumerate(people, 1):
                    if not state.claim_digest(person.account.id, edition):
                        continue
                    refusal = _send_one(server, store, state, edition, person, settings, site)
                    if refusal is None:
                        sent.append(person.account.name)
                    else:
                        refused.append(refusal)
                    reporter.progress(done, len(people))
        finally:
            if sent:
                state.note_digests(edition, len(sent))
    return Sent(edition, tuple(sent), tuple(refused))


def _send_one(
    server: smtplib.SMTP,
    store: EditionStore,
    state: State,
    edition: int,
    person: Subscriber,
    settings: MailSettings,
    site: str,
) -> Refusal | None:
    """None when the server took the message. What is no refusal of this one message goes up."""
    try:
        digest = digest_for(store, state, edition, person)
        _hand_over(server, message_to(person, digest, settings, site), settings.sender, person.address)
    except BaseException as error:
        state.release_digest(person.account.id, edition)
        if isinstance(error, (*_REFUSED, ValueError, MessageError)):
            return Refusal(person.account.name, _reason(error))
        raise
    return None


def _hand_over(server: smtplib.SMTP, message: EmailMessage, sender: str, address: str) -> None:
    server.send_message(message, sender, [address])


@contextmanager
def _server(settings: MailSettings, root: Path) -> Iterator[smtplib.SMTP]:
    """A connection to the mail server, signed in where that is asked."""
    where = f"{settings.server}, port {settings.port}"
    try:
        with _connected(settings) as server:
            if settings.security == "starttls":
                server.starttls(context=ssl.create_default_context())
            if settings.user:
                server.login(settings.user, _password(settings, root))
            yield server
    except (OSError, smtplib.SMTPException) as error:
        raise GuideError(f"Le serveur de courriel ({where}) n'a pas pu servir : {_reason(error)}.") from error


def _connected(settings: MailSettings) -> smtplib.SMTP:
    if settings.security == "tls":
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(settings.server, settings.port, timeout=_PATIENCE, context=context)
    return smtplib.SMTP(settings.server, settings.port, timeout=_PATIENCE)


def _password(settings: MailSettings, root: Path) -> str:
    file = root / settings.password_file
    try:
        return file.read_text("utf-8").strip()
    except OSError:
        raise UsageError(f"Le mot de passe du courriel ne peut pas être lu : {file}.") from None


def _reason(error: BaseException) -> str:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, said = next(iter(error.recipients.values()))
        return f"{code} {said.decode('utf-8', 'replace')}"
    if isinstance(error, smtplib.SMTPResponseException):
        words = error.smtp_error
        return f"{error.smtp_code} {words.decode('utf-8', 'replace') if isinstance(words, bytes) else words}"
    return str(error) or type(error).__name__
