"""What a batch may do to a guide, and what it makes of it."""

from pathlib import Path

import pytest

from guide_pipeline.batch.apply import apply_batch
from guide_pipeline.batch.check import check_batch
from guide_pipeline.batch.model import Batch
from guide_pipeline.batch.read import read_batch
from guide_pipeline.model.guide import Guide
from guide_pipeline.readers.config import read_config
from guide_pipeline.readers.corpus import read_corpus
from tests.guides import first_batch, new_sheet, write_batch


@pytest.fixture
def guide(guide_root: Path) -> Guide:
    corpus = read_corpus(guide_root, read_config(guide_root))
    assert corpus.issues == ()
    return corpus.guide


def batch_of(root: Path, operations: str, date: str = "2026-01-01", **sheets: str) -> Batch:
    files = {f"fiches/{name}.xml": text for name, text in sheets.items()}
    batch, issues = read_batch(write_batch(root, "2026-01", "", operations, files, date))
    assert issues == ()
    assert batch is not None
    return batch


def operation(kind: str, **values: str) -> str:
    lines = (f'{key.replace("_", "-")} = "{value}"' for key, value in values.items())
    return "\n".join(("[[operations]]", f'type = "{kind}"', *lines, ""))


CASES = [
    ("fiche-existante", operation("ajout", fichier="fiches/loyer.xml")),
    ("fiche-inconnue", operation("remplacement", fichier="fiches/neuve.xml")),
    ("fiche-inconnue", operation("suppression", fiche="absente")),
    ("fiche-inconnue", operation("renommage", fiche="absente", titre="x")),
    ("chapitre-inconnu", operation("deplacement", fiche="loyer", chapitre="absent")),
    ("chapitre-inconnu", operation("renommage-chapitre", chapitre="absent", titre="x")),
    ("operation-repetee", operation("renommage", fiche="loyer", titre="x") * 2),
    (
        "operation-repetee",
        operation("suppression", fiche="loyer") + operation("renommage", fiche="loyer", titre="x"),
    ),
    (
        "operation-repetee",
        operation("suppression", fiche="loyer") + operation("remplacement", fichier="fiches/loyer.xml"),
    ),
    ("fiche-inconnue", operation("suppression", fiche="loyer", remplacee_par="absente")),
]


@pytest.mark.parametrize(("code", "operations"), CASES, ids=[f"{n}-{c[0]}" for n, c in enumerate(CASES)])
def test_refused(guide: Guide, guide_root: Path, code: str, operations: str) -> None:
    named = {
        name: new_sheet(name, name, "x") for name in ("loyer", "neuve") if f"fiches/{name}.xml" in operations
    }
    found = check_batch(guide, batch_of(guide_root, operations, **named))
    assert {issue.code for issue in found} == {code}
    assert all(issue.location.line for issue in found)


def test_a_batch_older_than_the_edition(guide: Guide, guide_root: Path) -> None:
    found = check_batch(
        guide, batch_of(guide_root, operation("suppression", fiche="loyer"), date="2024-01-01")
    )
    assert [issue.code for issue in found] == ["date-anterieure"]


def test_applied(guide: Guide, guide_root: Path) -> None:
    batch, _ = read_batch(first_batch(guide_root))
    assert batch is not None
    after = apply_batch(guide, batch)
    assert set(after.facts) == {"allocation", "mariage", "pacs", "loyer"}
    assert after.facts["loyer"].title == "Loyers impayés"
    assert after.load("loyer").blocks == guide.load("loyer").blocks
    assert after.facts["allocation"] == guide.facts["allocation"]
    assert str(after.rate_values()["bmaf"].value) == "480.00"
    assert len(after.rates["bmaf"].values) == 3
    assert "pacs" not in guide.facts, "the guide before is left as it was"


def test_the_order_of_operations_never_decides(guide: Guide, guide_root: Path) -> None:
    replaced = operation("remplacement", fichier="fiches/loyer.xml")
    moved = operation("deplacement", fiche="loyer", chapitre="famille")
    sheet = new_sheet("loyer", "Loyer", "y", chapter="logement")
    one = apply_batch(guide, batch_of(guide_root, replaced + moved, loyer=sheet))
    other = apply_batch(guide, batch_of(guide_root, moved + replaced, loyer=sheet))
    assert one.facts == other.facts
    assert one.facts["loyer"].chapter == "famille"
