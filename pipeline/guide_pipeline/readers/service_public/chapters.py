"""Which sheets go to which chapter: by the themes of the source, or by a map (TOML).

A map names, for each chapter, ids of the source: themes, subthemes, folders (N…) or sheets (F…). The nearest
rule wins: a sheet's own, then its folder's, its subtheme's, its theme's. `hors-guide` names what is left out
of what a wider rule takes. Everything else is left out, and counted.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from guide_pipeline.errors import ContentError, Issue, Location, Severity, UsageError, reason_of
from guide_pipeline.model.guide import Chapter
from guide_pipeline.readers.config import SLUG
from guide_pipeline.readers.problems import Problems
from guide_pipeline.readers.service_public.anchors import short_anchor
from guide_pipeline.readers.service_public.page import Places
from guide_pipeline.readers.service_public.release import Release
from guide_pipeline.readers.toml_file import Table, parse_toml

MAP_NAME = "chapitres-service-public.toml"
"""The copy of its map that an imported guide keeps, for the batches that follow."""
WITHOUT_THEME = "comment-faire-si"


@dataclass(frozen=True, slots=True)
class ChapterPlan:
    """The chapters of an import, and where every sheet of a release goes."""

    chapters: tuple[Chapter, ...]
    places: Places
    left_out: int
    issues: tuple[Issue, ...] = ()
    """Ids of the map that the release doesn't know."""
    map_bytes: bytes = b""
    """The map as written, b'' without a map."""

    def by_chapter(self) -> tuple[tuple[str, int], ...]:
        """(slug, number of sheets), in order of chapters."""
        counts = Counter(self.places.sheets.values())
        return tuple((chapter.slug, counts[chapter.slug]) for chapter in self.chapters)


def shipped_map() -> Path:
    """The map that sorts the source into the 19 chapters of this guide."""
    return Path(str(files(__package__))) / "chapters.toml"


def map_of(root: Path) -> Path | None:
    """The map with which a working guide was imported, None when it was imported by themes."""
    path = root / MAP_NAME
    return path if path.is_file() else None


def chapters_of(release: Release, map_path: Path | None = None) -> ChapterPlan:
    """The chapters of a release: its themes, or those of a map. ContentError when the map is wrong."""
    return _by_theme(release) if map_path is None else _by_map(release, map_path)


def _by_theme(release: Release) -> ChapterPlan:
    used = {entry.theme for entry in release.entries.values()}
    themes = sorted((key for key in used if key in release.folders), key=lambda key: (len(key), key))
    slugs: dict[str, str] = {}
    chapters: list[Chapter] = []
    for key in themes:
        title = release.folders[key].title or key
        name = short_anchor(title)
        slugs[key] = f"{name}-{key.lower()}" if name in slugs.values() else name
        chapters.append(Chapter(len(chapters) + 1, slugs[key], title))
    chapters.append(Chapter(len(chapters) + 1, WITHOUT_THEME, "Comment faire si…"))
    sheets = {key: slugs.get(entry.theme, WITHOUT_THEME) for key, entry in release.entries.items()}
    folders = {
        key: slugs[theme]
        for key, folder in release.folders.items()
        for theme in (key, *folder.parents)
        if theme in slugs
    }
    return ChapterPlan(tuple(chapters), Places(sheets, folders), 0)


def _by_map(release: Release, path: Path) -> ChapterPlan:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(f"La carte des chapitres {path} ne se lit pas ({reason_of(error)}).") from None
    problems = Problems(path.name)
    chapters, rules = _read_map(parse_toml(data, problems))
    if problems.found:
        raise ContentError(f"La carte des chapitres {path.name} est à corriger.", problems.found)
    sheets = {key: place for key, entry in release.entries.items() if (place := _place(entry.path, rules))}
    folders = {
        key: place
        for key, folder in release.folders.items()
        if (place := _place((key, *folder.parents), rules))
    }
    known = {key for entry in release.entries.values() for key in entry.path} | set(release.folders)
    issues = tuple(_unknown(key, path.name, data) for key in rules if key not in known)
    left_out = len(release.entries) - len(sheets)
    return ChapterPlan(chapters, Places(sheets, folders), left_out, issues, data)


def _place(path: tuple[str, ...], rules: Mapping[str, str]) -> str:
    """The chapter of the nearest rule, '' when that rule (or no rule at all) leaves it out."""
    return next((rules[key] for key in path if key in rules), "")


def _unknown(key: str, name: str, data: bytes) -> Issue:
    line = data.count(b"\n", 0, data.find(f'"{key}"'.encode())) + 1
    message = f"« {key} » n'existe pas dans cette livraison : la règle ne sert à rien."
    return Issue("regle-inutile", message, Location(name, line), Severity.WARNING)


def _read_map(top: Table) -> tuple[tuple[Chapter, ...], dict[str, str]]:
    rules: dict[str, str] = {}
    chapters: list[Chapter] = []
    for table in top.tables("chapitres"):
        number, name = table.integer("numero", needed=True), table.text("slug", needed=True)
        if name and (not SLUG.fullmatch(name) or name in {chapter.slug for chapter in chapters}):
            table.problem("identifiant", f"« {name} » n'est pas un slug, ou se répète.", "slug")
        chapters.append(Chapter(number, name, table.text("titre", needed=True), table.text("description")))
        _add_rules(table, name, rules)
    outside = top.table("hors-guide")
    _add_rules(outside, "", rules)
    top.close()
    if not chapters:
        top.problem("sans-chapitre", "La carte ne contient aucun chapitre ([[chapitres]]).")
    return tuple(sorted(chapters, key=lambda chapter: chapter.number)), rules


def _add_rules(table: Table, name: str, rules: dict[str, str]) -> None:
    for key in table.texts("sources"):
        if key[:1] not in ("N", "F") or not key[1:].isdigit():
            table.problem("identifiant", f"« {key} » n'est pas un identifiant de la source (N… ou F…).", key)
        elif key in rules:
            table.problem("regle-repetee", f"« {key} » est déjà dans une autre règle.", key)
        else:
            rules[key] = name
    table.close()
