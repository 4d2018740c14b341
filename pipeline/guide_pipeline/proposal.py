"""The edition that would follow: from the guide that a batch leads to, its report and its manifest, objects stored."""

from collections.abc import Callable, Iterable, Mapping

from guide_pipeline.diff.bars import guide_bars
from guide_pipeline.diff.guides import diff_guides
from guide_pipeline.editions.canonical_json import dump
from guide_pipeline.editions.draft import draft, store_sheets
from guide_pipeline.editions.manifest import LeftOut, Manifest
from guide_pipeline.editions.store import EditionStore
from guide_pipeline.model.canonical import serialise
from guide_pipeline.model.guide import Guide
from guide_pipeline.report.build import build_report
from guide_pipeline.report.model import BatchInfo, ChangeReport
from guide_pipeline.report.news import news_of


def propose(
    store: EditionStore,
    parent: Manifest,
    current: Guide,
    after: Guide,
    info: BatchInfo,
    replaced_by: Mapping[str, str],
    left_out: Iterable[LeftOut] = (),
) -> tuple[Manifest, ChangeReport]:
    """The manifest of the edition that `after` would be, and what it changes. Flushing is left to the caller.

    `current` is the guide of `parent`; `left_out`, what was delivered and isn't in `after`.
    """
    difference = diff_guides(current, after)
    report = build_report(difference, current, after, info, _reader(store, parent, after))
    store_sheets(after, parent.sheets, store.objects)
    news = news_of(report)
    manifest = draft(
        after,
        parent,
        store.objects,
        label=info.label,
        batch=info.number,
        batch_digest=info.digest,
        events=news.events(),
        bars=guide_bars(difference, after),
        news=dump(news.rows()),
        replaced_by=replaced_by,
        left_out=left_out,
    )
    return manifest, report


def _reader(store: EditionStore, parent: Manifest, after: Guide) -> Callable[[str], bytes]:
    """Canonical bytes of the sheets of the new state: those that stay are objects already."""

    def read(key: str) -> bytes:
        name = after.facts[key].hash
        if parent.sheets.get(key) == name:
            return store.objects.get(name)
        return serialise(after.load(key))

    return read
