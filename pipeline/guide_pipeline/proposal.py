"""The edition that would follow: from the guide that a batch leads to, its report and its manifest, objects stored."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from guide_pipeline.build.edition import Made
from guide_pipeline.build.spool import Spool
from guide_pipeline.build.study import study
from guide_pipeline.diff.guides import diff_guides, rate_changes
from guide_pipeline.editions.canonical_json import dump
from guide_pipeline.editions.draft import draft
from guide_pipeline.editions.manifest import LeftOut, Manifest
from guide_pipeline.editions.store import EditionStore
from guide_pipeline.model.guide import Guide
from guide_pipeline.report.build import build_report
from guide_pipeline.report.model import BatchInfo, ChangeReport
from guide_pipeline.report.news import news_of
from guide_site.render.sheet_core import SheetCore


@dataclass(frozen=True, slots=True)
class Proposal:
    """An edition that may follow."""

    manifest: Manifest
    report: ChangeReport
    """What it changes."""
    made: Made
    """What was made of its new sheets already."""


def propose(
    store: EditionStore,
    parent: Manifest,
    guides: tuple[Guide, Guide],
    info: BatchInfo,
    replaced_by: Mapping[str, str],
    cores: Spool[SheetCore],
    left_out: Iterable[LeftOut] = (),
) -> Proposal:
    """The edition that the second of two guides would be, the first being that of `parent`. Flushing is left to the caller.

    `cores` holds those of its pages that are made on the way; `left_out`, what was delivered and isn't in it.
    """
    current, after = guides
    studied = study(current, after, rate_changes(current, after), store.objects, cores)
    difference = diff_guides(current, after, studied.changed)

    def read(key: str) -> bytes:
        return store.objects.get(after.facts[key].hash)

    report = build_report(difference, current, after, info, read, studied.redlines)
    news = news_of(report)
    manifest = draft(
        after,
        parent,
        store.objects,
        label=info.label,
        batch=info.number,
        batch_digest=info.digest,
        events=news.events(),
        bars=studied.bars,
        news=dump(news.rows()),
        replaced_by=replaced_by,
        left_out=left_out,
    )
    return Proposal(manifest, report, studied.made)
