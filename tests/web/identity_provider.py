"""An OpenID Connect provider of our own, on a real port, that answers as it is told: rightly, or wrongly in one way."""

import base64
import hashlib
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlencode

from flask import Flask, Response, abort, jsonify, redirect, request
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

CLIENT, SECRET = "guide", "secret-du-client"


@dataclass
class Provider:
    """What it says of people, and what it gets wrong."""

    issuer: str = ""
    claims: dict[str, Any] = field(default_factory=dict)
    """Of the person who signs on there."""
    userinfo: dict[str, Any] | None = None
    """More of them, at the userinfo address."""
    ends_sessions: bool = True
    """Has an address to sign out at."""
    ended: list[dict[str, str]] = field(default_factory=list)
    """Requests to sign out that it accepted."""
    client_end: str = "http://localhost/connexion/sso/fin"
    """The only address that it sends a browser back to, as declared for the client."""
    signed_userinfo: bool = False
    spoil: Callable[[dict[str, Any]], dict[str, Any]] = lambda claims: claims
    """Alters the claims of the ID token."""
    algorithm: str = "RS256"
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "1"}))
    signing_key: Any = None
    """Another key than the one that is published."""
    asked: dict[str, str] = field(default_factory=dict)
    """The last request of authorization."""
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def token(self, claims: dict[str, Any]) -> str:
        key = self.signing_key or self.key
        return jwt.encode({"alg": self.algorithm, "kid": "1"}, claims, key, algorithms=[self.algorithm])


def provider_app(provider: Provider, port: int) -> Flask:
    """The provider as a site."""
    provider.issuer = f"http://localhost:{port}/realms/guide"
    app = Flask(__name__)
    root = "/realms/guide"

    @app.get(f"{root}/.well-known/openid-configuration")
    def metadata() -> Response:
        names = {"authorization_endpoint": "auth", "token_endpoint": "token", "jwks_uri": "certs"}
        found = {name: f"{provider.issuer}/{path}" for name, path in names.items()}
        if provider.userinfo is not None:
            found["userinfo_endpoint"] = f"{provider.issuer}/userinfo"
        if provider.ends_sessions:
            found["end_session_endpoint"] = f"{provider.issuer}/fin"
        return jsonify(issuer=provider.issuer, **found)

    @app.get(f"{root}/certs")
    def certs() -> Response:
        return jsonify(keys=[provider.key.as_dict(private=False)])

    @app.get(f"{root}/auth")
    def auth() -> Any:
        provider.asked = request.args.to_dict()
        code = secrets.token_urlsafe(16)
        provider.codes[code] = provider.asked
        back = urlencode({"code": code, "state": provider.asked["state"]})
        return redirect(f"{provider.asked['redirect_uri']}?{back}")

    @app.post(f"{root}/token")
    def token() -> Response:
        asked = provider.codes.pop(request.form["code"], None)
        sent = base64.b64decode(request.headers["Authorization"].removeprefix("Basic ")).decode()
        verifier = request.form.get("code_verifier", "")
        proof = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
        if asked is None or sent != f"{CLIENT}:{SECRET}" or asked["code_challenge"] != proof:
            response = jsonify(error="invalid_grant")
            response.status_code = 400
            return response
        now = int(time.time())
        claims = {
            "iss": provider.issuer,
            "aud": CLIENT,
            "iat": now,
            "exp": now + 300,
            "nonce": asked["nonce"],
        }
        spoilt = provider.spoil({**claims, **provider.claims})
        return jsonify(access_token="acces", token_type="Bearer", id_token=provider.token(spoilt))

    @app.get(f"{root}/userinfo")
    def userinfo() -> Response:
        if request.headers.get("Authorization") != "Bearer acces" or provider.userinfo is None:
            abort(401)
        if provider.signed_userinfo:
            return Response(provider.token(provider.userinfo), content_type="application/jwt")
        return jsonify(provider.userinfo)

    @app.get(f"{root}/fin")
    def end_session() -> Any:
        """As RP-Initiated Logout 1.0 has it: the hint must be a token of ours, the way back the declared one."""
        asked = request.args.to_dict()
        hint = jwt.decode(asked["id_token_hint"], provider.key, algorithms=[provider.algorithm])
        if hint.claims["aud"] != CLIENT or asked["post_logout_redirect_uri"] != provider.client_end:
            abort(400)
        provider.ended.append({"sub": hint.claims["sub"], **asked})
        return redirect(f"{asked['post_logout_redirect_uri']}?{urlencode({'state': asked['state']})}")

    return app


def shared_key() -> OctKey:
    """A key that a provider would share with its client."""
    return OctKey.import_key(SECRET.ljust(32, "x"), {"kid": "1"})


def query(address: str) -> dict[str, str]:
    """The parameters of an address."""
    return {name: values[0] for name, values in parse_qs(address.partition("?")[2]).items()}
