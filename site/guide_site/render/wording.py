"""The French of the pages: names of events, of kinds of sheets, counts."""

from collections.abc import Mapping

from guide_pipeline.model.sheet import SheetKind

EVENTS: Mapping[str, str] = {
    "ajout": "Nouvelle",
    "modification": "Modifiée",
    "suppression": "Retirée",
    "deplacement": "Déplacée",
    "renommage": "Renommée",
    "bareme": "Barème revu",
}
_EVENT_COUNTS: Mapping[str, tuple[str, str]] = {
    "ajout": ("nouvelle fiche", "nouvelles fiches"),
    "modification": ("fiche modifiée", "fiches modifiées"),
    "suppression": ("fiche retirée", "fiches retirées"),
    "deplacement": ("fiche déplacée", "fiches déplacées"),
    "renommage": ("fiche renommée", "fiches renommées"),
    "bareme": ("fiche dont un barème change", "fiches dont un barème change"),
}
_REVISIONS: Mapping[str, str] = {
    "ajout": "Nouvelle",
    "deplacement": "Déplacée",
    "renommage": "Renommée",
    "bareme": "Chiffres revus",
}
KINDS: Mapping[SheetKind, str] = {
    SheetKind.SHEET: "",
    SheetKind.QUESTION: "Question-réponse",
    SheetKind.REDIRECT: "Renvoi",
    SheetKind.HOW_TO: "Que faire si…",
}


def event_name(kind: str) -> str:
    """What an edition did to a sheet: 'Modifiée'."""
    return EVENTS.get(kind, kind)


def revision_text(kind: str) -> str:
    """How a sheet says what its last edition did to it: 'Modifiée'."""
    return _REVISIONS.get(kind, "Modifiée")


def event_count(kind: str, count: int) -> str:
    """'3 fiches modifiées'."""
    one, many = _EVENT_COUNTS.get(kind, (kind, kind))
    return f"{number(count)} {plural(count, one, many)}"


def kind_name(kind: SheetKind) -> str:
    """What a sheet is, '' for an ordinary one."""
    return KINDS[kind]


def plural(count: int, one: str, many: str) -> str:
    """The word for that many: French takes the plural from two on."""
    return many if count >= 2 else one


def number(count: int) -> str:
    """A count: '2 840'."""
    return f"{count:,}".replace(",", "\u202f")
