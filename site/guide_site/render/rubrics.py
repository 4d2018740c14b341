"""The rubrics of a sheet: what follows its content."""

from collections.abc import Mapping

from markupsafe import escape

_TITLES = {
    "voir-aussi": "Voir aussi",
    "contacts": "Où s'adresser",
    "textes": "Textes de référence",
    "formulaires": "Démarches et formulaires",
    "ressources": "Pour en savoir plus",
    "definitions": "Définitions",
    "sigles": "Sigles",
    "questions": "Questions liées",
}
RUBRICS: Mapping[str, str] = {anchor: str(escape(title)) for anchor, title in _TITLES.items()}
"""Those that a sheet has of itself, by anchor, in their order: their titles as HTML."""
CONTENTS_LINES: Mapping[str, bytes] = {
    anchor: f'<li class="annexe"><a href="#_{anchor}">{title}</a></li>\n'.encode()
    for anchor, title in RUBRICS.items()
}
"""Their lines in the contents list."""


def rubric(html: str, anchor: str, title: str = "") -> str:
    """A rubric around its content; `title`, as HTML, is that of one which isn't in `RUBRICS`."""
    return (
        f'<section class="rubrique rubrique-{anchor}" id="_{anchor}" aria-labelledby="_titre-{anchor}">\n'
        f'<h2 id="_titre-{anchor}">{title or RUBRICS[anchor]}</h2>\n{html}\n</section>\n'
    )
