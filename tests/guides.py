"""Small working guides that tests write to a temporary folder: real files, real commands."""

from collections.abc import Mapping
from pathlib import Path

CONFIG = """\
[guide]
titre = "Petit guide"
date = 2025-09-01

[[chapitres]]
numero = 1
slug = "famille"
titre = "Famille"

[[chapitres]]
numero = 2
slug = "logement"
titre = "Logement"
"""

RATES = """\
[bmaf]
libelle = "Base mensuelle"
unite = "euro"
periode = "mois"
[[bmaf.valeurs]]
depuis = 2024-04-01
valeur = 466.44
reference = "Instruction A"
[[bmaf.valeurs]]
depuis = 2025-04-01
valeur = 474.37
reference = "Instruction B"
"""

ACRONYMS = """\
[CAF]
developpe = "Caisse d'allocations familiales"
"""

SHEETS: Mapping[str, str] = {
    "01-famille/allocation.xml": """\
<fiche id="allocation" chapitre="famille" maj="2025-09-01">
<titre>Allocation de base</titre><resume>Une aide pour les familles.</resume>
<contenu><p>La <sigle id="CAF"/> verse <bareme id="bmaf"/> par mois, voir le <lien fiche="mariage" ancre="age">mariage</lien>.</p>
<section id="montant"><titre>Montant</titre>
<tableau><ligne entete="oui"><cellule>Enfants</cellule><cellule>Montant</cellule></ligne>
<ligne><cellule>1</cellule><cellule>148,52 €</cellule></ligne></tableau></section></contenu>
<references><reference code="Code de la sécurité sociale"><num>L. 521-1</num></reference></references>
</fiche>
""",
    "01-famille/mariage.md": """\
+++
id = "mariage"
titre = "Mariage"
chapitre = "famille"
resume = "Se marier en France."
maj = 2025-09-01
[[references]]
code = "Code civil"
articles = ["144"]
+++
Deux personnes majeures peuvent se marier.

## Âge {#age}

Il faut avoir **18 ans** révolus.
""",
    "02-logement/loyer.xml": """\
<fiche id="loyer" chapitre="logement" maj="2025-09-01">
<titre>Loyer impayé</titre><resume>Que faire quand le loyer n'est plus payé.</resume>
<contenu><p>Prévenir le bailleur sans attendre.</p></contenu>
<voir-aussi><renvoi fiche="allocation"/></voir-aussi>
<references><reference code="Loi n° 89-462"><num>24</num></reference></references>
</fiche>
""",
}


def write_files(root: Path, files: Mapping[str, str]) -> None:
    """Write texts by relative path."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


def write_guide(root: Path, sheets: Mapping[str, str] = SHEETS) -> Path:
    """A working guide of two chapters, three sheets, a rate and an acronym."""
    tables = {"guide.toml": CONFIG, "sources/baremes.toml": RATES, "sources/sigles.toml": ACRONYMS}
    write_files(root, {**tables, **{f"sources/{name}": text for name, text in sheets.items()}})
    (root / "updates").mkdir(exist_ok=True)
    return root


def new_sheet(sheet_id: str, title: str, text: str, chapter: str = "famille") -> str:
    """The XML of a sheet of one paragraph (`text` is XML)."""
    return (
        f'<fiche id="{sheet_id}" chapitre="{chapter}" maj="2026-01-01"><titre>{title}</titre>'
        f"<resume>Résumé.</resume><contenu><p>{text}</p></contenu></fiche>\n"
    )


def write_batch(
    root: Path,
    number: str,
    follows: str,
    operations: str,
    files: Mapping[str, str] = {},
    date: str = "2026-01-01",
) -> Path:
    """A batch in the inbox of a guide; `operations` is TOML, `files` by name in the batch."""
    head = f'numero = "{number}"\nlibelle = "Lot {number}"\ndate = {date}\nsuit = "{follows}"\n\n'
    folder = root / "updates" / number
    write_files(folder, {"lot.toml": head + operations, **files})
    return folder


def first_batch(root: Path) -> Path:
    """A batch with an operation of each common kind, and a new value of the rate."""
    operations = """\
[[operations]]
type = "ajout"
fichier = "fiches/pacs.xml"
[[operations]]
type = "remplacement"
fichier = "fiches/mariage.xml"
[[operations]]
type = "renommage"
fiche = "loyer"
titre = "Loyers impayés"
"""
    files = {
        "fiches/pacs.xml": new_sheet(
            "pacs", "Pacs", 'Un contrat, voir <lien fiche="mariage">mariage</lien>.'
        ),
        "fiches/mariage.xml": new_sheet("mariage", "Mariage", "Il faut avoir 18 ans.").replace(
            "</contenu>", '<section id="age"><titre>Âge</titre><p>18 ans.</p></section></contenu>'
        ),
        "baremes.toml": '[bmaf]\nlibelle = "Base mensuelle"\nunite = "euro"\nperiode = "mois"\n'
        '[[bmaf.valeurs]]\ndepuis = 2026-01-01\nvaleur = 480.00\nreference = "Instruction C"\n',
    }
    return write_batch(root, "2026-01", "", operations, files)
