"""What the application must be told about the place it runs in."""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from guide_pipeline.readers.access import CertificateSettings, SsoSettings
from guide_pipeline.readers.config import Settings

_HERE = ("localhost", "127.0.0.1")


@dataclass(frozen=True, slots=True)
class WebConfig:
    """Settings of one server."""

    secure: bool = False
    """True when people reach the site by https: cookies are then Secure and HSTS is sent."""
    trusted_hosts: tuple[str, ...] = ()
    """Names the site answers to, e.g. ("guide.exemple.fr",); empty for any."""
    proxies: int = 0
    """How many reverse proxies stand in front, whose X-Forwarded-For, -Proto and -Host are believed."""
    domain: str = "localhost"
    """The name that security keys are bound to."""
    origins: tuple[str, ...] = ()
    """The addresses where pages may ask a key, as 'https://guide.exemple.fr'."""
    sso: SsoSettings | None = None
    certificate: CertificateSettings | None = None
    folder: Path = Path()
    """Where files named in the settings are looked for."""


def web_config(settings: Settings, root: Path, port: int = 0) -> WebConfig:
    """The settings of the guide at `root`, for the server on `port` of this machine.

    Without addresses of its own, a guide is read at https://NAME for its `noms`, or at http://localhost:PORT. Without
    `noms`, it answers to the names in its addresses, and to this machine.
    """
    access = settings.access
    origins = access.addresses or tuple(f"https://{name}" for name in settings.hosts if settings.https)
    if not origins and access.domain == "localhost":
        origins = (f"http://localhost:{port}",)
    named = tuple(host for origin in origins if (host := urlsplit(origin).hostname))
    return WebConfig(
        secure=settings.https,
        trusted_hosts=settings.hosts or (*named, *_HERE),
        proxies=settings.proxies,
        domain=access.domain,
        origins=origins,
        sso=access.sso,
        certificate=access.certificate,
        folder=root,
    )
