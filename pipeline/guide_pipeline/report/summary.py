"""The summary of a report for a terminal: a dozen lines of French."""

import json
from decimal import Decimal
from typing import Any

from guide_pipeline.diff.classes import ChangeClass
from guide_pipeline.markup.values import value_text
from guide_pipeline.model.guide import Unit
from guide_pipeline.report.french import capital, class_name, event_name, listed, plural
from guide_pipeline.report.model import ChangeReport, SheetEvent
from guide_pipeline.report.rows import report_rows

_MOST = 8


def summary_lines(report: ChangeReport) -> tuple[str, ...]:
    """The summary of a report."""
    return _lines(report_rows(report))


def lines_of_json(data: bytes) -> tuple[str, ...]:
    """The summary of a report that was written as JSON."""
    return _lines(json.loads(data))


def _lines(rows: dict[str, Any]) -> tuple[str, ...]:
    batch, checked = rows["lot"], rows["verification"]
    lines = [f"Lot {batch['numero']} : {batch['libelle']}", f"Fiches : {_events(rows)}"]
    if classes := _classes(rows):
        lines.append(f"Changements : {classes}")
    lines += _rates(rows)
    lines += [
        f"Chapitre {'renommé' if change['avant'] and change['apres'] else 'ajouté' if change['apres'] else 'retiré'} : "
        + " → ".join(f"« {title} »" for title in (change["avant"], change["apres"]) if title)
        for change in rows["chapitres-modifies"]
    ]
    if impacts := len(rows["a-relire"]):
        seen = plural(impacts, "fiche inchangée mène", "fiches inchangées mènent")
        lines.append(f"À relire : {seen} à ce qui change, ou le citent")
    lines += _leftovers(rows["subsistent"])
    lines.append(_verification(checked["comparees"], checked["verifiees"]))
    return tuple(lines)


def _events(rows: dict[str, Any]) -> str:
    counts = rows["comptes"]["fiches"]
    shown = [f"{counts[e.value]} {event_name(e, counts[e.value])}" for e in SheetEvent if counts[e.value]]
    return ", ".join(shown) or "aucune ne change"


def _classes(rows: dict[str, Any]) -> str:
    counts = rows["comptes"]["changements"]
    return ", ".join(f"{class_name(kind)} {counts[kind.value]}" for kind in ChangeClass if counts[kind.value])


def _rates(rows: dict[str, Any]) -> list[str]:
    changes = [rate for rate in rows["baremes"] if _value(rate, "avant") != _value(rate, "apres")]
    lines = [
        f"Barème : {rate['libelle']}, {_value(rate, 'avant') or 'nouveau'} → {_value(rate, 'apres') or 'retiré'} "
        f"({plural(len(rate['fiches']), 'fiche', 'fiches')})"
        for rate in changes[:_MOST]
    ]
    if rest := len(changes) - _MOST:
        lines += [f"… et {plural(rest, 'autre barème', 'autres barèmes')}"] if rest > 0 else []
    return lines


def _leftovers(rows: list[dict[str, Any]]) -> list[str]:
    lines = [
        f"Subsiste : {row['montant']} dans {plural(len(row['fiches']), 'fiche', 'fiches')} ({listed(row['fiches'])})"
        for row in rows[:_MOST]
    ]
    if (rest := len(rows) - _MOST) > 0:
        lines.append(f"… et {plural(rest, 'autre montant subsiste', 'autres montants subsistent')}")
    return lines


def _value(rate: dict[str, Any], when: str) -> str:
    value = rate[when]
    return value_text(Decimal(value["valeur"]), Unit(rate["unite"])) if value else ""


def _verification(compared: int, proved: int) -> str:
    if not compared:
        return "Vérification : aucune fiche à comparer"
    if proved == compared:
        return capital(
            f"vérifié : les différences de {plural(compared, 'fiche', 'fiches')} redonnent les deux états à l'identique"
        )
    return f"ATTENTION : les différences de {plural(compared - proved, 'fiche', 'fiches')} sur {compared} sont inexactes"
