"""The acronyms of the edition, kept with its index: `sigles.json`, in the order of the guide."""

import json
from collections.abc import Iterable
from pathlib import Path

from guide_pipeline.model.guide import Acronym

ACRONYMS_NAME = "sigles.json"


def write_acronyms(folder: Path, acronyms: Iterable[Acronym]) -> None:
    """Write every spelling of every acronym with its meaning."""
    pairs = [
        [spelling, acronym.expansion]
        for acronym in acronyms
        for spelling in dict.fromkeys((acronym.shown, *acronym.variants))
    ]
    (folder / ACRONYMS_NAME).write_text(
        json.dumps(pairs, ensure_ascii=False, indent=0) + "\n", encoding="utf-8"
    )


def read_acronyms(folder: Path) -> list[tuple[str, str]]:
    """Pairs (acronym, meaning)."""
    return [(str(a), str(b)) for a, b in json.loads((folder / ACRONYMS_NAME).read_bytes())]
