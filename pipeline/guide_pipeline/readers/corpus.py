"""The base corpus: `guide.toml` and `sources/` become a Guide, and every problem of every file an issue."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from guide_pipeline.errors import Issue, Location
from guide_pipeline.model.canonical import serialise
from guide_pipeline.model.canonical_inline import plain_text
from guide_pipeline.model.digest import digest
from guide_pipeline.model.facts import SheetFacts, facts_of
from guide_pipeline.model.guide import Acronym, Guide, Rate, Synonym, in_order
from guide_pipeline.model.sheet import Sheet
from guide_pipeline.readers.config import GuideConfig
from guide_pipeline.readers.corpus_files import (
    ACRONYMS_NAME,
    RATES_NAME,
    SYNONYMS_NAME,
    Seal,
    file_bytes,
    seal,
    sheet_files,
)
from guide_pipeline.readers.problems import Problems
from guide_pipeline.readers.sheet_file import read_sheet_file
from guide_pipeline.readers.sources import Sources, SourceText
from guide_pipeline.readers.tables import read_acronyms, read_rates, read_synonyms
from guide_pipeline.readers.tidy_file import read_tidy

T = TypeVar("T")
_GLANCE = 1000
"""Bytes: a title is on the third line."""
_HEAD = re.compile(rb"<\?xml[^\n]*\n<fiche id=\"([\w.-]+)\"[^\n]*\n<titre>([^\n]*)</titre>\n")
Visit = Callable[[Sheet, bytes, str], Any]
"""What to do with a sheet, its canonical bytes and their SHA-256 while they are at hand: anything picklable to keep."""
SourceRead = tuple[str, Seal, SheetFacts | None, tuple[Issue, ...], Any]
"""A file's name and seal, the facts of its sheet, its issues, what the visit kept."""
Each = Callable[[Callable[[str], SourceRead], Sequence[str]], Iterable[SourceRead]]


@dataclass(frozen=True, slots=True)
class Tables:
    """The rates, acronyms and synonyms of the corpus."""

    rates: Mapping[str, Rate]
    acronyms: Mapping[str, Acronym]
    synonyms: Mapping[str, Synonym]
    issues: tuple[Issue, ...]
    seals: Mapping[str, Seal]
    """Of their files, by name."""


@dataclass(frozen=True, slots=True)
class Corpus:
    """What the sources hold. `guide.load` reads a sheet's file again: a large corpus is never all in memory."""

    guide: Guide
    issues: tuple[Issue, ...]
    files: Mapping[str, str]
    """The file of each sheet, relative to the root of the guide."""
    kept: Mapping[str, Any]
    """What the visit kept of each sheet."""
    seals: Mapping[str, Seal]
    """Of every file that was read, by name: what `corpus_files.corpus_digest` asks for."""


def read_tables(root: Path) -> Tables:
    """`baremes.toml`, `sigles.toml` and `synonymes.toml`; each may be absent."""
    noted: list[Issue] = []
    seals: dict[str, Seal] = {}

    def read(name: str, reader: Callable[[bytes, Problems], T]) -> T:
        problems = Problems(f"sources/{name}")
        data = file_bytes(root / "sources" / name)
        seals[f"sources/{name}"] = seal(data)
        table = reader(data, problems)
        noted.extend(problems.found)
        return table

    rates = read(RATES_NAME, read_rates).rates
    acronyms = read(ACRONYMS_NAME, read_acronyms).acronyms
    synonyms = read(SYNONYMS_NAME, read_synonyms).synonyms
    parts = (dict(sorted(rates.items())), dict(sorted(acronyms.items())), dict(sorted(synonyms.items())))
    return Tables(*parts, tuple(noted), seals)


def titles_at_a_glance(root: Path) -> dict[str, str]:
    """The titles of sheets by id, from the first bytes of files in canonical form. A guess: nothing is checked."""
    titles: dict[str, str] = {}
    for name in sheet_files(root):
        with open(f"{root}/{name}", "rb", buffering=0) as file:  # noqa: PTH123 (thousands of times)
            head = _HEAD.match(file.read(_GLANCE))
        if head:
            titles[head[1].decode()] = plain_text(head[2].decode(errors="replace"))
    return titles


def keep_nothing(sheet: Sheet, canonical: bytes, name: str) -> None:
    """The visit of who only wants to read."""


def read_corpus(
    root: Path,
    config: GuideConfig,
    tables: Tables | None = None,
    *,
    visit: Visit = keep_nothing,
    each: Each = map,
    schema: bool = False,
) -> Corpus:
    """Read every file of the sources. The guide holds what could be read, the issues all that could not.

    `visit` sees each sheet once, so that who stores or indexes sheets needn't read them again. `each` is the
    `map` to use: one that spreads over processes reads a large corpus faster. `schema`: see read_sheet_file.
    """
    tables = tables or read_tables(root)
    issues = list(tables.issues)
    facts: list[SheetFacts] = []
    files: dict[str, str] = {}
    kept: dict[str, Any] = {}
    seals = dict(tables.seals)
    for name, sealed, fact, found, extra in each(
        partial(_read_source, root, visit, schema), sheet_files(root)
    ):
        seals[name] = sealed
        issues.extend(found)
        if fact is None:
            continue
        if fact.id in files:
            message = f"L'identifiant « {fact.id} » est déjà celui de {files[fact.id]}."
            issues.append(Issue("id-repete", message, Location(name)))
            continue
        files[fact.id], kept[fact.id] = name, extra
        facts.append(fact)
    guide = Guide(
        title=config.title,
        date=config.date,
        chapters=config.chapters,
        facts=in_order(facts, config.chapters),
        rates=tables.rates,
        acronyms=tables.acronyms,
        load=lambda sheet_id: _load(root, files[sheet_id]),
        synonyms=tables.synonyms,
        notice=config.notice,
    )
    return Corpus(guide, tuple(issues), files, kept, seals)


def _read_source(root: Path, visit: Visit, schema: bool, name: str) -> SourceRead:
    with open(f"{root}/{name}", "rb") as file:  # noqa: PTH123 (thousands of times)
        data = file.read()
    sealed = seal(data)
    sheet = None if schema or not name.endswith(".xml") else read_tidy(data)
    found: tuple[Issue, ...] = ()
    if sheet is not None:
        canonical, sha = data, sealed[1]
    else:
        sheet, found = read_sheet_file(name, data, schema=schema)
        if sheet is None:
            return name, sealed, None, found, None
        canonical = serialise(sheet)
        sha = digest(canonical)
    kept = visit(sheet, canonical, sha)
    return name, sealed, facts_of(sheet, sha), (*found, *_place_issues(name, sheet)), kept


def _place_issues(name: str, sheet: Sheet) -> Iterator[Issue]:
    """A sheet's file is named by its id, in the folder of its chapter: one obvious place to look."""
    path = Path(name)
    if path.stem != sheet.id:
        yield Issue("nom-de-fichier", f"Le fichier doit s'appeler {sheet.id}{path.suffix}.", Location(name))
    if path.parent.name.partition("-")[2] != sheet.chapter:
        message = f"La fiche est du chapitre « {sheet.chapter} », son dossier est « {path.parent.name} »."
        yield Issue("dossier", message, Location(name))


def _load(root: Path, name: str) -> Sheet:
    sheet, _ = read_sheet_file(name, (root / name).read_bytes())
    if sheet is None:
        raise KeyError(name)
    return sheet


def corpus_sources(root: Path, corpus: Corpus) -> Sources:
    """The texts of the corpus's files, to locate problems in them: a file is read once a problem is there."""
    return Sources({key: SourceText(name, root / name) for key, name in corpus.files.items()})
