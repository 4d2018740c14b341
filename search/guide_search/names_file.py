"""What things are also called, kept with the index: `noms.json`, from the acronyms and synonyms of the edition."""

import json
from collections.abc import Iterable
from dataclasses import astuple, dataclass
from enum import StrEnum
from pathlib import Path

from guide_pipeline.model.guide import Acronym, Synonym

NAMES_NAME = "noms.json"


class NameKind(StrEnum):
    """How another name relates to what was typed."""

    ACRONYM = "sigle"
    SYNONYM = "synonyme"
    NOW = "nouveau-nom"
    """Today's name of what was typed."""
    BEFORE = "ancien-nom"


@dataclass(frozen=True, slots=True)
class OtherName:
    """Who types `typed` may also mean `meant`."""

    typed: str
    meant: str
    kind: NameKind


def write_names(folder: Path, acronyms: Iterable[Acronym], synonyms: Iterable[Synonym]) -> None:
    """Write every spelling of every acronym, then the synonyms, in both directions."""
    rows = [astuple(name) for name in dict.fromkeys((*_of_acronyms(acronyms), *_of_synonyms(synonyms)))]
    (folder / NAMES_NAME).write_text(json.dumps(rows, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")


def read_names(folder: Path) -> list[OtherName]:
    """What was written."""
    rows = json.loads((folder / NAMES_NAME).read_bytes())
    return [OtherName(str(typed), str(meant), NameKind(kind)) for typed, meant, kind in rows]


def _of_acronyms(acronyms: Iterable[Acronym]) -> Iterable[OtherName]:
    for acronym in acronyms:
        for spelling in (acronym.shown, *acronym.variants):
            yield OtherName(spelling, acronym.expansion, NameKind.ACRONYM)
            yield OtherName(acronym.expansion, spelling, NameKind.ACRONYM)


def _of_synonyms(synonyms: Iterable[Synonym]) -> Iterable[OtherName]:
    for synonym in synonyms:
        for other in synonym.same:
            yield OtherName(synonym.word, other, NameKind.SYNONYM)
            yield OtherName(other, synonym.word, NameKind.SYNONYM)
        for spelling in (synonym.word, *synonym.same) if synonym.now else ():
            for name in synonym.now:
                yield OtherName(spelling, name, NameKind.NOW)
                yield OtherName(name, spelling, NameKind.BEFORE)
