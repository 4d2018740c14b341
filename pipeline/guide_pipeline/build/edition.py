"""Making an edition: its pages and its index, together so that each sheet is read once."""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from guide_pipeline.build.context import site_context
from guide_pipeline.build.index import IndexPlan, build_index, plan_index, record_maker
from guide_pipeline.build.parallel import beside, spread
from guide_pipeline.build.site import SitePlan, finish_site, plan_site, write_page
from guide_pipeline.build.summary import EditionSummary, IndexSummary, SiteSummary
from guide_pipeline.build.whole import index_is_whole, site_is_current
from guide_pipeline.editions.files import put_in_place, staging_folder, sync_tree
from guide_pipeline.editions.manifest import Manifest
from guide_pipeline.editions.store import EditionStore
from guide_pipeline.model.facts import SheetFacts
from guide_pipeline.progress import SILENT, Reporter
from guide_search.records import IndexRecord
from guide_site.render.context import Cores, SiteContext, no_cores
from guide_site.render.plan import PageKind, PagePlan

Errand = Callable[[], None]
"""Something to do beside: it writes files."""


@dataclass(frozen=True, slots=True)
class _Job:
    """One piece of work: a page to write, a sheet to analyse, or both for one sheet; or the errand of that number."""

    page: PagePlan | None = None
    sheet: str | None = None
    errand: int = -1


_Done = tuple[str, IndexRecord | None]
"""The SHA-256 of the page, '' without one; the record."""


@dataclass(frozen=True, slots=True)
class Made:
    """What was made of sheets while they were at hand."""

    records: Mapping[str, IndexRecord] = field(default_factory=dict)
    """Of the sheets that were analysed, by id."""
    cores: Cores = no_cores
    facts: Mapping[str, SheetFacts] | None = None
    """Of all the sheets of the edition, in its order; None: they are to be read."""


@dataclass(frozen=True, slots=True)
class Places:
    """The empty folders to make an edition in; None: not wanted, it is there already."""

    pages: Path | None
    index: Path | None


def stage_edition(
    store: EditionStore,
    manifest: Manifest,
    parent: Manifest | None,
    reporter: Reporter = SILENT,
    made: Made | None = None,
    near: Sequence[Path] = (),
) -> EditionSummary:
    """Build the pages and the index of a manifest that isn't an edition yet, and put them in place.

    `made` and `near`: see `make_edition`.
    """
    return _staged(store, manifest, parent, reporter, made, near, site=True, index=True)


def ensure_built(store: EditionStore, manifest: Manifest, reporter: Reporter = SILENT) -> EditionSummary:
    """Build what is missing of an edition, or was made by another version; nothing when all is there."""
    site = not site_is_current(store, manifest)
    index = not index_is_whole(store, manifest)
    if not site and not index:
        return EditionSummary(None, None)
    parent = store.manifest(manifest.number - 1) if manifest.number else None
    return _staged(store, manifest, parent, reporter, None, (), site=site, index=index)


def _staged(
    store: EditionStore,
    manifest: Manifest,
    parent: Manifest | None,
    reporter: Reporter,
    made: Made | None,
    near: Sequence[Path],
    *,
    site: bool,
    index: bool,
) -> EditionSummary:
    """Make, flush, rename. A crash before leaves staging folders, which the next command removes."""
    targets = Places(
        store.paths.site(manifest.number) if site else None,
        store.paths.index(manifest.number) if index else None,
    )
    staged = Places(
        staging_folder(targets.pages) if targets.pages else None,
        staging_folder(targets.index) if targets.index else None,
    )
    # its own tree, when it is there but made by other templates, has pages that are still good
    own = (store.paths.site(manifest.number), *near)
    summary = make_edition(store, manifest, parent, staged, reporter, made, own)
    reporter.step("Mise en place")
    sync_tree(store.paths.var)
    for whole, target in ((staged.pages, targets.pages), (staged.index, targets.index)):
        if whole and target:
            put_in_place(whole, target)
    return summary


def make_edition(
    store: EditionStore,
    manifest: Manifest,
    parent: Manifest | None,
    places: Places,
    reporter: Reporter = SILENT,
    made: Made | None = None,
    near: Sequence[Path] = (),
    errands: Sequence[Errand] = (),
) -> EditionSummary:
    """Make the pages and the index in the folders given, which nobody else sees. Flushing is left to the caller.

    What the parent has already is linked. `made` is what needn't be made again; `near` are other trees of pages that
    may have some of these. `errands` are given out to the workers first.
    """
    made = made or Made()
    known = made.records
    guide = store.guide(manifest, made.facts)
    index = plan_index(store, manifest, guide, parent) if places.index else None

    def write_index(fresh: Iterable[IndexRecord] = ()) -> IndexSummary | None:
        if not index or not places.index:
            return None
        wanted = (known[key] for key in index.changed if key in known)
        return build_index(store, manifest, index, chain(wanted, fresh), places.index)

    def write_pages(each: Callable[..., Iterator[_Done]]) -> tuple[SiteSummary | None, list[IndexRecord]]:
        context = site_context(store, manifest, guide, made.cores)
        trees = (*near, *((store.paths.site(parent.number),) if parent else ()))
        site = plan_site(places.pages, trees, context) if places.pages else None
        jobs = [*(_Job(errand=number) for number in range(len(errands))), *_jobs(site, index, known)]
        done = each(_worker(site, context, errands), jobs)
        reporter.step("Écriture des pages et analyse des textes")
        written, records = _gathered(jobs, done, reporter)
        return finish_site(site, manifest, written) if site else None, records

    if index and known.keys() >= set(index.changed):
        # nothing to wait for: the index is written while pages are made; from nothing, it takes the longer of the two
        with beside(write_index, len(index.changed)) as index_written:
            pages, _ = write_pages(spread if index.base else map)
            return EditionSummary(pages, index_written())
    pages, records = write_pages(spread)
    return EditionSummary(pages, write_index(records))


def _jobs(site: SitePlan | None, index: IndexPlan | None, known: Container[str]) -> list[_Job]:
    """A job a sheet, whether its page, its record or both are wanted; and one for each other page."""
    to_index = dict.fromkeys(key for key in (index.changed if index else ()) if key not in known)
    jobs = []
    for page in site.fresh if site else ():
        both = page.kind is PageKind.SHEET and page.subject in to_index
        if both:
            del to_index[page.subject]
        jobs.append(_Job(page, page.subject if both else None))
    return [*jobs, *(_Job(None, sheet) for sheet in to_index)]


def _worker(
    site: SitePlan | None, context: SiteContext, errands: Sequence[Errand]
) -> Callable[[_Job], _Done]:
    guide = context.guide
    record_of = record_maker(guide.rates, guide.date)

    def work(job: _Job) -> _Done:
        if job.errand >= 0:
            errands[job.errand]()
        sha = write_page(site, job.page) if site and job.page else ""
        return sha, record_of(guide.load(job.sheet)) if job.sheet else None

    return work


def _gathered(
    jobs: Sequence[_Job], results: Iterator[_Done], reporter: Reporter
) -> tuple[dict[str, str], list[IndexRecord]]:
    """The SHA-256 of pages by path, and the records of sheets."""
    written: dict[str, str] = {}
    records: list[IndexRecord] = []
    for done, (job, (sha, record)) in enumerate(zip(jobs, results, strict=True), 1):
        if job.page:
            written[job.page.path] = sha
        if record:
            records.append(record)
        reporter.progress(done, len(jobs))
    return written, records
