"""`[acces]` in `guide.toml`: which ways in each role needs, how long things live, who else may name people."""

import dataclasses
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from urllib.parse import urlsplit

from guide_pipeline.readers.toml_file import Table

WAYS = ("mot-de-passe", "cle", "sso", "certificat")
ROLES = ("agent", "redacteur", "administrateur")
_ROLE_KEYS = {"agents": "agent", "redacteurs": "redacteur", "administrateurs": "administrateur"}
_NAME = re.compile(r"(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*")
_LOCAL = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class SsoSettings:
    """An OpenID Connect provider."""

    issuer: str
    client: str
    secret_file: str = ""
    """Where the client's secret is: never in guide.toml itself. '' for a public client."""
    label: str = "Connexion unique"
    """The words on the button."""
    scopes: tuple[str, ...] = ("openid", "profile", "email")
    account_claim: str = "preferred_username"
    """The claim that names the account the first time."""
    groups_claim: str = ""
    """The claim that lists groups; '' when groups don't count."""
    roles: Mapping[str, str] = dataclasses.field(default_factory=lambda: MappingProxyType({}))
    """The role that each group gives; with it, accounts are made and changed by groups. Without, only accounts that
    exist come in."""
    acr: str = ""
    """The strength asked of the provider (`acr_values`), checked in its answer."""


@dataclass(frozen=True, slots=True)
class CertificateSettings:
    """Client certificates, checked by nginx and handed on in headers."""

    field: str = "CN"
    """The attribute of the subject that names the account."""
    secret_file: str = ""
    """A secret that nginx sends along: without it anyone who reaches the program could hand on a name."""
    crl: str = ""
    """The revocation list that nginx uses, to raise the alarm before it is out of date."""


@dataclass(frozen=True, slots=True)
class AccessSettings:
    """What `[acces]` says; what it doesn't has the values here."""

    ways: Mapping[str, tuple[str, ...]] = dataclasses.field(default_factory=lambda: MappingProxyType({}))
    grace_days: int = 14
    since: date | None = None
    idle_minutes: int = 30
    longest_hours: int = 10
    tries: int = 3
    lock_minutes: int = 0
    address_tries: int = 30
    trail_months: int = 12
    domain: str = "localhost"
    """The constant name that keys are bound to (WebAuthn RP id)."""
    addresses: tuple[str, ...] = ()
    """The addresses people see, as 'https://guide.exemple.fr': the only ones where a key answers."""
    sso: SsoSettings | None = None
    certificate: CertificateSettings | None = None


def parse_access(table: Table) -> AccessSettings:
    """The settings of the table, its problems noted."""
    defaults = AccessSettings()
    ways = {role: _ways(table, key) for key, role in _ROLE_KEYS.items() if key in table}
    settings = AccessSettings(
        ways=MappingProxyType(ways),
        grace_days=_whole(table, "delai-cle", defaults.grace_days, 0, 365),
        since=table.day("depuis"),
        idle_minutes=_whole(table, "inactivite", defaults.idle_minutes, 1, 24 * 60),
        longest_hours=_whole(table, "duree", defaults.longest_hours, 1, 24),
        tries=_whole(table, "essais", defaults.tries, 1, 10),
        lock_minutes=_whole(table, "verrou", defaults.lock_minutes, 0, 24 * 60),
        address_tries=_whole(table, "essais-adresse", defaults.address_tries, 3, 10_000),
        trail_months=_whole(table, "journal-mois", defaults.trail_months, 1, 120),
        domain=table.text("domaine") or defaults.domain,
        addresses=table.texts("adresses"),
        sso=_sso(table.table("sso")) if "sso" in table else None,
        certificate=_certificate(table.table("certificat")) if "certificat" in table else None,
    )
    _check_names(table, settings)
    table.close()
    return settings


def _ways(table: Table, key: str) -> tuple[str, ...]:
    """One way or a list of ways: `agents = "cle"`, `agents = ["cle", "sso"]`."""
    ways = table.texts(key) if table.is_list(key) else tuple(filter(None, (table.text(key),)))
    for way in ways:
        if way not in WAYS:
            table.problem("valeur-interdite", f"« {way} » : une façon d'entrer est {', '.join(WAYS)}.", key)
    if not ways:
        table.problem("valeur-interdite", f"« {key} » doit permettre au moins une façon d'entrer.", key)
    return ways


def _whole(table: Table, key: str, default: int, low: int, high: int) -> int:
    if key not in table:
        return default
    value = table.integer(key)
    if not low <= value <= high:
        table.problem("valeur-interdite", f"« {key} » va de {low} à {high}.", key)
    return value


def _check_names(table: Table, settings: AccessSettings) -> None:
    if not _NAME.fullmatch(settings.domain) or settings.domain.replace(".", "").isdigit():
        text = f"« domaine » est un nom, en minuscules, jamais une adresse : « {settings.domain} » n'en est pas un."
        table.problem("domaine-interdit", text, "domaine")
    for address in settings.addresses:
        parts = urlsplit(address)
        host = parts.hostname or ""
        inside = host == settings.domain or host.endswith(f".{settings.domain}")
        secure = parts.scheme == "https" or (parts.scheme == "http" and host in _LOCAL)
        if not (inside and secure) or address != f"{parts.scheme}://{parts.netloc}":
            text = f"« {address} » : une adresse est https://NOM, sans rien après, et NOM est {settings.domain} ou en dessous."
            table.problem("adresse-interdite", text, "adresses")


def _sso(table: Table) -> SsoSettings:
    roles = table.table("roles")
    by_group = {group: roles.text(group) for group in roles.keys()}  # noqa: SIM118 - a Table, not a dict
    for group, role in by_group.items():
        if role not in ROLES:
            roles.problem("valeur-interdite", f"« {role} » : un rôle est {', '.join(ROLES)}.", group)
    roles.close()
    defaults = SsoSettings("", "")
    settings = SsoSettings(
        issuer=table.text("emetteur", needed=True).rstrip("/"),
        client=table.text("client", needed=True),
        secret_file=table.text("fichier-secret"),
        label=table.text("libelle") or defaults.label,
        scopes=table.texts("portees") or defaults.scopes,
        account_claim=table.text("compte") or defaults.account_claim,
        groups_claim=table.text("groupes"),
        roles=MappingProxyType(by_group),
        acr=table.text("niveau"),
    )
    table.close()
    parts = urlsplit(settings.issuer)
    if parts.scheme != "https" and parts.hostname not in _LOCAL:
        table.problem("valeur-interdite", "« emetteur » est une adresse en https.", "emetteur")
    if bool(settings.roles) != bool(settings.groups_claim):
        table.problem("valeur-interdite", "« groupes » et [acces.sso.roles] vont ensemble.", "groupes")
    if "openid" not in settings.scopes:
        table.problem("valeur-interdite", "« portees » doit contenir openid.", "portees")
    return settings


def _certificate(table: Table) -> CertificateSettings:
    settings = CertificateSettings(
        field=table.text("champ") or "CN",
        secret_file=table.text("fichier-secret", needed=True),
        crl=table.text("liste-revocation"),
    )
    table.close()
    if settings.field not in ("CN", "UID", "emailAddress"):
        table.problem("valeur-interdite", "« champ » est CN, UID ou emailAddress.", "champ")
    return settings
