"""The rates that an editor has in hand: those of the last edition, and of the batches that are to follow it."""

from pathlib import Path

from guide_pipeline.batch.model import Batch
from guide_pipeline.batch.read import read_batch
from guide_pipeline.checks.steps import delivered
from guide_pipeline.editions.store import EditionStore
from guide_pipeline.errors import ContentError
from guide_pipeline.model.guide import Rate
from guide_pipeline.readers.config import GuideConfig
from guide_pipeline.readers.corpus import read_corpus
from guide_pipeline.readers.tables import merge_rates


def rates_of_edition(store: EditionStore, number: int) -> dict[str, Rate]:
    """The rates of an edition. NotFoundError when there is no such edition."""
    return dict(store.guide(store.manifest(number)).rates)


def rates_in_hand(store: EditionStore, config: GuideConfig, root: Path) -> dict[str, Rate]:
    """Rates of the last edition (of the corpus when there is none), then of each batch of `updates/` that follows.

    ContentError with all the problems of a batch that can't be read.
    """
    latest = store.latest()
    if latest is None:
        rates, last = dict(read_corpus(root, config).guide.rates), ""
    else:
        rates, last = dict(store.guide(latest).rates), latest.batch
    waiting = {batch.follows: batch for batch in _read(store.paths.updates)}
    while batch := waiting.pop(last, None):
        rates, last = merge_rates(rates, batch.rates), batch.number
    return rates


def _read(folder: Path) -> list[Batch]:
    read = []
    for path in delivered(folder):
        batch, issues = read_batch(path)
        if batch is None:
            raise ContentError(f"Le lot {path.name} ne peut pas être lu.", issues)
        read.append(batch)
    return read
