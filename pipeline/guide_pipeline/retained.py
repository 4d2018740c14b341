"""What is published when a review refuses some changes: the proposal without them, checked, its pages and index made.

It lies in the folder of the batch (`retenu`), so that ingesting the batch anew takes it away; a crash between its
making and its publication loses nothing, and publishing again takes it up.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from guide_pipeline.build.prepared import prepare
from guide_pipeline.build.spool import Spool, spool
from guide_pipeline.checks.guide_rules import check_guide
from guide_pipeline.editions.files import put_in_place, staging_folder, sync_tree
from guide_pipeline.editions.manifest import LeftOut, Manifest
from guide_pipeline.editions.store import EditionStore
from guide_pipeline.errors import ContentError, Issue, Location, RefusedError, Severity
from guide_pipeline.model.canonical import serialise
from guide_pipeline.model.guide import Guide
from guide_pipeline.progress import SILENT, Reporter
from guide_pipeline.proposal import Proposal, propose
from guide_pipeline.readers.config import read_config
from guide_pipeline.readers.sheet_file import read_sheet_file
from guide_pipeline.readers.sources import Sources
from guide_pipeline.report.model import BatchInfo
from guide_pipeline.review.items import Item, by_id
from guide_pipeline.review.leaving_out import Kept, bound_to, keep_back
from guide_pipeline.waiting import Ingested, read_proposal, write_proposal
from guide_site.render.sheet_core import SheetCore

_MANY = 5


def retain(
    store: EditionStore,
    ingested: Ingested,
    parent: Manifest,
    items: Iterable[Item],
    refused: Iterable[Item],
    reporter: Reporter = SILENT,
) -> tuple[Manifest, Path]:
    """The proposal without the refused items, and the folder where its pages and index are. The lock is held.

    `items` are all those of the batch. RefusedError when one that isn't refused can't be published without one
    that is; ContentError when what is left isn't a sound guide, each with the way out.
    """
    out = tuple(refused)
    if not out:
        return ingested.manifest, store.paths.batch(ingested.batch)
    folder = store.paths.retained(ingested.batch)
    made = read_proposal(folder, f"lot {ingested.batch}, retenu")
    wanted = _left_out(out)
    if made and made.left_out == wanted and made.parent == ingested.manifest.parent:
        return made, folder
    staged = staging_folder(store.paths.batch(ingested.batch))
    with spool(store.paths.var / "fiches") as cores:
        proposal = _proposal(store, ingested, parent, (tuple(items), out), cores, reporter)
        manifest = proposal.manifest
        near = store.paths.batch(ingested.batch)
        prepare(store, manifest, parent, staged, reporter, proposal.made, near)
    write_proposal(manifest, staged)
    reporter.step("Mise en place")
    sync_tree(store.paths.var)
    put_in_place(staged, folder)
    return manifest, folder


def check_retained(
    store: EditionStore, ingested: Ingested, parent: Manifest, items: Iterable[Item], refused: Iterable[Item]
) -> None:
    """Raise what `retain` would, without making anything."""
    out = tuple(refused)
    if out:
        _kept(store, ingested, store.guide(parent), tuple(items), out)


def _left_out(items: Iterable[Item]) -> tuple[LeftOut, ...]:
    return tuple(LeftOut(item.id, item.sheet, item.line) for item in sorted(items, key=lambda i: i.id))


def _proposal(
    store: EditionStore,
    ingested: Ingested,
    parent: Manifest,
    items: tuple[tuple[Item, ...], tuple[Item, ...]],
    cores: Spool[SheetCore],
    reporter: Reporter,
) -> Proposal:
    """The proposal without what is refused; `items` are all those of the batch, and of them the refused ones."""
    reporter.step("Mise à l'écart de ce qui est refusé")
    current = store.guide(parent)
    kept = _kept(store, ingested, current, *items)
    proposed = ingested.manifest
    info = BatchInfo(proposed.batch, proposed.label, proposed.date, proposed.batch_digest, parent.number)
    guides = current, kept.guide
    return propose(store, parent, guides, info, proposed.replaced_by, cores, _left_out(items[1]))


def _kept(
    store: EditionStore,
    ingested: Ingested,
    current: Guide,
    items: tuple[Item, ...],
    refused: tuple[Item, ...],
) -> Kept:
    delivered = store.guide(ingested.manifest)
    _check_bound(current, delivered, items, refused)
    kept = keep_back(current, delivered, refused)
    strict = read_config(store.paths.root).settings.strict_writing
    before = {(issue.code, issue.message) for issue in check_guide(current, Sources())}
    found = (*_mixed_issues(kept), *check_guide(kept.guide, Sources(), kept.mixed if strict else ()))
    issues = tuple(
        issue
        for issue in found
        if issue.severity is Severity.ERROR and (issue.code, issue.message) not in before
    )
    if issues:
        raise ContentError(_unsound(issues), issues)
    return kept


def _mixed_issues(kept: Kept) -> Iterator[Issue]:
    """What a reader says of the sheets that nobody wrote as they are: the rules of a file hold for them too."""
    for key in kept.mixed:
        sheet = kept.guide.load(key)
        again, issues = read_sheet_file(f"{key}.xml", serialise(sheet), schema=True)
        yield from issues
        if again != sheet:
            message = "Ce qui reste de la fiche ne peut pas être relu à l'identique."
            yield Issue("fiche-invalide", message, Location(key))


def _check_bound(
    current: Guide, delivered: Guide, items: tuple[Item, ...], refused: tuple[Item, ...]
) -> None:
    dragged = bound_to(current, delivered, refused) - {item.id for item in refused}
    if dragged:
        known = by_id(items)
        lines = sorted(known[key].line for key in dragged if key in known)
        raise RefusedError(
            "Des changements approuvés ne peuvent pas être publiés sans d'autres, refusés, du même bloc : "
            f"{_listed(lines)}. Refusez-les aussi, ou approuvez tout le bloc."
        )


def _unsound(issues: tuple[Issue, ...]) -> str:
    lines = [f"{issue.location} : {issue.message}" for issue in issues]
    return (
        "Sans les changements refusés, le guide ne serait pas valide. Refusez aussi ceux qui en dépendent, ou "
        f"approuvez ceux dont ils dépendent, ou demandez au rédacteur un nouveau lot. {_listed(lines)}"
    )


def _listed(lines: list[str]) -> str:
    more = f" (et {len(lines) - _MANY} de plus)" if len(lines) > _MANY else ""
    return " ; ".join(lines[:_MANY]) + more
