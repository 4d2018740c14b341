"""WebAuthn: what a key is asked, and whether its answer holds. The only importer of py_webauthn, and heavy: acts on
keys load it when somebody uses one, so that no other command waits for it.

The user is always verified (PIN or fingerprint, by the key itself), the credential lives in the key, and the name
of the relying party never changes: keys are bound to it.
"""

import json
from collections.abc import Sequence
from typing import Any

from webauthn import (
    base64url_to_bytes,
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from guide_pipeline.errors import RefusedError
from guide_site.state.key_values import ClonedKeyError, KnownKey, NewKey, RelyingParty

_WAIT = 120_000
_LONGEST = 16_384


def creation_options(
    party: RelyingParty, handle: bytes, name: str, shown: str, known: Sequence[str]
) -> tuple[str, str]:
    """The challenge, and the JSON to hand to `navigator.credentials.create`; `known` keys are turned away."""
    options = generate_registration_options(
        rp_id=party.id,
        rp_name=party.name,
        user_id=handle,
        user_name=name,
        user_display_name=shown,
        timeout=_WAIT,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=base64url_to_bytes(key)) for key in known],
    )
    asked = {**json.loads(options_to_json(options)), "extensions": {"prf": {}, "credProps": True}}
    return bytes_to_base64url(options.challenge), json.dumps(asked)


def request_options(party: RelyingParty) -> tuple[str, str]:
    """The challenge, and the JSON to hand to `navigator.credentials.get`. It names no key: the same for everyone."""
    options = generate_authentication_options(
        rp_id=party.id, timeout=_WAIT, user_verification=UserVerificationRequirement.REQUIRED
    )
    return bytes_to_base64url(options.challenge), options_to_json(options)


def parsed(answer: str) -> dict[str, Any]:
    """The answer of a browser, {} when it isn't one."""
    try:
        value = json.loads(answer) if len(answer) <= _LONGEST else None
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def challenge_in(answer: dict[str, Any]) -> str:
    """The challenge that the answer says it answers, '' when it doesn't say. Checked against ours afterwards."""
    try:
        client = json.loads(base64url_to_bytes(answer["response"]["clientDataJSON"]))
        challenge = client["challenge"]
    except (KeyError, TypeError, ValueError, RecursionError):
        return ""
    return challenge if isinstance(challenge, str) else ""


def registered(party: RelyingParty, challenge: str, answer: dict[str, Any]) -> NewKey:
    """The key that answered. Raises `RefusedError`: another challenge, origin or party, or no verified user."""
    try:
        found = verify_registration_response(
            credential=answer,
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=party.id,
            expected_origin=list(party.origins),
            require_user_verification=True,
        )
    except _WRONG as error:
        raise RefusedError("Cette clé n'a pas pu être enregistrée : sa réponse n'est pas valable.") from error
    results = answer.get("clientExtensionResults")
    prf = results.get("prf") if isinstance(results, dict) else None
    enabled = isinstance(prf, dict) and prf.get("enabled") is True
    return NewKey(
        bytes_to_base64url(found.credential_id),
        bytes_to_base64url(found.credential_public_key),
        found.sign_count,
        enabled,
    )


def asserted(party: RelyingParty, challenge: str, key: KnownKey, answer: dict[str, Any]) -> int:
    """The new counter of the key whose answer holds.

    Raises `RefusedError`: another challenge, origin or party, a wrong signature, no verified user; `ClonedKeyError`
    when all of that is right but the counter.
    """
    try:
        found = verify_authentication_response(
            credential=answer,
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=party.id,
            expected_origin=list(party.origins),
            credential_public_key=base64url_to_bytes(key.public_key),
            credential_current_sign_count=0,
            require_user_verification=True,
        )
    except _WRONG as error:
        raise RefusedError("La réponse de la clé n'est pas valable.") from error
    if (found.new_sign_count or key.sign_count) and found.new_sign_count <= key.sign_count:
        raise ClonedKeyError("Le compteur de la clé a reculé : elle a peut-être été copiée.")
    return found.new_sign_count


_WRONG = (WebAuthnException, ValueError, KeyError, TypeError, AttributeError)
"""All that the library lets out on answers made up by hand."""
