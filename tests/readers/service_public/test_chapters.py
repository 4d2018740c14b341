"""Chapters: by the themes of the source, or by a map whose nearest rule wins."""

from pathlib import Path

import pytest

from guide_pipeline.errors import ContentError, UsageError
from guide_pipeline.model.guide import Chapter
from guide_pipeline.readers.config import parse_config
from guide_pipeline.readers.problems import Problems
from guide_pipeline.readers.service_public import chapters_of, shipped_map
from tests.readers.service_public.source import open_release, publication

HOUSING = '<Theme ID="N200"><Titre>Logement</Titre></Theme>'
FILES = {
    "F1": publication("F1", ""),
    "F2": publication("F2", ""),
    "F3": publication("F3", "", place=HOUSING),
    "F4": publication("F4", "", place="", kind="Fiche Comment faire si"),
}

MAP = """\
[[chapitres]]
numero = 2
slug = "logement"
titre = "Se loger"
sources = ["N200", "F2"]
[[chapitres]]
numero = 1
slug = "couple"
titre = "Couple"
sources = ["N110"]
"""


def with_map(folder: Path, content: str) -> Path:
    path = folder / "carte.toml"
    path.write_text(content)
    return path


def test_each_theme_is_a_chapter_and_every_sheet_comes_in(tmp_path: Path) -> None:
    with open_release(tmp_path, FILES) as release:
        plan = chapters_of(release)
    assert plan.chapters == (
        Chapter(1, "famille", "Famille"),
        Chapter(2, "logement", "Logement"),
        Chapter(3, "comment-faire-si", "Comment faire si…"),
    )
    assert plan.places.sheets == {
        "F1": "famille",
        "F2": "famille",
        "F3": "logement",
        "F4": "comment-faire-si",
    }
    assert plan.places.folders == {
        "N100": "famille",
        "N110": "famille",
        "N111": "famille",
        "N200": "logement",
    }
    assert (plan.left_out, plan.by_chapter()) == (
        0,
        (("famille", 2), ("logement", 1), ("comment-faire-si", 1)),
    )


def test_a_theme_without_file_is_named_by_its_sheets(tmp_path: Path) -> None:
    place = '<Theme ID="N300"><Titre>Étranger</Titre></Theme>'
    with open_release(tmp_path, {"F1": publication("F1", "", place=place)}) as release:
        assert chapters_of(release).chapters[0] == Chapter(1, "etranger", "Étranger")


def test_the_nearest_rule_of_a_map_wins(tmp_path: Path) -> None:
    with open_release(tmp_path, FILES) as release:
        plan = chapters_of(release, with_map(tmp_path, MAP))
    assert [chapter.slug for chapter in plan.chapters] == ["couple", "logement"]
    assert plan.places.sheets == {"F1": "couple", "F2": "logement", "F3": "logement"}
    assert plan.places.folders == {"N110": "couple", "N111": "couple", "N200": "logement"}
    assert (plan.left_out, plan.issues) == (1, ())


def test_what_a_map_leaves_out_is_left_out(tmp_path: Path) -> None:
    with open_release(tmp_path, FILES) as release:
        plan = chapters_of(release, with_map(tmp_path, MAP + '[hors-guide]\nsources = ["N111"]\n'))
    assert plan.places.sheets == {"F2": "logement", "F3": "logement"}
    assert "N111" not in plan.places.folders


def test_a_rule_that_the_release_does_not_know_is_a_warning_at_its_line(tmp_path: Path) -> None:
    with open_release(tmp_path, FILES) as release:
        plan = chapters_of(release, with_map(tmp_path, MAP.replace('"N110"', '"N110", "F999"')))
    assert [(issue.code, issue.location.line) for issue in plan.issues] == [("regle-inutile", 10)]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("", "sans-chapitre"),
        (MAP.replace('"N110"', '"R1"'), "identifiant"),
        (MAP.replace('"N110"', '"N200"'), "regle-repetee"),
        (MAP.replace('slug = "couple"', 'slug = "Le couple"'), "identifiant"),
        (MAP.replace('slug = "couple"', 'slug = "logement"'), "identifiant"),
        (MAP.replace("numero = 1", "rang = 1"), "cle-inconnue"),
        ("[[chapitres", "toml-mal-forme"),
    ],
)
def test_a_wrong_map_is_refused_with_all_that_is_wrong(tmp_path: Path, content: str, code: str) -> None:
    with open_release(tmp_path, FILES) as release, pytest.raises(ContentError) as error:
        chapters_of(release, with_map(tmp_path, content))
    assert code in [issue.code for issue in error.value.issues]


def test_a_map_that_is_not_there_is_a_wrong_use(tmp_path: Path) -> None:
    with open_release(tmp_path, FILES) as release, pytest.raises(UsageError):
        chapters_of(release, tmp_path / "absente.toml")


def test_the_shipped_map_sorts_into_the_chapters_of_the_guide(tmp_path: Path) -> None:
    config = parse_config((Path(__file__).parents[3] / "guide.toml").read_bytes(), Problems("guide.toml"))
    assert config is not None
    with open_release(tmp_path, FILES) as release:
        plan = chapters_of(release, shipped_map())
    assert [(c.number, c.slug, c.title) for c in plan.chapters] == [
        (c.number, c.slug, c.title) for c in config.chapters
    ]
