"""What is said of security keys: who they answer to, and what is kept of them."""

from dataclasses import dataclass

from guide_pipeline.errors import RefusedError


@dataclass(frozen=True, slots=True)
class RelyingParty:
    """Who keys answer to."""

    id: str
    """A name, never an address: 'guide.exemple.fr', 'localhost' in the demo. Changing it makes all keys useless."""
    name: str
    """As the browser shows it."""
    origins: tuple[str, ...]
    """Where pages may ask a key: 'https://guide.exemple.fr'."""


@dataclass(frozen=True, slots=True)
class NewKey:
    """What a key said of itself when it was registered."""

    credential_id: str
    public_key: str
    sign_count: int
    prf: bool


@dataclass(frozen=True, slots=True)
class KnownKey:
    """What is needed to check an answer."""

    public_key: str
    sign_count: int


class ClonedKeyError(RefusedError):
    """The counter of a key went back: there are two of it."""
