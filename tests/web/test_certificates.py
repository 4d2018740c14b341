"""Certificates handed on by nginx (played here by headers), and the alarm of the revocation list."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from guide_pipeline.readers.access import CertificateSettings
from guide_site.state import State, Way
from guide_site.web import WebConfig, create_app
from guide_site.web.certificates import CrlState, crl_state, named

from .conftest import token_of

SECRET = "un secret d'au moins vingt signes"
NOW = datetime(2026, 4, 1, tzinfo=UTC)
SUBJECT = "CN=agnes,OU=Agents,O=Exemple,C=FR"


@pytest.fixture
def config(root: Path) -> WebConfig:
    (root / "nginx.secret").write_text(SECRET, "utf-8")
    return WebConfig(certificate=CertificateSettings("CN", "nginx.secret", "crl.pem"), folder=root)


@pytest.fixture
def client(root: Path, state: State, config: WebConfig) -> FlaskClient:
    return create_app(root, config=config, state=state).test_client()


def show(client: FlaskClient, **changes: str) -> TestResponse:
    """The certificate button, behind a nginx that says this."""
    headers = {
        "X-Guide-Mandataire": SECRET.encode().decode("latin-1"),
        "X-Certificat-Verifie": "SUCCESS",
        "X-Certificat-Sujet": SUBJECT,
        "X-Certificat-Emetteur": "CN=AC Exemple",
    }
    headers.update({name.replace("_", "-"): value for name, value in changes.items()})
    data = {"jeton": token_of(client, "/connexion"), "suite": "/compte"}
    return client.post("/connexion/certificat", data=data, headers=headers)


def test_a_checked_certificate_signs_in(client: FlaskClient, state: State) -> None:
    assert "Utiliser mon certificat" in client.get("/connexion").get_data(as_text=True)
    answer = show(client)
    assert (answer.status_code, answer.location) == (303, "/compte")
    assert [s.way for s in state.sessions("agnes")] == [Way.CERTIFICATE]


@pytest.mark.parametrize(
    "changes",
    [
        {"X_Certificat_Verifie": "NONE"},
        {"X_Certificat_Verifie": "FAILED:certificate revoked"},
        {"X_Guide_Mandataire": ""},
        {"X_Guide_Mandataire": "deviné"},
        {"X_Certificat_Sujet": ""},
        {"X_Certificat_Sujet": "n'importe quoi"},
        {"X_Certificat_Sujet": "CN=agnes,CN=ada,C=FR"},
        {"X_Certificat_Sujet": "CN=inconnue,C=FR"},
        {"X_Certificat_Sujet": "O=CN\\=ada,CN=inconnue"},
    ],
)
def test_anything_else_opens_nothing(client: FlaskClient, state: State, changes: dict[str, str]) -> None:
    assert show(client, **changes).status_code == 403
    assert state.sessions() == ()


def test_without_the_setting_there_is_no_such_door(root: Path, state: State) -> None:
    client = create_app(root, config=WebConfig(), state=state).test_client()
    assert show(client).status_code == 404


def test_a_short_secret_is_none(client: FlaskClient, root: Path) -> None:
    (root / "nginx.secret").write_text("court", "utf-8")
    assert show(client, X_Guide_Mandataire="court").status_code == 403


@pytest.mark.parametrize(
    ("subject", "field", "name"),
    [
        (SUBJECT, "CN", "agnes"),
        ("UID=a.roux,CN=Anne Roux,C=FR", "UID", "a.roux"),
        ("emailAddress=a.roux@d.fr,CN=Anne", "emailAddress", "a.roux@d.fr"),
        ("CN=Dupont\\, Anne,C=FR", "CN", "Dupont, Anne"),
        ("CN=Anne", "UID", ""),
    ],
)
def test_the_attribute_that_names_the_account(subject: str, field: str, name: str) -> None:
    assert named(subject, field) == name


@pytest.fixture
def write_crl(root: Path) -> Callable[[timedelta], None]:
    """Writes a revocation list that is due after so long."""
    key = ec.generate_private_key(ec.SECP256R1())
    issuer = x509.Name.from_rfc4514_string("CN=AC Exemple")

    def write(left: timedelta) -> None:
        now = datetime.now(UTC)
        builder = x509.CertificateRevocationListBuilder().issuer_name(issuer)
        made = (
            builder.last_update(now - timedelta(days=30)).next_update(now + left).sign(key, hashes.SHA256())
        )
        (root / "crl.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))

    return write


@pytest.mark.parametrize(
    ("left", "state_", "status"),
    [
        (timedelta(days=5), CrlState.FRESH, "ok"),
        (timedelta(hours=40), CrlState.SOON, "incomplet"),
        (timedelta(minutes=-1), CrlState.STALE, "incomplet"),
    ],
)
def test_a_stale_list_is_alarmed_before_it_is_too_late(
    client: FlaskClient,
    config: WebConfig,
    write_crl: Callable[[timedelta], None],
    left: timedelta,
    state_: CrlState,
    status: str,
) -> None:
    write_crl(left)
    assert crl_state(config) is state_
    answer = client.get("/sante").get_json()
    assert (answer["statut"], answer["revocation"]) == (status, state_.value)


def test_a_list_that_cannot_be_read_is_alarmed(client: FlaskClient, config: WebConfig, root: Path) -> None:
    assert crl_state(config) is CrlState.UNREADABLE
    (root / "crl.pem").write_bytes(b"-----BEGIN n'importe quoi")
    assert client.get("/sante").get_json()["revocation"] == "illisible"
    assert crl_state(WebConfig()) is CrlState.NONE
