"""The column of a sheet's page: its chapter's folders, its neighbours, all the chapters.

Written in Python and not by the template: thousands of pages share all but a line of it, so it is put together
from pieces that are made once a folder.
"""

from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup, escape

from guide_pipeline.markup.text import typeset
from guide_pipeline.model.guide import Chapter
from guide_site.render.navigation import ChapterList, Folder, Place
from guide_site.render.wording import number


@lru_cache(maxsize=1024)
def shown(text: str) -> Markup:
    """Plain text as HTML with the spaces of French typography. The same titles come often."""
    return Markup(typeset(str(escape(text))))


@dataclass(frozen=True, slots=True)
class Sidebar:
    """What the sheets of a folder share: `start`, a line for each, `end`."""

    start: bytes
    lines: tuple[bytes, ...]
    end: bytes

    def at(self, place: Place) -> bytes:
        """The column of a sheet's page, where its own line is marked."""
        here = place.position_in_folder
        own = self.lines[here].replace(b'">', b'" aria-current="page">', 1)
        before, after = self.lines[place.start : here], self.lines[here + 1 : place.end]
        return b"".join((self.start, *before, own, *after, self.end))


def sidebar(listing: ChapterList, folder: Folder, chapters: tuple[Chapter, ...]) -> Sidebar:
    """The column for the sheets of a folder."""
    chapter = listing.chapter
    index = listing.folders.index(folder)
    title = f'<span class="numero">{chapter.number}</span> {shown(chapter.title)}'
    start = [f'<h2><a href="../chapitres/{chapter.slug}.html">{title}</a></h2>\n<ul class="dossiers">\n']
    start += (_folder_line(chapter, other) for other in listing.folders[:index])
    start.append('<li class="dossier-ouvert">')
    if folder.title:
        start.append(_folder_link(chapter, folder, shown(folder.title)))
    start.append("\n<ul>\n")
    end = [
        "</ul></li>\n",
        *(_folder_line(chapter, other) for other in listing.folders[index + 1 :]),
        "</ul>\n",
    ]
    if Place(listing, folder, 0, 0).is_cut:
        end.insert(
            0, f"<li>{_folder_link(chapter, folder, f'Les {number(len(folder.sheets))} fiches')}</li>\n"
        )
    end.append(all_chapters(chapters, chapter.slug))
    lines = tuple(f'<li><a href="{f.id}.html">{shown(f.title)}</a></li>\n'.encode() for f in folder.sheets)
    return Sidebar("".join(start).encode(), lines, "".join(end).encode())


def all_chapters(chapters: tuple[Chapter, ...], current: str = "") -> str:
    """Every chapter, folded."""
    marks = {current: ' aria-current="true"'}
    lines = (
        f'<li value="{c.number}"><a href="../chapitres/{c.slug}.html"{marks.get(c.slug, "")}>{shown(c.title)}</a></li>\n'
        for c in chapters
    )
    return (
        "<details open>\n<summary>Tous les chapitres</summary>\n"
        f'<ol class="chapitres-liste">\n{"".join(lines)}</ol>\n</details>\n'
    )


def _folder_line(chapter: Chapter, folder: Folder) -> str:
    return f"<li>{_folder_link(chapter, folder, shown(folder.title or 'Autres fiches'))}</li>\n"


def _folder_link(chapter: Chapter, folder: Folder, text: str) -> str:
    return f'<a href="../chapitres/{chapter.slug}.html#{folder.anchor}">{text}</a>'
