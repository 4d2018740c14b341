"""The name of an object: SHA-256 of its bytes."""

import hashlib


def digest(data: bytes) -> str:
    """SHA-256 of some bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()
