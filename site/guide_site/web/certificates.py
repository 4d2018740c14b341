"""Client certificates, as an option: nginx asks for them, checks them and hands on the subject in headers.

Headers can be sent by anyone who reaches this program, so they count only with the secret that nginx adds. The
revocation list is nginx's business too; ours is to raise the alarm before it is out of date, for nginx then turns
every certificate away.
"""

import hmac
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path

from cryptography import x509
from flask import request

from guide_pipeline.readers.access import CertificateSettings
from guide_site.state import Identity, Way
from guide_site.web.config import WebConfig

SECRET, VERIFIED, SUBJECT, ISSUER = (
    "X-Guide-Mandataire",
    "X-Certificat-Verifie",
    "X-Certificat-Sujet",
    "X-Certificat-Emetteur",
)
_SOON = timedelta(days=2)


class CrlState(StrEnum):
    """How the revocation list stands."""

    NONE = ""
    FRESH = "a-jour"
    SOON = "bientot-perimee"
    STALE = "perimee"
    UNREADABLE = "illisible"

    @property
    def alarming(self) -> bool:
        """True when someone must act."""
        return self not in (CrlState.NONE, CrlState.FRESH)


def presented(config: WebConfig) -> Identity | None:
    """Who the certificate of this request names, None without one that nginx has checked."""
    settings = config.certificate
    if settings is None or not _from_nginx(settings, config.folder):
        return None
    if request.headers.get(VERIFIED) != "SUCCESS":
        return None
    subject, issuer = request.headers.get(SUBJECT, ""), request.headers.get(ISSUER, "")
    name = named(subject, settings.field)
    return None if not name else Identity(Way.CERTIFICATE, f"certificat:{issuer}"[:255], subject[:255], name)


def named(subject: str, field: str) -> str:
    """The one value of the attribute in a subject (RFC 4514, as nginx writes it), '' when there isn't exactly one."""
    try:
        name = x509.Name.from_rfc4514_string(subject, {"emailAddress": x509.NameOID.EMAIL_ADDRESS})
    except ValueError:
        return ""
    wanted = {
        "CN": x509.NameOID.COMMON_NAME,
        "UID": x509.NameOID.USER_ID,
        "emailAddress": x509.NameOID.EMAIL_ADDRESS,
    }[field]
    values = name.get_attributes_for_oid(wanted)
    return str(values[0].value) if len(values) == 1 else ""


def crl_state(config: WebConfig, now: datetime | None = None) -> CrlState:
    """How the revocation list stands, read anew each time: it is replaced under our feet."""
    settings = config.certificate
    if settings is None or not settings.crl:
        return CrlState.NONE
    try:
        data = (config.folder / settings.crl).read_bytes()
        found = x509.load_pem_x509_crl(data) if b"-----BEGIN" in data else x509.load_der_x509_crl(data)
    except (OSError, ValueError):
        return CrlState.UNREADABLE
    left = (found.next_update_utc or datetime.min.replace(tzinfo=UTC)) - (now or datetime.now(UTC))
    return CrlState.STALE if left <= timedelta() else CrlState.SOON if left < _SOON else CrlState.FRESH


def _from_nginx(settings: CertificateSettings, folder: Path) -> bool:
    try:
        secret = (folder / settings.secret_file).read_text("utf-8").strip()
    except OSError:
        return False
    sent = request.headers.get(SECRET, "")
    return len(secret) >= 20 and hmac.compare_digest(secret.encode(), sent.encode("utf-8", "surrogatepass"))
