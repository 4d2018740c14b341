"""`State`: the whole transactions that the web application and the command line call.

Each public method is one act: it opens its transaction, writes its line in the trail, and returns a value.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from argon2 import PasswordHasher
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from guide_pipeline.errors import RefusedError
from guide_site.state import accounts, reviews, sessions, tries
from guide_site.state.engine import WRITING, open_engine
from guide_site.state.names import checked_name, name_subject
from guide_site.state.passwords import Passwords, check_password
from guide_site.state.policy import AccessPolicy
from guide_site.state.schema import is_current, migrate
from guide_site.state.values import (
    Account,
    Decision,
    Publication,
    Role,
    Session,
    SignedIn,
    TrailEntry,
    Verdict,
)

Clock = Callable[[], datetime]


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


class State:
    """Accounts, sessions, decisions, publications and trail of one working guide. Safe to share by threads."""

    def __init__(self, engine: Engine, policy: AccessPolicy, clock: Clock, passwords: Passwords) -> None:
        self._reader = engine
        self._writer = engine.execution_options(**{WRITING: True})
        self._policy = policy
        self._clock = clock
        self._passwords = passwords

    # -- the database itself

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

    # -- accounts

    def add_user(
        self, name: str, password: str, role: Role, display_name: str = "", *, by: str = ""
    ) -> Account:
        """A new account. Raises `UsageError` on a bad name, `RefusedError` on a taken name or weak password."""
        check_password(password, checked_name(name))
        encoded = self._passwords.hash(password)
        with self._writer.begin() as conn:
            account = accounts.insert_account(conn, name, encoded, role, display_name, self._clock())
            self._note(conn, by, "compte créé", f"{account.name}, {role.label}")
        return account

    def users(self) -> tuple[Account, ...]:
        """Every account, by name, with its lock."""
        with self._reader.begin() as conn:
            return accounts.all_accounts(conn, self._clock())

    def user(self, name: str) -> Account:
        """The account `name`. Raises `NotFoundError`."""
        with self._reader.begin() as conn:
            return accounts.find_account(conn, name)

    def set_password(self, name: str, password: str, *, by: str = "") -> None:
        """A new password: ends all sessions of the account and unlocks it. Raises `RefusedError` when weak."""
        account = self.user(name)
        check_password(password, account.name)
        encoded = self._passwords.hash(password)
        with self._writer.begin() as conn:
            accounts.change_account(conn, account, password_hash=encoded)
            sessions.end_sessions_of(conn, account)
            tries.forgive(conn, name_subject(account.name), tries.PASSWORD)
            self._note(conn, by, "mot de passe remplacé", account.name)

    def set_active(self, name: str, active: bool, *, by: str = "") -> None:
        """Close an account, with its sessions, or open it again.

        Raises `RefusedError` when no administrator would be left.
        """
        with self._writer.begin() as conn:
            account = accounts.find_account(conn, name)
            accounts.change_account(conn, account, active=active)
            if not active:
                sessions.end_sessions_of(conn, account)
                if account.role is Role.ADMIN:
                    accounts.keep_an_administrator(conn)
            self._note(conn, by, "compte rouvert" if active else "compte fermé", account.name)

    def deactivate(self, name: str, *, by: str = "") -> None:
        """Close an account, with its sessions."""
        self.set_active(name, False, by=by)

    def set_role(self, name: str, role: Role, *, by: str = "") -> None:
        """Another role, in force at the next request. Raises `RefusedError` when no administrator would be left."""
        with self._writer.begin() as conn:
            account = accounts.find_account(conn, name)
            accounts.change_account(conn, account, role=role.value)
            if account.role is Role.ADMIN and role is not Role.ADMIN:
                accounts.keep_an_administrator(conn)
            self._note(conn, by, "rôle changé", f"{account.name}, {role.label}")

    # -- signing in and out

    def sign_in(self, name: str, password: str, *, address: str = "") -> SignedIn | None:
        """A new session, or None: wrong, unknown, closed or locked, without saying which.

        Raises `TooManyChecksError` when too many passwords are being checked; the try is then counted all the same.
        """
        found = self._checked(name, password)
        fresh = self._rehashed(found, password)
        with self._writer.begin() as conn:
            now = self._clock()
            if found is None or not accounts.still_valid(conn, *found):
                self._note(conn, "", "connexion refusée", address)
                return None
            account, _ = found
            accounts.change_account(conn, account, last_sign_in=now, **fresh)
            tries.forgive(conn, name_subject(name), tries.PASSWORD)
            tries.forget_old_tries(conn, now, self._policy)
            sessions.drop_dead_sessions(conn, now, self._policy)
            token = sessions.start_session(conn, account, now)
            self._note(conn, account.name, "connexion", address)
        return SignedIn(token, account)

    def change_password(self, name: str, current: str, new: str, *, keep: str | None = None) -> None:
        """Their own new password; ends the account's sessions but the one of the secret `keep`.

        Raises `RefusedError` when `current` is not right (that counts as a failed try) or `new` is weak.
        """
        check_password(new, name)
        found = self._checked(name, current)
        if found is None:
            raise RefusedError("Le mot de passe actuel n'est pas le bon.")
        encoded = self._passwords.hash(new)
        with self._writer.begin() as conn:
            accounts.change_account(conn, found[0], password_hash=encoded)
            tries.forgive(conn, name_subject(name), tries.PASSWORD)
            sessions.end_sessions_of(conn, found[0], keep)
            self._note(conn, found[0].name, "mot de passe changé", "")

    def session(self, token: str) -> Session | None:
        """The live session of the secret `token`, marked as used; None when there is none."""
        now = self._clock()
        with self._reader.begin() as conn:
            session = sessions.find_session(conn, token, now, self._policy)
        if session is not None and now - session.last_seen >= self._policy.seen_every:
            with self._writer.begin() as conn:
                sessions.touch_session(conn, token, now)
        return session

    def sign_out(self, token: str) -> None:
        """End one session."""
        with self._writer.begin() as conn:
            sessions.end_session(conn, token)

    def sign_out_everywhere(self, name: str, *, by: str = "") -> int:
        """End every session of an account; returns how many."""
        with self._writer.begin() as conn:
            account = accounts.find_account(conn, name)
            count = sessions.end_sessions_of(conn, account)
            self._note(conn, by or account.name, "déconnexion partout", account.name)
        return count

    # -- reviews, publications, trail

    def record_decision(
        self, batch: str, digest: str, verdict: Verdict, by: str, comment: str = ""
    ) -> Decision:
        """A batch approved or refused, for the report of this `digest`. A refusal needs its reason."""
        if verdict is Verdict.REFUSED and not comment.strip():
            raise RefusedError("Un refus doit dire pourquoi : écrivez un commentaire.")
        with self._writer.begin() as conn:
            decision = reviews.insert_decision(conn, batch, digest, verdict, by, self._clock(), comment)
            self._note(conn, by, f"lot {verdict.label}", batch)
        return decision

    def decisions(self, batch: str | None = None) -> tuple[Decision, ...]:
        """Decisions on `batch`, or on all, oldest first: the last one counts."""
        with self._reader.begin() as conn:
            return reviews.find_decisions(conn, batch)

    def record_publication(self, edition: int, batch: str, by: str) -> Publication:
        """An edition was put in service."""
        with self._writer.begin() as conn:
            publication = reviews.insert_publication(conn, edition, batch, by, self._clock())
            self._note(conn, by, "édition publiée", f"{edition}, lot {batch}" if batch else str(edition))
        return publication

    def publications(self) -> tuple[Publication, ...]:
        """All publications, oldest first."""
        with self._reader.begin() as conn:
            return reviews.find_publications(conn)

    def record(self, who: str, what: str, detail: str = "") -> None:
        """A line of the trail for an act done elsewhere."""
        with self._writer.begin() as conn:
            self._note(conn, who, what, detail)

    def trail(self, limit: int = 100, before: int | None = None) -> tuple[TrailEntry, ...]:
        """The last `limit` lines (older than the line numbered `before`), newest first."""
        with self._reader.begin() as conn:
            return reviews.find_trail(conn, limit, before)

    # -- inside

    def _note(self, conn: Connection, who: str, what: str, detail: str) -> None:
        reviews.insert_trail(conn, self._clock(), who, what, detail)

    def _rehashed(self, found: tuple[Account, str] | None, password: str) -> dict[str, str]:
        """The column to set when the hash was made with older parameters."""
        if found is None or not self._passwords.outdated(found[1]):
            return {}
        return {"password_hash": self._passwords.hash(password)}

    def _checked(self, name: str, password: str) -> tuple[Account, str] | None:
        """The account of a right password: the try is counted and committed first, then checked."""
        with self._writer.begin() as conn:
            allowed = tries.claim_try(conn, name_subject(name), tries.PASSWORD, self._clock(), self._policy)
            found = accounts.find_credentials(conn, name) if allowed else None
        if not allowed:
            return None
        right = self._passwords.matches(found[1] if found else None, password)
        return found if found and right and found[0].active else None
