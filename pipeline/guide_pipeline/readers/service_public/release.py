"""A release: its index (what stands where, since when) and, one at a time, its sheets."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import TracebackType

from lxml import etree

from guide_pipeline.errors import Issue, sorted_issues
from guide_pipeline.model.guide import Acronym
from guide_pipeline.model.sheet import Sheet
from guide_pipeline.progress import SILENT, Reporter
from guide_pipeline.readers.limits import DEFAULT_LIMITS, Limits
from guide_pipeline.readers.problems import Problems
from guide_pipeline.readers.secure_xml import parse_xml
from guide_pipeline.readers.service_public.archive import Archive
from guide_pipeline.readers.service_public.forms import FormFiles
from guide_pipeline.readers.service_public.inline import child_text, text_of
from guide_pipeline.readers.service_public.page import Places, Tally
from guide_pipeline.readers.service_public.sheet import modified_on, read_sheet
from guide_pipeline.readers.service_public.vocabulary import DC


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """Where a sheet stands in the source."""

    id: str
    folder: str
    """Id of its folder, '' when none; so for the others."""
    subtheme: str
    theme: str

    @property
    def path(self) -> tuple[str, ...]:
        """Its own id, then those of what it stands in, from the nearest."""
        return tuple(key for key in (self.id, self.folder, self.subtheme, self.theme) if key)


@dataclass(frozen=True, slots=True)
class Folder:
    """A theme, a subtheme or a folder of the source."""

    id: str
    title: str
    parents: tuple[str, ...] = ()
    """Ids of its subtheme and its theme."""


class Release:
    """A release, open. Use it as a context, or close it. `issues` and `outside_links` tell of the last reading."""

    def __init__(self, archive: Archive, limits: Limits, reporter: Reporter) -> None:
        self._archive, self._limits, self._reporter = archive, limits, reporter
        self._tally = Tally()
        self._index_issues: list[Issue] = []
        self.date = date.min
        """The latest day that a sheet was changed."""
        self.folders = self._read_folders()
        """By id."""
        self.entries = self._read_entries()
        """Of every sheet that can be read, by id, in order of number."""

    def __enter__(self) -> "Release":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the zip."""
        self._archive.close()

    @property
    def name(self) -> str:
        """The name of the zip."""
        return self._archive.path.name

    @property
    def issues(self) -> tuple[Issue, ...]:
        """Everything found so far that the reader doesn't know or can't read."""
        return sorted_issues((*self._index_issues, *self._tally.issues))

    @property
    def outside_links(self) -> int:
        """How many links lead to the official site, their target not being in the guide."""
        return self._tally.outside_links

    @property
    def acronyms(self) -> dict[str, Acronym]:
        """The acronyms explained by what was read, by id in order."""
        return dict(sorted(self._tally.acronyms.items()))

    def sheets(self, places: Places) -> Iterator[Sheet]:
        """The sheets that have a place, in order of number, one at a time; counts start again."""
        self._tally = tally = Tally()
        forms = FormFiles(self._archive, places, tally)
        wanted = [key for key in self.entries if key in places.sheets]
        self._reporter.step(f"Conversion de {len(wanted)} fiches")
        for done, key in enumerate(wanted, 1):
            problems = Problems(self._archive.file(key))
            root = self._root(key, problems)
            if root is not None:
                yield read_sheet(root, problems, places, forms, tally)
            tally.issues.extend(problems.found)
            self._reporter.progress(done, len(wanted))

    def _root(self, key: str, problems: Problems) -> etree._Element | None:
        return parse_xml(self._archive.read(key), problems, self._limits)

    def _read_folders(self) -> dict[str, Folder]:
        found: dict[str, Folder] = {}
        for key in self._archive.ids("N"):
            problems = Problems(self._archive.file(key))
            root = self._root(key, problems)
            if root is not None:
                found[key] = Folder(key, child_text(root, f"{DC}title"), _parents(root))
                for subtheme in root.iterfind("SousTheme"):
                    inner = subtheme.get("ID", "")
                    found.setdefault(inner, Folder(inner, child_text(subtheme, "Titre"), (key,)))
            self._index_issues.extend(problems.found)
        return found

    def _read_entries(self) -> dict[str, SheetEntry]:
        found: dict[str, SheetEntry] = {}
        ids = self._archive.ids("F")
        self._reporter.step(f"Lecture de {len(ids)} fiches de {self.name}")
        for done, key in enumerate(ids, 1):
            problems = Problems(self._archive.file(key))
            root = self._root(key, problems)
            if root is not None and root.get("ID") != key:
                problems.at(root, "id-different", f"Le fichier {key}.xml contient « {root.get('ID', '')} ».")
            elif root is not None:
                found[key] = SheetEntry(key, *_place(root))
                self._add_folders(root)
                self.date = max(self.date, modified_on(root) or date.min)
            self._index_issues.extend(problems.found)
            self._reporter.progress(done, len(ids))
        return found

    def _add_folders(self, root: etree._Element) -> None:
        """What a sheet says of the folders that have no file of their own."""
        found = [element for name in _LEVELS if (element := root.find(name)) is not None]
        for number, element in enumerate(found):
            key = element.get("ID", "")
            if key and key not in self.folders:
                title = child_text(element, "Titre") or text_of(element)
                parents = tuple(parent.get("ID", "") for parent in found[number + 1 :])
                self.folders[key] = Folder(key, title, parents)


_LEVELS = ("DossierPere", "SousThemePere", "Theme")
"""What a sheet stands in, from the nearest."""


def _place(root: etree._Element) -> tuple[str, str, str]:
    found = (root.find(name) for name in _LEVELS)
    folder, subtheme, theme = ("" if element is None else element.get("ID", "") for element in found)
    return folder, subtheme, theme


def _parents(root: etree._Element) -> tuple[str, ...]:
    return tuple(key for key in _place(root)[1:] if key)


def read_release(path: Path, reporter: Reporter = SILENT, limits: Limits = DEFAULT_LIMITS) -> Release:
    """Open a release and read its index. UsageError when it isn't one, ContentError when it can't be trusted."""
    archive = Archive(path, limits)
    try:
        return Release(archive, limits, reporter)
    except BaseException:
        archive.close()
        raise
