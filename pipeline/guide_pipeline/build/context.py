"""What the renderer needs of an edition: its guide, its past, what it changed."""

from guide_pipeline.build.news import load_news
from guide_pipeline.editions.manifest import Manifest
from guide_pipeline.editions.store import EditionStore
from guide_pipeline.model.guide import Guide
from guide_site.render.context import Cores, EditionInfo, HistoryEntry, SiteContext, no_cores


def site_context(
    store: EditionStore, manifest: Manifest, guide: Guide, cores: Cores = no_cores
) -> SiteContext:
    """The context of an edition, or of one that is about to be: its guide, the cores that needn't be made."""
    earlier = (store.manifest(number) for number in store.numbers() if number < manifest.number)
    editions = tuple(EditionInfo(m.number, m.label, m.date) for m in (*earlier, manifest))
    history = {
        sheet: tuple(
            HistoryEntry(e.edition, editions[e.edition].label, editions[e.edition].date, e.kind, e.bars)
            for e in events
        )
        for sheet, events in store.history(manifest).items()
    }
    news = load_news(store.objects.get(manifest.news))
    return SiteContext(guide, editions, history, news, cores)
