"""The help desk: a code given by voice after a call-back, and what it opens. It never opens a session.

For the account: it lifts the locks; its owner then signs in with what they have. For a key: with the account's own
password, it lets this browser register a key for ten minutes; its owner then signs in with the key.
"""

from dataclasses import dataclass

from sqlalchemy import Connection

from guide_pipeline.errors import NotFoundError, RefusedError
from guide_site.state import accounts, codes, tries
from guide_site.state.acts.keys import KeyActs
from guide_site.state.codes import drawn_code
from guide_site.state.names import name_subject
from guide_site.state.values import Account, CallBack, CodePurpose, Origin

CHECKLIST = (
    "J'ai rappelé la personne au numéro de l'annuaire interne, non à celui qu'elle m'a donné",
    "Elle a donné son nom, son service et le nom de sa ou son responsable, et l'annuaire les confirme",
    "Elle a dit quand et d'où elle s'est connectée pour la dernière fois, et le journal le confirme",
)
"""What the help desk must have checked, all of it."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What a code opened."""

    purpose: CodePurpose
    grant: str = ""
    """For a key: the secret by which this browser registers it."""


class HelpDeskActs(KeyActs):
    """Acts of both sides of the call."""

    def give_code(self, name: str, purpose: CodePurpose, seen: CallBack, *, by: str) -> str:
        """The code to read aloud, shown once. Raises `RefusedError` when a check is missing, or for oneself."""
        missing = [check for check in CHECKLIST if check not in seen.checks]
        if missing or not seen.number.strip():
            raise RefusedError(
                "Un code ne se donne qu'après toutes les vérifications, numéro rappelé compris."
            )
        code = drawn_code()
        with self._writer.begin() as conn:
            account = accounts.find_account(conn, name)
            if account.name == by:
                raise RefusedError(
                    "Vous ne pouvez pas vous donner un code à vous-même : adressez-vous à un collègue."
                )
            if not account.active:
                raise RefusedError(f"Le compte {account.name} est fermé : rouvrez-le d'abord.")
            codes.insert_code(conn, account, code, purpose, by, seen, self._clock(), self._policy)
            self._note(conn, by, "code donné", f"{account.name}, {purpose.label}, rappelé au {seen.number}")
        return code

    def use_code(self, name: str, code: str, password: str, owner: str, origin: Origin) -> Opened | None:
        """What the code opens, or None: wrong, used, too old, for nobody; for a key, a wrong password too.

        Raises `TooManyTriesError` when the address must wait.
        """
        with self._writer.begin() as conn:
            now = self._clock()
            tries.claim_address(conn, origin.address, now, self._policy)
            account = self._known(conn, name)
            number = codes.claim_code(conn, account, now, self._policy)
        purpose = self._purpose(account, number, code, password)
        with self._writer.begin() as conn:
            now = self._clock()
            if account is None or number is None or purpose is None:
                self._note(conn, account.name if account else "", "code refusé", origin.address)
                return None
            if codes.use_code(conn, number, code, now) is None:
                self._note(conn, account.name, "code refusé", origin.address)
                return None
            tries.give_back_address(conn, origin.address)
            tries.forgive(conn, name_subject(account.name), tries.PASSWORD, tries.KEY)
            self._note(conn, account.name, "code accepté", f"{origin.address} {purpose.label}".strip())
            grant = self._grant_enrolment(conn, account, owner) if purpose is CodePurpose.KEY else ""
        return Opened(purpose, grant)

    def codes_of(self, name: str) -> tuple[tuple[object, str, CodePurpose, CallBack], ...]:
        """The last codes given for the account, the newest first, with what was checked."""
        with self._reader.begin() as conn:
            return codes.last_codes(conn, accounts.find_account(conn, name))

    def _purpose(
        self, account: Account | None, number: int | None, code: str, password: str
    ) -> CodePurpose | None:
        """What the code is for when it is right, with the password where it needs one. It is not used yet.

        The password may be locked, which is why they called: the tries of the code bound the guesses at it.
        """
        if account is None or number is None:
            return None
        with self._reader.begin() as conn:
            purpose = codes.right_purpose(conn, number, code)
        if purpose is not CodePurpose.KEY:
            return purpose
        with self._writer.begin() as conn:
            found = accounts.find_credentials(conn, account.name)
        right = self._passwords.matches((found[1] if found else "") or None, password)
        return purpose if right else None

    def _known(self, conn: Connection, name: str) -> Account | None:
        try:
            account = accounts.find_account(conn, name)
        except NotFoundError:
            return None
        return account if account.active else None
