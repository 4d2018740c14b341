"""Single sign-on by OpenID Connect (Authlib): code flow with PKCE, state, nonce; the tokens checked. And signing out of
the provider too (OpenID Connect RP-Initiated Logout 1.0).

Works with Keycloak and ProConnect: the latter answers its userinfo as a signed token, which is checked alike.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock
from time import monotonic
from typing import Any
from urllib.parse import urlencode

import requests
from authlib.common.security import generate_token
from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken, UserInfo
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from guide_pipeline.errors import GuideError
from guide_pipeline.readers.access import SsoSettings
from guide_site.state import Identity, Role, Way

_ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
"""Signatures only by the provider's private key: never none, never a shared secret."""
_SKEW = 60
_PATIENCE = 10
_KEPT = 3600.0
_RANK = (Role.ADMIN, Role.EDITOR, Role.AGENT)


class SsoError(GuideError):
    """The provider can't be reached, or what it said doesn't hold. For the trail: people are told less."""


@dataclass(frozen=True, slots=True)
class Started:
    """A sign-on under way: where to send the browser, and what to keep until it comes back."""

    address: str
    state: str
    """Comes back with the browser."""
    kept: str
    """Stays here: the provider and the browser don't know it."""


@dataclass(frozen=True, slots=True)
class Farewell:
    """Where the provider ends its session, and the state that comes back with the browser."""

    address: str
    state: str


@dataclass(frozen=True, slots=True)
class Finished:
    """Who came back, and the page that they wanted."""

    identity: Identity
    wanted: str


