"""Single sign-on against a provider on a real port: right, then wrong in one way at a time."""

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from flask import Flask
from flask.testing import FlaskClient
from joserfc.jwk import RSAKey
from playwright.sync_api import Browser, expect
from werkzeug.test import TestResponse

from guide_pipeline.errors import UsageError
from guide_pipeline.readers.access import SsoSettings
from guide_site.state import AccessPolicy, Role, State, Way, default_url, open_state
from guide_site.web import WebConfig, create_app

from .conftest import PASSWORD, QUICK, post, sign_in
from .identity_provider import CLIENT, SECRET, Provider, provider_app, query, shared_key
from .local_server import served

HERE = "http://localhost"
AGNES = {"sub": "u-1", "preferred_username": "agnes", "name": "Agnès Martin"}


@pytest.fixture
def provider() -> Iterator[Provider]:
    known = Provider(claims=dict(AGNES))
    with served(lambda port: provider_app(known, port)):
        yield known


@pytest.fixture
def settings(provider: Provider, root: Path) -> SsoSettings:
    (root / "sso.secret").write_text(f"{SECRET}\n", "utf-8")
    return SsoSettings(provider.issuer, CLIENT, "sso.secret", "Connexion de la maison")


def site(root: Path, state: State, settings: SsoSettings) -> FlaskClient:
    config = WebConfig(sso=settings, origins=(HERE,), folder=root)
    return create_app(root, config=config, state=state).test_client()


def go(client: FlaskClient, wanted: str = "/fiches/pacs.html") -> str:
    """Leave for the provider; the address that it sends the browser back to."""
    out = client.get(f"/connexion/sso?suite={wanted}")
    assert out.status_code == 303
    back = requests.get(out.location, allow_redirects=False, timeout=5).headers["Location"]
    parts = urlsplit(back)
    assert f"{parts.scheme}://{parts.netloc}{parts.path}" == f"{HERE}/connexion/sso/retour"
    return f"{parts.path}?{parts.query}"


def sign_on(client: FlaskClient) -> TestResponse:
    return client.get(go(client))


def assert_refused(answer: TestResponse, state: State, reason: str = "") -> None:
    assert answer.status_code == 403 and "guide_session" not in str(answer.headers)
    text = answer.get_data(as_text=True)
    assert "La connexion unique" in text or "aucun compte du guide" in text
    assert reason in state.trail(1)[0].detail
    assert state.sessions() == ()


def test_from_the_door_to_the_page_asked(
    root: Path, state: State, settings: SsoSettings, provider: Provider
) -> None:
    client = site(root, state, settings)
    assert "Connexion de la maison" in client.get("/connexion").get_data(as_text=True)
    before = client.get_cookie("guide_avant")
    answer = sign_on(client)
    assert (answer.status_code, answer.location) == (303, "/fiches/pacs.html")
    assert client.get("/fiches/pacs.html").status_code == 200
    (session,) = state.sessions("agnes")
    assert session.way is Way.SSO
    cookie = client.get_cookie("guide_session")
    assert before is not None and cookie is not None and cookie.value != before.value
    assert provider.asked["code_challenge_method"] == "S256" and provider.asked["response_type"] == "code"
    assert provider.asked["scope"] == "openid profile email"
    assert len(provider.asked["state"]) >= 43 and len(provider.asked["nonce"]) >= 43


def spoilt(**changes: Any) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """Claims with others in place; None takes one away."""
    return lambda claims: {k: v for k, v in {**claims, **changes}.items() if v is not None}


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (spoilt(nonce="autre"), "nonce"),
        (spoilt(nonce=None), "nonce"),
        (spoilt(aud="un autre client"), "aud"),
        (spoilt(aud=None), "aud"),
        (spoilt(aud=[CLIENT, "autre"], azp="autre"), "azp"),
        (spoilt(iss="https://ailleurs.example"), "iss"),
        (spoilt(exp=int(time.time()) - 120), "Expired"),
        (spoilt(iat=int(time.time()) + 3600), ""),
        (spoilt(sub=None), "sub"),
        (spoilt(at_hash="AAAA"), "at_hash"),
        (spoilt(preferred_username=None), "preferred_username"),
        (spoilt(preferred_username=["agnes"]), "preferred_username"),
    ],
)
def test_a_token_that_is_wrong_in_one_way_opens_nothing(
    root: Path, state: State, settings: SsoSettings, provider: Provider, spoil: Any, reason: str
) -> None:
    provider.spoil = spoil
    assert_refused(sign_on(site(root, state, settings)), state, reason)


