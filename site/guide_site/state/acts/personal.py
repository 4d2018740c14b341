"""What belongs to one reader: favourites, notes, what was read last, preferences. Only their owner sees them; the trail
says nothing of them but that a feed's key was made or that all was erased.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Table, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from guide_pipeline.errors import NotFoundError, RefusedError, UsageError
from guide_site.state import accounts
from guide_site.state.acts.core import Acts
from guide_site.state.names import checked_email
from guide_site.state.sessions import token_hash
from guide_site.state.tables import DIGEST, FAVOURITE, NOTE, PREFERENCES, READING
from guide_site.state.values import Account

LONGEST_NOTE = 4_000
MOST_NOTES = 2_000
MOST_FAVOURITES = 500
MOST_READINGS = 200
"""The oldest readings beyond that are forgotten."""
READ_EVERY = timedelta(minutes=10)
"""A sheet opened again sooner, in the same edition, is not written down again."""
_TABLES = (FAVOURITE, READING, NOTE, PREFERENCES, DIGEST)


@dataclass(frozen=True, slots=True)
class Favourite:
    """A sheet kept at hand."""

    sheet: str
    added: datetime
    edition: int
    """The one whose changes to it its owner has seen."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A sheet that was read, and in which edition."""

    sheet: str
    read: datetime
    edition: int


@dataclass(frozen=True, slots=True)
class NotePlace:
    """What a note is on: see `guide_site.personal.following`."""

    sheet: str
    anchor: str
    digest: str
    edition: int
    title: str
    """Of the section or of the sheet, when it was written."""


@dataclass(frozen=True, slots=True)
class PersonalNote:
    """A note of one's own."""

    id: int
    place: NotePlace
    text: str
    created: datetime
    changed: datetime


@dataclass(frozen=True, slots=True)
class Preferences:
    """What a reader asked for."""

    keep_readings: bool = True
    digest: bool = False
    email: str = ""
    """Where the digest goes, '' for the account's own address."""
    chapters: tuple[str, ...] = ()
    """Slugs of the chapters that digest and feed are about, () for all."""
    feed_created: datetime | None = None
    """Set while a key opens their feed."""


@dataclass(frozen=True, slots=True)
class Subscriber:
    """Someone who asked for the digest, and where it goes."""

    account: Account
    address: str
    preferences: Preferences


