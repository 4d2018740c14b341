"""`[courriel]` in `guide.toml`: the mail server that the digest goes through, and what the messages say of the site."""

import re
from dataclasses import dataclass

from guide_pipeline.readers.toml_file import Table

SECURITIES = ("starttls", "tls", "aucun")
_USUAL_PORTS = {"starttls": 587, "tls": 465, "aucun": 25}
_ADDRESS = re.compile(r"[^\s<>@,;:\"]+@[^\s<>@,;:\"]+")
_SITE = re.compile(r"https?://[^\s/]+")


@dataclass(frozen=True, slots=True)
class MailSettings:
    """How mail is sent. Without a server none is."""

    server: str = ""
    port: int = 0
    security: str = "starttls"
    """'starttls', 'tls', or 'aucun' for a server on this very machine."""
    user: str = ""
    password_file: str = ""
    """Where the password is: never in guide.toml itself."""
    sender: str = ""
    """The address that messages come from."""
    reply_to: str = ""
    site: str = ""
    """The address of the site in links, as 'https://guide.exemple.fr'; '' for the first one of `[acces]`."""


def parse_mail(table: Table) -> MailSettings:
    """The settings of the table, its problems noted."""
    security = table.text("chiffrement") or "starttls"
    settings = MailSettings(
        server=table.text("serveur", needed=True),
        port=table.integer("port") or _USUAL_PORTS.get(security, 0),
        security=security,
        user=table.text("utilisateur"),
        password_file=table.text("fichier-mot-de-passe"),
        sender=table.text("expediteur", needed=True),
        reply_to=table.text("repondre-a"),
        site=table.text("site").rstrip("/"),
    )
    table.close()
    if security not in SECURITIES:
        table.problem("valeur-interdite", f"« chiffrement » est {', '.join(SECURITIES)}.", "chiffrement")
    if not 0 <= settings.port <= 65_535:
        table.problem("valeur-interdite", "« port » va de 1 à 65535.", "port")
    for key, address in (("expediteur", settings.sender), ("repondre-a", settings.reply_to)):
        if address and not _ADDRESS.fullmatch(address):
            table.problem("valeur-interdite", f"« {key} » est une adresse de courriel.", key)
    if settings.site and not _SITE.fullmatch(settings.site):
        table.problem("valeur-interdite", "« site » est https://NOM, sans rien après.", "site")
    if bool(settings.user) != bool(settings.password_file):
        table.problem("valeur-interdite", "« utilisateur » et « fichier-mot-de-passe » vont ensemble.")
    return settings
