"""The base corpus: `guide.toml` and `sources/` become a Guide, and every problem of every file an issue."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from guide_pipeline.errors import Issue, Location
from guide_pipeline.model.canonical import serialise
from guide_pipeline.model.digest import digest
from guide_pipeline.model.facts import SheetFacts, facts_of
from guide_pipeline.model.guide import Acronym, Guide, Rate, in_order
from guide_pipeline.model.sheet import Sheet
from guide_pipeline.readers.config import GuideConfig
from guide_pipeline.readers.corpus_files import ACRONYMS_NAME, RATES_NAME, file_bytes, sheet_files
from guide_pipeline.readers.problems import Problems
from guide_pipeline.readers.sheet_file import read_sheet_file
from guide_pipeline.readers.sources import Sources, SourceText
from guide_pipeline.readers.tables import read_acronyms, read_rates

Keep = Callable[[bytes], str]
SourceRead = tuple[str, SheetFacts | None, tuple[Issue, ...]]
"""A file's name, the facts of its sheet, its issues."""
Each = Callable[[Callable[[str], SourceRead], Sequence[str]], Iterable[SourceRead]]


@dataclass(frozen=True, slots=True)
class Corpus:
    """What the sources hold. `guide.load` reads a sheet's file again: a large corpus is never all in memory."""

    guide: Guide
    issues: tuple[Issue, ...]
    files: Mapping[str, str]
    """The file of each sheet, relative to the root of the guide."""


def read_corpus(root: Path, config: GuideConfig, *, keep: Keep = digest, each: Each = map) -> Corpus:
    """Read every file of the sources. The guide holds what could be read, the issues all that could not.

    `keep` receives the canonical bytes of each sheet and returns their hash: a store keeps them by the way.
    `each` is the `map` to use: one that spreads over processes reads a large corpus faster.
    """
    issues: list[Issue] = []
    rates, acronyms = _tables(root, issues)
    facts: list[SheetFacts] = []
    files: dict[str, str] = {}
    for name, fact, found in each(partial(_read_source, root, keep), sheet_files(root)):
        issues.extend(found)
        if fact is None:
            continue
        if fact.id in files:
            message = f"L'identifiant « {fact.id} » est déjà celui de {files[fact.id]}."
            issues.append(Issue("id-repete", message, Location(name)))
            continue
        files[fact.id] = name
        facts.append(fact)
    guide = Guide(
        title=config.title,
        date=config.date,
        chapters=config.chapters,
        facts=in_order(facts, config.chapters),
        rates=rates,
        acronyms=acronyms,
        load=lambda sheet_id: _load(root, files[sheet_id]),
    )
    return Corpus(guide, tuple(issues), files)


def _read_source(root: Path, keep: Keep, name: str) -> SourceRead:
    sheet, found = read_sheet_file(name, (root / name).read_bytes())
    if sheet is None:
        return name, None, found
    return name, facts_of(sheet, keep(serialise(sheet))), (*found, *_place_issues(name, sheet))


def _tables(root: Path, issues: list[Issue]) -> tuple[dict[str, Rate], dict[str, Acronym]]:
    rates_file, acronyms_file = Problems(f"sources/{RATES_NAME}"), Problems(f"sources/{ACRONYMS_NAME}")
    rates = read_rates(file_bytes(root / "sources" / RATES_NAME), rates_file).rates
    acronyms = read_acronyms(file_bytes(root / "sources" / ACRONYMS_NAME), acronyms_file).acronyms
    issues.extend((*rates_file.found, *acronyms_file.found))
    return dict(sorted(rates.items())), dict(sorted(acronyms.items()))


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
    """The texts of the corpus's files, to locate problems in them."""
    return Sources({key: SourceText(name, (root / name).read_bytes()) for key, name in corpus.files.items()})
