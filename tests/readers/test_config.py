"""`guide.toml`, and where the text of sheets came from."""

from datetime import date
from pathlib import Path

import pytest

from guide_pipeline.errors import ContentError, Location, NotFoundError
from guide_pipeline.model.guide import Chapter, Notice
from guide_pipeline.readers.config import parse_config, read_config
from guide_pipeline.readers.problems import Problems
from guide_pipeline.readers.sources import Sources, SourceText

GOOD = """\
[guide]
titre = "Petit guide"
date = 2025-09-01
[[chapitres]]
numero = 2
slug = "logement"
titre = "Logement"
[[chapitres]]
numero = 1
slug = "famille"
titre = "Famille"
description = "Vivre à deux"
"""


def found(text: str) -> list[str]:
    problems = Problems("guide.toml")
    assert parse_config(text.encode(), problems) is None or problems.found
    return [f"{issue.code}:{issue.location.line}" for issue in problems.found]


def test_a_configuration_has_its_chapters_in_order(tmp_path: Path) -> None:
    (tmp_path / "guide.toml").write_text(GOOD, "utf-8")
    config = read_config(tmp_path)
    assert (config.title, config.date) == ("Petit guide", date(2025, 9, 1))
    assert config.chapters == (
        Chapter(1, "famille", "Famille", "Vivre à deux"),
        Chapter(2, "logement", "Logement"),
    )


def test_what_readers_must_know_is_said_or_not(tmp_path: Path) -> None:
    file = tmp_path / "guide.toml"
    file.write_text(GOOD, "utf-8")
    assert read_config(tmp_path).notice == Notice()
    said = 'avis = "Un  essai."\npresentation = ["Premier.", "Second."]\n'
    file.write_text(GOOD.replace("date = 2025-09-01\n", f"date = 2025-09-01\n{said}"), "utf-8")
    assert read_config(tmp_path).notice == Notice("Un essai.", ("Premier.", "Second."))
    assert found(GOOD.replace("date = 2025-09-01\n", 'date = 2025-09-01\npresentation = "x"\n')) == [
        "valeur-interdite:4"
    ]


def test_without_a_file_the_way_out_is_told(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="guide init"):
        read_config(tmp_path)


def test_all_problems_come_at_once(tmp_path: Path) -> None:
    (tmp_path / "guide.toml").write_text(GOOD.replace("slug", "slugg"), "utf-8")
    with pytest.raises(ContentError) as error:
        read_config(tmp_path)
    lines = [f"{issue.code}:{issue.location.line}" for issue in error.value.issues]
    assert lines == ["cle-manquante:4", "cle-inconnue:6", "cle-manquante:8", "cle-inconnue:10"]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ('slug = "famille"', 'slug = "Famille"', ["identifiant:10"]),
        ('slug = "famille"', 'slug = "logement"', ["chapitre-repete:0"]),
        ("numero = 1", "numero = 2", ["chapitre-repete:0"]),
        ("date = 2025-09-01", 'date = "hier"', ["valeur-interdite:3"]),
        ("[guide]", "[reglages]\ncouleur = 1\n[guide]", ["cle-inconnue:2"]),
        ("[[chapitres]]", "[[chapitre]]", ["cle-inconnue:4", "sans-chapitre:0"]),
    ],
)
def test_each_problem_has_its_line(before: str, after: str, expected: list[str]) -> None:
    assert found(GOOD.replace(before, after)) == expected


def test_a_needle_is_found_at_its_line() -> None:
    sources = Sources({"a": SourceText("sources/a.xml", "<a>\n<b/>\né <c/>\n".encode())})
    assert sources.locate("a", "<c/>") == Location("sources/a.xml", 3)
    assert sources.locate("a", "absent", "<b/>") == Location("sources/a.xml", 2)
    assert sources.locate("a", "absent") == Location("sources/a.xml")
    assert "édition" in sources.locate("b", "<c/>").file
