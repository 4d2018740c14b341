"""The values that the state hands out: frozen, detached from the database, times in UTC."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from guide_pipeline.errors import GuideError
from guide_pipeline.review.votes import Act, Verdict


class Role(StrEnum):
    """What someone may do; the table of rights is in `guide_site.web.rights`."""

    AGENT = "agent"
    EDITOR = "redacteur"
    ADMIN = "administrateur"

    @property
    def label(self) -> str:
        """The role as people read it."""
        return {"agent": "agent", "redacteur": "rédacteur", "administrateur": "administrateur"}[self.value]


class Way(StrEnum):
    """A way in."""

    PASSWORD = "mot-de-passe"
    KEY = "cle"
    SSO = "sso"
    CERTIFICATE = "certificat"

    @property
    def label(self) -> str:
        """The way as people read it."""
        return {
            "mot-de-passe": "mot de passe",
            "cle": "clé de sécurité",
            "sso": "connexion unique",
            "certificat": "certificat",
        }[self.value]


class CodePurpose(StrEnum):
    """What a code of the help desk opens; it never opens a session."""

    ACCOUNT = "compte"
    KEY = "cle"

    @property
    def label(self) -> str:
        """The purpose as people read it."""
        return "débloquer le compte" if self is CodePurpose.ACCOUNT else "enregistrer une clé"


class Scope(StrEnum):
    """What a token lets a script do; the table of rights is in `guide_site.web.rights`."""

    READ = "lecture"
    REPORTS = "rapports"
    COMMENT = "commentaire"
    DECIDE = "decision"
    PUBLISH = "publication"

    @property
    def label(self) -> str:
        """The scope as people read it."""
        return {
            "lecture": "lire et chercher",
            "rapports": "lire les rapports",
            "commentaire": "commenter un lot",
            "decision": "approuver ou refuser un lot",
            "publication": "publier",
        }[self.value]


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
    email: str = ""
    has_password: bool = True
    locked: tuple[Way, ...] = ()
    """The factors that failed tries keep locked; only filled in lists of accounts."""
    keys: int = 0
    """How many keys open it; only filled in lists of accounts."""


@dataclass(frozen=True, slots=True)
class Session:
    """A live session: whose, since when, last used when (to the minute, see `AccessPolicy.seen_every`)."""

    account: Account
    created: datetime
    last_seen: datetime
    id: str
    """What lists and `end_session` call it; it opens nothing."""
    way: Way
    address: str
    device: str
    must_enrol_by: datetime | None = None
    """Set while the role needs a key that the account hasn't: from then on its password opens nothing."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a try comes from: the address and the device as its browser names it."""

    address: str = ""
    device: str = ""


@dataclass(frozen=True, slots=True)
class Identity:
    """Someone as another authority names them, which has checked who they are."""

    way: Way
    issuer: str
    subject: str
    """Theirs for ever at this issuer."""
    name: str
    """The account it would be the first time."""
    display_name: str = ""
    email: str = ""
    role: Role | None = None
    """The role that their groups give, None when groups don't count."""
    may_create: bool = False
    """True when an account may be made for them."""
    id_token: str = ""
    """What the provider signed, to be handed back to it at sign-out."""


@dataclass(frozen=True, slots=True)
class SecurityKey:
    """A key and what is known of it."""

    id: int
    account: str
    label: str
    prf: bool
    """True when it can draw secrets (WebAuthn PRF): it can then open the offline reader."""
    created: datetime
    last_used: datetime | None
    revoked: datetime | None


@dataclass(frozen=True, slots=True)
class ApiToken:
    """A token of a script. Its secret was shown once and is stored nowhere."""

    id: int
    account: str
    label: str
    scopes: frozenset[Scope]
    created: datetime
    expires: datetime
    last_used: datetime | None
    revoked: datetime | None


@dataclass(frozen=True, slots=True)
class CallBack:
    """How the help desk made sure of who was calling, before giving a code. All is recorded."""

    number: str
    """The number called back: the one of the directory, never the one the caller gave."""
    checks: tuple[str, ...]
    """What was checked, in the words of the checklist."""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A sign-in that went well: the secret to put in the cookie (stored nowhere), and whose it is."""

    token: str
    account: Account


@dataclass(frozen=True, slots=True)
class Decision:
    """What someone says of changes of a batch. `digest` is that of the proposal that was read: another content
    under the same number is not approved by it."""

    id: int
    batch: str
    digest: str
    verdict: Verdict
    by: str
    at: datetime
    comment: str
    scope: str = ""
    """What it was given on: 'classe:typographie'; '' for one on a whole batch, as the first release had."""
    items: tuple[str, ...] = ()
    """Ids of the changes."""

    @property
    def act(self) -> Act:
        """What it adds to the fate of its changes."""
        return Act(self.id, self.verdict, self.scope, self.by, self.at, self.comment, self.items)


@dataclass(frozen=True, slots=True)
class Publication:
    """An edition put in service; `batch` is empty for the base edition and for a return to an older one."""

    id: int
    edition: int
    batch: str
    by: str
    at: datetime
    record: str = ""
    """SHA-256 of the record of the decisions that made it, '' without one."""


@dataclass(frozen=True, slots=True)
class TrailEntry:
    """Who did what and when. `what` is a short French phrase, the same for the same kind of act."""

    id: int
    at: datetime
    who: str
    what: str
    detail: str
    month: str
    """'2026-04'."""
    number: int
    """From 1 in its month."""
    hash: str
    """Of this line and, through the one before, of all lines before it (`chain.link`)."""


class TooManyChecksError(GuideError):
    """More passwords to check at once than the machine can bear: try again in a moment."""


class TooManyTriesError(GuideError):
    """Too many failures from one address: `wait` seconds before its next try."""

    def __init__(self, wait: int) -> None:
        super().__init__(
            f"Trop d'essais manqués depuis cette adresse : recommencez dans {wait} s. Votre compte n'est pas en cause."
        )
        self.wait = wait
