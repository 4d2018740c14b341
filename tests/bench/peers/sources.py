"""The yardstick: a guide as a Hugo site, in the form that somebody who keeps such a guide with Hugo would give it.

Hugo reads each sheet as Markdown with front matter, turns it into HTML, looks up every link to a sheet and fails
on a broken one, makes the contents list, the rubrics and the links back, and lays out the same pages as we do.
`README.md` says what each side leaves out.
"""

import json
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

from guide_pipeline.markup.text import typeset
from guide_pipeline.model.facts import SheetFacts
from guide_pipeline.model.guide import Guide
from guide_pipeline.model.sheet import Sheet, SheetLink
from guide_site.render.wording import kind_name
from peers.markdown import MarkdownWriter
from peers.programs import SHEET_FOLDER, group_name, start_site, write_chapter, write_content
from peers.shared import filled, reference_record


def write_site(guide: Guide, folder: Path) -> int:
    """Write the Hugo site of a guide into `folder`, emptied first; return the number of sheets."""
    shutil.rmtree(folder, ignore_errors=True)
    start_site(folder, "sources_site")
    for chapter in guide.chapters:
        write_chapter(folder, chapter.number, chapter.slug, typeset(chapter.title))
    writer = MarkdownWriter(guide)
    ranks: Counter[tuple[str, str]] = Counter()
    for number, fact in enumerate(guide.facts.values(), start=1):
        sheet, place = guide.load(fact.id), (fact.chapter, fact.folder)
        front = front_matter(sheet, fact, writer, weight=number)
        front["group"] = group_name(*place, ranks[place])
        ranks[place] += 1
        body = writer.text(sheet.blocks)
        write_content(folder / "content" / fact.chapter / f"{fact.id}.md", front, body)
    _write_data(folder / "data", guide, writer)
    return len(guide.facts)


def front_matter(sheet: Sheet, fact: SheetFacts, writer: MarkdownWriter, weight: int) -> dict[str, Any]:
    """What stands above a sheet's text: its description, and its rubrics as data. `weight` is its rank."""
    return {
        "title": typeset(sheet.title),
        "date": sheet.updated.isoformat(),
        "weight": weight,
        "url": f"/{SHEET_FOLDER}/{sheet.id}.html",
        **filled(
            description=typeset(sheet.summary),
            folder=typeset(sheet.folder),
            nature=kind_name(sheet.kind),
            revision=bool(sheet.status.value),
            effective=sheet.effective and sheet.effective.isoformat(),
            checked=sheet.checked and sheet.checked.isoformat(),
            audience=sheet.audience,
            keywords=sheet.keywords,
            see_also=[_link(link) for link in sheet.see_also],
            contacts=[writer.box(box) for box in sheet.contacts],
            references=[reference_record(reference) for reference in sheet.references],
            forms=[writer.box(box) for box in sheet.forms],
            readings=[writer.box(box) for box in sheet.resources],
            definitions=[writer.box(box) for box in sheet.definitions],
            acronyms=fact.acronyms,
            questions=[_link(link) for link in sheet.questions],
        ),
    }


def _link(link: SheetLink) -> dict[str, Any]:
    return filled(
        sheet=link.sheet,
        chapter=link.chapter,
        url=link.url,
        anchor=link.anchor,
        title=typeset(link.title),
        context=typeset(link.context),
    )


def _write_data(folder: Path, guide: Guide, writer: MarkdownWriter) -> None:
    """Write what sheets share, a file of `data/` for each kind."""
    acronyms = {
        acronym.id: {"title": acronym.shown, "text": typeset(acronym.expansion)}
        for acronym in guide.acronyms.values()
    }
    data = {**writer.boxes.records, "sigle": acronyms, "bareme": writer.inlines.rates}
    folder.mkdir(exist_ok=True)
    for name, records in data.items():
        (folder / f"{name}.json").write_text(json.dumps(records, ensure_ascii=False, indent=1), "utf-8")
