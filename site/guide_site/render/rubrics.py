"""The rubrics of a sheet: what follows its content."""

from collections.abc import Mapping

from markupsafe import Markup, escape

RUBRICS: Mapping[str, str] = {
    "voir-aussi": "Voir aussi",
    "contacts": "Où s'adresser",
    "textes": "Textes de référence",
    "formulaires": "Démarches et formulaires",
    "ressources": "Pour en savoir plus",
    "definitions": "Définitions",
    "sigles": "Sigles",
    "questions": "Questions liées",
}
"""The titles of those that a sheet has of itself, by anchor, in their order."""
CONTENTS_LINES: Mapping[str, bytes] = {
    anchor: f'<li class="annexe"><a href="#_{anchor}">{escape(title)}</a></li>\n'.encode()
    for anchor, title in RUBRICS.items()
}
"""Their lines in the contents list."""


def rubric(html: str, anchor: str, title: str = "") -> Markup:
    """A rubric around its content; `title` is that of one which isn't in `RUBRICS`."""
    return Markup(
        f'<section class="rubrique rubrique-{anchor}" id="_{anchor}" aria-labelledby="_titre-{anchor}">\n'
        f'<h2 id="_titre-{anchor}">{escape(title or RUBRICS[anchor])}</h2>\n{html}\n</section>\n'
    )
