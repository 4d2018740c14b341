"""What people create: accounts, keys, sessions, tokens, decisions on batches, publications, and the trail.

It is the only part of a working guide that lives in a database (SQLite by default, PostgreSQL by URL).
Nothing here knows of the web: the caller passes values in and gets frozen values back.
"""

from guide_pipeline.review.votes import Verdict
from guide_site.state.acts.help_desk import CHECKLIST, Opened
from guide_site.state.acts.people import PeopleImport
from guide_site.state.acts.personal import (
    Favourite,
    NotePlace,
    PersonalNote,
    Preferences,
    Reading,
    Subscriber,
)
from guide_site.state.acts.searches import QueryCount, SearchCounts
from guide_site.state.acts.tokens import Caller
from guide_site.state.key_values import RelyingParty
from guide_site.state.policy import AccessPolicy
from guide_site.state.store import State, default_url, open_state
from guide_site.state.values import (
    Account,
    ApiToken,
    CallBack,
    CodePurpose,
    Decision,
    Identity,
    Origin,
    Publication,
    Role,
    Scope,
    SecurityKey,
    Session,
    SignedIn,
    TooManyChecksError,
    TooManyTriesError,
    TrailEntry,
    Way,
)

__all__ = [
    "CHECKLIST",
    "AccessPolicy",
    "Account",
    "ApiToken",
    "CallBack",
    "Caller",
    "CodePurpose",
    "Decision",
    "Favourite",
    "Identity",
    "NotePlace",
    "Opened",
    "Origin",
    "PeopleImport",
    "PersonalNote",
    "Preferences",
    "Publication",
    "QueryCount",
    "Reading",
    "RelyingParty",
    "Role",
    "Scope",
    "SearchCounts",
    "SecurityKey",
    "Session",
    "SignedIn",
    "State",
    "Subscriber",
    "TooManyChecksError",
    "TooManyTriesError",
    "TrailEntry",
    "Verdict",
    "Way",
    "default_url",
    "open_state",
]
