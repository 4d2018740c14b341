"""The digest through mail servers that encrypt and ask who one is: by STARTTLS, by TLS from the start, and not at all."""

import socket
import ssl
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from guide_pipeline.editions.store import EditionStore
from guide_pipeline.errors import GuideError, UsageError
from guide_pipeline.readers.mail import MailSettings
from guide_site.personal.sending import send_digests
from guide_site.state import State

from .conftest import SITE, Box

pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS:UserWarning")
USER, PASSWORD = "guide", "une phrase de passe pour le courriel"


def certificate(folder: Path, name: str) -> tuple[Path, Path]:
    """A certificate for a name, signed by itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    cert_file, key_file = folder / f"{name}.pem", folder / f"{name}.key"
    cert_file.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    key_file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return cert_file, key_file


class Recorder(Box):
    """A box that also remembers how each message came: encrypted, and from whom."""

    def __init__(self) -> None:
        super().__init__()
        self.ways: list[tuple[bool, object]] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        assert server.transport is not None
        encrypted = server.transport.get_extra_info("ssl_object") is not None
        self.ways.append((encrypted, session.auth_data))
        return await super().handle_DATA(server, session, envelope)


def checked(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: object) -> AuthResult:
    """Who signs in to the mail server."""
    assert isinstance(data, LoginPassword)
    sound = (data.login, data.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=sound, handled=sound, auth_data=data.login.decode())


@pytest.fixture
def box() -> Recorder:
    return Recorder()


@pytest.fixture(params=["starttls", "tls"])
def settings(
    request: pytest.FixtureRequest, box: Recorder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[MailSettings]:
    """A server on this machine that refuses whoever hasn't encrypted and signed in; this machine trusts its certificate."""
    cert_file, key_file = certificate(tmp_path, "localhost")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert_file, key_file)
    monkeypatch.setenv("SSL_CERT_FILE", str(cert_file))
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    implicit = request.param == "tls"
    controller = Controller(
        box,
        hostname="127.0.0.1",
        port=port,
        ssl_context=context if implicit else None,
        tls_context=None if implicit else context,
        require_starttls=not implicit,
        authenticator=checked,
        auth_required=True,
        auth_require_tls=not implicit,  # aiosmtpd only counts TLS that was asked for by STARTTLS
        server_hostname="localhost",
    )
    controller.start()
    (tmp_path / "secret").write_text(f"{PASSWORD}\n", "utf-8")
    yield MailSettings(
        "localhost", port, request.param, USER, str(tmp_path / "secret"), sender="guide@exemple.fr"
    )
    controller.stop()


def test_it_goes_encrypted_and_signed_in(
    store: EditionStore, state: State, box: Recorder, settings: MailSettings
) -> None:
    assert send_digests(store, state, 1, settings, SITE).sent == ("marie", "paul")
    assert len(box.messages) == 2
    assert box.ways == [(True, USER), (True, USER)]


def test_a_wrong_password_serves_nobody(
    store: EditionStore, state: State, box: Recorder, settings: MailSettings
) -> None:
    Path(settings.password_file).write_text("une autre", "utf-8")
    with pytest.raises(GuideError, match="n'a pas pu servir") as raised:
        send_digests(store, state, 1, settings, SITE)
    assert "une autre" not in str(raised.value) and PASSWORD not in str(raised.value)
    assert box.messages == [] and len(state.subscribers(1)) == 2
    Path(settings.password_file).unlink()
    with pytest.raises(UsageError, match="mot de passe"):
        send_digests(store, state, 1, settings, SITE)


def test_without_signing_in_the_server_takes_nothing(
    store: EditionStore, state: State, box: Recorder, settings: MailSettings
) -> None:
    with pytest.raises(GuideError, match="n'a pas pu servir"):
        send_digests(store, state, 1, replace(settings, user="", password_file=""), SITE)
    assert box.messages == [] and len(state.subscribers(1)) == 2


def test_a_server_that_is_not_who_it_says_gets_nothing(
    store: EditionStore,
    state: State,
    box: Recorder,
    settings: MailSettings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Its certificate is unknown here; then it is known, and another name's."""
    other, _ = certificate(tmp_path, "courriel.exemple.fr")
    monkeypatch.setenv("SSL_CERT_FILE", str(other))
    with pytest.raises(GuideError, match="CERTIFICATE_VERIFY_FAILED"):
        send_digests(store, state, 1, settings, SITE)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "localhost.pem"))
    with pytest.raises(GuideError, match="CERTIFICATE_VERIFY_FAILED"):
        send_digests(store, state, 1, replace(settings, server="127.0.0.1"), SITE)
    assert box.messages == [] and len(state.subscribers(1)) == 2
