"""What a change can be about: known to everybody who shows or counts changes, apart from how it is found."""

from enum import StrEnum


class ChangeClass(StrEnum):
    """What a change is about, weightiest first."""

    AMOUNT = "montant"
    PERCENTAGE = "pourcentage"
    DATE = "date"
    DURATION = "duree"
    LEGAL = "reference"
    CONTACT = "contact"
    LINK = "lien"
    WORDING = "redaction"
    STRUCTURE = "structure"
    TYPOGRAPHY = "typographie"
    RECORD = "suivi"
    """What is said about the sheet itself: date of update, key words, groups."""
