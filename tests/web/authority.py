"""An authority of the tests' own: certificates of servers and people, and a revocation list."""

import ssl
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

_PEM = serialization.Encoding.PEM


@dataclass(slots=True)
class Authority:
    """Signs into files of `folder`; `name` is its common name."""

    folder: Path
    name: str
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    numbers: dict[str, int] = field(default_factory=dict)
    """The serial number of each certificate, by the name of its file."""

    @property
    def file(self) -> Path:
        """Its own certificate."""
        path = self.folder / f"{self.name}.pem"
        if not path.exists():
            path.write_bytes(self._certificate(self.name, self.key, 365, authority=True).public_bytes(_PEM))
        return path

    def sign(self, file: str, name: str, *, days: int = 30, server: bool = False) -> Path:
        """A certificate for the common name `name` with its key, in one file; `days` below 0: expired."""
        key = ec.generate_private_key(ec.SECP256R1())
        made = self._certificate(name, key, days, server=server)
        self.numbers[file] = made.serial_number
        kept = key.private_bytes(_PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        path = self.folder / file
        path.write_bytes(made.public_bytes(_PEM) + kept)
        return path

    def revoke(self, *files: str, left: timedelta = timedelta(days=7)) -> Path:
        """The revocation list that names the certificates of `files`, due after `left`."""
        now = datetime.now(UTC)
        builder = x509.CertificateRevocationListBuilder(issuer_name=_named(self.name))
        builder = builder.last_update(now - timedelta(days=30)).next_update(now + left)
        for file in files:
            one = x509.RevokedCertificateBuilder().serial_number(self.numbers[file])
            builder = builder.add_revoked_certificate(one.revocation_date(now - timedelta(days=1)).build())
        path = self.folder / "crl.pem"
        path.write_bytes(builder.sign(self.key, hashes.SHA256()).public_bytes(_PEM))
        return path

    def context(self, certificate: Path | None = None) -> ssl.SSLContext:
        """What a browser that trusts this authority, and shows `certificate`, has."""
        context = ssl.create_default_context(cafile=str(self.file))
        if certificate is not None:
            context.load_cert_chain(certificate)
        return context

    def _certificate(
        self,
        name: str,
        key: ec.EllipticCurvePrivateKey,
        days: int,
        *,
        server: bool = False,
        authority: bool = False,
    ) -> x509.Certificate:
        now = datetime.now(UTC)
        builder = (
            x509.CertificateBuilder()
            .subject_name(_named(name))
            .issuer_name(_named(self.name))
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=60))
            .not_valid_after(now + timedelta(days=days))
            .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key()), critical=False
            )
        )
        if server:
            names = [x509.DNSName(name), x509.IPAddress(ip_address("127.0.0.1"))]
            builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
        if authority:
            usage = x509.KeyUsage(False, False, False, False, False, True, True, False, False)
            builder = builder.add_extension(usage, critical=True)
        return builder.sign(self.key, hashes.SHA256())


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