def test_a_token_signed_by_another_key_opens_nothing(
    root: Path, state: State, settings: SsoSettings, provider: Provider
) -> None:
    provider.signing_key = RSAKey.generate_key(2048, {"kid": "1"})
    assert_refused(sign_on(site(root, state, settings)), state)


def test_a_token_signed_by_a_shared_secret_opens_nothing(
    root: Path, state: State, settings: SsoSettings, provider: Provider
) -> None:
    provider.algorithm, provider.signing_key = "HS256", shared_key()
    assert_refused(sign_on(site(root, state, settings)), state)


def test_a_provider_that_changes_its_key_is_followed(
    root: Path, state: State, settings: SsoSettings, provider: Provider
) -> None:
    client = site(root, state, settings)
    assert sign_on(client).status_code == 303
    provider.key = RSAKey.generate_key(2048, {"kid": "1"})
    other = site(root, state, settings)
    assert sign_on(other).status_code == 303


@pytest.mark.parametrize("change", [("state", "autre"), ("state", ""), ("code", "autre")])
def test_a_wrong_state_or_code_opens_nothing(
    root: Path, state: State, settings: SsoSettings, change: tuple[str, str]
) -> None:
    client = site(root, state, settings)
    back = go(client)
    wrong = back.replace(f"{change[0]}={query(back)[change[0]]}", f"{change[0]}={change[1]}")
    assert wrong != back
    assert_refused(client.get(wrong), state)


def test_what_comes_back_counts_once_and_in_its_own_browser(
    root: Path, state: State, settings: SsoSettings
) -> None:
    """Someone else's way back (a link sent to a victim, say) signs nobody in."""
    attacker, victim = site(root, state, settings), site(root, state, settings)
    victim.get("/connexion")
    back = go(attacker)
    assert_refused(victim.get(back), state, "état inconnu")
    assert attacker.get(back).status_code == 303
    state.sign_out_everywhere("agnes")
    assert_refused(attacker.get(back), state, "état inconnu")


def test_a_refusal_of_the_provider_is_said_plainly(root: Path, state: State, settings: SsoSettings) -> None:
    client = site(root, state, settings)
    asked = query(go(client))["state"]
    assert_refused(
        client.get(f"/connexion/sso/retour?error=access_denied&state={asked}"), state, "access_denied"
    )


def test_a_provider_that_is_away_is_said_plainly(root: Path, state: State, settings: SsoSettings) -> None:
    gone = replace(settings, issuer="http://localhost:1/realms/guide")
    answer = site(root, state, gone).get("/connexion/sso")
    assert_refused(answer, state, "injoignable")


def test_a_provider_that_names_itself_otherwise_is_refused(
    root: Path, state: State, settings: SsoSettings, provider: Provider
) -> None:
    provider.issuer += "-autre"
    assert_refused(site(root, state, settings).get("/connexion/sso"), state, "another issuer")


# -- signing out


def farewell(client: FlaskClient) -> str:
    """Sign out; the address of the provider that the page leads to."""
    answer = post(client, "/deconnexion")
    text = answer.get_data(as_text=True)
    found = re.search(r'<meta http-equiv="refresh" content="0; url=([^"]+)">', text)
    assert answer.status_code == 200 and found is not None, text
    assert f'<a href="{found[1]}">' in text
    return unescape(found[1])


def test_signing_out_ends_the_session_of_the_provider_too(
    root: Path, state: State, settings: SsoSettings, provider: Provider
) -> None:
    client = site(root, state, settings)
    sign_on(client)
    address = farewell(client)
    assert state.sessions("agnes") == () and client.get("/").status_code == 303, (
        "ours is over whatever it does"
    )
    assert address.startswith(f"{provider.issuer}/fin?")
    back = requests.get(address, allow_redirects=False, timeout=5)
    assert back.status_code == 302 and provider.ended[0]["sub"] == "u-1"
    returned = back.headers["Location"].removeprefix(HERE)
    assert returned.startswith("/connexion/sso/fin?state=") and len(query(returned)["state"]) >= 43
    assert client.get(returned).location == "/connexion?fait=deconnexion"
    assert "déconnecté du guide et de" in client.get("/connexion?fait=deconnexion").get_data(as_text=True)
    assert client.get(returned).location == "/connexion", "once"