class PersonalActs(Acts):
    """Acts of a reader on what is theirs; `owner` is the id of their account."""

    # -- favourites

    def favourites(self, owner: int) -> tuple[Favourite, ...]:
        """Their favourites, the newest first."""
        f = FAVOURITE.c
        query = select(f.sheet, f.added, f.edition).where(f.account_id == owner)
        with self._reader.begin() as conn:
            return tuple(Favourite(*row) for row in conn.execute(query.order_by(f.added.desc(), f.sheet)))

    def add_favourite(self, owner: int, sheet: str, edition: int) -> None:
        """Keep a sheet at hand; nothing changes when it is already."""
        f = FAVOURITE.c
        with self._writer.begin() as conn:
            count = select(func.count()).where(f.account_id == owner)
            if conn.execute(count).scalar_one() >= MOST_FAVOURITES:
                raise RefusedError(f"Vous avez déjà {MOST_FAVOURITES} favoris : retirez-en d'abord.")
            values = {"account_id": owner, "sheet": sheet, "added": self._clock(), "edition": edition}
            _insert_once(conn, FAVOURITE, values)

    def remove_favourite(self, owner: int, sheet: str) -> None:
        """Keep it no more."""
        f = FAVOURITE.c
        with self._writer.begin() as conn:
            conn.execute(delete(FAVOURITE).where(f.account_id == owner, f.sheet == sheet))

    # -- what was read

    def record_reading(self, owner: int, sheet: str, edition: int) -> bool:
        """Remember that a sheet was read; False when its reader doesn't want that. Writes seldom: see `READ_EVERY`."""
        now, r = self._clock(), READING.c
        mine = (r.account_id == owner, r.sheet == sheet)
        with self._reader.begin() as conn:
            if not _preferences(conn, owner).keep_readings:
                return False
            known = conn.execute(select(r.read, r.edition).where(*mine)).first()
        if known is not None and known[1] == edition and now - known[0] < READ_EVERY:
            return True
        with self._writer.begin() as conn:
            values = {"read": now, "edition": edition}
            if not conn.execute(update(READING).where(*mine).values(**values)).rowcount:
                _insert_once(conn, READING, {"account_id": owner, "sheet": sheet, **values})
                _forget_oldest(conn, owner)
            f = FAVOURITE.c
            seen = update(FAVOURITE).where(f.account_id == owner, f.sheet == sheet).values(edition=edition)
            conn.execute(seen)
        return True

    def readings(self, owner: int, most: int = MOST_READINGS) -> tuple[Reading, ...]:
        """What they read, the last first."""
        r = READING.c
        query = select(r.sheet, r.read, r.edition).where(r.account_id == owner)
        with self._reader.begin() as conn:
            rows = conn.execute(query.order_by(r.read.desc(), r.sheet).limit(most))
            return tuple(Reading(*row) for row in rows)

    def forget_readings(self, owner: int) -> None:
        """All they read is forgotten."""
        with self._writer.begin() as conn:
            conn.execute(delete(READING).where(READING.c.account_id == owner))

    def mark_seen(self, owner: int, edition: int) -> None:
        """They know of all changes up to an edition."""
        with self._writer.begin() as conn:
            for table in (FAVOURITE, READING):
                older = (table.c.account_id == owner, table.c.edition < edition)
                conn.execute(update(table).where(*older).values(edition=edition))

    # -- notes

    def notes(self, owner: int) -> tuple[PersonalNote, ...]:
        """Their notes, the last changed first."""
        n = NOTE.c
        query = select(
            n.id, n.sheet, n.anchor, n.digest, n.edition, n.title, n.text, n.created, n.changed
        ).where(n.account_id == owner)
        with self._reader.begin() as conn:
            rows = conn.execute(query.order_by(n.changed.desc(), n.id.desc())).all()
        return tuple(PersonalNote(row[0], NotePlace(*row[1:6]), *row[6:]) for row in rows)

    def add_note(self, owner: int, place: NotePlace, text: str) -> int:
        """A new note; its number. Raises `UsageError` when it is empty or too long."""
        text, now, n = _checked(text), self._clock(), NOTE.c
        with self._writer.begin() as conn:
            count = select(func.count()).where(n.account_id == owner)
            if conn.execute(count).scalar_one() >= MOST_NOTES:
                raise RefusedError(f"Vous avez déjà {MOST_NOTES} notes : effacez-en d'abord.")
            values = {"account_id": owner, **_columns(place), "text": text, "created": now, "changed": now}
            found: int = conn.execute(insert(NOTE).values(**values).returning(n.id)).scalar_one()
        return found

    def change_note(self, owner: int, ident: int, text: str, place: NotePlace | None = None) -> None:
        """Another text, and with `place` another section. Raises `NotFoundError`."""
        n = NOTE.c
        values = {"text": _checked(text), "changed": self._clock(), **(_columns(place) if place else {})}
        with self._writer.begin() as conn:
            mine = update(NOTE).where(n.account_id == owner, n.id == ident)
            _needed(conn.execute(mine.values(**values)).rowcount)

    def remove_note(self, owner: int, ident: int) -> None:
        """The note is gone. Raises `NotFoundError`."""
        n = NOTE.c
        with self._writer.begin() as conn:
            _needed(conn.execute(delete(NOTE).where(n.account_id == owner, n.id == ident)).rowcount)

    # -- preferences, feed, digest

    def preferences(self, owner: int) -> Preferences:
        """What they asked for; what holds for everyone before they did."""
        with self._reader.begin() as conn:
            return _preferences(conn, owner)

    def set_preferences(self, owner: int, wanted: Preferences) -> None:
        """All but the feed's key. Turning readings off forgets them. Raises `UsageError` on a bad address."""
        address = checked_email(wanted.email)
        with self._writer.begin() as conn:
            account = accounts.account_by_id(conn, owner)
            if wanted.digest and not (address or account.email):
                raise UsageError("Donnez l'adresse à laquelle envoyer les nouveautés.")
            values = {
                "keep_readings": wanted.keep_readings,
                "digest": wanted.digest,
                "email": address,
                "chapters": " ".join(wanted.chapters),
            }
            _set(conn, owner, **values)
            if not wanted.keep_readings:
                conn.execute(delete(READING).where(READING.c.account_id == owner))

    def make_feed_key(self, owner: int) -> str:
        """A new key of their feed, shown once; the one before opens nothing any more."""
        secret = secrets.token_urlsafe(32)
        with self._writer.begin() as conn:
            account = accounts.account_by_id(conn, owner)
            _set(conn, owner, feed_hash=token_hash(secret), feed_created=self._clock())
            self._note(conn, account.name, "clé de flux créée")
        return secret

    def revoke_feed_key(self, owner: int) -> None:
        """No key opens their feed any more."""
        with self._writer.begin() as conn:
            account = accounts.account_by_id(conn, owner)
            _set(conn, owner, feed_hash="", feed_created=None)
            self._note(conn, account.name, "clé de flux révoquée")

    def feed_reader(self, secret: str) -> tuple[Account, Preferences] | None:
        """Whose feed a key opens; None when it is unknown or revoked, or its account is closed."""
        p = PREFERENCES.c
        if not secret:
            return None
        with self._reader.begin() as conn:
            owner = conn.execute(select(p.account_id).where(p.feed_hash == token_hash(secret))).scalar()
            if owner is None:
                return None
            account = accounts.account_by_id(conn, owner)
            return (account, _preferences(conn, owner)) if account.active else None

    def subscribers(self, edition: int) -> tuple[Subscriber, ...]:
        """Who is to get the digest of an edition: active accounts that asked, have an address, and had it not yet."""
        p, d = PREFERENCES.c, DIGEST.c
        had = select(d.account_id).where(d.edition == edition)
        query = select(p.account_id).where(p.digest.is_(True), p.account_id.not_in(had))
        with self._reader.begin() as conn:
            owners = conn.execute(query.order_by(p.account_id)).scalars().all()
            people = [(accounts.account_by_id(conn, owner), _preferences(conn, owner)) for owner in owners]
        return tuple(
            Subscriber(account, address, wanted)
            for account, wanted in people
            if account.active and (address := wanted.email or account.email)
        )

    def claim_digest(self, owner: int, edition: int) -> bool:
        """Before it is sent: False when another command is sending it, or has."""
        with self._writer.begin() as conn:
            values = {"account_id": owner, "edition": edition, "at": self._clock()}
            return _insert_once(conn, DIGEST, values)

    def release_digest(self, owner: int, edition: int) -> None:
        """It could not be sent: the next command tries again."""
        d = DIGEST.c
        with self._writer.begin() as conn:
            conn.execute(delete(DIGEST).where(d.account_id == owner, d.edition == edition))

    def note_digests(self, edition: int, sent: int) -> None:
        """A line of the trail: how many, not to whom."""
        with self._writer.begin() as conn:
            self._note(conn, "", "nouveautés envoyées", f"édition {edition}, {sent} courriels")

    # -- the whole

    def erase_personal(self, owner: int, *, by: str) -> None:
        """All of it is gone: favourites, notes, readings, preferences, the feed's key."""
        with self._writer.begin() as conn:
            account = accounts.account_by_id(conn, owner)
            for table in _TABLES:
                conn.execute(delete(table).where(table.c.account_id == owner))
            self._note(conn, by, "données personnelles effacées", account.name)


