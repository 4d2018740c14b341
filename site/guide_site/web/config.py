"""What the application must be told about the place it runs in."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WebConfig:
    """Settings of one server."""

    secure: bool = False
    """True when people reach the site by https: cookies are then Secure and HSTS is sent."""
    trusted_hosts: tuple[str, ...] = ()
    """Names the site answers to, e.g. ("guide.exemple.fr",); empty for any."""
    proxies: int = 0
    """How many reverse proxies stand in front, whose X-Forwarded-For, -Proto and -Host are believed."""
