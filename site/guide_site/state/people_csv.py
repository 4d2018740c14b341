"""People as CSV, out and in: what a spreadsheet shows, and nothing that it would run.

A cell that a spreadsheet could take for a formula goes out with an apostrophe before it, and loses it coming in: so
what was exported comes back the same. Written with semicolons and a byte order mark, as French Excel reads it.
"""

import csv
import io
import re
from dataclasses import dataclass

from guide_pipeline.errors import Issue, Location, UsageError, has_errors
from guide_site.state.names import checked_email, checked_name, display_text, name_key
from guide_site.state.values import Account, Role

COLUMNS = ("compte", "nom", "role", "courriel", "etat")
OPEN, CLOSED = "ouvert", "ferme"
MOST_LINES = 20_000
_FORMULA = re.compile(r"'*[=+\-@\t\r\n\v\f\0|%＝＋－＠]")


@dataclass(frozen=True, slots=True)
class Person:
    """A line that can be taken in."""

    name: str
    display_name: str
    role: Role
    email: str
    active: bool


def people_csv(accounts: tuple[Account, ...]) -> str:
    """All accounts, a line each, under a line of titles."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    writer.writerow(COLUMNS)
    for a in accounts:
        cells = (a.name, a.display_name, a.role.value, a.email, OPEN if a.active else CLOSED)
        writer.writerow([_harmless(cell) for cell in cells])
    return "\ufeff" + out.getvalue()


def read_people(data: bytes, file: str) -> tuple[tuple[Person, ...], tuple[Issue, ...]]:
    """The people of a CSV file, and every problem it has: with one error, none of it is to be taken in."""
    issues: list[Issue] = []
    text = _decoded(data)
    first = text.split("\n", 1)[0]
    delimiter = ";" if ";" in first else "," if "," in first else "\t" if "\t" in first else ";"
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    people: dict[str, Person] = {}
    try:
        titles = [title.strip().casefold().replace("é", "e").replace("ô", "o") for title in next(reader, [])]
        issues += _title_issues(titles, file)
        start = reader.line_num + 1
        for cells in () if issues else reader:
            line, start = start, reader.line_num + 1
            row = {title: _stored(cell) for title, cell in zip(titles, cells, strict=False)}
            if not any(cell.strip() for cell in cells):
                continue
            person, wrong = _person(row, len(cells) == len(titles), Location(file, line))
            issues += wrong
            if person and name_key(person.name) in people:
                issues.append(
                    Issue(
                        "compte-repete",
                        f"Le compte « {person.name} » est déjà plus haut.",
                        Location(file, line),
                    )
                )
            elif person:
                people[name_key(person.name)] = person
            if len(people) > MOST_LINES:
                raise csv.Error
    except csv.Error:
        text = "Cette ligne ne se lit pas : un guillemet manque, ou le fichier n'est pas du CSV."
        issues.append(Issue("csv-mal-forme", text, Location(file, reader.line_num)))
    return (() if has_errors(issues) else tuple(people.values())), tuple(issues)


def _person(row: dict[str, str], whole: bool, at: Location) -> tuple[Person | None, list[Issue]]:
    if not whole:
        return None, [Issue("colonnes", "Cette ligne n'a pas autant de cases que la première.", at)]
    issues: list[Issue] = []
    for check, cell in ((checked_name, "compte"), (checked_email, "courriel")):
        try:
            check(row.get(cell, ""))
        except UsageError as error:
            issues.append(Issue(f"{cell}-interdit", str(error), at))
    role, state = (
        row.get("role", "").strip().casefold() or "agent",
        row.get("etat", "").strip().casefold() or OPEN,
    )
    roles = {name: r for r in Role for name in (r.value, r.label)}
    states = {OPEN: True, CLOSED: False, "fermé": False}
    if role not in roles:
        issues.append(
            Issue(
                "role-inconnu",
                f"Le rôle « {display_text(role)[:40]} » n'existe pas : agent, redacteur, administrateur.",
                at,
            )
        )
    if state not in states:
        issues.append(
            Issue("etat-inconnu", f"L'état « {display_text(state)[:40]} » n'existe pas : ouvert, ferme.", at)
        )
    if issues:
        return None, issues
    name = checked_name(row["compte"])
    shown = display_text(row.get("nom", "")) or name
    return Person(name, shown, roles[role], checked_email(row.get("courriel", "")), states[state]), []


def _title_issues(titles: list[str], file: str) -> list[Issue]:
    at, names = Location(file, 1), " ; ".join(COLUMNS)
    issues = []
    if "compte" not in titles:
        issues.append(
            Issue("titre-absent", f"La première ligne nomme les colonnes : {names}. « compte » manque.", at)
        )
    for title in dict.fromkeys(titles):
        if title not in COLUMNS:
            issues.append(
                Issue(
                    "titre-inconnu",
                    f"Colonne inconnue : « {display_text(title)[:40]} ». Attendues : {names}.",
                    at,
                )
            )
        elif titles.count(title) > 1:
            issues.append(Issue("titre-repete", f"La colonne « {title} » est là deux fois.", at))
    return issues


def _decoded(data: bytes) -> str:
    """UTF-8, or the encoding of older French spreadsheets."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _harmless(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _stored(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell[1:]) else cell
