"""Security keys in real Chromium, with its virtual authenticator: a key with a PIN, and everything that isn't one."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, expect

from guide_pipeline.errors import NotFoundError
from guide_site.state import AccessPolicy, Role, State, Way, default_url, open_state
from guide_site.web import WebConfig, create_app

from .conftest import NAMES, PASSWORD, QUICK
from .local_server import served

pytestmark = pytest.mark.browser
REFUSED = "Cette clé n'ouvre aucun compte"
DESCRIPTION = {
    "protocol": "ctap2",
    "ctap2Version": "ctap2_1",
    "transport": "usb",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "hasPrf": True,
    "automaticPresenceSimulation": True,
}
POST = """async ([url, fields]) => {
  const body = new URLSearchParams({ jeton: document.querySelector("[name=jeton]").value, ...fields });
  const answer = await fetch(url, { method: "POST", body });
  return [answer.status, await answer.json()];
}"""
ASSERT = """async (options) => {
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options);
  return JSON.stringify((await navigator.credentials.get({ publicKey })).toJSON());
}"""


class Key:
    """A virtual key plugged in the browser of one page."""

    def __init__(self, page: Page, **changes: object) -> None:
        self.cdp: CDPSession = page.context.new_cdp_session(page)
        self.cdp.send("WebAuthn.enable", {"enableUI": False})
        made = self.cdp.send("WebAuthn.addVirtualAuthenticator", {"options": {**DESCRIPTION, **changes}})
        self.id: str = made["authenticatorId"]

    def send(self, act: str, **values: object) -> Any:
        return self.cdp.send(f"WebAuthn.{act}", {"authenticatorId": self.id, **values})

    def credential(self) -> dict[str, Any]:
        (found,) = self.send("getCredentials")["credentials"]
        return dict(found)


@pytest.fixture
def port(root: Path, state: State) -> Iterator[int]:
    """The site at http://localhost:PORT, its keys bound to 'localhost'."""
    with served(lambda port: create_app(root, config=config(port), state=state)) as port:
        yield port


def config(port: int) -> WebConfig:
    return WebConfig(domain="localhost", origins=(f"http://localhost:{port}",))


@pytest.fixture
def page(browser: Browser, port: int) -> Iterator[Page]:
    context = browser.new_context(base_url=f"http://localhost:{port}", locale="fr-FR")
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


def by_password(page: Page, role: Role = Role.AGENT) -> None:
    page.goto("/connexion?suite=/compte")
    page.get_by_label("Nom de compte").fill(NAMES[role])
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Se connecter", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mon compte")


def register(page: Page, label: str = "Clé de bureau") -> None:
    by_password(page)
    page.get_by_label("Nom de la clé").fill(label)
    page.get_by_role("button", name="Enregistrer une clé").click()
    expect(page.get_by_role("status").first).to_contain_text("Votre clé est enregistrée")


