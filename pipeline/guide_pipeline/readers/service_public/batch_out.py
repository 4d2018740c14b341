"""The difference between a release and a guide, as a batch that the guide can ingest."""

import re
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from guide_pipeline.errors import ContentError, Issue, Location
from guide_pipeline.model.canonical import serialise
from guide_pipeline.model.digest import digest
from guide_pipeline.model.guide import Guide
from guide_pipeline.model.sheet import Sheet
from guide_pipeline.readers.service_public.chapters import ChapterPlan
from guide_pipeline.readers.service_public.corpus_out import acronyms_toml
from guide_pipeline.readers.service_public.release import Release
from guide_pipeline.readers.service_public.staging import staged_folder
from guide_pipeline.readers.service_public.summary import ImportSummary
from guide_pipeline.readers.service_public.toml_text import Value, toml_table, toml_value

_SHEET_ID = re.compile(r"F\d+")
_ACRONYM_ID = re.compile(r"R\d+")

Fields = tuple[tuple[str, Value], ...]


def write_batch(
    release: Release,
    current: Guide,
    into: Path,
    plan: ChapterPlan,
    *,
    number: str,
    label: str,
    day: date,
    follows: str,
) -> ImportSummary:
    """Write the difference to `current` as a batch folder (new or empty), the same bytes for the same inputs.

    What the guide holds beside the source (ids other than F…) is left alone. ContentError when a sheet goes
    to a chapter that the guide doesn't have: a batch can't make chapters.
    """
    _check_chapters(current, plan)
    with staged_folder(into) as folder:
        found = _Differences(current, folder / "fiches")
        for sheet in release.sheets(plan.places):
            found.compare(sheet)
        found.remove_others(plan)
        head: Fields = (("numero", number), ("libelle", label), ("date", day))
        # `suit` is written even when empty: the batch then follows the base corpus
        text = toml_table("", head).rstrip("\n") + f"\nsuit = {toml_value(follows)}\n\n"
        operations = "".join(toml_table("[[operations]]", fields) for fields in found.operations)
        (folder / "lot.toml").write_bytes((text + operations).encode())
        if acronyms := _acronym_changes(release, current):
            (folder / "sigles.toml").write_bytes(acronyms.encode())
    return ImportSummary(
        sheets=found.seen,
        left_out=plan.left_out,
        by_chapter=plan.by_chapter(),
        acronyms=len(release.acronyms),
        outside_links=release.outside_links,
        issues=(*plan.issues, *release.issues),
        **found.counts,
    )


def _check_chapters(current: Guide, plan: ChapterPlan) -> None:
    known = {chapter.slug for chapter in current.chapters}
    missing = sorted(set(plan.places.sheets.values()) - known)
    if missing:
        issues = [
            Issue("chapitre-inconnu", f"Le guide n'a pas de chapitre « {slug} ».", Location("guide.toml"))
            for slug in missing
        ]
        raise ContentError(
            "La livraison range des fiches dans des chapitres que ce guide n'a pas : ajoutez-les à "
            "guide.toml, ou donnez la carte des chapitres de ce guide (--chapters).",
            issues,
        )


@dataclass(slots=True)
class _Differences:
    """Operations found so far; new contents are written as they come, so that few are in memory."""

    current: Guide
    folder: Path
    operations: list[Fields] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    seen: int = 0

    def compare(self, sheet: Sheet) -> None:
        """Note what a sheet of the release changes."""
        self.seen += 1
        data = serialise(sheet)
        fact = self.current.facts.get(sheet.id)
        if fact is None:
            self._content("added", "ajout", sheet.id, data)
        elif fact.hash != digest(data):
            self._changed(self.current.load(sheet.id), sheet, data)

    def _changed(self, old: Sheet, new: Sheet, data: bytes) -> None:
        # a move can't take a sheet out of every folder: the whole content does
        movable = bool(new.folder) or new.folder == old.folder
        if movable and replace(new, chapter=old.chapter, folder=old.folder) == old:
            folder: Fields = (("dossier", new.folder),) if new.folder != old.folder else ()
            self._note("moved", "deplacement", (("fiche", new.id), ("chapitre", new.chapter), *folder))
        elif replace(new, title=old.title) == old:
            self._note("renamed", "renommage", (("fiche", new.id), ("titre", new.title)))
        else:
            self._content("replaced", "remplacement", new.id, data)

    def remove_others(self, plan: ChapterPlan) -> None:
        """Note the sheets of the source that the guide has and the release hasn't."""
        for key in self.current.facts:
            if _SHEET_ID.fullmatch(key) and key not in plan.places.sheets:
                self._note("removed", "suppression", (("fiche", key),))

    def _content(self, count: str, kind: str, key: str, data: bytes) -> None:
        self.folder.mkdir(exist_ok=True)
        (self.folder / f"{key}.xml").write_bytes(data)
        self._note(count, kind, (("fichier", f"fiches/{key}.xml"),))

    def _note(self, count: str, kind: str, fields: Fields) -> None:
        self.counts[count] = self.counts.get(count, 0) + 1
        self.operations.append((("type", kind), *fields))


def _acronym_changes(release: Release, current: Guide) -> str:
    new = release.acronyms
    changed = [acronym for key, acronym in new.items() if current.acronyms.get(key) != acronym]
    gone = [key for key in sorted(current.acronyms) if _ACRONYM_ID.fullmatch(key) and key not in new]
    return acronyms_toml(changed, gone)
