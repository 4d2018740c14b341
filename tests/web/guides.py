"""The working guide of these tests, made by the pipeline itself: two chapters, editions 0 to 2, a batch that waits."""

from pathlib import Path

from guide_pipeline.build.base import build
from guide_pipeline.editions.store import EditionStore
from guide_pipeline.ingest import ingest
from guide_pipeline.readers.config import read_config
from guide_site.review import approve_all, publish_approved
from guide_site.state import State
from tests.guides import new_sheet, write_batch, write_files

CONFIG = """\
[guide]
titre = "Guide d'essai"
date = 2025-09-01

[[chapitres]]
numero = 1
slug = "couple"
titre = "Couple"

[[chapitres]]
numero = 2
slug = "logement"
titre = "Logement & loyer"
"""
RATES = """\
[smic]
libelle = "Smic horaire brut"
periode = "heure"
chiffre-cle = 1
[[smic.valeurs]]
depuis = 2024-11-01
valeur = 11.88
reference = "Décret du 23 octobre 2024"
"""
HOUSING = 30
"""Sheets on housing: enough for three pages of results."""
REPLACE = """\
[[operations]]
type = "remplacement"
fichier = "fiches/pacs.xml"
"""


def pacs(number: int) -> str:
    """The sheet on the Pacs as the edition `number` has it."""
    section = (
        '<section id="dissolution"><titre>Dissolution &lt;b&gt;</titre>'
        f"<p>Le notaire dissout le pacs, état {number}.</p></section></contenu>"
    )
    return new_sheet("pacs", "Pacs", "Un contrat entre deux personnes.", "couple").replace(
        "</contenu>", section
    )


def write_sources(root: Path) -> None:
    """The base corpus."""
    housing = {
        f"sources/02-logement/loyer-{n:02d}.xml": new_sheet(
            f"loyer-{n:02d}", f"Loyer {n}", "Le bail et le notaire.", "logement"
        )
        for n in range(HOUSING)
    }
    tables = {
        "guide.toml": CONFIG,
        "sources/baremes.toml": RATES,
        "sources/sigles.toml": '[BDL]\ndeveloppe = "Bail de location"\n',
        "sources/synonymes.toml": '[union]\ndevenu = ["Pacs"]\n',
    }
    write_files(root, {**tables, "sources/01-couple/pacs.xml": pacs(0), **housing})


def publish_batches(root: Path, state: State) -> None:
    """Edition 0, then two batches published, a third ingested; edition 1 is served again: 2 was withdrawn."""
    store = EditionStore(root)
    build(store, read_config(root))
    for number in (1, 2):
        batch = write_batch(
            root,
            f"2026-{number:02d}",
            f"2026-{number - 1:02d}" if number > 1 else "",
            REPLACE,
            {"fiches/pacs.xml": pacs(number)},
            f"2026-0{number}-01",
        )
        ingest(store, batch)
        approve_all(store, state, batch.name, "ada")
        publish_approved(store, state, batch.name, "ada")
    ingest(
        store, write_batch(root, "2026-03", "2026-02", REPLACE, {"fiches/pacs.xml": pacs(3)}, "2026-03-01")
    )
    store.switch(1)
