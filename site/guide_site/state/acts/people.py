"""Taking in a list of people, whole or not at all."""

from dataclasses import dataclass

from sqlalchemy import Connection

from guide_pipeline.errors import NotFoundError
from guide_site.state import accounts, former_names, revocation
from guide_site.state.acts.core import Acts
from guide_site.state.people_csv import Person
from guide_site.state.values import Account, Role


@dataclass(frozen=True, slots=True)
class PeopleImport:
    """What a list did, or would do."""

    created: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: int


class PeopleActs(Acts):
    """Acts on many accounts at once."""

    def import_people(self, people: tuple[Person, ...], *, by: str, dry: bool = False) -> PeopleImport:
        """Make the accounts that are new (without a password), change those that differ; others are left alone.

        `dry` only tells what it would do. Raises `RefusedError`, with nothing changed, when no administrator would be
        left or a new name was that of an account since deleted.
        """
        created, changed = [], []
        with self._writer.begin() as conn:
            former_names.check_never_used(
                conn, *(person.name for person in people if _known(conn, person.name) is None)
            )
            for person in people:
                known = _known(conn, person.name)
                if known is None:
                    created.append(person.name)
                elif _wanted(person) != _wanted(known):
                    changed.append(known.name)
                else:
                    continue
                if not dry:
                    self._take_in(conn, person, known, by)
            if not dry and changed:
                accounts.keep_an_administrator(conn)
        return PeopleImport(tuple(created), tuple(changed), len(people) - len(created) - len(changed))

    def _take_in(self, conn: Connection, person: Person, known: Account | None, by: str) -> None:
        now = self._clock()
        account = known or accounts.insert_account(
            conn, person.name, "", person.role, person.display_name, person.email, now
        )
        values = {"display_name": person.display_name, "email": person.email, "role": person.role.value}
        accounts.change_account(conn, account, active=person.active, **values)
        if known and known.active and not person.active:
            revocation.end_all(conn, account, now, tokens=True)
        what = "compte modifié" if known else "compte créé"
        state = "" if person.active else ", fermé"
        self._note(conn, by, what, f"{account.name}, {Role(person.role).label}{state}, par une liste")


def _known(conn: Connection, name: str) -> Account | None:
    try:
        return accounts.find_account(conn, name)
    except NotFoundError:
        return None


def _wanted(who: Person | Account) -> tuple[str, Role, str, bool]:
    return who.display_name, who.role, who.email, who.active
