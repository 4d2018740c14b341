"""Which addresses a link may lead to: pages, mail, telephone. Anything else could run code in a reader's browser."""

import re

_ADDRESS = re.compile(r"(?:https?://|mailto:|tel:)[^\\<>\"\t\n]+", re.IGNORECASE)
EXPECTED = "une adresse commence par https://, http://, mailto: ou tel:"


def is_address(text: str) -> bool:
    """Whether a text is an address that a link may have."""
    return _ADDRESS.fullmatch(text) is not None
