"""What an ingestion does besides, whoever asked for it: the name it is done in, its line in the trail, lost decisions."""

from pathlib import Path

from guide_pipeline.cli.state import open_people
from guide_pipeline.editions.store import EditionStore
from guide_pipeline.errors import UsageError
from guide_pipeline.ingest import IngestResult
from guide_pipeline.readers.config import GuideConfig


def check_named(config: GuideConfig, by: str) -> None:
    """UsageError when the review is double and nobody is named: who ingests doesn't approve."""
    if config.settings.double_review and not by.strip():
        raise UsageError("La relecture est double (guide.toml) : dites qui ingère le lot, par --by NOM.")


def note_ingestion(
    store: EditionStore, root: Path, config: GuideConfig, result: IngestResult, by: str
) -> str:
    """Record who ingested, when somebody is named; what it did to decisions on the same batch, '' when nothing.
    Nothing at all for a batch that had been ingested the same before."""
    from guide_site.review.earlier import superseded

    if result.report is None:
        return ""
    with open_people(root, config) as state:
        if by.strip():
            state.record_ingestion(result.ingested.batch, by.strip())
        return superseded(store, state, result.ingested.batch).line
