"""`[acces]` of guide.toml: what it says, and what it must not say."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from guide_pipeline.readers.access import AccessSettings
from guide_pipeline.readers.config import parse_config
from guide_pipeline.readers.problems import Problems
from guide_site.state import Role, Way
from guide_site.state.policy import policy_of
from guide_site.web.config import web_config
from tests.guides import CONFIG


def parsed(text: str) -> tuple[AccessSettings | None, list[str]]:
    problems = Problems("guide.toml")
    config = parse_config((CONFIG + text).encode(), problems)
    return (config.settings.access if config else None), [issue.code for issue in problems.found]


WHOLE = """
[acces]
agents = "cle"
redacteurs = ["cle", "sso"]
delai-cle = 30
depuis = 2026-12-01
inactivite = 20
duree = 8
essais = 5
verrou = 15
essais-adresse = 50
journal-mois = 6
domaine = "exemple.fr"
adresses = ["https://guide.exemple.fr"]
[acces.sso]
emetteur = "https://sso.exemple.fr/realms/guide/"
client = "guide"
fichier-secret = "/etc/guide/sso.secret"
groupes = "groups"
[acces.sso.roles]
"/guide/agents" = "agent"
[acces.certificat]
champ = "UID"
fichier-secret = "/etc/guide/nginx.secret"
liste-revocation = "/etc/nginx/crl.pem"
"""


def test_all_that_can_be_said() -> None:
    settings, problems = parsed(WHOLE)
    assert problems == [] and settings is not None
    assert settings.sso is not None and settings.sso.issuer == "https://sso.exemple.fr/realms/guide"
    assert dict(settings.sso.roles) == {"/guide/agents": "agent"}
    assert settings.certificate is not None and settings.certificate.field == "UID"
    assert settings.since == date(2026, 12, 1)
    policy = policy_of(settings)
    assert policy.ways == {Role.AGENT: {Way.KEY}, Role.EDITOR: {Way.KEY, Way.SSO}}
    assert policy.allows(Role.ADMIN, Way.PASSWORD) and not policy.allows(Role.AGENT, Way.PASSWORD)
    assert (policy.idle, policy.at_most) == (timedelta(minutes=20), timedelta(hours=8))
    assert (policy.tries, policy.lock, policy.address_tries) == (5, timedelta(minutes=15), 50)
    assert (policy.grace, policy.trail_months) == (timedelta(days=30), 6)


def test_without_it_the_defaults_hold() -> None:
    settings, problems = parsed("")
    assert problems == [] and settings == AccessSettings()
    policy = policy_of(AccessSettings())
    assert (policy.idle, policy.at_most) == (timedelta(minutes=30), timedelta(hours=10))
    assert (policy.tries, policy.lock, policy.trail_months) == (3, None, 12)


@pytest.mark.parametrize(
    "text",
    [
        'agents = "code"',
        "agents = []",
        'agents = ""',
        "inactivite = 0",
        "duree = 25",
        "essais = 0",
        'domaine = "192.0.2.1"',
        'domaine = "https://exemple.fr"',
        'adresses = ["http://localhost:8000/"]',
        'adresses = ["https://ailleurs.example"]',
        'domaine = "exemple.fr"\nadresses = ["http://exemple.fr"]',
        'domaine = "exemple.fr"\nadresses = ["https://malexemple.fr"]',
        "cle = true",
        '[acces.sso]\nemetteur = "http://sso.exemple.fr"\nclient = "x"',
        '[acces.sso]\nclient = "x"',
        '[acces.sso]\nemetteur = "https://s.fr"\nclient = "x"\nportees = ["email"]',
        '[acces.sso]\nemetteur = "https://s.fr"\nclient = "x"\ngroupes = "g"',
        '[acces.sso]\nemetteur = "https://s.fr"\nclient = "x"\ngroupes = "g"\n[acces.sso.roles]\na = "chef"',
        '[acces.certificat]\nchamp = "CN"',
        '[acces.certificat]\nfichier-secret = "x"\nchamp = "O"',
    ],
)
def test_what_must_not_be_said(text: str) -> None:
    settings, problems = parsed(f"\n[acces]\n{text}\n")
    assert settings is None and problems


def test_where_keys_answer_follows_from_where_the_guide_is() -> None:
    for text, port, origins in (
        ("", 8123, ("http://localhost:8123",)),
        ('[reglages]\nhttps = true\nnoms = ["a.fr"]\n[acces]\ndomaine = "a.fr"', 1, ("https://a.fr",)),
        ('[acces]\ndomaine = "a.fr"\nadresses = ["https://x.a.fr"]', 1, ("https://x.a.fr",)),
    ):
        config = parse_config((CONFIG + "\n" + text).encode(), Problems("guide.toml"))
        assert config is not None
        assert web_config(config.settings, Path(), port).origins == origins


def test_without_names_it_answers_to_its_addresses_and_to_this_machine_only() -> None:
    for text, hosts in (
        ("", ("localhost", "localhost", "127.0.0.1")),
        ('[acces]\ndomaine = "a.fr"\nadresses = ["https://x.a.fr"]', ("x.a.fr", "localhost", "127.0.0.1")),
        ('[reglages]\nnoms = ["b.fr"]', ("b.fr",)),
    ):
        config = parse_config((CONFIG + "\n" + text).encode(), Problems("guide.toml"))
        assert config is not None and web_config(config.settings, Path(), 8000).trusted_hosts == hosts
