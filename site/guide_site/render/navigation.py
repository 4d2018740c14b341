"""The lists that lead through a chapter: its folders, a sheet's neighbours, the part of a long list around it.

A tree of all sheets in every page is what makes a large site heavy: a page carries the chapters, the folders of
its own chapter, and at most `WINDOW` sheets on each side of its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from guide_pipeline.model.facts import SheetFacts
from guide_pipeline.model.guide import Chapter, Guide, slug_of

WINDOW = 15


@dataclass(frozen=True, slots=True)
class Folder:
    """A group of sheets inside a chapter."""

    title: str
    """'' for the sheets that stand in the chapter itself."""
    anchor: str
    """Of the group on the chapter's page."""
    sheets: tuple[SheetFacts, ...]


@dataclass(frozen=True, slots=True)
class ChapterList:
    """A chapter and its sheets, by folder."""

    chapter: Chapter
    folders: tuple[Folder, ...]
    sheets: tuple[SheetFacts, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sheet stands in its chapter."""

    list: ChapterList
    folder: Folder
    position: int
    """In the chapter, counted from 0."""
    position_in_folder: int

    @property
    def previous(self) -> SheetFacts | None:
        """The sheet before it in the chapter."""
        return self.list.sheets[self.position - 1] if self.position else None

    @property
    def next(self) -> SheetFacts | None:
        """The sheet after it in the chapter."""
        after = self.position + 1
        return self.list.sheets[after] if after < len(self.list.sheets) else None

    @property
    def is_cut(self) -> bool:
        """Whether its folder has more sheets than a page lists."""
        return len(self.folder.sheets) > 2 * WINDOW + 1

    @property
    def start(self) -> int:
        """The first sheet of its folder that its page lists, counted from 0."""
        return max(0, min(self.position_in_folder - WINDOW, len(self.folder.sheets) - 2 * WINDOW - 1))

    @property
    def end(self) -> int:
        """The one after the last that it lists."""
        return self.start + 2 * WINDOW + 1

    @property
    def around(self) -> tuple[SheetFacts, ...]:
        """The sheets of its folder, or those around it when they are too many."""
        return self.folder.sheets[self.start : self.end]


def chapter_lists(guide: Guide) -> dict[str, ChapterList]:
    """The list of each chapter, by slug; a sheet of an unknown chapter is in none."""
    folders: dict[str, dict[str, list[SheetFacts]]] = {chapter.slug: {} for chapter in guide.chapters}
    for fact in guide.facts.values():
        if fact.chapter in folders:
            folders[fact.chapter].setdefault(fact.folder, []).append(fact)
    return {chapter.slug: _chapter_list(chapter, folders[chapter.slug]) for chapter in guide.chapters}


def _chapter_list(chapter: Chapter, groups: dict[str, list[SheetFacts]]) -> ChapterList:
    taken: set[str] = set()
    folders = tuple(Folder(title, _anchor(title, taken), tuple(facts)) for title, facts in groups.items())
    return ChapterList(chapter, folders, tuple(fact for folder in folders for fact in folder.sheets))


def _anchor(title: str, taken: set[str]) -> str:
    """A name for a folder that no other of its chapter has."""
    name = base = slug_of(title) or "fiches"
    number = 1
    while name in taken:
        number += 1
        name = f"{base}-{number}"
    taken.add(name)
    return name


def places(lists: Mapping[str, ChapterList]) -> dict[str, Place]:
    """Where each sheet stands, by its id."""
    found: dict[str, Place] = {}
    for listing in lists.values():
        position = 0
        for folder in listing.folders:
            for index, fact in enumerate(folder.sheets):
                found[fact.id] = Place(listing, folder, position, index)
                position += 1
    return found