def test_a_way_back_from_signing_out_counts_in_its_own_browser_only(
    root: Path, state: State, settings: SsoSettings
) -> None:
    client, other = site(root, state, settings), site(root, state, settings)
    sign_on(client)
    sent = query(farewell(client))["state"]
    other.get("/connexion")
    assert other.get(f"/connexion/sso/fin?state={sent}").location == "/connexion"
    assert client.get("/connexion/sso/fin?state=autre").location == "/connexion"
    assert client.get(f"/connexion/sso/fin?state={sent}").location == "/connexion?fait=deconnexion"


def test_other_ways_in_and_silent_providers_sign_out_here_only(
    root: Path, state: State, settings: SsoSettings, provider: Provider
) -> None:
    client = site(root, state, settings)
    assert sign_in(client, "remi").status_code == 303
    assert post(client, "/deconnexion").location == "/connexion", "came in by a password"
    provider.ends_sessions = False
    silent = site(root, state, settings)
    sign_on(silent)
    assert post(silent, "/deconnexion").location == "/connexion" and state.sessions() == ()


@pytest.mark.browser
def test_a_browser_signs_on_and_out_at_both(
    root: Path, state: State, settings: SsoSettings, provider: Provider, browser: Browser
) -> None:
    """Chromium holds what a form leads to to our `form-action`: the way to the provider must not be stopped by it."""

    def make(port: int) -> Flask:
        here = (f"http://localhost:{port}",)
        return create_app(root, config=WebConfig(sso=settings, origins=here, folder=root), state=state)

    with served(make) as port:
        provider.client_end = f"http://localhost:{port}/connexion/sso/fin"
        page = browser.new_context(base_url=f"http://localhost:{port}", locale="fr-FR").new_page()
        page.goto("/compte")
        page.get_by_role("link", name="Connexion de la maison").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Mon compte")
        page.get_by_role("button", name="Se déconnecter", exact=True).click()
        expect(page.get_by_role("status")).to_contain_text("déconnecté du guide et de votre connexion unique")
        assert [asked["sub"] for asked in provider.ended] == ["u-1"] and state.sessions() == ()
        page.context.close()


# -- who is who


def test_only_accounts_that_exist_come_in(
    root: Path, state: State, settings: SsoSettings, provider: Provider
) -> None:
    provider.claims["preferred_username"] = "inconnue"
    assert_refused(sign_on(site(root, state, settings)), state, "aucun compte")
    assert len(state.users()) == 3


def test_a_name_given_to_someone_else_later_gives_no_account(
    root: Path, state: State, settings: SsoSettings, provider: Provider
) -> None:
    assert sign_on(site(root, state, settings)).status_code == 303
    state.sign_out_everywhere("agnes")
    provider.claims["sub"] = "u-2"
    assert_refused(sign_on(site(root, state, settings)), state, "déjà lié")
    provider.claims.update(sub="u-1", preferred_username="agnes.durand")
    assert sign_on(site(root, state, settings)).status_code == 303, "the same person, renamed there"
    assert len(state.sessions("agnes")) == 1


def test_a_closed_account_stays_closed(root: Path, state: State, settings: SsoSettings) -> None:
    state.deactivate("agnes")
    assert_refused(sign_on(site(root, state, settings)), state)


def test_an_address_must_be_verified(
    root: Path, state: State, settings: SsoSettings, provider: Provider
) -> None:
    state.add_user("zoe@d.fr", None, Role.AGENT)
    by_email = replace(settings, account_claim="email")
    provider.claims.update(email="zoe@d.fr", email_verified=False)
    assert_refused(sign_on(site(root, state, by_email)), state, "not verified")
    provider.claims["email_verified"] = True
    assert sign_on(site(root, state, by_email)).status_code == 303


@pytest.fixture
def by_groups(settings: SsoSettings) -> SsoSettings:
    roles = {"/guide/agents": "agent", "/guide/redaction": "redacteur", "/guide/admin": "administrateur"}
    return replace(settings, groups_claim="realm_access.roles", roles=MappingProxyType(roles))


