"""The words of the source and ours: which of its elements say what, in one place."""

from guide_pipeline.model.blocks import CaseDisplay, ContactKind, FormKind, NoteKind
from guide_pipeline.model.inline import Mark
from guide_pipeline.model.sheet import SheetKind

DC = "{http://purl.org/dc/elements/1.1/}"

MARKS = {
    "MiseEnEvidence": Mark.STRONG,
    "Expression": Mark.EMPHASIS,
    "Exposant": Mark.SUPERSCRIPT,
    "Indice": Mark.SUBSCRIPT,
    "Citation": Mark.QUOTE,
    "Valeur": Mark.AMOUNT,
    "Montant": Mark.AMOUNT,
    "Variable": Mark.VARIABLE,
}
LINKS = frozenset({"LienInterne", "LienIntra", "LienExterne"})
INLINES = frozenset(MARKS) | LINKS | {"TermeEtranger"}

NOTES = {
    "ASavoir": NoteKind.GOOD_TO_KNOW,
    "ANoter": NoteKind.REMARK,
    "Attention": NoteKind.WARNING,
    "Rappel": NoteKind.REMINDER,
    "Avertissement": NoteKind.NOTICE,
}
NOTE_TITLES = {
    "à savoir": NoteKind.GOOD_TO_KNOW,
    "à noter": NoteKind.REMARK,
    "attention": NoteKind.WARNING,
    "rappel": NoteKind.REMINDER,
    "exemple": NoteKind.EXAMPLE,
}
"""Titles that only name a kind of note, which the page does by itself."""

DISPLAYS = {
    "onglet": CaseDisplay.TABS,
    "radio": CaseDisplay.CHOICE,
    "sequentiel": CaseDisplay.SEQUENCE,
}
CONTACT_KINDS = {"National": ContactKind.NATIONAL, "Centre de contact": ContactKind.CALL_CENTRE}
"""Every other kind is a local office, whatever the site's own page can do with it."""

FORM_KINDS = {
    "Formulaire": FormKind.FORM,
    "Simulateur": FormKind.SIMULATOR,
    "Modèle de document": FormKind.LETTER,
}
"""Every other kind is an online service."""

SHEET_KINDS = {
    "Fiche Question-réponse": SheetKind.QUESTION,
    "Fiche avec liens externes": SheetKind.REDIRECT,
    "Fiche Comment faire si": SheetKind.HOW_TO,
}
"""Every other kind is a plain sheet."""

ACRONYM_TYPES = frozenset({"Sigle", "Acronyme"})
DEFINITION_TYPE = "Définition de glossaire"

CARDS = frozenset({"OuSAdresser", "ServiceEnLigne", "Definition", "Avertissement"})
"""Boxes: chapters inside them are bold lines, not sections of the sheet."""

WRAPPERS = frozenset(
    {"Texte", "Contenu", "Introduction", "ContenuIllustre", "Commentaire", "Description", "Titre"}
)
"""Elements that only hold others."""

METADATA = frozenset(
    {
        "SurTitre", "Audience", "Canal", "Cible", "FilDAriane", "Theme", "SousThemePere", "DossierPere",
        "SousDossierPere",
    }
)  # fmt: skip
"""What places a file in the source; read where needed, never running text."""


def is_metadata(tag: str) -> bool:
    """True for the elements at the top of a file that describe it: Dublin Core, navigation."""
    return tag in METADATA or tag.startswith(DC)
