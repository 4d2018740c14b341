"""The values that the state hands out: frozen, detached from the database, times in UTC."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from guide_pipeline.errors import GuideError


class Role(StrEnum):
    """What someone may do; the table of rights is in `guide_site.web.rights`."""

    AGENT = "agent"
    EDITOR = "redacteur"
    ADMIN = "administrateur"

    @property
    def label(self) -> str:
        """The role as people read it."""
        return {"agent": "agent", "redacteur": "rédacteur", "administrateur": "administrateur"}[self.value]


class Verdict(StrEnum):
    """The answer given to a batch under review."""

    APPROVED = "approuve"
    REFUSED = "refuse"

    @property
    def label(self) -> str:
        """The verdict as people read it."""
        return "approuvé" if self is Verdict.APPROVED else "refusé"


@dataclass(frozen=True, slots=True)
class Account:
    """Someone who may sign in. `name` is as typed at creation; two names that differ by case only are the same."""

    id: int
    name: str
    display_name: str
    role: Role
    active: bool
    created: datetime
    last_sign_in: datetime | None
    locked_until: datetime | None = None
    """Set while failed tries keep the account closed; only filled in lists of accounts."""


@dataclass(frozen=True, slots=True)
class Session:
    """A live session: whose, since when, last used when (to the minute, see `AccessPolicy.seen_every`)."""

    account: Account
    created: datetime
    last_seen: datetime


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A sign-in that went well: the secret to put in the cookie (stored nowhere), and whose it is."""

    token: str
    account: Account


@dataclass(frozen=True, slots=True)
class Decision:
    """A whole batch approved or refused. `digest` is that of the report that was read: another content
    under the same number is not approved by it."""

    id: int
    batch: str
    digest: str
    verdict: Verdict
    by: str
    at: datetime
    comment: str


@dataclass(frozen=True, slots=True)
class Publication:
    """An edition put in service; `batch` is empty for the base edition and for a return to an older one."""

    id: int
    edition: int
    batch: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class TrailEntry:
    """Who did what and when. `what` is a short French phrase, the same for the same kind of act."""

    id: int
    at: datetime
    who: str
    what: str
    detail: str


class TooManyChecksError(GuideError):
    """More passwords to check at once than the machine can bear: try again in a moment."""
