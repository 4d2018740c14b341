"""`State`: all that people create, for the web application and the command line. Its acts are in `acts`."""

from datetime import UTC, datetime
from pathlib import Path

from argon2 import PasswordHasher
from sqlalchemy.exc import SQLAlchemyError

from guide_site.state.acts.accounts import AccountActs
from guide_site.state.acts.core import Clock
from guide_site.state.acts.help_desk import HelpDeskActs
from guide_site.state.acts.people import PeopleActs
from guide_site.state.acts.personal import PersonalActs
from guide_site.state.acts.reviews import ReviewActs
from guide_site.state.acts.searches import SearchActs
from guide_site.state.acts.tokens import TokenActs
from guide_site.state.acts.trail import TrailActs
from guide_site.state.engine import open_engine
from guide_site.state.passwords import Passwords
from guide_site.state.policy import AccessPolicy
from guide_site.state.schema import is_current, migrate


def utc_now() -> datetime:
    """The clock of real life."""
    return datetime.now(UTC)


def default_url(guide_root: Path) -> str:
    """The database of a working guide when no other is named: the file `var/etat.sqlite`."""
    return f"sqlite:///{(guide_root / 'var' / 'etat.sqlite').resolve()}"


def open_state(
    url: str,
    *,
    policy: AccessPolicy | None = None,
    clock: Clock = utc_now,
    hasher: PasswordHasher | None = None,
) -> "State":
    """The state at `url` (`sqlite:////chemin/etat.sqlite`, `postgresql+psycopg://…`); makes no table.

    Raises `UsageError` when the URL makes no sense.
    """
    return State(open_engine(url), policy or AccessPolicy(), clock, Passwords(hasher or PasswordHasher()))


class State(
    AccountActs, PeopleActs, HelpDeskActs, TokenActs, ReviewActs, TrailActs, SearchActs, PersonalActs
):
    """Accounts, keys, sessions, tokens, decisions, publications, trail and what belongs to readers, of one working
    guide. Safe to share by threads."""

    def create_schema(self) -> None:
        """Bring the database to the schema of this program; nothing to do when it has it."""
        with self._writer.begin() as conn:
            migrate(conn)

    def has_schema(self) -> bool:
        """True when the database has the schema of this program."""
        with self._reader.begin() as conn:
            return is_current(conn)

    def answers(self) -> bool:
        """True when the database can be read and has its tables."""
        try:
            return self.has_schema()
        except SQLAlchemyError:
            return False

    def close(self) -> None:
        """Let go of every connection."""
        self._reader.dispose()
