"""What there is to decide about a batch, read from its report: one item a change that can be approved or refused.

An item is a change of a sheet, a sheet that comes or goes, a rate, an acronym, a synonym or a chapter that changes.
Its id is the one that the report gives it, so that the page of the report can show each at its own address.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from guide_pipeline.diff.changes import Action
from guide_pipeline.diff.classes import ChangeClass
from guide_pipeline.diff.parts import part_id
from guide_pipeline.markup.values import value_text
from guide_pipeline.model.guide import Unit
from guide_pipeline.report.french import ACTIONS, CLASSES
from guide_pipeline.report.model import SheetEvent

SHEET, RATE, ACRONYM, SYNONYM, CHAPTER, WHOLE = "fiche", "bareme", "sigle", "synonyme", "chapitre", "lot"
"""Classes of the items that are no change of a sheet; the id of each is given by `part_id`."""
CLASS_NAMES: Mapping[str, tuple[str, str]] = {
    RATE: ("barème", "barèmes"),
    **{kind.value: names for kind, names in CLASSES.items()},
    SHEET: ("fiche nouvelle ou retirée", "fiches nouvelles ou retirées"),
    CHAPTER: ("chapitre", "chapitres"),
    ACRONYM: ("sigle", "sigles"),
    SYNONYM: ("synonyme", "synonymes"),
    WHOLE: ("lot", "lots"),
}
"""Singular and plural of every class, in the order in which they are read."""
_WHOLE = (SheetEvent.ADDED, SheetEvent.REMOVED)


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to decide."""

    id: str
    kind: str
    """A key of `CLASS_NAMES`."""
    sheet: str
    """Id of the sheet that it changes; '' for what isn't in a sheet."""
    title: str
    """Of the sheet, or what the item is about."""
    where: tuple[str, ...] = ()
    action: str = Action.CHANGED.value
    old: str = ""
    new: str = ""
    unit: str = ""
    """Changes of a sheet with the same one stand or fall together."""

    @property
    def line(self) -> str:
        """What it does, in a line of French."""
        place = " › ".join((self.title, *self.where))
        said = " → ".join(part for part in (self.old, self.new) if part)
        done = "" if self.action == Action.CHANGED else f" ({ACTIONS[Action(self.action)]})"
        return f"{place}{done}" + (f" : {said}" if said else "")


@dataclass(frozen=True, slots=True)
class Reviewed:
    """All that a report gives to decide."""

    items: tuple[Item, ...]
    """Rates, chapters, acronyms and synonyms, then sheet after sheet in the guide's order."""
    groups: Mapping[str, tuple[str, ...]]
    """Ids of items by group: the same replacement in several places."""


def reviewed(report: bytes) -> Reviewed:
    """What a report (its JSON) gives to decide."""
    rows = json.loads(report)
    items = (*_tables(rows), *(item for sheet in rows["fiches"] for item in _sheet(sheet)))
    groups = {g["id"]: tuple(place["changement"] for place in g["lieux"]) for g in rows["groupes"]}
    return Reviewed(items or (_NOTHING_SEEN,), groups)


_NOTHING_SEEN = Item(WHOLE, WHOLE, "", "Le lot entier", ("aucun changement",))
"""All there is to decide about a batch that changes nothing."""


_PARTS = (
    ("chapitres-modifies", CHAPTER, "chapitre"),
    ("sigles", ACRONYM, "id"),
    ("synonymes", SYNONYM, "mot"),
)
"""Lists of a report: what each is of, and where a row has its name."""


def by_id(items: Iterable[Item]) -> dict[str, Item]:
    """Items by id."""
    return {item.id: item for item in items}


def _tables(rows: Mapping[str, Any]) -> Iterator[Item]:
    for row in rows["baremes"]:
        old, new = (_value(row[side], row["unite"]) for side in ("avant", "apres"))
        same = old == new
        yield Item(
            part_id(RATE, row["id"]),
            RATE,
            "",
            row["libelle"],
            where=("source, libellé ou valeur à venir",) if same else (),
            action=_action(row),
            old="" if same else old,
            new="" if same else new,
        )
    for name, kind, named in _PARTS:
        for row in rows.get(name, ()):  # a report of an earlier version has no synonyms
            key = row[named]
            sides = row["avant"] or "", row["apres"] or ""
            title = f"{CLASS_NAMES[kind][0].capitalize()} {key}"
            yield Item(part_id(kind, key), kind, "", title, (), _action(row), *sides)


def _value(row: Mapping[str, str] | None, unit: str) -> str:
    return value_text(Decimal(row["valeur"]), Unit(unit)) if row else ""


def _action(row: Mapping[str, Any]) -> str:
    if row["avant"] is None:
        return Action.ADDED.value
    return Action.REMOVED.value if row["apres"] is None else Action.CHANGED.value


def _sheet(row: Mapping[str, Any]) -> Iterator[Item]:
    event = SheetEvent(row["evenement"])
    if event is SheetEvent.RATE:
        return
    changes = row["changements"]
    if event in _WHOLE or not changes:
        action = Action.REMOVED if event is SheetEvent.REMOVED else Action.ADDED
        yield Item(part_id(SHEET, row["id"]), SHEET, row["id"], row["titre"], action=action.value)
        return
    for change in changes:
        yield Item(
            change["id"],
            ChangeClass(change["classe"]).value,
            row["id"],
            row["titre"],
            tuple(change["lieu"]),
            change["action"],
            change["avant"],
            change["apres"],
            change["unite"],
        )
