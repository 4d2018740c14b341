"""What people create: accounts, sessions, decisions on batches, publications, and the trail of who did what.

It is the only part of a working guide that lives in a database (SQLite by default, PostgreSQL by URL).
Nothing here knows of the web or of the pipeline: the caller passes values in and gets frozen values back.
"""

from guide_site.state.policy import AccessPolicy
from guide_site.state.store import State, default_url, open_state
from guide_site.state.values import (
    Account,
    Decision,
    Publication,
    Role,
    Session,
    SignedIn,
    TooManyChecksError,
    TrailEntry,
    Verdict,
)

__all__ = [
    "AccessPolicy",
    "Account",
    "Decision",
    "Publication",
    "Role",
    "Session",
    "SignedIn",
    "State",
    "TooManyChecksError",
    "TrailEntry",
    "Verdict",
    "default_url",
    "open_state",
]
