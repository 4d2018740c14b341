"""A release as a working guide: chapters, sheets in canonical form, acronyms."""

import re
from collections.abc import Iterable
from pathlib import Path

from guide_pipeline.model.canonical import serialise
from guide_pipeline.model.guide import Acronym
from guide_pipeline.readers.corpus_files import SYNONYMS_NAME, starting_synonyms
from guide_pipeline.readers.service_public.chapters import MAP_NAME, ChapterPlan
from guide_pipeline.readers.service_public.release import Release
from guide_pipeline.readers.service_public.staging import staged_folder
from guide_pipeline.readers.service_public.summary import ImportSummary
from guide_pipeline.readers.service_public.toml_text import toml_table

_NOTICE = "Fiches de service-public.fr (DILA), sous Licence Ouverte 2.0."
_ABOUT = (
    "Les fiches viennent de service-public.fr, le site de la Direction de l'information légale et administrative, "
    "qui les publie sous Licence Ouverte 2.0 d'Etalab.",
    "Le corpus de base est repris de la livraison {name} du {day} ; chaque édition suivante nomme la sienne.",
)
_GUIDE_TITLE = "Vos droits et démarches (service-public.fr)"
_ORIGIN = (
    "# Fiches de service-public.fr (Direction de l'information légale et administrative),\n"
    "# publiées sous Licence Ouverte 2.0 d'Etalab ; reprises de la livraison {name}\n"
    "# du {day}. Réutiliser ces textes oblige à nommer leur source et la date de la livraison.\n"
)


def write_corpus(release: Release, into: Path, plan: ChapterPlan) -> ImportSummary:
    """Make a working guide in a new or empty folder. UsageError when the folder holds anything."""
    with staged_folder(into) as folder:
        count = _write_sheets(release, folder / "sources", plan)
        (folder / "guide.toml").write_bytes(_guide_toml(release, plan).encode())
        (folder / "sources" / "sigles.toml").write_bytes(acronyms_toml(release.acronyms.values()).encode())
        (folder / "sources" / SYNONYMS_NAME).write_bytes(starting_synonyms())
        (folder / "sources" / "baremes.toml").write_bytes(b"")
        (folder / "updates").mkdir()
        if plan.map_bytes:
            (folder / MAP_NAME).write_bytes(plan.map_bytes)
    return ImportSummary(
        sheets=count,
        left_out=plan.left_out,
        by_chapter=plan.by_chapter(),
        acronyms=len(release.acronyms),
        outside_links=release.outside_links,
        issues=(*plan.issues, *release.issues),
    )


def _write_sheets(release: Release, sources: Path, plan: ChapterPlan) -> int:
    folders = {c.slug: sources / f"{c.number:02}-{c.slug}" for c in plan.chapters}
    for folder in folders.values():
        folder.mkdir(parents=True)
    count = 0
    for sheet in release.sheets(plan.places):
        (folders[sheet.chapter] / f"{sheet.id}.xml").write_bytes(serialise(sheet))
        count += 1
    return count


def _guide_toml(release: Release, plan: ChapterPlan) -> str:
    name, day = re.sub(r"[^ -~]", "?", release.name), release.date
    about = tuple(text.format(name=name, day=day.strftime("%d/%m/%Y")) for text in _ABOUT)
    guide = (("titre", _GUIDE_TITLE), ("date", day), ("avis", _NOTICE), ("presentation", about))
    parts = [
        _ORIGIN.format(name=name, day=day),
        toml_table("[guide]", guide),
        toml_table("[reglages]", ()),
    ]
    for chapter in plan.chapters:
        values = (("numero", chapter.number), ("slug", chapter.slug), ("titre", chapter.title))
        parts.append(toml_table("[[chapitres]]", (*values, ("description", chapter.description))))
    return "".join(parts)


def acronyms_toml(acronyms: Iterable[Acronym], removed: Iterable[str] = ()) -> str:
    """A `sigles.toml`: acronyms by id, then those that a batch removes."""
    parts = [
        toml_table(
            f"[{acronym.id}]",
            (
                ("affichage", acronym.label),
                ("developpe", acronym.expansion),
                ("variantes", acronym.variants),
            ),
        )
        for acronym in acronyms
    ]
    parts += [toml_table(f"[{key}]", (("supprime", True),)) for key in removed]
    return "".join(parts)
