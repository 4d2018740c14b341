"""Against requests forged from another site: each form carries a token that only our pages can know.

The token is an HMAC under the secret of the visitor's own cookie, so it is bound to the session, changes with
it at sign-in, and needs no key of the server's and no table. Someone signed out has a cookie for it too, so
that nobody can be signed in to another's account without knowing it.
"""

import hmac
from base64 import urlsafe_b64encode

FIELD = "jeton"
HEADER = "X-Jeton"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def form_token(secret: str) -> str:
    """The token of forms shown to the holder of the cookie `secret`."""
    mac = hmac.digest(secret.encode("utf-8", "surrogatepass"), b"formulaire", "sha256")
    return urlsafe_b64encode(mac).decode().rstrip("=")


def is_form_token(secret: str, token: str) -> bool:
    """True when `token` was made for this cookie; no cookie has no token."""
    expected = form_token(secret).encode()
    return bool(secret) and hmac.compare_digest(expected, token.encode("utf-8", "surrogatepass"))
