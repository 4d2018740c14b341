"""Security keys: registering, signing in, losing them."""

from typing import Any

from sqlalchemy import Connection

from guide_pipeline.errors import RefusedError
from guide_site.state import accounts, keys, pending, revocation, tries
from guide_site.state.acts.signing_in import SigningInActs
from guide_site.state.key_values import ClonedKeyError, KnownKey, RelyingParty
from guide_site.state.names import name_subject
from guide_site.state.values import Account, Origin, SecurityKey, SignedIn, Way

_REGISTER, _SIGN_IN, _ENROL = "cle-ajout", "cle-connexion", "cle-guichet"
_STALE = "Cette demande n'est plus valable : recommencez."


class KeyActs(SigningInActs):
    """Acts with keys. `owner` is the secret of the browser's cookie, which a challenge is bound to."""

    def ask_new_key(self, party: RelyingParty, name: str, owner: str) -> str:
        """The options to create a key for the account, as JSON."""
        from guide_site.state import authenticator

        with self._writer.begin() as conn:
            account = accounts.find_account(conn, name)
            handle, known = keys.handle_of(conn, account), keys.credential_ids(conn, account)
            challenge, options = authenticator.creation_options(
                party, handle, account.name, account.display_name, known
            )
            self._keep_challenge(conn, _REGISTER, owner, challenge, account.id)
        return options

    def add_key(self, party: RelyingParty, name: str, owner: str, answer: str, label: str) -> None:
        """Register the key that answered. Raises `RefusedError` when the answer doesn't hold."""
        from guide_site.state import authenticator

        parsed = authenticator.parsed(answer)
        challenge = authenticator.challenge_in(parsed)
        with self._writer.begin() as conn:
            asked = pending.take(conn, _REGISTER, owner, challenge, self._clock())
        if asked is None:
            raise RefusedError(_STALE)
        new = authenticator.registered(party, challenge, parsed)
        with self._writer.begin() as conn:
            account = accounts.find_account(conn, name)
            if account.id != asked.account_id or not account.active:
                raise RefusedError(_STALE)
            keys.insert_key(conn, account, new, label, self._clock())
            self._note(conn, account.name, "clé enregistrée", label)

    def ask_key(self, party: RelyingParty, owner: str) -> str:
        """The options to sign in with a key, as JSON: the same for everyone."""
        from guide_site.state import authenticator

        with self._writer.begin() as conn:
            challenge, options = authenticator.request_options(party)
            self._keep_challenge(conn, _SIGN_IN, owner, challenge, None)
        return options

    def sign_in_with_key(
        self, party: RelyingParty, owner: str, answer: str, origin: Origin
    ) -> SignedIn | None:
        """A new session, or None when the answer doesn't hold, without saying why (the trail does).

        A failure counts against the key factor of its account, before the check; a counter that goes back locks it.
        """
        from guide_site.state import authenticator

        parsed = authenticator.parsed(answer)
        challenge = authenticator.challenge_in(parsed)
        found = self._claimed_key(owner, challenge, parsed, origin)
        if found is None:
            return None
        ident, account, known = found
        try:
            count = authenticator.asserted(party, challenge, known, parsed)
        except RefusedError as error:
            self._refuse_key(account, origin, cloned=isinstance(error, ClonedKeyError))
            return None
        with self._writer.begin() as conn:
            now = self._clock()
            fresh = accounts.find_account(conn, account.name)
            used = keys.count_use(conn, ident, known.sign_count, count, now)
            if not used or not fresh.active or not self._policy.allows(fresh.role, Way.KEY):
                self._note(conn, account.name, "connexion refusée", f"{origin.address} clé".strip())
                return None
            tries.forgive(conn, name_subject(account.name), tries.KEY)
            return self._let_in(conn, fresh, Way.KEY, origin)

    def keys(self, name: str | None = None) -> tuple[SecurityKey, ...]:
        """The keys of an account or of all, revoked ones too."""
        with self._reader.begin() as conn:
            return keys.find_keys(conn, None if name is None else accounts.find_account(conn, name))

    def revoke_key(self, ident: int, *, of: str | None = None, by: str) -> str:
        """A key lost or given back: it opens nothing any more, and the account's sessions, offline leases and begun
        registrations end with it. Returns the owner's name. Raises `NotFoundError`."""
        with self._writer.begin() as conn:
            now = self._clock()
            account, label = keys.revoke(
                conn, ident, None if of is None else accounts.find_account(conn, of), now
            )
            pending.drop_of(conn, account.id)
            ended = revocation.end_all(conn, account, now, tokens=False)
            self._note(conn, by, "clé révoquée", f"{account.name}, {label}, {ended} sessions closes")
        return account.name

    # -- registering after the help desk

    def enrolling(self, owner: str, grant: str) -> str | None:
        """The account that this browser may register a key for, after the help desk's code; None for none."""
        with self._writer.begin() as conn:
            now = self._clock()
            found = pending.take(conn, _ENROL, owner, grant, now)
            if found is None or found.account_id is None:
                return None
            account = accounts.account_by_id(conn, found.account_id)
            pending.put(conn, _ENROL, owner, "", now, self._policy.enrolment, account.id, secret=grant)
        return account.name if account.active else None

    def end_enrolment(self, owner: str, grant: str) -> None:
        """The key is registered: the code has served."""
        with self._writer.begin() as conn:
            pending.take(conn, _ENROL, owner, grant, self._clock())

    def _grant_enrolment(self, conn: Connection, account: Account, owner: str) -> str:
        life = self._policy.enrolment
        return pending.put(conn, _ENROL, owner, "", self._clock(), life, account.id)

    # -- inside

    def _keep_challenge(
        self, conn: Connection, purpose: str, owner: str, challenge: str, account_id: int | None
    ) -> None:
        life = self._policy.challenge
        pending.put(conn, purpose, owner, "", self._clock(), life, account_id, secret=challenge)

    def _claimed_key(
        self, owner: str, challenge: str, answer: dict[str, Any], origin: Origin
    ) -> tuple[int, Account, KnownKey] | None:
        """The key that claims to answer a challenge of ours, its try counted; None when there is no such thing."""
        credential = answer.get("id")
        with self._writer.begin() as conn:
            now = self._clock()
            tries.claim_address(conn, origin.address, now, self._policy)
            asked = pending.take(conn, _SIGN_IN, owner, challenge, now)
            found = keys.find_live(conn, credential) if isinstance(credential, str) else None
            subject = name_subject(found[1].name) if found else ""
            if asked and found and tries.claim_try(conn, subject, tries.KEY, now, self._policy):
                return found
            self._note(
                conn, found[1].name if found else "", "connexion refusée", f"{origin.address} clé".strip()
            )
        return None

    def _refuse_key(self, account: Account, origin: Origin, *, cloned: bool) -> None:
        with self._writer.begin() as conn:
            if cloned:
                subject = name_subject(account.name)
                tries.lock_now(conn, subject, tries.KEY, self._clock(), self._policy)
                self._note(
                    conn, account.name, "clé bloquée", f"{origin.address} compteur en recul : clé copiée ?"
                )
            self._note(conn, account.name, "connexion refusée", f"{origin.address} clé".strip())