def leave(page: Page) -> None:
    page.goto("/compte")
    page.get_by_role("button", name="Se déconnecter", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Connexion")


def use_key(page: Page, wanted: str = "/") -> None:
    page.goto(f"/connexion?suite={wanted}")
    page.get_by_role("button", name="Utiliser ma clé de sécurité").click()


def asked(page: Page, **changes: object) -> dict[str, Any]:
    """A challenge of the site for this browser."""
    page.goto("/connexion")
    status, options = page.evaluate(POST, ["/connexion/cle/options", {}])
    assert status == 200
    return {**options, **changes}


def answered(page: Page, answer: str) -> tuple[int, dict[str, Any]]:
    status, content = page.evaluate(POST, ["/connexion/cle", {"reponse": answer, "suite": "/"}])
    return status, content


def test_a_key_is_registered_then_signs_in(page: Page, state: State) -> None:
    Key(page)
    register(page, "Ma clé")
    (known,) = state.keys("agnes")
    assert (known.label, known.prf, known.revoked) == ("Ma clé", True, None)
    leave(page)
    use_key(page, "/fiches/pacs.html")
    expect(page.get_by_role("heading", level=1)).to_have_text("Pacs")
    (session,) = state.sessions("agnes")
    assert (session.way, session.device) == (Way.KEY, "Chrome sous Linux")
    assert [(e.who, e.what) for e in state.trail(1)] == [("agnes", "connexion")]


def test_a_key_without_prf_is_known_as_such(page: Page, state: State) -> None:
    Key(page, hasPrf=False)
    register(page)
    assert [key.prf for key in state.keys("agnes")] == [False]


def test_the_same_key_is_not_registered_twice(page: Page, state: State) -> None:
    Key(page)
    register(page)
    page.get_by_role("button", name="Enregistrer une clé").click()
    expect(page.get_by_text("Cette clé est déjà enregistrée pour ce compte.")).to_be_visible()
    assert len(state.keys("agnes")) == 1


def test_a_key_that_cannot_check_its_user_is_not_registered(page: Page, state: State) -> None:
    Key(page, hasUserVerification=False, isUserVerified=False)
    by_password(page)
    page.get_by_role("button", name="Enregistrer une clé").click()
    expect(
        page.get_by_text("Cette clé ne convient pas").or_(page.get_by_text("La clé n'a pas répondu"))
    ).to_be_visible()
    assert state.keys("agnes") == ()


def test_registering_without_the_pin_is_refused_by_the_server_too(page: Page, state: State) -> None:
    """A page of someone's own making may ask the key to do without: our server doesn't take it."""
    Key(page, hasUserVerification=False, isUserVerified=False)
    by_password(page)
    _, options = page.evaluate(POST, ["/compte/cles/options", {}])
    options["authenticatorSelection"]["userVerification"] = "discouraged"
    options["authenticatorSelection"]["residentKey"] = "discouraged"
    options["authenticatorSelection"]["requireResidentKey"] = False
    answer = page.evaluate(ASSERT.replace("Request", "Creation").replace(".get(", ".create("), options)
    status, content = page.evaluate(POST, ["/compte/cles", {"reponse": answer, "libelle": "x"}])
    assert status == 409 and "n'est pas valable" in content["erreur"]
    assert state.keys("agnes") == ()


def test_signing_in_without_the_pin_is_refused(page: Page, state: State) -> None:
    """The key's own user flag, in what it signs, says that no PIN was given."""
    key = Key(page)
    register(page)
    leave(page)
    credential = key.credential()
    key.send("removeVirtualAuthenticator")
    without = Key(page, hasUserVerification=False, isUserVerified=False)
    without.send("addCredential", credential=credential)
    name = credential["credentialId"].rstrip("=").replace("+", "-").replace("/", "_")
    named = [{"type": "public-key", "id": name}]
    answer = page.evaluate(ASSERT, asked(page, userVerification="discouraged", allowCredentials=named))
    assert answered(page, answer)[0] == 403
    assert [(e.who, e.what) for e in state.trail(1)] == [("agnes", "connexion refusée")]
    used = without.credential()
    without.send("removeVirtualAuthenticator")
    Key(page).send("addCredential", credential=used)
    assert answered(page, page.evaluate(ASSERT, asked(page)))[0] == 200, "the same key, with its PIN"


def test_an_answer_serves_once(page: Page, state: State) -> None:
    Key(page)
    register(page)
    leave(page)
    answer = page.evaluate(ASSERT, asked(page))
    assert answered(page, answer)[0] == 200
    leave(page)
    status, content = answered(page, answer)
    assert status == 403 and REFUSED in content["erreur"]
    assert page.evaluate(POST, ["/connexion/cle", {"reponse": answer}])[0] == 403
    assert state.sessions("agnes") == ()


def test_an_answer_does_not_serve_another_browser(page: Page, browser: Browser, port: int) -> None:
    Key(page)
    register(page)
    leave(page)
    answer = page.evaluate(ASSERT, asked(page))
    thief = browser.new_context(base_url=f"http://localhost:{port}")
    try:
        other = thief.new_page()
        other.goto("/connexion")
        assert answered(other, answer)[0] == 403
    finally:
        thief.close()
    assert answered(page, answer)[0] == 200, "its own browser may still use it"


def test_an_old_answer_to_a_new_challenge_is_refused(page: Page) -> None:
    Key(page)
    register(page)
    leave(page)
    old = json.loads(page.evaluate(ASSERT, asked(page)))
    new = json.loads(page.evaluate(ASSERT, asked(page)))
    mixed = {**new, "response": {**new["response"], "signature": old["response"]["signature"]}}
    assert answered(page, json.dumps(mixed))[0] == 403


def test_a_cloned_key_is_refused_and_locks_the_keys_of_the_account(page: Page, state: State) -> None:
    key = Key(page)
    register(page)
    leave(page)
    copy = key.credential()
    for _ in range(2):
        assert answered(page, page.evaluate(ASSERT, asked(page)))[0] == 200
        leave(page)
    key.send("removeVirtualAuthenticator")
    clone = Key(page)
    clone.send("addCredential", credential=copy)
    assert answered(page, page.evaluate(ASSERT, asked(page)))[0] == 403
    assert state.users()[1].locked == (Way.KEY,)
    assert any("clé copiée" in e.detail for e in state.trail(3))
    clone.send("clearCredentials")
    clone.send("addCredential", credential={**copy, "signCount": 100})
    assert answered(page, page.evaluate(ASSERT, asked(page)))[0] == 403, "the true key is locked too"
    state.unlock("agnes", by="ada")
    assert answered(page, page.evaluate(ASSERT, asked(page)))[0] == 200


def test_three_failures_lock_the_key_and_leave_the_password(page: Page, state: State) -> None:
    Key(page)
    register(page)
    leave(page)
    for _ in range(3):
        broken = json.loads(page.evaluate(ASSERT, asked(page)))
        broken["response"]["signature"] = broken["response"]["signature"][:-4] + "AAAA"
        assert answered(page, json.dumps(broken))[0] == 403
    assert answered(page, page.evaluate(ASSERT, asked(page)))[0] == 403
    assert state.users()[1].locked == (Way.KEY,)
    by_password(page)


def test_a_locked_password_leaves_the_key(page: Page, state: State) -> None:
    Key(page)
    register(page)
    leave(page)
    for _ in range(3):
        assert state.sign_in("agnes", "faux") is None
    assert state.sign_in("agnes", PASSWORD) is None
    use_key(page)
    expect(page.get_by_role("button", name="Se déconnecter", exact=True)).to_be_visible()


def test_another_origin_is_refused(page: Page, browser: Browser, root: Path, state: State) -> None:
    """A page on another port of the same machine: the browser lets it ask the key, our server turns it away."""
    Key(page)
    register(page)
    leave(page)
    options = asked(page)
    with served(lambda port: create_app(root, config=config(port), state=state)) as elsewhere:
        page.goto(f"http://localhost:{elsewhere}/connexion")
        answer = page.evaluate(ASSERT, options)
    page.goto("/connexion")
    assert answered(page, answer)[0] == 403
    assert any(e.what == "connexion refusée" and e.who == "agnes" for e in state.trail(1))


def test_at_another_name_the_page_says_where_keys_answer(page: Page, port: int) -> None:
    page.goto(f"http://127.0.0.1:{port}/connexion")
    expect(page.get_by_text("Les clés répondent à l'adresse localhost seulement")).to_be_visible()
    expect(page.get_by_role("button", name="Utiliser ma clé de sécurité")).to_be_disabled()


def test_an_unknown_key_gets_the_same_refusal(page: Page, state: State) -> None:
    Key(page)
    register(page)
    leave(page)
    answer = json.loads(page.evaluate(ASSERT, asked(page)))
    unknown = {**answer, "id": "AAAA", "rawId": "AAAA"}
    status, content = answered(page, json.dumps(unknown))
    assert status == 403 and REFUSED in content["erreur"]
    assert state.users()[1].locked == ()


@pytest.mark.parametrize(
    "answer", ["", "{}", "[]", "null", "x" * 20_000, '{"id": 1}', '{"response": {"clientDataJSON": "e30"}}']
)
def test_what_is_no_answer_is_refused(page: Page, answer: str) -> None:
    page.goto("/connexion")
    assert answered(page, answer)[0] == 403


def test_a_lost_key_ends_everything_at_once(page: Page, state: State) -> None:
    Key(page)
    register(page)
    leave(page)
    use_key(page)
    expect(page.get_by_role("button", name="Se déconnecter", exact=True)).to_be_visible()
    lease, _ = state.grant_lease("agnes", "Chrome")
    (key,) = state.keys("agnes")
    state.revoke_key(key.id, by="ada")
    assert state.lease(lease) is None and state.sessions("agnes") == ()
    page.goto("/compte")
    expect(page.get_by_role("heading", level=1)).to_have_text("Connexion")
    assert answered(page, page.evaluate(ASSERT, asked(page)))[0] == 403
    with pytest.raises(NotFoundError):
        state.revoke_key(key.id, by="ada")


def test_a_role_that_needs_the_key(root: Path, browser: Browser) -> None:
    """In the grace the password opens and the page says until when; with a key, or after it, the password is over."""
    ways = {Role.AGENT: frozenset({Way.KEY})}
    state = open_state(default_url(root), policy=AccessPolicy(ways=ways), hasher=QUICK)
    with served(lambda port: create_app(root, config=config(port), state=state)) as port:
        context: BrowserContext = browser.new_context(base_url=f"http://localhost:{port}", locale="fr-FR")
        page = context.new_page()
        Key(page)
        by_password(page)
        expect(page.get_by_role("alert")).to_contain_text("Votre rôle demande une clé de sécurité")
        page.get_by_role("button", name="Enregistrer une clé").click()
        expect(page.get_by_role("status").first).to_contain_text("Votre clé est enregistrée")
        leave(page)
        assert state.sign_in("agnes", PASSWORD) is None
        use_key(page)
        expect(page.get_by_role("button", name="Se déconnecter", exact=True)).to_be_visible()
        context.close()
    state.close()


def test_the_help_desk_lets_someone_register_a_new_key(page: Page, state: State) -> None:
    from guide_site.state import CHECKLIST, CallBack, CodePurpose

    code = state.give_code("agnes", CodePurpose.KEY, CallBack("01", CHECKLIST), by="ada")
    Key(page)
    page.goto("/secours")
    page.get_by_label("Nom de compte").fill("agnes")
    page.get_by_label("Code", exact=True).fill(code.lower())
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Valider le code").click()
    page.get_by_role("button", name="Enregistrer la clé").click()
    expect(page.get_by_role("status").first).to_contain_text("connectez-vous avec elle")
    assert state.sessions("agnes") == () and len(state.keys("agnes")) == 1
    use_key(page)
    expect(page.get_by_role("button", name="Se déconnecter", exact=True)).to_be_visible()
