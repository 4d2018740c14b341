"""Tokens of scripts, and offline leases: secrets that stand for an account without a session."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import insert, select, update

from guide_pipeline.errors import NotFoundError, RefusedError, UsageError
from guide_site.state import accounts
from guide_site.state.acts.core import Acts
from guide_site.state.names import display_text
from guide_site.state.sessions import token_hash
from guide_site.state.tables import ACCOUNT, API_TOKEN, LEASE
from guide_site.state.values import Account, ApiToken, Scope

PREFIX = "guide_"
"""What the secrets begin with, so that tools that look for leaked secrets know them."""
_T = API_TOKEN.c


@dataclass(frozen=True, slots=True)
class Caller:
    """A script: on whose behalf, and within which scopes."""

    account: Account
    scopes: frozenset[Scope]


class TokenActs(Acts):
    """Acts on tokens and leases."""

    def add_token(self, name: str, label: str, scopes: frozenset[Scope], days: int, *, by: str) -> str:
        """The secret of a new token, shown once. Raises `UsageError` on what makes no sense."""
        label = display_text(label)[:80]
        if not label or not scopes:
            raise UsageError("Un jeton a un libellé et au moins un droit.")
        life = timedelta(days=days)
        if not timedelta() < life <= self._policy.token_at_most:
            raise UsageError(f"Un jeton vit de 1 à {self._policy.token_at_most.days} jours.")
        secret = PREFIX + secrets.token_urlsafe(32)
        with self._writer.begin() as conn:
            account, now = accounts.find_account(conn, name), self._clock()
            if not account.active:
                raise RefusedError(f"Le compte {account.name} est fermé.")
            names = " ".join(sorted(scopes))
            values = {"account_id": account.id, "label": label, "scopes": names, "created": now}
            conn.execute(
                insert(API_TOKEN).values(token_hash=token_hash(secret), expires=now + life, **values)
            )
            self._note(conn, by, "jeton créé", f"{account.name}, {label}, {names}, {days} jours")
        return secret

    def tokens(self, name: str | None = None) -> tuple[ApiToken, ...]:
        """The tokens of an account or of all, dead ones too, the newest first."""
        query = select(
            _T.id, ACCOUNT.c.name, _T.label, _T.scopes, _T.created, _T.expires, _T.last_used, _T.revoked
        ).join(ACCOUNT, ACCOUNT.c.id == _T.account_id)
        with self._reader.begin() as conn:
            if name is not None:
                query = query.where(_T.account_id == accounts.find_account(conn, name).id)
            rows = conn.execute(query.order_by(_T.id.desc())).all()
        return tuple(
            ApiToken(
                ident, owner, label, frozenset(map(Scope, scopes.split())), created, expires, used, revoked
            )
            for ident, owner, label, scopes, created, expires, used, revoked in rows
        )

    def revoke_token(self, ident: int, *, of: str | None = None, by: str) -> None:
        """The token opens nothing any more. Raises `NotFoundError`."""
        query = update(API_TOKEN).where(_T.id == ident, _T.revoked.is_(None))
        with self._writer.begin() as conn:
            if of is not None:
                query = query.where(_T.account_id == accounts.find_account(conn, of).id)
            label = conn.execute(query.values(revoked=self._clock()).returning(_T.label)).scalar()
            if label is None:
                raise NotFoundError("Ce jeton n'existe pas, ou est déjà révoqué.")
            self._note(conn, by, "jeton révoqué", label)

    def caller(self, secret: str) -> Caller | None:
        """The script that holds `secret`; None when it is unknown, revoked, too old, or its account is closed."""
        now = self._clock()
        query = select(_T.id, _T.account_id, _T.scopes, _T.last_used)
        live = query.where(_T.token_hash == token_hash(secret), _T.revoked.is_(None), _T.expires > now)
        with self._reader.begin() as conn:
            row = conn.execute(live).first()
            account = None if row is None else accounts.account_by_id(conn, row[1])
        if row is None or account is None or not account.active:
            return None
        if row[3] is None or now - row[3] >= self._policy.seen_every:
            with self._writer.begin() as conn:
                conn.execute(update(API_TOKEN).where(_T.id == row[0]).values(last_used=now))
        return Caller(account, frozenset(map(Scope, row[2].split())))

    # -- offline leases

    def grant_lease(self, name: str, device: str) -> tuple[str, datetime]:
        """The secret of a lease to read offline, and the day it ends without being renewed."""
        secret = secrets.token_urlsafe(32)
        with self._writer.begin() as conn:
            account, now = accounts.find_account(conn, name), self._clock()
            expires = now + self._policy.lease
            values = {"account_id": account.id, "device": display_text(device)[:80], "created": now}
            conn.execute(insert(LEASE).values(secret_hash=token_hash(secret), expires=expires, **values))
            self._note(conn, account.name, "lecture hors ligne accordée", display_text(device)[:80])
        return secret, expires

    def lease(self, secret: str) -> Account | None:
        """Whose live lease it is; None when it was revoked, is over, or its account is closed."""
        lease = LEASE.c
        live = (
            lease.secret_hash == token_hash(secret),
            lease.revoked.is_(None),
            lease.expires > self._clock(),
        )
        with self._reader.begin() as conn:
            owner = conn.execute(select(lease.account_id).where(*live)).scalar()
            account = None if owner is None else accounts.account_by_id(conn, owner)
        return account if account and account.active else None
