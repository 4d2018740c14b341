"""The French of reports: names of classes and events, counts, differences."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from guide_pipeline.diff.changes import Action, Change
from guide_pipeline.diff.classes import ChangeClass
from guide_pipeline.markup.values import number_text, value_text
from guide_pipeline.model.guide import Synonym, Unit
from guide_pipeline.report.model import SheetEvent

CLASSES = {
    ChangeClass.AMOUNT: ("montant", "montants"),
    ChangeClass.PERCENTAGE: ("pourcentage", "pourcentages"),
    ChangeClass.DATE: ("date", "dates"),
    ChangeClass.DURATION: ("durée ou âge", "durées et âges"),
    ChangeClass.LEGAL: ("référence juridique", "références juridiques"),
    ChangeClass.CONTACT: ("contact", "contacts"),
    ChangeClass.LINK: ("lien ou formulaire", "liens et formulaires"),
    ChangeClass.WORDING: ("rédaction", "rédaction"),
    ChangeClass.STRUCTURE: ("structure", "structure"),
    ChangeClass.TYPOGRAPHY: ("typographie", "typographie"),
    ChangeClass.RECORD: ("suivi", "suivi"),
}
EVENTS = {
    SheetEvent.ADDED: ("nouvelle", "nouvelles"),
    SheetEvent.REMOVED: ("retirée", "retirées"),
    SheetEvent.MOVED: ("déplacée", "déplacées"),
    SheetEvent.RENAMED: ("renommée", "renommées"),
    SheetEvent.CHANGED: ("modifiée", "modifiées"),
    SheetEvent.RATE: ("touchée par un barème", "touchées par un barème"),
}
ACTIONS = {
    Action.CHANGED: "modifié",
    Action.ADDED: "ajouté",
    Action.REMOVED: "retiré",
    Action.MOVED: "déplacé",
}
_MINUS = "\N{MINUS SIGN}"
_NO_BREAK = "\u00a0"


def plural(count: int, one: str, many: str) -> str:
    """'1 fiche', '3 fiches'; zero is singular in French."""
    return f"{number_text(Decimal(count))} {many if count >= 2 else one}"


def capital(text: str) -> str:
    """A text with its first letter in upper case."""
    return text[:1].upper() + text[1:]


def class_name(kind: ChangeClass, count: int = 2) -> str:
    """The name of a class, in the plural by default."""
    return CLASSES[kind][count >= 2]


def event_name(event: SheetEvent, count: int = 1) -> str:
    """What happens to sheets: 'nouvelle', 'retirées'."""
    return EVENTS[event][count >= 2]


def difference(change: Change) -> str:
    """By how much an amount or a percentage changes: '+122 €, +1,06 %'; '' when there is nothing to say."""
    if change.before is None or change.after is None or change.before == change.after:
        return ""
    unit = {ChangeClass.AMOUNT: "€", ChangeClass.PERCENTAGE: "point"}.get(change.kind)
    if unit is None:
        return ""
    gap = change.after - change.before
    if change.kind is ChangeClass.PERCENTAGE:
        return f"{signed(gap)}{_NO_BREAK}{unit}" + ("s" if abs(gap) >= 2 else "")
    said = _with_sign(value_text(gap, Unit.EURO))
    return f"{said}, {ratio(change.before, change.after)}" if change.before else said


def ratio(before: Decimal, after: Decimal) -> str:
    """'+1,06 %' from one value to another; `before` is not zero."""
    percent = (100 * (after - before) / before).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return f"{signed(percent)}{_NO_BREAK}%"


def signed(value: Decimal) -> str:
    """A number with its sign."""
    return _with_sign(number_text(value))


def _with_sign(text: str) -> str:
    return text if text.startswith(_MINUS) else f"+{text}"


def synonym_text(synonym: Synonym) -> str:
    """What a synonym says: 'dit aussi : nourrice ; devenu : assistant maternel'."""
    said = (("dit aussi", synonym.same), ("devenu", synonym.now))
    return " ; ".join(f"{name}{_NO_BREAK}: {', '.join(words)}" for name, words in said if words)


def listed(names: Sequence[str], most: int = 4) -> str:
    """'a, b, c' or 'a, b, c, d et 3 autres'."""
    if len(names) <= most:
        return ", ".join(names)
    rest = len(names) - most
    return f"{', '.join(names[:most])} et {plural(rest, 'autre', 'autres')}"