def test_groups_make_accounts_and_their_roles(
    root: Path, state: State, by_groups: SsoSettings, provider: Provider
) -> None:
    provider.claims = {"sub": "u-9", "preferred_username": "zoe", "given_name": "Zoé", "family_name": "Roux"}
    assert_refused(sign_on(site(root, state, by_groups)), state, "no group")
    for groups, role in (
        (["autre", "/guide/agents"], Role.AGENT),
        (["/guide/agents", "/guide/redaction"], Role.EDITOR),
        (["/guide/agents"], Role.AGENT),
    ):
        provider.claims["realm_access"] = {"roles": groups}
        assert sign_on(site(root, state, by_groups)).status_code == 303
        assert state.user("zoe").role is role
    assert state.user("zoe").display_name == "Zoé Roux" and not state.user("zoe").has_password
    provider.claims["realm_access"] = {"roles": ["autre"]}
    state.sign_out_everywhere("zoe")
    assert_refused(sign_on(site(root, state, by_groups)), state, "no group")


def test_the_last_administrator_stays_one(
    root: Path, state: State, by_groups: SsoSettings, provider: Provider
) -> None:
    provider.claims = {
        "sub": "u-3",
        "preferred_username": "ada",
        "realm_access": {"roles": ["/guide/agents"]},
    }
    answer = sign_on(site(root, state, by_groups))
    assert answer.status_code == 403 and state.user("ada").role is Role.ADMIN


# -- userinfo, levels, rules


@pytest.mark.parametrize("signed", [False, True])
def test_what_userinfo_adds_counts(
    root: Path, state: State, settings: SsoSettings, provider: Provider, signed: bool
) -> None:
    """As ProConnect does: the ID token says who, a signed userinfo says the rest."""
    provider.claims = {"sub": "u-1"}
    more = {
        "sub": "u-1",
        "email": "agnes@d.fr",
        "given_name": "Agnès",
        "usual_name": "Martin",
        "uid": "agnes",
    }
    provider.userinfo = {**more, "iss": provider.issuer, "aud": CLIENT} if signed else more
    provider.signed_userinfo = signed
    by_uid = replace(settings, account_claim="uid")
    assert sign_on(site(root, state, by_uid)).status_code == 303


@pytest.mark.parametrize("change", [{"sub": "u-2"}, {"aud": "autre"}, {"iss": "https://ailleurs.example"}])
def test_a_userinfo_of_someone_else_opens_nothing(
    root: Path, state: State, settings: SsoSettings, provider: Provider, change: dict[str, str]
) -> None:
    provider.signed_userinfo = True
    provider.userinfo = {**AGNES, "iss": provider.issuer, "aud": CLIENT, **change}
    assert_refused(sign_on(site(root, state, settings)), state)


@pytest.mark.parametrize(("acr", "status"), [("eidas2", 303), ("eidas1", 403), (None, 403)])
def test_the_strength_asked_is_the_strength_had(
    root: Path, state: State, settings: SsoSettings, provider: Provider, acr: str | None, status: int
) -> None:
    provider.spoil = spoilt(acr=acr)
    answer = sign_on(site(root, state, replace(settings, acr="eidas2")))
    assert answer.status_code == status and provider.asked["acr_values"] == "eidas2"


def test_a_role_that_needs_its_key_does_not_come_in_so(root: Path, settings: SsoSettings) -> None:
    policy = AccessPolicy(ways={Role.AGENT: frozenset({Way.KEY})})
    state = open_state(default_url(root), policy=policy, hasher=QUICK)
    try:
        assert_refused(sign_on(site(root, state, settings)), state)
        both = AccessPolicy(ways={Role.AGENT: frozenset({Way.KEY, Way.SSO})})
        other = open_state(default_url(root), policy=both, hasher=QUICK)
        assert sign_on(site(root, other, settings)).status_code == 303
        assert other.sign_in("agnes", PASSWORD) is not None, "in its grace"
        other.close()
    finally:
        state.close()


def test_settings_that_cannot_work_are_said_so(root: Path, state: State, settings: SsoSettings) -> None:
    with pytest.raises(UsageError, match="ne se lit pas"):
        site(root, state, replace(settings, secret_file="absent"))
    with pytest.raises(UsageError, match="adresses"):
        create_app(root, config=WebConfig(sso=settings, folder=root), state=state)