class Sso:
    """One provider, its published addresses and keys kept for an hour."""

    def __init__(self, settings: SsoSettings, secret: str, redirect: str, after: str) -> None:
        """`redirect` and `after`: our addresses that browsers come back to, signed on and signed out."""
        self.settings = settings
        self._secret, self._redirect, self._after = secret, redirect, after
        self._lock = Lock()
        self._known: tuple[float, Mapping[str, Any], KeySet] | None = None

    def start(self, wanted: str) -> Started:
        """Begin, on the way to the page `wanted`. Raises `SsoError` when the provider can't be reached."""
        state, nonce, verifier = generate_token(43), generate_token(43), generate_token(64)
        more = {"acr_values": self.settings.acr} if self.settings.acr else {}
        address, _ = self._client().create_authorization_url(
            self._metadata()["authorization_endpoint"],
            state=state,
            nonce=nonce,
            code_verifier=verifier,
            **more,
        )
        return Started(address, state, json.dumps({"nonce": nonce, "verifier": verifier, "suite": wanted}))

    def finish(self, code: str, kept: str) -> Finished:
        """Who came back. Raises `SsoError` when anything about it doesn't hold."""
        memory = json.loads(kept)
        try:
            token = self._client().fetch_token(
                self._metadata()["token_endpoint"], code=code, code_verifier=memory["verifier"]
            )
            claims = self._id_claims(token, memory["nonce"])
            identity = self._identity({**self._userinfo(token, claims), **claims}, token["id_token"])
            return Finished(identity, memory["suite"])
        except (OAuthError, JoseError, requests.RequestException, ValueError, KeyError, TypeError) as error:
            raise SsoError(f"{type(error).__name__} {error}"[:200]) from error

    def farewell(self, id_token: str) -> Farewell | None:
        """Where to send a browser so that the provider ends its session too; None when it can't be asked to."""
        try:
            endpoint = self._metadata().get("end_session_endpoint")
        except SsoError:
            return None
        if not isinstance(endpoint, str) or not id_token:
            return None
        state = generate_token(43)
        asked = {"id_token_hint": id_token, "post_logout_redirect_uri": self._after, "state": state}
        return Farewell(f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(asked)}", state)

    # -- what the provider says

    def _id_claims(self, token: Mapping[str, Any], nonce: str) -> dict[str, Any]:
        header, claims = self._decoded(token["id_token"])
        options = {
            "iss": {"essential": True, "value": self._metadata()["issuer"]},
            "aud": {"essential": True, "value": self.settings.client},
        }
        if self.settings.acr:
            options["acr"] = {"essential": True, "value": self.settings.acr}
        params = {
            "nonce": nonce,
            "client_id": self.settings.client,
            "access_token": token.get("access_token"),
        }
        checked = CodeIDToken(claims, header, options, params)
        checked.validate(leeway=_SKEW)
        return dict(checked)

    def _userinfo(self, token: Mapping[str, Any], claims: Mapping[str, Any]) -> dict[str, Any]:
        """More of the same person: plain JSON, or a token signed for us (ProConnect)."""
        endpoint = self._metadata().get("userinfo_endpoint")
        if not endpoint:
            return {}
        answer = self._client(token).get(endpoint, timeout=_PATIENCE, allow_redirects=False)
        answer.raise_for_status()
        if answer.headers.get("Content-Type", "").startswith("application/jwt"):
            _, found = self._decoded(answer.text)
            audience = found.get("aud")
            audiences = audience if isinstance(audience, list) else [audience]
            if found.get("iss") != self._metadata()["issuer"] or self.settings.client not in audiences:
                raise ValueError("userinfo of another issuer or audience")
        else:
            found = answer.json()
        info = UserInfo(found)
        if info.get("sub") != claims["sub"]:
            raise ValueError("userinfo of someone else")
        return dict(info)

    def _identity(self, claims: Mapping[str, Any], id_token: str) -> Identity:
        claim = self.settings.account_claim
        name = claims.get(claim)
        if not isinstance(name, str) or not name:
            raise ValueError(f"claim {claim} absent")
        if claim == "email" and claims.get("email_verified") is False:
            raise ValueError("email not verified")
        role = self._role(claims)
        if self.settings.roles and role is None:
            raise ValueError("no group gives a role")
        given = claims.get("given_name"), claims.get("usual_name") or claims.get("family_name")
        shown = claims.get("name") or " ".join(str(part) for part in given if part)
        email = claims.get("email")
        return Identity(
            Way.SSO,
            self._metadata()["issuer"][:255],
            str(claims["sub"])[:255],
            name,
            str(shown),
            email if isinstance(email, str) else "",
            role,
            may_create=bool(self.settings.roles),
            id_token=id_token,
        )

    def _role(self, claims: Mapping[str, Any]) -> Role | None:
        """The highest role that a group gives; dots in the claim's name lead into it (`realm_access.roles`)."""
        found: Any = claims
        for part in self.settings.groups_claim.split(".") if self.settings.groups_claim else ():
            found = found.get(part) if isinstance(found, Mapping) else None
        groups = (
            {found} if isinstance(found, str) else set(map(str, found)) if isinstance(found, list) else set()
        )
        given = {self.settings.roles[group] for group in groups if group in self.settings.roles}
        return next((role for role in _RANK if role.value in given), None)

    # -- talking to it

    def _client(self, token: Mapping[str, Any] | None = None) -> OAuth2Session:
        return OAuth2Session(
            self.settings.client,
            self._secret or None,
            token_endpoint_auth_method="client_secret_basic" if self._secret else "none",
            scope=" ".join(self.settings.scopes),
            redirect_uri=self._redirect,
            code_challenge_method="S256",
            token=dict(token) if token else None,
            default_timeout=_PATIENCE,
        )

    def _decoded(self, text: str) -> tuple[dict[str, Any], dict[str, Any]]:
        """Header and claims of a token signed with a key of the provider; its keys are asked anew once if unknown."""
        for fresh in (False, True):
            try:
                token = jwt.decode(text, self._published(fresh)[1], algorithms=_ALGORITHMS)
                return dict(token.header), dict(token.claims)
            except (JoseError, ValueError):
                if fresh:
                    raise
        raise AssertionError("unreachable")

    def _metadata(self) -> Mapping[str, Any]:
        return self._published()[0]

    def _published(self, fresh: bool = False) -> tuple[Mapping[str, Any], KeySet]:
        with self._lock:
            if self._known is None or fresh or monotonic() - self._known[0] > _KEPT:
                self._known = (monotonic(), *self._fetched())
            return self._known[1:]

    def _fetched(self) -> tuple[Mapping[str, Any], KeySet]:
        issuer = self.settings.issuer
        try:
            metadata = _got(f"{issuer}/.well-known/openid-configuration")
            if str(metadata.get("issuer", "")).rstrip("/") != issuer:
                raise ValueError("another issuer")
            return metadata, KeySet.import_key_set(_got(metadata["jwks_uri"]))  # type: ignore[arg-type]
        except (requests.RequestException, ValueError, KeyError, JoseError) as error:
            raise SsoError(
                f"fournisseur injoignable ou incohérent : {type(error).__name__} {error}"[:200]
            ) from error


def _got(address: str) -> dict[str, Any]:
    answer = requests.get(address, timeout=_PATIENCE, allow_redirects=False)
    answer.raise_for_status()
    found = answer.json()
    if not isinstance(found, dict):
        raise ValueError("not an object")
    return found
