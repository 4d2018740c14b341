"""The difference of a release to a guide, as a batch: sound, minimal, and leading to that very release."""

from datetime import date
from pathlib import Path

import pytest

from guide_pipeline.batch.apply import apply_batch
from guide_pipeline.batch.check import check_batch
from guide_pipeline.batch.model import Batch
from guide_pipeline.batch.read import read_batch
from guide_pipeline.errors import ContentError, UsageError
from guide_pipeline.model.guide import Guide
from guide_pipeline.readers.config import read_config
from guide_pipeline.readers.corpus import read_corpus
from guide_pipeline.readers.service_public import ImportSummary, chapters_of, write_batch, write_corpus
from tests.readers.service_public.source import PLACE, open_release, publication, text
from tests.readers.service_public.test_blocks import p
from tests.readers.service_public.test_chapters import HOUSING
from tests.readers.service_public.test_corpus_out import tree
from tests.readers.service_public.test_inline import ACRONYM

Files = dict[str, str]

BEFORE: Files = {
    "F1": publication("F1", text(p("un"))),
    "F2": publication("F2", text(p("deux")) + ACRONYM),
    "F3": publication("F3", text(p("trois")), place=HOUSING),
    "F4": publication("F4", text(p("quatre"))),
}


def corpus(folder: Path, files: Files) -> Guide:
    """The guide that a release makes."""
    with open_release(folder, files) as release:
        write_corpus(release, folder / "guide", chapters_of(release))
    return read_corpus(folder / "guide", read_config(folder / "guide")).guide


def batch(folder: Path, guide: Guide, files: Files, name: str = "lot") -> tuple[ImportSummary, Batch]:
    """The batch that leads a guide to a release; it must be sound."""
    with open_release(folder, files) as release:
        summary = write_batch(
            release,
            guide,
            folder / name,
            chapters_of(release),
            number="2025-01",
            label='Livraison "de janvier"',
            day=date(2025, 1, 15),
            follows="",
        )
    read, issues = read_batch(folder / name)
    assert read is not None
    assert (*issues, *check_batch(guide, read)) == ()
    return summary, read


def hashes(guide: Guide) -> dict[str, str]:
    return {key: fact.hash for key, fact in guide.facts.items()}


def test_each_operation(tmp_path: Path) -> None:
    guide = corpus(tmp_path, BEFORE)
    after = {
        "F1": publication("F1", text(p("un, changé"))),
        "F2": publication("F2", text(p("deux")) + ACRONYM, title="Nouveau titre"),
        "F3": publication("F3", text(p("trois")), place=PLACE),
        "F5": publication("F5", text(p("cinq"))),
    }
    summary, read = batch(tmp_path, guide, after)
    counts = (summary.added, summary.replaced, summary.removed, summary.moved, summary.renamed)
    assert (counts, summary.operations) == ((1, 1, 1, 1, 1), 5)
    assert sorted(path for path in tree(tmp_path / "lot")) == ["fiches/F1.xml", "fiches/F5.xml", "lot.toml"]
    assert (read.number, read.label, read.date, read.follows) == (
        "2025-01",
        'Livraison "de janvier"',
        date(2025, 1, 15),
        "",
    )
    (tmp_path / "direct").mkdir()
    assert hashes(apply_batch(guide, read)) == hashes(corpus(tmp_path / "direct", after))


def test_a_sheet_that_leaves_every_folder_is_replaced(tmp_path: Path) -> None:
    guide = corpus(tmp_path, BEFORE)
    summary, _ = batch(tmp_path, guide, {**BEFORE, "F4": publication("F4", text(p("quatre")), place=HOUSING)})
    assert (summary.replaced, summary.moved) == (1, 0)


def test_nothing_changed_gives_a_batch_without_operation(tmp_path: Path) -> None:
    guide = corpus(tmp_path, BEFORE)
    navigation = BEFORE["F1"].replace("Liste</Fiche>", "Autre liste</Fiche>")
    summary, read = batch(tmp_path, guide, {**BEFORE, "F1": navigation})
    assert (summary.operations, read.operations) == (0, ())


def test_acronyms_come_change_and_go(tmp_path: Path) -> None:
    guide = corpus(tmp_path, BEFORE)
    other = ACRONYM.replace("R9", "R10").replace("Caf", "Msa")
    changed = {**BEFORE, "F1": BEFORE["F1"].replace("</Publication>", other + "</Publication>")}
    _, read = batch(tmp_path, guide, changed)
    assert list(read.acronyms.acronyms) == ["R10"]
    guide = apply_batch(guide, read)
    _, read = batch(tmp_path, guide, BEFORE, "suivant")
    assert read.acronyms.removed == ("R10",)


def test_what_the_guide_has_beside_the_source_stays(tmp_path: Path) -> None:
    guide = corpus(tmp_path, BEFORE)
    root = tmp_path / "guide"
    (root / "sources/01-famille/la-notre.md").write_text(
        '+++\nid = "la-notre"\ntitre = "La nôtre"\nchapitre = "famille"\nresume = "x"\nmaj = 2024-01-01\n+++\nTexte.\n'
    )
    with (root / "sources/sigles.toml").open("a") as file:
        file.write('[NOUS]\ndeveloppe = "Nous-mêmes"\n')
    guide = read_corpus(root, read_config(root)).guide
    summary, read = batch(tmp_path, guide, BEFORE)
    assert "la-notre" in guide.facts
    assert (summary.operations, read.acronyms.removed) == (0, ())


def test_the_same_inputs_give_the_same_bytes(tmp_path: Path) -> None:
    guide = corpus(tmp_path, BEFORE)
    after = {**BEFORE, "F1": publication("F1", text(p("autre"))), "F9": publication("F9", "")}
    batch(tmp_path, guide, after, "un")
    batch(tmp_path, guide, after, "deux")
    assert tree(tmp_path / "un") == tree(tmp_path / "deux")


def test_a_chapter_that_the_guide_does_not_have_is_refused(tmp_path: Path) -> None:
    guide = corpus(tmp_path, {"F1": BEFORE["F1"]})
    with pytest.raises(ContentError) as error:
        batch(tmp_path, guide, BEFORE)
    assert [issue.code for issue in error.value.issues] == ["chapitre-inconnu"]
    assert not (tmp_path / "lot").exists()


def test_a_full_folder_is_refused(tmp_path: Path) -> None:
    guide = corpus(tmp_path, BEFORE)
    (tmp_path / "lot").mkdir()
    (tmp_path / "lot/note.txt").write_text("à moi")
    with pytest.raises(UsageError):
        batch(tmp_path, guide, BEFORE)
    assert tree(tmp_path / "lot") == {"note.txt": "à moi".encode()}
