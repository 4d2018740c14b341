"""What the pages of a reader's own things show, put together from the state and the editions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from flask import abort

from guide_pipeline.editions.store import EditionStore
from guide_site.personal.following import Binding, Whereabouts, follow
from guide_site.personal.since import SheetName, SheetSince, changes_since, last_seen, sheet_names
from guide_site.state import PersonalNote
from guide_site.web.services import services
from guide_site.web.visitors import visitor


@dataclass(frozen=True, slots=True)
class FollowedNote:
    """A note, and where what it is on stands in the edition served."""

    note: PersonalNote
    at: Whereabouts

    @property
    def address(self) -> str:
        """Where it is read, '' when its sheet is gone for good."""
        anchor = f"#{self.at.anchor}" if self.at.anchor else ""
        return f"/fiches/{self.at.sheet}.html{anchor}" if self.at.sheet else ""


@dataclass(frozen=True, slots=True)
class OwnSheet:
    """A line of one's own lists. `title` of a sheet that is gone: its id."""

    id: str
    title: str
    gone: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class OwnPage:
    """All that « Mes fiches » shows."""

    since: tuple[SheetSince, ...]
    favourites: tuple[OwnSheet, ...]
    read: tuple[OwnSheet, ...]
    notes: tuple[FollowedNote, ...]
    keeps_readings: bool


def store() -> EditionStore:
    """The editions."""
    return EditionStore(services().root)


def served() -> int:
    """The edition served; 503 before the first."""
    current = services().trees.current()
    if current is None or not services().trees.has(current):
        abort(503)
    return current


def owner() -> int:
    """Whose things they are: always those of whoever asks."""
    return visitor().account.id


def own_page(most_read: int = 12) -> OwnPage:
    """Everything of the visitor's own."""
    state, mine, edition, editions = services().state, owner(), served(), store()
    names = sheet_names(editions, edition)
    favourites, readings = state.favourites(mine), state.readings(mine)
    notes = followed_notes()
    return OwnPage(
        since=_since(editions, edition, notes),
        favourites=tuple(_line(names, f.sheet, f.added) for f in favourites),
        read=tuple(_line(names, r.sheet, r.read) for r in readings[:most_read]),
        notes=notes,
        keeps_readings=state.preferences(mine).keep_readings,
    )


def followed_notes() -> tuple[FollowedNote, ...]:
    """The visitor's notes, the last changed first."""
    editions, edition = store(), served()
    return tuple(
        FollowedNote(note, follow(editions, _binding(note), edition))
        for note in services().state.notes(owner())
    )


def changed_since() -> tuple[SheetSince, ...]:
    """What changed in what the visitor follows."""
    return _since(store(), served(), followed_notes())


def _since(editions: EditionStore, edition: int, notes: tuple[FollowedNote, ...]) -> tuple[SheetSince, ...]:
    state, mine = services().state, owner()
    seen = last_seen(
        ((f.sheet, f.edition) for f in state.favourites(mine)),
        ((r.sheet, r.edition) for r in state.readings(mine)),
        ((n.note.place.sheet, n.note.place.edition) for n in notes),
    )
    return changes_since(editions, edition, seen)


def _binding(note: PersonalNote) -> Binding:
    place = note.place
    return Binding(place.sheet, place.anchor, place.digest, place.edition)


def _line(names: Mapping[str, SheetName], sheet: str, at: datetime) -> OwnSheet:
    name = names.get(sheet)
    return OwnSheet(sheet, name.title if name else sheet, name is None, at)
