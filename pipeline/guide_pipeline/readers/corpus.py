"""The base corpus: `guide.toml` and `sources/` become a Guide, and every problem of every file an issue."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain, repeat
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

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
TOGETHER = 40
"""Sheets that are taken through a step before any goes on to the next: what the step needs is then at hand in the
processor's own memory, which makes a tenth of the whole. A process has as many in its memory."""


class SheetRead(NamedTuple):
    """A sheet while it is at hand."""

    sheet: Sheet
    canonical: bytes
    sha: str
    """SHA-256 of these bytes."""


Visit = Callable[[Sequence[SheetRead]], Iterable[Any]]
"""What to do with some sheets: for each, anything picklable to keep."""
SourceRead = tuple[str, Seal, SheetFacts | None, tuple[Issue, ...], Any]
"""A file's name and seal, the facts of its sheet, its issues, what the visit kept."""
Each = Callable[
    [Callable[[Sequence[str]], list[SourceRead]], Sequence[Sequence[str]]], Iterable[list[SourceRead]]
]


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


def keep_nothing(sheets: Sequence[SheetRead]) -> Iterable[None]:
    """The visit of who only wants to read."""
    return repeat(None, len(sheets))


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
    `map` to use on parts of the corpus: one that spreads over processes reads a large corpus faster. `schema`: see
    read_sheet_file.
    """
    tables = tables or read_tables(root)
    issues = list(tables.issues)
    facts: list[SheetFacts] = []
    files: dict[str, str] = {}
    kept: dict[str, Any] = {}
    seals = dict(tables.seals)
    names = sheet_files(root)
    parts = [names[first : first + TOGETHER] for first in range(0, len(names), TOGETHER)]
    read = each(partial(_read_sources, root, visit, schema), parts)
    for name, sealed, fact, found, extra in chain.from_iterable(read):
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


def _read_sources(root: Path, visit: Visit, schema: bool, names: Sequence[str]) -> list[SourceRead]:
    """Read some files, then visit their sheets, then find the facts."""
    sources = [_read_source(root, schema, name) for name in names]
    kept = iter(visit([read for _, read, _ in sources if read]))
    done: list[SourceRead] = []
    for name, (sealed, read, found) in zip(names, sources):
        if read is None:
            done.append((name, sealed, None, found, None))
            continue
        issues = (*found, *_place_issues(name, read.sheet))
        done.append((name, sealed, facts_of(read.sheet, read.sha), issues, next(kept)))
    return done


def _read_source(root: Path, schema: bool, name: str) -> tuple[Seal, SheetRead | None, tuple[Issue, ...]]:
    with open(f"{root}/{name}", "rb") as file:  # noqa: PTH123 (thousands of times)
        data = file.read()
    sealed = seal(data)
    sheet = None if schema or not name.endswith(".xml") else read_tidy(data)
    if sheet is not None:
        return sealed, SheetRead(sheet, data, sealed[1]), ()
    sheet, found = read_sheet_file(name, data, schema=schema)
    if sheet is None:
        return sealed, None, found
    canonical = serialise(sheet)
    return sealed, SheetRead(sheet, canonical, digest(canonical)), found


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
