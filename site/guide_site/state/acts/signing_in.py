"""Signing in by a password or as known elsewhere, and sessions."""

from sqlalchemy import Connection

from guide_pipeline.errors import NotFoundError, RefusedError
from guide_site.state import accounts, identities, pending, sessions, tries
from guide_site.state.acts.core import Acts
from guide_site.state.names import name_subject
from guide_site.state.password_rules import check_password
from guide_site.state.values import Account, Identity, Origin, Role, Session, SignedIn, Way


class SigningInActs(Acts):
    """Acts of people at the door, and on their own sessions."""

    def sign_in(self, name: str, password: str, origin: Origin = Origin()) -> SignedIn | None:  # noqa: B008 - frozen
        """A new session, or None: wrong, unknown, closed, locked, or a role that needs its key, without saying which.

        Raises `TooManyTriesError` when the address must wait, `TooManyChecksError` when too many passwords are being
        checked; the try is then counted all the same.
        """
        found = self._checked(name, password, origin)
        fresh = self._rehashed(found, password)
        with self._writer.begin() as conn:
            now = self._clock()
            if found is None or not accounts.still_valid(conn, *found):
                self._note(conn, self._known_name(conn, name), "connexion refusée", origin.address)
                return None
            account, _ = found
            tries.forgive(conn, name_subject(name), tries.PASSWORD)
            if not sessions.password_suffices(conn, account, now, self._policy):
                self._note(conn, account.name, "connexion refusée", f"{origin.address} clé exigée".strip())
                return None
            if fresh:
                accounts.change_account(conn, account, **fresh)
            return self._let_in(conn, account, Way.PASSWORD, origin)

    def sign_in_as(self, identity: Identity, origin: Origin) -> SignedIn | None:
        """A session for someone whom an identity provider, or the certificate that nginx checked, has named.

        None when no account is theirs, or theirs may not come in this way; the trail says why.
        """
        with self._writer.begin() as conn:
            found = identities.account_of(conn, identity, self._clock())
            if isinstance(found, str):
                self._note(conn, "", f"{identity.way.label} refusée", f"{origin.address} {found}".strip())
                return None
            if identity.role is not None and identity.role is not found.role:
                accounts.change_account(conn, found, role=identity.role.value)
                self._note(conn, "", "rôle changé", f"{found.name}, {identity.role.label}, par son groupe")
                if found.role is Role.ADMIN:
                    accounts.keep_an_administrator(conn)
                found = accounts.find_account(conn, found.name)
            if not found.active or not self._policy.allows(found.role, identity.way):
                self._note(
                    conn, found.name, "connexion refusée", f"{origin.address} {identity.way.label}".strip()
                )
                return None
            return self._let_in(conn, found, identity.way, origin, identity.id_token)

    def change_password(self, name: str, current: str, new: str, *, keep: str | None = None) -> None:
        """Their own new password; ends the account's sessions but the one of the secret `keep`.

        Raises `RefusedError` when `current` is not right (that counts as a failed try) or `new` is weak.
        """
        check_password(new, name)
        found = self._checked(name, current, Origin())
        if found is None:
            raise RefusedError("Le mot de passe actuel n'est pas le bon.")
        encoded = self._passwords.hash(new)
        with self._writer.begin() as conn:
            accounts.change_account(conn, found[0], password_hash=encoded)
            tries.forgive(conn, name_subject(name), tries.PASSWORD)
            sessions.end_sessions_of(conn, found[0], keep)
            self._note(conn, found[0].name, "mot de passe changé")

    # -- sessions

    def session(self, token: str) -> Session | None:
        """The live session of the secret `token`, marked as used; None when there is none."""
        now = self._clock()
        with self._reader.begin() as conn:
            session = sessions.find_session(conn, token, now, self._policy)
        if session is not None and now - session.last_seen >= self._policy.seen_every:
            with self._writer.begin() as conn:
                sessions.touch_session(conn, token, now)
        return session

    def sessions(self, name: str | None = None) -> tuple[Session, ...]:
        """The sessions alive now, of the account `name` or of all, the last used first."""
        with self._reader.begin() as conn:
            account = None if name is None else accounts.find_account(conn, name)
            return sessions.live_sessions(conn, self._clock(), self._policy, account)

    def is_fresh(self, session: Session) -> bool:
        """True when its owner signed in a moment ago: what adds a key or a token asks for it."""
        return self._clock() - session.created < self._policy.fresh

    def sign_out(self, token: str) -> str:
        """End one session; returns the ID token of who came in by a provider, '' for anyone else."""
        with self._writer.begin() as conn:
            ended = sessions.end_session(conn, token)
            if ended is None:
                return ""
            self._note(conn, ended[0].name, "déconnexion")
            return ended[1]

    def end_session(self, ident: str, *, of: str | None = None, by: str = "") -> None:
        """End the session that lists call `ident`; `of`: it must be that account's. Raises `NotFoundError`."""
        with self._writer.begin() as conn:
            account = None if of is None else accounts.find_account(conn, of)
            owner = sessions.end_listed_session(conn, ident, account)
            if owner is None:
                raise NotFoundError("Cette session est déjà close.")
            self._note(conn, by or owner, "session close", owner)

    def sign_out_everywhere(self, name: str, *, by: str = "") -> int:
        """End every session of an account; returns how many."""
        with self._writer.begin() as conn:
            account = accounts.find_account(conn, name)
            count = sessions.end_sessions_of(conn, account)
            self._note(conn, by or account.name, "déconnexion partout", account.name)
        return count

    # -- what waits for its second half

    def begin(self, purpose: str, owner: str, secret: str, data: str) -> None:
        """Keep `data` for the browser of the cookie `owner`: `secret`, drawn by the caller, takes it back, once."""
        with self._writer.begin() as conn:
            life = self._policy.challenge
            pending.put(conn, purpose, owner, data, self._clock(), life, secret=secret)

    def take(self, purpose: str, owner: str, secret: str) -> str | None:
        """The data kept under `secret` for this browser; None when it was taken, is too old, or is another's."""
        with self._writer.begin() as conn:
            found = pending.take(conn, purpose, owner, secret, self._clock())
        return None if found is None else found.data

    # -- inside

    def _let_in(
        self, conn: Connection, account: Account, way: Way, origin: Origin, id_token: str = ""
    ) -> SignedIn:
        now = self._clock()
        accounts.change_account(conn, account, last_sign_in=now)
        tries.give_back_address(conn, origin.address)
        tries.forget_old_tries(conn, now, self._policy)
        sessions.drop_dead_sessions(conn, now, self._policy)
        token = sessions.start_session(conn, account, way, origin, now, id_token)
        detail = origin.address if way is Way.PASSWORD else f"{origin.address} {way.label}".strip()
        self._note(conn, account.name, "connexion", detail)
        return SignedIn(token, account)

    def _rehashed(self, found: tuple[Account, str] | None, password: str) -> dict[str, str]:
        """The column to set when the hash was made with older parameters."""
        if found is None or not self._passwords.outdated(found[1]):
            return {}
        return {"password_hash": self._passwords.hash(password)}

    def _checked(self, name: str, password: str, origin: Origin) -> tuple[Account, str] | None:
        """The account of a right password: the try is counted and committed first, then checked."""
        with self._writer.begin() as conn:
            now = self._clock()
            tries.claim_address(conn, origin.address, now, self._policy)
            number = tries.claim_try(conn, name_subject(name), tries.PASSWORD, now, self._policy)
            found = accounts.find_credentials(conn, name) if number else None
        if not number:
            return None
        right = self._passwords.matches((found[1] if found else "") or None, password)
        if found and right and found[0].active:
            return found
        if number >= self._policy.tries:
            with self._writer.begin() as conn:
                self._note(conn, found[0].name if found else "", "mot de passe bloqué", origin.address)
        return None

    def _known_name(self, conn: Connection, name: str) -> str:
        """The account of that name, '' when there is none: what people type there by mistake isn't kept."""
        found = accounts.find_credentials(conn, name)
        return found[0].name if found else ""