def _checked(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\0", "").strip()
    if not text:
        raise UsageError("Une note a un texte.")
    if len(text) > LONGEST_NOTE:
        raise UsageError(f"Une note compte {LONGEST_NOTE} signes au plus ; celle-ci en a {len(text)}.")
    return text


def _columns(place: NotePlace) -> dict[str, Any]:
    return {
        "sheet": place.sheet,
        "anchor": place.anchor,
        "digest": place.digest,
        "edition": place.edition,
        "title": place.title,
    }


def _needed(count: int) -> None:
    if not count:
        raise NotFoundError("Cette note n'existe pas, ou n'est pas à vous.")


def _insert_once(conn: Connection, table: Table[Any], values: dict[str, Any]) -> bool:
    """Insert a row unless its key is there: another request may have been faster."""
    try:
        with conn.begin_nested():
            conn.execute(insert(table).values(**values))
    except IntegrityError:
        return False
    return True


def _forget_oldest(conn: Connection, owner: int) -> None:
    r = READING.c
    mine = select(r.sheet).where(r.account_id == owner).order_by(r.read.desc(), r.sheet)
    old = conn.execute(mine.offset(MOST_READINGS)).scalars().all()
    if old:
        conn.execute(delete(READING).where(r.account_id == owner, r.sheet.in_(old)))


def _preferences(conn: Connection, owner: int) -> Preferences:
    p = PREFERENCES.c
    query = select(p.keep_readings, p.digest, p.email, p.chapters, p.feed_created)
    row = conn.execute(query.where(p.account_id == owner)).first()
    if row is None:
        return Preferences()
    keep, digest, email, chapters, created = row
    return Preferences(keep, digest, email, tuple(chapters.split()), created)


def _set(conn: Connection, owner: int, **values: Any) -> None:
    p = PREFERENCES.c
    if not conn.execute(update(PREFERENCES).where(p.account_id == owner).values(**values)).rowcount:
        first = {"keep_readings": True, "digest": False, "email": "", "chapters": "", "feed_hash": ""}
        conn.execute(insert(PREFERENCES).values(account_id=owner, **{**first, **values}))
