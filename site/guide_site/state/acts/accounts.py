"""Accounts: making, changing, closing them; invitations."""

import secrets
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from guide_pipeline.errors import RefusedError
from guide_site.state import accounts, revocation, sessions, tries
from guide_site.state.acts.core import Acts
from guide_site.state.names import checked_email, checked_name, display_text, name_subject
from guide_site.state.password_rules import check_password
from guide_site.state.tables import INVITATION
from guide_site.state.values import Account, Role

_DEAD_LINK = "Ce lien d'invitation n'est plus valable : demandez-en un autre à votre administrateur."


class AccountActs(Acts):
    """Acts of administrators on accounts; `by` is the name of who does it."""

    def add_user(
        self,
        name: str,
        password: str | None,
        role: Role,
        display_name: str = "",
        email: str = "",
        *,
        by: str = "",
    ) -> Account:
        """A new account; without a password it waits for an invitation, a single sign-on or a certificate.

        Raises `UsageError` on a bad name or address, `RefusedError` on a taken name or weak password.
        """
        encoded = ""
        if password is not None:
            check_password(password, checked_name(name))
            encoded = self._passwords.hash(password)
        with self._writer.begin() as conn:
            account = accounts.insert_account(conn, name, encoded, role, display_name, email, self._clock())
            self._note(conn, by, "compte créé", f"{account.name}, {role.label}")
        return account

    def users(self) -> tuple[Account, ...]:
        """Every account, by name, with its locks and its number of keys."""
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
            self._set_hash(conn, account, encoded)
            sessions.end_sessions_of(conn, account)
            self._note(conn, by, "mot de passe remplacé", account.name)

    def set_active(self, name: str, active: bool, *, by: str = "") -> None:
        """Close an account, with its sessions, leases and tokens, or open it again.

        Raises `RefusedError` when no administrator would be left.
        """
        with self._writer.begin() as conn:
            account = accounts.find_account(conn, name)
            accounts.change_account(conn, account, active=active)
            if not active:
                revocation.end_all(conn, account, self._clock(), tokens=True)
                if account.role is Role.ADMIN:
                    accounts.keep_an_administrator(conn)
            self._note(conn, by, "compte rouvert" if active else "compte fermé", account.name)

    def deactivate(self, name: str, *, by: str = "") -> None:
        """Close an account."""
        self.set_active(name, False, by=by)

    def delete_user(self, name: str, *, by: str = "") -> None:
        """Erase an account for good, with all that is its owner's; decisions and the trail keep its name.

        Raises `RefusedError` when no administrator would be left.
        """
        with self._writer.begin() as conn:
            account = accounts.find_account(conn, name)
            accounts.delete_account(conn, account)
            accounts.keep_an_administrator(conn)
            self._note(conn, by, "compte supprimé", account.name)

    def set_role(self, name: str, role: Role, *, by: str = "") -> None:
        """Another role, in force at the next request. Raises `RefusedError` when no administrator would be left."""
        with self._writer.begin() as conn:
            account = accounts.find_account(conn, name)
            self._change_role(conn, account, role, by)

    def set_person(self, name: str, display_name: str, email: str, *, by: str = "") -> None:
        """Another shown name and address. Raises `UsageError` on a bad address."""
        shown, address = display_text(display_name), checked_email(email)
        with self._writer.begin() as conn:
            account = accounts.find_account(conn, name)
            accounts.change_account(conn, account, display_name=shown or account.name, email=address)
            self._note(conn, by, "compte modifié", account.name)

    def unlock(self, name: str, *, by: str = "") -> None:
        """Lift the locks of all factors, by hand: the help desk's code does it on the caller's side."""
        with self._writer.begin() as conn:
            account = accounts.find_account(conn, name)
            tries.forgive(conn, name_subject(account.name), tries.PASSWORD, tries.KEY)
            self._note(conn, by, "compte débloqué", account.name)

    # -- invitations

    def invite(self, name: str, *, by: str = "") -> str:
        """The secret of a link by which its holder chooses the account's password. The last one made counts."""
        secret = secrets.token_urlsafe(32)
        with self._writer.begin() as conn:
            account, now = accounts.find_account(conn, name), self._clock()
            if not account.active:
                raise RefusedError(f"Le compte {account.name} est fermé : rouvrez-le d'abord.")
            _end_invitations(conn, account, now)
            values = {
                "account_id": account.id,
                "token_hash": sessions.token_hash(secret),
                "by": by,
                "created": now,
            }
            conn.execute(insert(INVITATION).values(expires=now + self._policy.invitation, **values))
            self._note(conn, by, "invitation faite", account.name)
        return secret

    def invited(self, secret: str) -> Account | None:
        """Whose link it is, None when it is used, too old or unknown."""
        with self._reader.begin() as conn:
            return _invited(conn, secret, self._clock())

    def accept_invitation(self, secret: str, password: str) -> Account:
        """The account of the link with the password that its holder chose; it signs nobody in.

        Raises `RefusedError` when the link opens nothing any more or the password is weak.
        """
        account = self.invited(secret)
        if account is None:
            raise RefusedError(_DEAD_LINK)
        check_password(password, account.name)
        encoded = self._passwords.hash(password)
        with self._writer.begin() as conn:
            now = self._clock()
            if _invited(conn, secret, now) is None or not _end_invitations(conn, account, now):
                raise RefusedError(_DEAD_LINK)
            self._set_hash(conn, account, encoded)
            sessions.end_sessions_of(conn, account)
            self._note(conn, account.name, "invitation acceptée")
        return account

    # -- inside

    def _set_hash(self, conn: Connection, account: Account, encoded: str) -> None:
        accounts.change_account(conn, account, password_hash=encoded)
        tries.forgive(conn, name_subject(account.name), tries.PASSWORD)

    def _change_role(self, conn: Connection, account: Account, role: Role, by: str) -> None:
        accounts.change_account(conn, account, role=role.value)
        if account.role is Role.ADMIN and role is not Role.ADMIN:
            accounts.keep_an_administrator(conn)
        self._note(conn, by, "rôle changé", f"{account.name}, {role.label}")


def _invited(conn: Connection, secret: str, now: datetime) -> Account | None:
    i = INVITATION.c
    query = select(i.account_id).where(
        i.token_hash == sessions.token_hash(secret), i.used.is_(None), i.expires > now
    )
    ident = conn.execute(query).scalar()
    account = None if ident is None else accounts.account_by_id(conn, ident)
    return account if account and account.active else None


def _end_invitations(conn: Connection, account: Account, now: datetime) -> int:
    i = INVITATION.c
    query = update(INVITATION).where(i.account_id == account.id, i.used.is_(None)).values(used=now)
    return conn.execute(query).rowcount
