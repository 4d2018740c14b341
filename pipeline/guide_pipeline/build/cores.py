"""The cores of sheets' pages, made while the corpus is read, so that no sheet has to be read again for its page.

A core holds the titles of the sheets that it links to, which aren't known yet. They are taken from the heads of the
files, at a glance; once every sheet is read, the cores that a wrong title may be in are left out.
"""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from guide_pipeline.build.spool import Spool, Ticket
from guide_pipeline.markup.context import context_of
from guide_pipeline.model.guide import Guide
from guide_pipeline.model.sheet import Sheet
from guide_pipeline.readers.config import GuideConfig
from guide_pipeline.readers.corpus import Tables, titles_at_a_glance
from guide_site.render.context import Cores
from guide_site.render.sheet_core import SheetCore, sheet_core


class CoreMaker:
    """Makes the cores of a corpus that is being read."""

    def __init__(self, root: Path, config: GuideConfig, tables: Tables, spool: Spool[SheetCore]) -> None:
        self._titles = titles_at_a_glance(root)
        self._spool = spool
        nobody = Guide(
            config.title,
            config.date,
            config.chapters,
            {},
            tables.rates,
            tables.acronyms,
            _no_sheet,
            tables.synonyms,
        )
        self._markup = replace(context_of(nobody), titles=self._titles)

    def put(self, sheet: Sheet) -> Ticket:
        """Make the core of a sheet, and put it aside."""
        return self._spool.put(sheet_core(sheet, self._markup))

    def cores(self, guide: Guide, tickets: Mapping[str, Ticket]) -> Cores:
        """The cores that are true of the guide, now that all of it is known."""
        titles = {fact.id: fact.title for fact in guide.facts.values()}
        known = self._titles
        wrong = {key for key in titles.keys() | known.keys() if titles.get(key) != known.get(key)}
        get = self._spool.get

        def core(sheet_id: str) -> SheetCore | None:
            misled = any(target in wrong for target, _ in guide.facts[sheet_id].links)
            return None if misled else get(tickets[sheet_id])

        return core


def _no_sheet(sheet_id: str) -> Sheet:
    raise KeyError(sheet_id)
