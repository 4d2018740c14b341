"""Where a change stands, in the words of a reader: 'Montants › Plafonds › couple › 1 enfant'."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from guide_pipeline.diff.fields import FieldKind, fields_of
from guide_pipeline.diff.selection import Path
from guide_pipeline.model.blocks import (
    Case,
    Contact,
    Definition,
    Form,
    FormPart,
    Note,
    NoteKind,
    Reference,
    Resource,
    Row,
    Section,
    Table,
)
from guide_pipeline.model.inline import plain

_LONGEST = 80
NOTES = {
    NoteKind.GOOD_TO_KNOW: "À savoir",
    NoteKind.REMARK: "À noter",
    NoteKind.WARNING: "Attention",
    NoteKind.EXAMPLE: "Exemple",
    NoteKind.REMINDER: "Rappel",
    NoteKind.NOTICE: "Avertissement",
}
FIELDS = {
    "title": "Titre", "summary": "Résumé", "folder": "Dossier", "chapter": "Chapitre", "kind": "Nature",
    "status": "Statut", "audience": "Public", "keywords": "Mots-clés", "updated": "Date de mise à jour",
    "effective": "Date d'effet", "checked": "Date de vérification", "see_also": "Voir aussi",
    "contacts": "Contacts", "references": "Références", "forms": "Formulaires et services", "id": "Ancre",
    "resources": "Ressources", "definitions": "Définitions", "acronyms": "Sigles", "questions": "Questions",
    "phone": "Téléphone", "url": "Adresse", "urls": "Adresse", "detail": "Précision", "source": "Source",
    "number": "Numéro Cerfa", "other_number": "Numéro", "format": "Format", "size": "Taille", "lang": "Langue",
    "articles": "Articles", "code": "Code", "caption": "Légende", "ordered": "Numérotation", "alt": "Image",
    "src": "Image", "credits": "Crédit", "context": "Thème", "directory": "Annuaire", "term": "Terme",
    "display": "Présentation", "columns": "Présentation des colonnes", "rows": "Lignes", "header": "En-tête", "width": "Largeur",
    "sheet": "Fiche", "anchor": "Endroit", "notice": "Notice",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """A place of a sheet: what it stands in, from the outside in, and the nearest anchor."""

    trail: tuple[str, ...] = ()
    anchor: str = ""
    path: Path = ()
    """Where it is in the difference: see `selection`."""

    def inside(self, label: str, anchor: str = "") -> "Place":
        """The place named `label` inside this one; '' and a name said just before add nothing to the trail."""
        said = not label or self.trail[-1:] == (label,)
        return Place(self.trail if said else (*self.trail, label), anchor or self.anchor, self.path)

    def on(self, *keys: str | int) -> "Place":
        """The same place, further down the difference."""
        return Place(self.trail, self.anchor, (*self.path, *keys))


_UNSAID = frozenset({"id", "kind", "src", "format", "size", "lang", "anchor", "source", "other_number"})


def text_of(element: object) -> str:
    """What a block, or another element of a sequence, says: its words on one line."""
    return re.sub(r" +", " ", " ".join(_texts(element))).strip()


def _texts(element: object) -> Iterator[str]:
    if isinstance(element, str):
        yield element
        return
    for name, kind in fields_of(type(element)):
        value = getattr(element, name)
        if kind is FieldKind.ITEMS:
            for part in value:
                yield from _texts(part)
        elif kind is FieldKind.INLINE:
            yield plain(value)
        elif kind is FieldKind.TEXT and name not in _UNSAID:
            yield value


def shorten(text: str, longest: int = _LONGEST) -> str:
    """A text cut between words, with an ellipsis."""
    if len(text) <= longest:
        return text
    return text[: longest + 1].rsplit(" ", 1)[0][:longest] + "…"


def inside(place: Place, element: object) -> Place:
    """The place of what an element holds."""
    match element:
        case Section() | Case():
            return place.inside(shorten(plain(element.title)), element.id)
        case Definition():
            return place.inside(f"Définition « {shorten(plain(element.term))} »", element.id)
        case Note():
            return place.inside(NOTES[element.kind])
        case Table():
            return place.inside(shorten(plain(element.caption) or element.summary))
        case Contact() | Form() | Resource():
            return place.inside(f"« {shorten(element.title)} »", element.id)
        case FormPart() | Reference():
            return place.inside(f"« {shorten(element.title or getattr(element, 'code', ''))} »")
        case _:
            return place


def name_of(element: object) -> str:
    """What kind of thing an element is, in French and without article."""
    match element:
        case Note():
            return f"encadré « {NOTES[element.kind]} »"
        case str():
            return "élément"
        case _:
            return _NAMES[type(element).__name__]


_NAMES = {
    "Paragraph": "paragraphe", "ListBlock": "liste", "ListItem": "élément de liste", "Table": "tableau",
    "Row": "ligne de tableau", "Cell": "cellule", "Column": "colonne", "CaseGroup": "groupe de cas",
    "Case": "cas", "Definition": "définition", "Contact": "contact", "Form": "formulaire ou service",
    "FormPart": "annexe de formulaire", "Resource": "ressource", "Reference": "référence", "Figure": "image",
    "Section": "section", "SheetLink": "renvoi",
}  # fmt: skip


class Grid:
    """Where the cells of a table stand, spans counted, and what heads their rows and columns."""

    def __init__(self, table: Table) -> None:
        self._rows = table.rows
        self._starts: list[list[int]] = []
        """The column of each cell, row by row."""
        self._heads: list[str] = []
        """What the first column says of each row, be it from a cell that reaches down to it."""
        taken: dict[int, int] = {}
        head = ""
        for row in table.rows:
            reached = bool(taken.get(0))
            starts = _starts(row, taken)
            own = text_of(row.cells[0]) if row.cells else ""
            head = head if reached else own
            self._starts.append(starts)
            self._heads.append(" – ".join(filter(None, (head, own))) if reached else own)

    def column(self, row: int, cell: int) -> int:
        """The column, counted from 0, where a cell of a row starts."""
        return self._starts[row][cell]

    def row_label(self, row: int) -> str:
        """What a row is about: its first cell, or the one that reaches down to it and its own first."""
        return shorten(self._heads[row])

    def column_label(self, column: int, row: int) -> str:
        """The headers above a place, from the top down."""
        labels: list[str] = []
        for number in range(row):
            if number and not self._rows[number].header:
                break
            for start, cell in zip(self._starts[number], self._rows[number].cells):
                if start <= column < start + cell.columns and (text := text_of(cell)) not in ("", *labels):
                    labels.append(text)
        return shorten(" – ".join(labels))

    def place(self, outer: Place, row: int, cell: int) -> Place:
        """The place of a cell: its row, then its column; a header names others and has no such names."""
        if self._rows[row].header:
            return outer.inside("en-tête")
        column = self.column(row, cell)
        place = outer.inside(self.row_label(row)) if column else outer
        return place.inside(self.column_label(column, row))


def _starts(row: Row, taken: dict[int, int]) -> list[int]:
    """The columns where the cells of a row start; `taken` counts the rows that cells above still fill."""
    found: list[int] = []
    position = 0
    placed: dict[int, int] = {}
    for cell in row.cells:
        while taken.get(position, 0):
            position += 1
        found.append(position)
        placed.update(dict.fromkeys(range(position, position + cell.columns), cell.rows))
        position += cell.columns
    taken.update(placed)
    for column in taken:
        taken[column] = max(0, taken[column] - 1)
    return found
