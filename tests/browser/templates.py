"""Every template of the site with addresses that show it, and who reads them. A test holds the list to be whole."""

from collections.abc import Mapping

LINK = "/invitation/LIEN"
"""Stands for the link that was sent to someone: see the fixture `invitation`."""
LEAVING = "/deconnexion"
"""Stands for the page on the way to a provider of identities: see `departure.py`."""

TEMPLATES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "home.html": ("lise", ("/",)),
    "chapter.html": ("agnes", ("/chapitres/famille.html",)),
    "sheet.html": ("lise", ("/fiches/allocation.html", "/fiches/mariage.html")),
    "news.html": ("agnes", ("/nouveautes.html",)),
    "rates.html": ("agnes", ("/baremes.html",)),
    "theme.html": ("agnes", ("/baremes/autres.html",)),
    "acronyms.html": ("agnes", ("/sigles.html",)),
    "editions.html": ("agnes", ("/editions.html",)),
    "about.html": ("agnes", ("/a-propos.html",)),
    "old_frame.html": ("agnes", ("/editions/0/fiches/allocation.html",)),
    "cadre_date.html": ("agnes", ("/le/2025-10-01/fiches/allocation.html",)),
    "recherche.html": ("agnes", ("/recherche?q=mariage", "/recherche?q=introuvablement")),
    "comparaison.html": ("agnes", ("/comparer/mariage?de=0&a=1", "/comparer/mariage?de=1&a=1")),
    "erreur.html": ("agnes", ("/fiches/inconnue.html",)),
    "mes-fiches.html": ("lise", ("/mes-fiches",)),
    "mes-reglages.html": ("lise", ("/mes-fiches/reglages",)),
    "fiche-notes.html": ("lise", ("/fiches/mariage/notes", "/fiches/pacs/notes")),
    "compte.html": ("ada", ("/compte",)),
    "rapports.html": ("ada", ("/rapports/",)),
    "rapport.html": ("ada", ("/rapports/2026-02/", "/rapports/2026-01/")),
    "report.html": ("ada", ("/rapports/2026-02/report.html", "/rapports/2026-01/report.html")),
    "statistiques.html": ("ada", ("/statistiques",)),
    "comptes.html": ("ada", ("/comptes",)),
    "comptes-personne.html": ("ada", ("/comptes/compte/luc", "/comptes/compte/ada")),
    "comptes-suppression.html": ("ada", ("/comptes/compte/luc/suppression",)),
    "comptes-import.html": ("ada", ("/comptes/import",)),
    "comptes-bloques.html": ("ada", ("/comptes/bloques",)),
    "comptes-cles.html": ("ada", ("/comptes/cles",)),
    "comptes-sessions.html": ("ada", ("/comptes/sessions",)),
    "journal.html": ("ada", ("/journal",)),
    "connexion.html": ("", ("/connexion",)),
    "secours.html": ("", ("/secours",)),
    "invitation.html": ("", (LINK, "/invitation/inconnue")),
    "deconnexion.html": ("", (LEAVING,)),
}
PARTS = frozenset(
    {
        *("base.html", "frame.html", "parts.html"),
        *("application.html", "acces.html", "menu.html", "personnel.html"),
    }
)
"""Templates that are on others' pages."""

PAGES = [(reader, address) for reader, addresses in TEMPLATES.values() for address in addresses]
