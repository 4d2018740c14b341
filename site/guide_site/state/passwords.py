"""Passwords: Argon2id hashes, and checks bounded in number (`password_rules` says which may be chosen).

Each check costs 64 MiB and some tens of milliseconds on purpose; so only a few go on at once, and a flood
of tries waits outside instead of taking the machine's memory.
"""

import secrets
import unicodedata
from base64 import b64encode
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from guide_site.state.values import TooManyChecksError

_PATIENCE = 5.0


def _bytes(password: str) -> bytes:
    """The same bytes whatever keyboard composed the accents."""
    return unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")


class Passwords:
    """Hashes and checks. `at_once` is how many may be computed at the same time in this process."""

    def __init__(self, hasher: PasswordHasher, at_once: int = 4) -> None:
        self._hasher = hasher
        self._slots = BoundedSemaphore(at_once)
        self._nobody = _impossible_hash(hasher)

    def hash(self, password: str) -> str:
        """The encoded Argon2id hash, parameters and salt included."""
        with self._slots:
            return self._hasher.hash(_bytes(password))

    def matches(self, encoded: str | None, password: str) -> bool:
        """True when `password` has the hash `encoded`; None (an unknown name) takes the same time.

        Raises `TooManyChecksError` when no slot frees itself in five seconds.
        """
        if not self._slots.acquire(timeout=_PATIENCE):
            raise TooManyChecksError("Trop de connexions en même temps : réessayez dans un moment.")
        try:
            return self._hasher.verify(encoded or self._nobody, _bytes(password)) and encoded is not None
        except (VerificationError, InvalidHashError):
            return False
        finally:
            self._slots.release()

    def outdated(self, encoded: str) -> bool:
        """True when `encoded` was made with other parameters than today's."""
        return self._hasher.check_needs_rehash(encoded)


def _impossible_hash(hasher: PasswordHasher) -> str:
    """A hash that no password has, with the same parameters as real ones: as long to check."""

    def random(size: int) -> str:
        return b64encode(secrets.token_bytes(size)).decode().rstrip("=")

    costs = f"m={hasher.memory_cost},t={hasher.time_cost},p={hasher.parallelism}"
    return f"$argon2id$v=19${costs}${random(hasher.salt_len)}${random(hasher.hash_len)}"
