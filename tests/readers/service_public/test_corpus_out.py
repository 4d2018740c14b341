"""A release as a working guide: what is written reads back as a sound corpus."""

from datetime import date
from pathlib import Path

import pytest

from guide_pipeline.checks.corpus_rules import check_corpus
from guide_pipeline.errors import GuideError, UsageError, has_errors
from guide_pipeline.model.canonical import serialise
from guide_pipeline.model.guide import Acronym
from guide_pipeline.progress import RecordingReporter
from guide_pipeline.readers.config import read_config
from guide_pipeline.readers.service_public import chapters_of, map_of, read_release, write_corpus
from tests.readers.service_public.source import open_release, publication, sheets_of, text, write_zip
from tests.readers.service_public.test_blocks import p
from tests.readers.service_public.test_chapters import FILES, MAP, with_map
from tests.readers.service_public.test_inline import ACRONYM

RICH = {
    **FILES,
    "F1": publication(
        "F1",
        text(p('La <LienInterne LienPublication="R9" type="Sigle">Caf</LienInterne>')) + ACRONYM,
        modified="2024-09-10",
    ),
}


def tree(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()
    }


def test_the_guide_reads_back_and_is_sound(tmp_path: Path) -> None:
    with open_release(tmp_path, RICH) as release:
        expected = sheets_of(release)
        summary = write_corpus(release, tmp_path / "guide", chapters_of(release))
    root = tmp_path / "guide"
    config = read_config(root)
    corpus, issues = check_corpus(root, config)
    assert not has_errors(issues)
    assert {sheet.id: sheet for sheet in corpus.guide.sheets()} == expected
    assert corpus.guide.acronyms == {"R9": Acronym("R9", "Caisse inventée", label="Caf")}
    assert (config.date, [c.slug for c in config.chapters]) == (
        date(2024, 9, 10),
        ["famille", "logement", "comment-faire-si"],
    )
    assert (summary.sheets, summary.left_out, summary.acronyms, summary.operations) == (4, 0, 1, 0)
    assert (root / "updates").is_dir()
    assert map_of(root) is None


def test_sheets_are_files_in_canonical_form(tmp_path: Path) -> None:
    with open_release(tmp_path, RICH) as release:
        expected = sheets_of(release)["F1"]
        write_corpus(release, tmp_path / "guide", chapters_of(release))
    assert (tmp_path / "guide/sources/01-famille/F1.xml").read_bytes() == serialise(expected)


def test_a_guide_made_with_a_map_keeps_it_and_counts_what_is_left_out(tmp_path: Path) -> None:
    with open_release(tmp_path, RICH) as release:
        plan = chapters_of(release, with_map(tmp_path, MAP))
        summary = write_corpus(release, tmp_path / "guide", plan)
        kept = map_of(tmp_path / "guide")
        assert kept is not None
        assert chapters_of(release, kept).places == plan.places
    assert (summary.sheets, summary.left_out) == (3, 1)
    assert summary.by_chapter == (("couple", 1), ("logement", 2))


def test_the_same_release_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("un", "deux"):
        with open_release(tmp_path, RICH) as release:
            write_corpus(release, tmp_path / name, chapters_of(release))
    assert tree(tmp_path / "un") == tree(tmp_path / "deux")


def test_an_empty_folder_will_do_and_a_full_one_is_refused(tmp_path: Path) -> None:
    root = tmp_path / "guide"
    root.mkdir()
    with open_release(tmp_path, RICH) as release:
        write_corpus(release, root, chapters_of(release))
        before = tree(root)
        with pytest.raises(UsageError, match="n'est pas vide"):
            write_corpus(release, root, chapters_of(release))
    assert tree(root) == before


def test_a_failure_leaves_nothing_behind(tmp_path: Path) -> None:
    place = tmp_path / "ici"
    path = write_zip(tmp_path / "r.zip", RICH)
    release = read_release(path)
    release.close()
    with pytest.raises((ValueError, GuideError)):
        write_corpus(release, place / "guide", chapters_of(release))
    assert list(place.iterdir()) == []


def test_progress_is_told(tmp_path: Path) -> None:
    reporter = RecordingReporter()
    with read_release(write_zip(tmp_path / "r.zip", FILES), reporter) as release:
        sheets_of(release)
    assert reporter.events[0] == ("step", "Lecture de 4 fiches de r.zip")
    assert reporter.events[-1] == ("progress", "4/4")
