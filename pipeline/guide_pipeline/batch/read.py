"""Reading a batch: `lot.toml`, its sheets, its rates and acronyms; every problem of every file at once."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

from guide_pipeline.batch.files import digest_of, read_files
from guide_pipeline.batch.model import (
    AddSheet,
    Batch,
    Delivered,
    MoveSheet,
    Operation,
    RemoveSheet,
    RenameChapter,
    RenameSheet,
    ReplaceSheet,
)
from guide_pipeline.batch.numbers import BATCH_NUMBER
from guide_pipeline.errors import Issue, Location
from guide_pipeline.model.canonical import serialise
from guide_pipeline.model.digest import digest
from guide_pipeline.model.facts import SheetFacts, facts_of
from guide_pipeline.model.sheet import Sheet
from guide_pipeline.nearest import way_out
from guide_pipeline.readers.corpus_files import ACRONYMS_NAME, RATES_NAME, SHEET_SUFFIXES, SYNONYMS_NAME
from guide_pipeline.readers.limits import DEFAULT_LIMITS, Limits
from guide_pipeline.readers.problems import Problems
from guide_pipeline.readers.sheet_file import read_sheet_file
from guide_pipeline.readers.sources import Sources, SourceText
from guide_pipeline.readers.tables import read_acronyms, read_rates, read_synonyms
from guide_pipeline.readers.tidy_file import read_tidy
from guide_pipeline.readers.toml_file import Table, parse_toml

_Result = TypeVar("_Result")
BATCH_NAME = "lot.toml"
FileRead = tuple[SheetFacts | None, Sheet | None, tuple[Issue, ...]]
"""The facts of a file's sheet, the sheet unless the file is its canonical form, its issues."""
Each = Callable[[Callable[[str], FileRead], Sequence[str]], Iterable[FileRead]]


def read_batch(
    path: Path, limits: Limits = DEFAULT_LIMITS, *, each: Each = map
) -> tuple[Batch | None, tuple[Issue, ...]]:
    """A batch and its issues; None when it can't be spoken of at all (no or unreadable lot.toml).

    `each` is the `map` to use for its files: one that spreads over processes reads a large batch faster.
    """
    issues: list[Issue] = []
    files = read_files(path, issues, limits)
    if BATCH_NAME not in files:
        if not issues:
            message = f"Il manque {BATCH_NAME}, qui dit ce que fait le lot."
            issues.append(Issue("lot-absent", message, Location(path.name)))
        return None, tuple(issues)
    names = tuple(name for name in files if name.endswith(SHEET_SUFFIXES))
    read = dict(zip(names, each(partial(_read_file, files), names), strict=True))
    return _Reading(files, read, issues).batch(), tuple(issues)


def _read_file(files: Mapping[str, bytes], name: str) -> FileRead:
    """The sheet of a file: read quickly where it leaves no doubt, as those of imports do."""
    data = files[name]
    if name.endswith(".xml") and (tidy := read_tidy(data)):
        return facts_of(tidy, digest(data)), None, ()
    sheet, found = read_sheet_file(name, data, schema=True)
    return facts_of(sheet, digest(serialise(sheet))) if sheet else None, sheet, found


class _Reading:
    """One reading of a batch's files; issues of all of them come together."""

    def __init__(self, files: dict[str, bytes], read: Mapping[str, FileRead], issues: list[Issue]) -> None:
        self.files, self.read, self.issues = files, read, issues
        self.sheets: dict[str, Delivered] = {}
        self.used = {BATCH_NAME, RATES_NAME, ACRONYMS_NAME, SYNONYMS_NAME}
        self.origins: dict[str, SourceText] = {}

    def batch(self) -> Batch | None:
        problems = Problems(BATCH_NAME)
        top = parse_toml(self.files[BATCH_NAME], problems)
        number, label = top.text("numero", needed=True), top.text("libelle", needed=True)
        day, follows = top.day("date", needed=True), top.text("suit")
        if number and not BATCH_NUMBER.fullmatch(number):
            top.problem(
                "identifiant", f"Numéro de lot « {number} » : lettres, chiffres, points et tirets.", "numero"
            )
        read = (self._operation(table) for table in top.tables("operations"))
        operations = tuple(operation for operation in read if operation is not None)
        top.close()
        rates = self._read(RATES_NAME, read_rates)
        acronyms = self._read(ACRONYMS_NAME, read_acronyms)
        synonyms = self._read(SYNONYMS_NAME, read_synonyms)
        self.issues.extend(problems.found)
        if top.readable:
            self._note_unused()
        if not number or day is None:
            return None
        sources = Sources(self.origins)
        digest = digest_of(self.files)
        return Batch(
            number, label, day, follows, operations, rates, acronyms, synonyms, digest, sources, self.files
        )

    def _read(self, name: str, read: Callable[[bytes, Problems], _Result]) -> _Result:
        problems = Problems(name)
        result = read(self.files.get(name, b""), problems)
        self.issues.extend(problems.found)
        return result

    def _operation(self, table: Table) -> Operation | None:
        kind = table.text("type", needed=True)
        readers: dict[str, Callable[[Table], Operation | None]] = {
            "ajout": lambda t: self._with_sheet(t, AddSheet),
            "remplacement": lambda t: self._with_sheet(t, ReplaceSheet),
            "suppression": lambda t: RemoveSheet(
                t.text("fiche", needed=True), t.text("remplacee-par"), t.line
            ),
            "deplacement": lambda t: MoveSheet(
                t.text("fiche", needed=True),
                t.text("chapitre", needed=True),
                t.text("dossier") if "dossier" in t else None,
                t.line,
            ),
            "renommage": lambda t: RenameSheet(
                t.text("fiche", needed=True), t.text("titre", needed=True), t.line
            ),
            "renommage-chapitre": lambda t: RenameChapter(
                t.text("chapitre", needed=True), t.text("titre", needed=True), t.line
            ),
        }
        if kind not in readers:
            if kind:
                message = f"Opération « {kind} » inconnue.{way_out(kind, readers)}"
                table.problem("operation-inconnue", message, "type")
            return None
        operation = readers[kind](table)
        table.close()
        return operation

    def _with_sheet(self, table: Table, kind: type[AddSheet] | type[ReplaceSheet]) -> Operation | None:
        name = table.text("fichier", needed=True)
        if not name:
            return None
        if name not in self.files:
            table.problem("fichier-absent", f"Le fichier « {name} » n'est pas dans le lot.", "fichier")
            return None
        self.used.add(name)
        if name not in self.sheets:
            sheet = self._sheet(name)
            if sheet is None:
                return None
            self.sheets[name] = sheet
            self.origins[sheet.facts.id] = SourceText(name, self.files[name])
        return kind(self.sheets[name], table.line)

    def _sheet(self, name: str) -> Delivered | None:
        """The sheet of a file, its issues noted."""
        facts, sheet, found = self.read.get(name) or _read_file(self.files, name)
        self.issues.extend(found)
        return Delivered(facts, sheet or self.files[name]) if facts else None

    def _note_unused(self) -> None:
        """A sheet that no operation names would be silently lost."""
        for name in self._unused():
            message = "Aucune opération de lot.toml ne nomme ce fichier : ajoutez-la, ou retirez le fichier."
            self.issues.append(Issue("fichier-inutilise", message, Location(name)))

    def _unused(self) -> Iterable[str]:
        return (n for n in self.files if n not in self.used and n.endswith((*SHEET_SUFFIXES, ".toml")))
