"""The edition that a waiting batch would make: made when the batch is ingested, put in place when it is published.

So publication is a few renames, and what agents will read has existed, whole and flushed, since the review began.
It is bound to the proposed manifest by its hash, and to this program's templates and analysis; anything else is
made anew, from the pages that are still good.

Light: publishing imports nothing that makes pages or indexes, unless it has to.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from guide_pipeline.build.summary import EditionSummary, IndexSummary, SiteSummary
from guide_pipeline.build.whole import index_is_whole, site_is_current, tree_is_current, usable_index
from guide_pipeline.editions.canonical_json import dump
from guide_pipeline.editions.files import put_in_place
from guide_pipeline.editions.manifest import Manifest
from guide_pipeline.editions.store import EditionStore
from guide_pipeline.progress import SILENT, Reporter

if TYPE_CHECKING:
    from guide_pipeline.build.edition import Errand, Made

_PAGES, _INDEX, _SUMMARY = "pages", "index", "edition.json"


def prepare(
    store: EditionStore,
    manifest: Manifest,
    parent: Manifest,
    folder: Path,
    reporter: Reporter = SILENT,
    made: "Made | None" = None,
    near: Path | None = None,
    errands: "Sequence[Errand]" = (),
) -> None:
    """Make the pages and the index of a proposal in its batch's folder. Flushing is left to the caller.

    `near` is the folder of an earlier proposal of the same batch, most of whose pages may be the same; `made` and
    `errands`: see `make_edition`.
    """
    from guide_pipeline.build.edition import Places, make_edition

    places = Places(folder / _PAGES, folder / _INDEX)
    for place in (places.pages, places.index):
        if place:
            place.mkdir()
    trees = (prepared_pages(near),) if near else ()
    done = make_edition(store, manifest, parent, places, reporter, made, trees, errands)
    if done.site and done.index:
        row = {"ecrites": done.site.written, "reprises": done.site.reused, "indexees": done.index.changed}
        (folder / _SUMMARY).write_bytes(dump(row))


def prepared_pages(folder: Path) -> Path:
    """The tree of pages in the folder of a batch."""
    return folder / _PAGES


def put_prepared_in_place(store: EditionStore, manifest: Manifest, folder: Path) -> EditionSummary | None:
    """Put in place what was prepared in a batch's folder; None when it isn't this very edition, made by this program.

    A crash in between leaves one part in place and the other prepared: the next call goes on from there.
    """
    summary = _summary(folder)
    if summary is None:
        return None
    pages, index = folder / _PAGES, folder / _INDEX
    site_there, index_there = site_is_current(store, manifest), not index.is_dir()
    if index_there and not index_is_whole(store, manifest):
        return None
    if not (site_there or tree_is_current(pages, manifest)) or not (index_there or usable_index(index)):
        return None
    for there, made, target in (
        (site_there, pages, store.paths.site(manifest.number)),
        (index_there, index, store.paths.index(manifest.number)),
    ):
        if not there:
            target.parent.mkdir(parents=True, exist_ok=True)
            put_in_place(made, target)
    return summary


def _summary(folder: Path) -> EditionSummary | None:
    try:
        row = json.loads((folder / _SUMMARY).read_bytes())
        return EditionSummary(SiteSummary(row["ecrites"], row["reprises"]), IndexSummary(row["indexees"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
